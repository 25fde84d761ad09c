"""What a moderator is warned of: one line for a row of the queue, a list for the review.

What lies outside the moderator's countries is mentioned without its name and without a link.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import F, QuerySet, prefetch_related_objects
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.content import FIELDS, upgraded
from initiatives.desk.frame import names_of
from initiatives.fields.bilingual import Text, pick
from initiatives.models import (
    DesignationType,
    Initiative,
    Moderator,
    Submission,
    SubmissionState,
    address_digests,
)
from initiatives.presenters.links import Link
from initiatives.vetting import duplicates, permissions, warnings
from initiatives.vetting.inherited import missing_statuses

HELD = {
    "honeypot": gettext_lazy("Held: a field that only bots see was filled in"),
    "too fast": gettext_lazy("Held: it was sent faster than anyone can type"),
    "allowance": gettext_lazy("Held: many submissions came from this network within an hour"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One sentence. kind: fine, care, grave or known (a fact that is neither)."""

    kind: str
    text: str
    links: list[Link] = field(default_factory=list)


def _warning(grave: bool, text: str, links: Sequence[Link] = ()) -> Check:
    return Check("grave" if grave else "care", text, list(links))


class Unlisted:
    """The hidden entries and refused submissions that a submission is like, in words for one
    moderator; read once for a page of the desk: one query for the hidden entries, one for the
    refused submissions and one for the moderator's countries."""

    def __init__(self, moderator: Moderator) -> None:
        self.moderator = moderator
        self._refused = duplicates.RefusedTexts()
        self.hidden = duplicates.HiddenEntries()

    @cached_property
    def _covers(self) -> Callable[[AbstractSet[str]], bool]:
        return self.moderator.coverage()

    def _sees(self, entry: Initiative) -> bool:
        return self._covers(permissions.hosts_of_entry(entry))

    def hidden_in_a_line(self, submission: Submission) -> Check | None:
        """For a row of the queue: the hidden entry that the submission is most like."""
        alike = self.hidden.like(submission)
        if not alike:
            return None
        grave = bool(self.hidden.brought_back(submission))
        for likely in alike:
            if self._sees(likely.initiative):
                text = _("Similar to the hidden entry “%(name)s”") % {
                    "name": likely.initiative.name
                }
                return _warning(grave, text)
        return _warning(grave, _("Similar to a hidden entry outside your countries"))

    def refused_in_a_line(self, submission: Submission) -> Check | None:
        """For a row of the queue: the newest refused submission that the submission is like."""
        for refused in self._refused.like(submission):
            spam = refused.state == SubmissionState.SPAM
            if not self._covers(refused.hosts):
                return Check("care", _outside(spam=spam))
            text = (
                _("Similar to “%(name)s”, which was marked as spam")
                if spam
                else _("Similar to “%(name)s”, which was rejected")
            )
            return Check("care", text % {"name": refused.name})
        return None

    def why_two(self, submission: Submission) -> str:
        """For whoever endorses it: that two have to agree because of a hidden entry, or ""."""
        back = self.hidden.brought_back(submission)
        if not back:
            return ""
        if all(self._sees(likely.initiative) for likely in back):
            return _("Two moderators are needed because it is similar to a hidden entry.")
        return _(
            "Two moderators are needed because it is similar to a hidden entry "
            "outside your countries; one of them has to be an editor or a "
            "moderator of its countries."
        )

    def checks(self, submission: Submission, *, correct: str) -> list[Check]:
        """For the review, the gravest first. ``correct``: the URL of the correction."""
        is_open = submission.is_open
        alike = [likely.initiative for likely in self.hidden.like(submission)]
        brought = self.hidden.brought_back(submission) if is_open else []
        back = [likely.initiative for likely in brought]
        seen = [entry for entry in alike if self._sees(entry)][: duplicates.MOST]
        return [
            *self._hidden(back, seen, grave=True),
            *self._hidden([entry for entry in alike if entry not in back], seen, grave=False),
            *_designations(submission, seen, correct if is_open else ""),
            *self._refused_checks(submission, {entry.pk for entry in alike}),
        ]

    def _hidden(
        self, entries: Sequence[Initiative], seen: Sequence[Initiative], *, grave: bool
    ) -> Iterator[Check]:
        links = [
            Link(entry.name, reverse("desk:change", args=[entry.slug]))
            for entry in seen
            if entry in entries
        ]
        if links:
            text = (
                _("Similar to a hidden entry, so two moderators have to agree:")
                if grave
                else _("Similar to a hidden entry:")
            )
            yield _warning(grave, text, links)
        if not all(map(self._sees, entries)):
            text = (
                _(
                    "Similar to a hidden entry outside your countries: an editor or a "
                    "moderator of its countries has to agree too."
                )
                if grave
                else _("Similar to a hidden entry outside your countries")
            )
            yield _warning(grave, text)

    def _refused_checks(self, submission: Submission, hidden: AbstractSet[int]) -> Iterator[Check]:
        """What was refused about a hidden entry, above all to show it again, is told with it."""
        alike = self._refused.like(submission)
        for state, text in (
            (SubmissionState.REJECTED, _("Similar to a rejected submission:")),
            (SubmissionState.SPAM, _("Similar to a submission that was marked as spam:")),
        ):
            refused = [
                other
                for other in alike
                if other.state == state and other.initiative_id not in hidden
            ]
            links = [
                Link(f"{other.name} ({other.reference})", _review_url(other.reference))
                for other in refused
                if self._covers(other.hosts)
            ]
            if links:
                yield Check("care", text, links)
            if len(links) < len(refused):
                yield Check("care", _outside(spam=state == SubmissionState.SPAM))


def _review_url(reference: str) -> str:
    return reverse("desk:review", args=[reference])


def _outside(*, spam: bool) -> str:
    if spam:
        return _("Similar to a submission outside your countries that was marked as spam")
    return _("Similar to a rejected submission outside your countries")


def _designations(
    submission: Submission, seen: Sequence[Initiative], correct: str
) -> Iterator[Check]:
    """Those of the hidden entries that are missing here, each with the way to take them over."""
    prefetch_related_objects(seen, "designations")
    for entry in seen:
        if missing := duplicates.missing_designations(submission.content, entry):
            types = dict.fromkeys(str(DesignationType(value["type"]).label) for value in missing)
            text = _(
                "The hidden entry “%(name)s” has designations that are missing here: %(types)s"
            ) % {"name": entry.name, "types": ", ".join(types)}
            url = f"{correct}?{urlencode({'like': entry.slug})}"
            links = [Link(_("Add them as a correction"), url)] if correct else []
            yield Check("care", text, links)


class Addresses:
    """Which entries have the addresses of these submissions already, and which others of those
    that wait (``among``); one query for all of them each.

    Only exact ones, after normalising: similar names are for the review, which looks at one.
    """

    def __init__(self, submissions: Iterable[Submission], among: QuerySet[Submission]) -> None:
        self._of = {row.pk: address_digests(row.content) for row in submissions}
        self._wanted = {digest for digests in self._of.values() for digest in digests}
        self._among = among

    @cached_property
    def _owners(self) -> dict[str, list[Initiative]]:
        entries = (
            Initiative.objects.listed()
            .filter(known_addresses__digest__in=self._wanted)
            .annotate(digest=F("known_addresses__digest"))
        )
        owners: dict[str, list[Initiative]] = {}
        for entry in entries.only("slug", "name_en", "name_ru").order_by("pk"):
            owners.setdefault(entry.digest, []).append(entry)
        return owners

    def owner(self, submission: Submission) -> Initiative | None:
        """Another entry that has one of the submission's addresses."""
        for digest in self._of[submission.pk]:
            for entry in self._owners.get(digest, ()):
                if entry.pk != submission.initiative_id:
                    return entry
        return None

    @cached_property
    def _waiting(self) -> dict[str, list[tuple[int, int | None, Text]]]:
        """Digest -> id, entry and name of those that have it."""
        rows = self._among.order_by("pk").values_list(
            "pk",
            "initiative_id",
            KT("content__name_en"),
            KT("content__name_ru"),
            KT("content__website"),
            KT("content__links"),
        )
        waiting: dict[str, list[tuple[int, int | None, Text]]] = {}
        for pk, entry, name_en, name_ru, website, links in rows:
            known = {"website": website, "links": json.loads(links or "[]")}
            for digest in self._wanted.intersection(address_digests(known)):
                name = pick(name_en or "", name_ru or "")
                waiting.setdefault(digest, []).append((pk, entry, name))
        return waiting

    def twin(self, submission: Submission) -> Text | None:
        """The name of another waiting one that has one of the addresses, and is of no such entry
        as this one changes."""
        for digest in self._of[submission.pk]:
            for pk, entry, name in self._waiting.get(digest, ()):
                if pk != submission.pk and (entry is None or entry != submission.initiative_id):
                    return name
        return None


def most_urgent(submission: Submission, addresses: Addresses, unlisted: Unlisted) -> Check | None:
    """The gravest thing that can be seen in the text and in what it is like."""
    if hidden := unlisted.hidden_in_a_line(submission):
        return hidden
    found = warnings.warnings_about(submission.content)
    if found and found[0].what == "mixed_host":
        return Check("grave", _("The host name mixes letters from different alphabets"))
    if submission.held:
        return Check("care", _held_words(submission))
    if owner := addresses.owner(submission):
        return Check("care", _("Similar to “%(name)s” (same address)") % {"name": owner.name})
    if twin := addresses.twin(submission):
        text = _("Similar to “%(name)s”, also in the queue (same address)")
        return Check("care", text % {"name": twin})
    if refused := unlisted.refused_in_a_line(submission):
        return refused
    if permissions.needs_second_person(submission, hidden=unlisted.hidden):
        if submission.state == SubmissionState.ENDORSED:
            return Check("care", _("Waiting for a second moderator"))
        if changed := _guarded(submission):
            return Check("care", _("Two moderators: %(fields)s") % {"fields": changed})
        return Check("care", _("Two moderators"))
    return Check("care", _words(found[0])) if found else None


def _guarded(submission: Submission) -> str:
    """The names of the fields because of which two persons are needed."""
    before = upgraded(submission.base.content) if submission.base else {}
    document = upgraded(submission.content)
    return ", ".join(
        str(FIELDS[name].label)
        for name in permissions.GUARDED
        if before.get(name) != document.get(name)
    )


def checks(
    submission: Submission,
    unlisted: Unlisted,
    missing: list[tuple[str, str]] | None,
) -> Iterator[Check]:
    """All of them for the review. ``missing``: fields that hinder publication, with their labels;
    None where nothing is to be published any more."""
    correct = reverse("desk:correct", args=[submission.reference])
    if missing:
        links = [Link(label, f"{correct}#field-{name}") for name, label in missing]
        yield Check("care", _("To fill in or correct before it can be approved:"), links)
    elif missing is not None:
        yield Check("fine", _("Everything needed for publication is there"))
    alike = unlisted.checks(submission, correct=correct)
    yield from alike
    if links := _same_or_similar(submission, unlisted.moderator):
        yield Check("care", _("The same address or a similar name:"), links)
    elif not alike:
        yield Check("fine", _("No other entry has this address or a similar name"))
    found = warnings.warnings_about(submission.content)
    words = {
        what: [_words(warning) for warning in found if warning.what == what]
        for what in ("mixed_host", "mixed_name", "language", "proposal", "designation")
    }
    yield from (Check("grave", text) for text in words["mixed_host"])
    if not words["mixed_host"]:
        yield Check("fine", _("No host name mixes letters from different alphabets"))
    yield from (Check("care", text) for text in words["mixed_name"] + words["language"])
    if not words["language"]:
        yield Check("fine", _("Texts are in the languages of their fields"))
    yield from (Check("care", text) for text in words["proposal"] + words["designation"])
    yield from _inherited(submission, unlisted.moderator)
    if not words["designation"]:
        yield Check("known", _("No designation is given: check the registers yourself"))
    if submission.held:
        yield Check("care", _held_words(submission))


def _inherited(submission: Submission, moderator: Moderator) -> Iterator[Check]:
    """That a status in force of a parent would not be carried by one of its projects."""
    if not (found := missing_statuses(submission)):
        return
    seen = permissions.entries_seen_by(moderator).in_bulk([one.entry.pk for one in found])
    for one in found:
        types = ", ".join(str(DesignationType(kind).label) for kind in one.types)
        if one.entry.pk not in seen:
            text = _("The entry that runs it has a status that is missing here: %(types)s")
            yield Check("grave", text % {"types": types})
            continue
        text = (
            _("Its project “%(name)s” does not carry its status: %(types)s")
            if one.is_project
            else _("“%(name)s”, which runs it, has a status that is missing here: %(types)s")
        )
        url = (
            one.entry.get_absolute_url()
            if one.entry.is_listed
            else reverse("desk:change", args=[one.entry.slug])
        )
        link = Link(one.entry.name, url)
        yield Check("grave", text % {"name": one.entry.name, "types": types}, [link])


def _held_words(submission: Submission) -> str:
    return str(HELD.get(submission.held, _("Held: it looked suspicious")))


def _same_or_similar(submission: Submission, moderator: Moderator) -> list[Link]:
    """Listed entries that may be the same, and what waits too, as far as the moderator sees it."""
    entries = duplicates.likely_duplicates(submission.content, exclude=submission.initiative)
    links = [
        Link(likely.initiative.name, likely.initiative.get_absolute_url()) for likely in entries
    ]
    if waiting := duplicates.open_lookalikes(submission):
        in_scope = permissions.in_scope(moderator).in_bulk([other.pk for other in waiting])
        links += [
            Link(
                _("%(name)s (%(reference)s), also in the queue")
                % {"name": names_of(other.content), "reference": other.reference},
                _review_url(other.reference),
            )
            for other in waiting
            if other.pk in in_scope
        ]
    return links


def _words(warning: warnings.TextWarning) -> str:
    if warning.what == "mixed_host":
        return _("Letters from different alphabets in the host name %(host)s") % {
            "host": warning.about
        }
    if warning.what == "mixed_name":
        return _("Letters from different alphabets in one word of a name: %(word)s") % {
            "word": warning.about
        }
    if warning.what == "language":
        label = FIELDS[warning.about].label
        return _("“%(field)s” seems to be in another language") % {"field": label}
    if warning.what == "designation":
        return _("A designation is given: check it in the register")
    return _("Proposed, to be decided: %(name)s") % {"name": warning.about}
