"""Who may decide what: countries, roles, and the second person."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from initiatives.content import upgraded
from initiatives.models import (
    LISTED_STATES,
    ONLINE,
    Action,
    By,
    ContentVersion,
    Decision,
    EntryState,
    Initiative,
    Moderator,
    Purpose,
    Submission,
    SubmissionState,
)
from initiatives.vetting.duplicates import HiddenEntries
from initiatives.vetting.errors import (
    EditorNeeded,
    EndorsedBeforeHiding,
    EndorserGone,
    ForeignCountryDropped,
    OutOfScope,
    OwnText,
    SamePerson,
    SecondPersonNeeded,
    SecondPersonNeededByLikeness,
)

# Fields in which a planted address or a wrong word does the most harm.
GUARDED = ("website", "links", "parent", "designations")

_NO_COUNTRY = ","


def hosts_of(content: dict[str, Any], base: Submission | None) -> str:
    """The union of old and new host countries as one text that both engines can search:
    ``,AM,GE,``; ``,`` alone for what has none and helps remotely only."""
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
    condition = Q(hosts=_NO_COUNTRY)
    for code in codes:
        condition |= Q(hosts__contains=f",{code},")
    return Submission.objects.filter(condition)


def entries_in_scope(moderator: Moderator) -> QuerySet[Initiative]:
    """The entries that this moderator decides on, hidden ones too: the rule of ``in_scope``."""
    if moderator.decides_everywhere and moderator.user.is_active:
        return Initiative.objects.all()
    codes = moderator.country_codes() if moderator.user.is_active else frozenset()
    if not codes:
        return Initiative.objects.none()
    hosts = Initiative.host_countries.through.objects.filter(initiative=OuterRef("pk"))
    return Initiative.objects.filter(Exists(hosts.filter(country__code__in=codes)) | ~Exists(hosts))


def entries_seen_by(moderator: Moderator) -> QuerySet[Initiative]:
    """The entries that this moderator may see at the desk: the public ones, and those in scope."""
    in_scope = entries_in_scope(moderator).filter(pk=OuterRef("pk"))
    return Initiative.objects.filter(Q(state__in=LISTED_STATES) | Exists(in_scope))


def may_see(moderator: Moderator, submission: Submission) -> bool:
    codes = frozenset(code for code in submission.hosts.split(",") if code)
    return moderator.user.is_active and moderator.covers(codes)


def hosts_of_entry(initiative: Initiative) -> frozenset[str]:
    """The codes of an entry's host countries, as ``Moderator.covers`` takes them."""
    return frozenset(key.upper() for key in initiative.facets["country"] if key != ONLINE)


def check_scope(moderator: Moderator, submission: Submission, *, publishing: bool) -> None:
    """Raises OutOfScope, and ForeignCountryDropped where the action leads to publication."""
    if not may_see(moderator, submission):
        raise OutOfScope(submission.reference)
    if publishing and (dropped := _dropped_abroad(moderator, submission)):
        raise ForeignCountryDropped(submission.reference, codes=", ".join(dropped))


def _dropped_abroad(moderator: Moderator, submission: Submission) -> list[str]:
    """The host countries that the change takes away and that are not this moderator's."""
    if submission.base is None or moderator.decides_everywhere or not submission.content:
        return []  # retention has emptied a text that was decided on long ago
    dropped = set(submission.base.content["host_countries"]) - set(
        submission.content["host_countries"]
    )
    return sorted(dropped - moderator.country_codes())


def needs_second_person(
    submission: Submission,
    moderator: Moderator | None = None,
    hidden: HiddenEntries | None = None,
) -> bool:
    """Whether one moderator alone, this one or any, may not publish it.

    Computed from the difference between base and proposal, whatever the purpose says: an entry's
    website, links, parent or designations; showing again what was hidden, by itself or as another
    entry that is like it; hiding on a visitor's word, since only ``decisions.hide`` leaves
    something to be confirmed; and what the deciding moderator sent, or wrote of the guarded fields.

    ``hidden``: the hidden entries, where they were read already.
    """
    if not submission.content:
        return False
    if (hidden or HiddenEntries()).brought_back(submission):
        return True
    base = upgraded(submission.base.content) if submission.base else None
    document = upgraded(submission.content)
    if submission.purpose == Purpose.VERIFICATION and document == base:
        return False
    if base and base["state"] == EntryState.HIDDEN:
        if document["state"] != EntryState.HIDDEN:
            return True
    elif base and (
        guarded_differ(base, document) or (submission.by != By.MODERATOR and _hides(base, document))
    ):
        return True
    return moderator is not None and _sent_or_guarded(moderator, submission)


def check_confirmation(moderator: Moderator, submission: Submission) -> None:
    """Raises SamePerson for whoever hid an entry and would confirm that alone.

    What waits for confirmation is known by its first text: a later one is anybody's.
    """
    if submission.by != By.MODERATOR or submission.base is None:
        return
    first = submission.versions.order_by("number").first()
    if (
        first is not None
        and first.author_id == moderator.user_id
        and submission.base.content.get("state") == EntryState.HIDDEN
        and first.document.get("state") != EntryState.HIDDEN
    ):
        raise SamePerson(submission.reference)


def guarded_differ(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two documents of the present schema differ in a guarded field."""
    return any(one[field] != other[field] for field in GUARDED)


def _hides(before: dict[str, Any], after: dict[str, Any]) -> bool:
    return after["state"] == EntryState.HIDDEN != before["state"]


def _sent_or_guarded(moderator: Moderator, submission: Submission) -> bool:
    """Whether the moderator sent it, changed a guarded field in it, or made it hide the entry."""
    before: dict[str, Any] | None = None
    for version in ContentVersion.objects.filter(submission=submission).order_by("number"):
        document = upgraded(version.document)
        if version.author_id == moderator.user_id and (
            before is None or guarded_differ(before, document) or _hides(before, document)
        ):
            return True
        before = document
    return False


def endorser_of(submission: Submission) -> Any:
    """The user who endorsed it last, while it is endorsed; else None."""
    endorsement = _endorsement(submission)
    return endorsement.actor if endorsement else None


def _endorsement(submission: Submission) -> Decision | None:
    if submission.state != SubmissionState.ENDORSED:
        return None
    endorsed = submission.decisions.filter(by=By.MODERATOR, action=Action.ENDORSE)
    return endorsed.select_related("actor__moderator").last()


def check_second_person(
    submission: Submission, moderator: Moderator, hidden: HiddenEntries | None = None
) -> None:
    """That this moderator may publish it now as far as the number of persons goes.

    Where two are needed, one has endorsed it who still decides about it, and the deciding second is
    another one who has written nothing of it. Where it is like a hidden entry, the endorsement
    is newer than the hiding, and the entry is in the scope of one of the two. Raises
    SecondPersonNeeded, EndorserGone, EndorsedBeforeHiding, SamePerson, OwnText, EditorNeeded.
    """
    endorsement = _endorsement(submission)
    if endorsement and endorsement.actor_id == moderator.user_id:
        raise SamePerson(submission.reference)
    hidden = hidden or HiddenEntries()
    if not needs_second_person(submission, moderator, hidden):
        return
    back = [likely.initiative for likely in hidden.brought_back(submission)]
    endorser = endorsement.actor if endorsement else None
    if endorsement is None or endorser is None:
        raise (SecondPersonNeededByLikeness if back else SecondPersonNeeded)(submission.reference)
    if not may_see(endorser.moderator, submission):
        raise EndorserGone(submission.reference, endorser.get_username())
    if submission.versions.filter(author_id=moderator.user_id).exists():
        raise OwnText(submission.reference)
    if back:
        _check_both_know(submission, endorsement, [moderator, endorser.moderator], back)


def _check_both_know(
    submission: Submission, endorsement: Decision, both: list[Moderator], back: list[Initiative]
) -> None:
    """That two agree to bring these hidden entries back: each knew, and one decides about it."""
    # Decisions are numbered under the last lock, in the order in which they were made.
    revisions = [entry.revision_id for entry in back]
    if Decision.objects.filter(submission__in=revisions, pk__gt=endorsement.pk).exists():
        raise EndorsedBeforeHiding(submission.reference)
    sees = [person.coverage() for person in both]
    if not all(any(covers(hosts_of_entry(entry)) for covers in sees) for entry in back):
        raise EditorNeeded(submission.reference)


def why_not_second(
    submission: Submission, moderator: Moderator, hidden: HiddenEntries | None = None
) -> str:
    """Why this moderator cannot be the second of two on what is endorsed; "" where nothing
    hinders it."""
    if submission.state != SubmissionState.ENDORSED:
        return ""
    try:
        check_second_person(submission, moderator, hidden)
    except (EndorserGone, EndorsedBeforeHiding, SamePerson, OwnText, EditorNeeded) as refusal:
        return str(refusal)
    return ""
