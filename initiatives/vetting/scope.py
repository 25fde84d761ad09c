"""Who may decide what: countries, roles, and the second person (domain.md, "Rules")."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from initiatives.models import (
    By,
    ContentVersion,
    Decision,
    EntryState,
    Moderator,
    Purpose,
    Submission,
    SubmissionState,
)
from initiatives.vetting.refusals import ForeignCountryDropped, OutOfScope, SamePerson

# Fields in which a planted address or a wrong word does the most harm.
GUARDED = ("website", "links", "designations")

_ONLINE_ONLY = ","


def hosts_of(content: dict[str, Any], base: Submission | None) -> str:
    """The union of old and new host countries as one text that both engines can search:
    ``,AM,GE,``; ``,`` alone for what is online only."""
    codes = {*content["host_countries"], *(base.content["host_countries"] if base else ())}
    return "".join(f",{code}" for code in sorted(codes)) + ","


def in_scope(moderator: Moderator) -> QuerySet[Submission]:
    """The submissions that this moderator sees. Nothing for one without countries."""
    if not moderator.user.is_active:
        return Submission.objects.none()
    if moderator.decides_everywhere:
        return Submission.objects.all()
    codes = moderator.country_codes()
    if not codes:
        return Submission.objects.none()
    condition = Q(hosts=_ONLINE_ONLY)
    for code in codes:
        condition |= Q(hosts__contains=f",{code},")
    return Submission.objects.filter(condition)


def may_see(moderator: Moderator, submission: Submission) -> bool:
    codes = frozenset(code for code in submission.hosts.split(",") if code)
    return moderator.user.is_active and moderator.covers(codes)


def may_decide(moderator: Moderator, submission: Submission) -> bool:
    """Whether it is in scope and takes no country away that is another's."""
    return may_see(moderator, submission) and not _dropped_abroad(moderator, submission)


def check_scope(moderator: Moderator, submission: Submission, *, publishing: bool) -> None:
    """Raises OutOfScope, and ForeignCountryDropped where the move leads to publication."""
    if not may_see(moderator, submission):
        raise OutOfScope(submission.reference)
    if publishing and (dropped := _dropped_abroad(moderator, submission)):
        raise ForeignCountryDropped(dropped)


def _dropped_abroad(moderator: Moderator, submission: Submission) -> list[str]:
    """The host countries that the change takes away and that are not this moderator's."""
    if submission.base is None or moderator.decides_everywhere or not submission.content:
        return []  # retention has emptied a text that was decided on long ago
    dropped = set(submission.base.content["host_countries"]) - set(
        submission.content["host_countries"]
    )
    return sorted(dropped - moderator.country_codes())


def needs_second_person(submission: Submission, moderator: Moderator | None = None) -> bool:
    """Whether one moderator alone, this one or any, may not publish it.

    Computed from the difference between base and proposal: an entry's website, links or
    designations; showing again what was hidden; and what the deciding moderator wrote.
    """
    if submission.purpose == Purpose.VERIFICATION or not submission.content:
        return False
    base = submission.base.content if submission.base else None
    if shows_again(submission):
        return True
    if base and base["state"] != EntryState.HIDDEN and guarded_differ(base, submission.content):
        return True
    return moderator is not None and _is_author(moderator, submission)


def shows_again(submission: Submission) -> bool:
    """Whether it would show an entry that is hidden: what waits after somebody hid one."""
    base = submission.base.content if submission.base else {}
    return base.get("state") == EntryState.HIDDEN and (
        submission.content.get("state") != EntryState.HIDDEN
    )


def check_confirmation(moderator: Moderator, submission: Submission) -> None:
    """Raises SamePerson for whoever hid an entry and would confirm that alone."""
    if shows_again(submission) and submission.by == By.MODERATOR:
        first = submission.versions.order_by("number").first()
        if first is not None and first.author_id == moderator.user_id:
            raise SamePerson(submission.reference)


def guarded_differ(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return any(one[field] != other[field] for field in GUARDED)


def _is_author(moderator: Moderator, submission: Submission) -> bool:
    """Whether the moderator sent it, or changed one of the guarded fields in it."""
    before: dict[str, Any] | None = None
    for version in ContentVersion.objects.filter(submission=submission).order_by("number"):
        if version.author_id == moderator.user_id and (
            before is None or guarded_differ(before, version.document)
        ):
            return True
        before = version.document
    return False


def endorser_of(submission: Submission) -> int | None:
    """The user who endorsed it last, while it is endorsed."""
    if submission.state != SubmissionState.ENDORSED:
        return None
    last = Decision.objects.filter(submission=submission, by=By.MODERATOR, action="endorse").last()
    return last.actor_id if last else None


def check_second_person(submission: Submission, moderator: Moderator) -> bool:
    """Whether this moderator may publish it now as far as the number of persons goes.

    Raises SamePerson for whoever endorsed it.
    """
    endorser = endorser_of(submission)
    if endorser is None:
        return not needs_second_person(submission, moderator)
    if endorser == moderator.user_id:
        raise SamePerson(submission.reference)
    return True
