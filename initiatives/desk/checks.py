"""What a moderator is warned of: one line for a row of the queue, a list for the review."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet, prefetch_related_objects
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.content import FIELDS
from initiatives.desk.frame import names_of
from initiatives.fields.bilingual import Text, pick
from initiatives.models import (
    DesignationType,
    Initiative,
    Moderator,
    Submission,
    SubmissionState,
    Vocabulary,
    address_digests,
)
from initiatives.presenters.links import Link
from initiatives.vetting import duplicates, permissions, warnings
from initiatives.vetting.duplicates import MOST


@dataclass(frozen=True, slots=True)
class Alike:
    """One sentence about it. ``grave``: two moderators have to agree because of it."""

    text: str
    grave: bool = False
    links: list[Link] = field(default_factory=list)


class Unlisted:
    """What is compared with, read once for a page of the desk: one query for the hidden entries,
    one for the refused submissions and one for the moderator's countries."""

    def __init__(self, moderator: Moderator) -> None:
        self._moderator = moderator
        self._refused = duplicates.RefusedTexts()
        self.hidden = duplicates.HiddenEntries()

    @cached_property
    def _covers(self) -> Callable[[AbstractSet[str]], bool]:
        return self._moderator.coverage()

    def _sees(self, entry: Initiative) -> bool:
        return self._covers(permissions.hosts_of_entry(entry))

    def hidden_in_a_line(self, submission: Submission) -> Alike | None:
        """For a row of the queue: the hidden entry that the submission is most like."""
        found = self.hidden.like(submission)
        if not found:
            return None
        grave = bool(self.hidden.brought_back(submission))
        for one in found:
            if self._sees(one.initiative):
                text = _("Like the hidden entry “%(name)s”") % {"name": one.initiative.name}
                return Alike(text, grave)
        return Alike(_("Like a hidden entry outside your countries"), grave)

    def refused_in_a_line(self, submission: Submission) -> Alike | None:
        """For a row of the queue: the newest refused submission that the submission is like."""
        for one in self._refused.like(submission):
            spam = one.state == SubmissionState.SPAM
            if not self._covers(one.hosts):
                return Alike(_outside(spam=spam))
            text = (
                _("Like “%(name)s”, which was marked as spam")
                if spam
                else _("Like “%(name)s”, which was rejected")
            )
            return Alike(text % {"name": one.name})
        return None

    def why_two(self, submission: Submission) -> str:
        """For whoever endorses it: that two have to agree because of a hidden entry, or ""."""
        back = self.hidden.brought_back(submission)
        if not back:
            return ""
        if all(self._sees(one.initiative) for one in back):
            return _("Two are needed because it is like a hidden entry.")
        return _(
            "Two are needed because it is like a hidden entry outside your countries; one of them "
            "has to be an editor or a moderator of its countries."
        )

    def told(self, submission: Submission, *, correct: str) -> list[Alike]:
        """For the review, the gravest first. ``correct``: the URL of the correction."""
        is_open = submission.is_open
        alike = [one.initiative for one in self.hidden.like(submission)]
        back = [one.initiative for one in self.hidden.brought_back(submission)] if is_open else []
        seen = [row for row in alike if self._sees(row)][:MOST]
        return [
            *self._hidden(back, seen, grave=True),
            *self._hidden([row for row in alike if row not in back], seen, grave=False),
            *_designations(submission, seen, correct if is_open else ""),
            *self._refused_told(submission, {row.pk for row in alike}),
        ]

    def _hidden(
        self, rows: Sequence[Initiative], seen: Sequence[Initiative], *, grave: bool
    ) -> list[Alike]:
        told = []
        links = [
            Link(row.name, reverse("desk:change", args=[row.slug])) for row in seen if row in rows
        ]
        if links:
            text = (
                _("Like a hidden entry, so two moderators have to agree:")
                if grave
                else _("Like a hidden entry:")
            )
            told.append(Alike(text, grave, links))
        if not all(map(self._sees, rows)):
            text = (
                _(
                    "Like a hidden entry outside your countries: an editor or a moderator of its "
                    "countries has to agree too."
                )
                if grave
                else _("Like a hidden entry outside your countries")
            )
            told.append(Alike(text, grave))
        return told

    def _refused_told(self, submission: Submission, hidden: AbstractSet[int]) -> list[Alike]:
        """What was refused about a hidden entry, above all to show it again, is told with it."""
        found = [one for one in self._refused.like(submission) if one.initiative_id not in hidden]
        told = []
        for state, text in (
            (
                SubmissionState.REJECTED,
                _("Like a rejected submission:"),
            ),
            (SubmissionState.SPAM, _("Like a submission that was marked as spam:")),
        ):
            some = [one for one in found if one.state == state]
            links = [
                Link(
                    f"{one.name} ({one.reference})",
                    reverse("desk:review", args=[one.reference]),
                )
                for one in some
                if self._covers(one.hosts)
            ]
            if links:
                told.append(Alike(text, links=links))
            if len(links) < len(some):
                told.append(Alike(_outside(spam=state == SubmissionState.SPAM)))
        return told


def _outside(*, spam: bool) -> str:
    if spam:
        return _("Like a submission outside your countries that was marked as spam")
    return _("Like a rejected submission outside your countries")


def _designations(submission: Submission, seen: Sequence[Initiative], correct: str) -> list[Alike]:
    """Those of the hidden entries that it lacks, each with the way to take them over."""
    prefetch_related_objects(seen, "designations")
    told = []
    for row in seen:
        missing = duplicates.missing_designations(submission.content, row)
        if missing:
            types = dict.fromkeys(str(DesignationType(one["type"]).label) for one in missing)
            text = _(
                "The hidden entry “%(name)s” has designations that are missing here: %(types)s"
            ) % {"name": row.name, "types": ", ".join(types)}
            link = Link(_("Add them in a correction"), f"{correct}?{urlencode({'like': row.slug})}")
            told.append(Alike(text, links=[link] if correct else []))
    return told


HELD = {
    "honeypot": gettext_lazy("Held: a field was filled that only robots see"),
    "too fast": gettext_lazy("Held: it was sent faster than anybody types"),
    "allowance": gettext_lazy("Held: many came from this network within the hour"),
}


@dataclass(frozen=True, slots=True)
class Caution:
    text: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """kind: fine, care, grave or known (a fact that is neither)."""

    kind: str
    text: str
    links: list[Link] = field(default_factory=list)


class Addresses:
    """Which entries have the addresses of these submissions already, and which others of those
    that wait (``among``); one query for all of them each.

    Only exact ones, after normalising: similar names are for the review, which looks at one.
    """

    def __init__(
        self, submissions: Iterable[Submission], among: QuerySet[Submission] | None = None
    ) -> None:
        self._of = {one.pk: address_digests(one.content) for one in submissions}
        self._among = among

    @cached_property
    def _owners(self) -> dict[str, list[Initiative]]:
        wanted = {digest for digests in self._of.values() for digest in digests}
        rows = (
            Initiative.objects.listed()
            .filter(known_addresses__digest__in=wanted)
            .annotate(digest=F("known_addresses__digest"))
        )
        found: dict[str, list[Initiative]] = {}
        for row in rows.only("slug", "name_en", "name_ru").order_by("pk"):
            found.setdefault(row.digest, []).append(row)
        return found

    def owner(self, submission: Submission) -> Initiative | None:
        """Another entry that has one of the submission's addresses."""
        for digest in self._of[submission.pk]:
            for found in self._owners.get(digest, ()):
                if found.pk != submission.initiative_id:
                    return found
        return None

    @cached_property
    def _waiting(self) -> dict[str, list[tuple[int, int | None, Text]]]:
        """Digest -> id, entry and name of those that have it."""
        if self._among is None:
            return {}
        wanted = {digest for digests in self._of.values() for digest in digests}
        rows = self._among.order_by("pk").values_list(
            "pk",
            "initiative_id",
            KT("content__name_en"),
            KT("content__name_ru"),
            KT("content__website"),
            KT("content__links"),
        )
        found: dict[str, list[tuple[int, int | None, Text]]] = {}
        for pk, entry, name_en, name_ru, website, links in rows:
            known = {"website": website, "links": json.loads(links or "[]")}
            for digest in address_digests(known):
                if digest in wanted:
                    name = pick(name_en or "", name_ru or "")
                    found.setdefault(digest, []).append((pk, entry, name))
        return found

    def twin(self, submission: Submission) -> Text | None:
        """The name of another waiting one that has one of the addresses, and is of no such entry
        as this one changes."""
        for digest in self._of[submission.pk]:
            for pk, entry, name in self._waiting.get(digest, ()):
                if pk != submission.pk and (entry is None or entry != submission.initiative_id):
                    return name
        return None


def most_urgent(submission: Submission, addresses: Addresses, unlisted: Unlisted) -> Caution | None:
    """The gravest thing that can be seen in the text and in what it is like."""
    if hidden := unlisted.hidden_in_a_line(submission):
        return Caution(hidden.text, hidden.grave)
    looks = warnings.warnings_about(submission.content)
    if looks and looks[0].what == "mixed_host":
        return Caution(_("The host mixes letters of several scripts"), grave=True)
    if submission.held:
        return Caution(held_words(submission))
    if owner := addresses.owner(submission):
        return Caution(_("Like “%(name)s” (same address)") % {"name": owner.name})
    if twin := addresses.twin(submission):
        return Caution(_("Like “%(name)s”, which waits too (same address)") % {"name": twin})
    if refused := unlisted.refused_in_a_line(submission):
        return Caution(refused.text)
    if permissions.needs_second_person(submission, hidden=unlisted.hidden):
        if submission.state == SubmissionState.ENDORSED:
            return Caution(_("Waits for a second moderator"))
        changed = _guarded(submission)
        if changed:
            return Caution(_("Two moderators: %(fields)s") % {"fields": changed})
        return Caution(_("Two moderators"))
    if looks:
        return Caution(_words(looks[0]))
    return None


def _guarded(submission: Submission) -> str:
    """The names of the fields because of which two persons are needed."""
    before = submission.base.content if submission.base else {}
    differing = [
        one for one in permissions.GUARDED if before.get(one) != submission.content.get(one)
    ]
    return ", ".join(str(FIELDS[one].label) for one in differing)


def checks(
    submission: Submission,
    vocabulary: Vocabulary,
    *,
    lacks: list[tuple[str, str]] | None,
    in_scope: Callable[[], QuerySet[Submission]],
    unlisted: Unlisted,
    reverse: Any,
    correct: str,
) -> list[Check]:
    """All of them for the review.

    ``lacks``: fields that hinder publication, with their labels; None where nothing is to be
    published any more. ``in_scope``: what this moderator sees. ``reverse``: the address of
    another submission's review. ``correct``: that of the editor.
    """
    document = submission.content
    looks = warnings.warnings_about(document)
    found = [_ready(lacks, correct)] if lacks is not None else []
    told = unlisted.told(submission, correct=correct)
    found += [Check("grave" if one.grave else "care", one.text, one.links) for one in told]
    found += _same_or_similar(submission, in_scope, reverse, others=bool(told))
    mixed = [one for one in looks if one.what == "mixed_host"]
    found += [Check("grave", _words(one)) for one in mixed]
    if not mixed:
        found.append(Check("fine", _("No host mixes letters of several scripts")))
    foreign = [one for one in looks if one.what == "language"]
    found += [Check("care", _words(one)) for one in foreign]
    if not foreign:
        found.append(Check("fine", _("Languages of the texts agree with their fields")))
    found += [Check("care", _words(one)) for one in looks if one.what == "proposal"]
    named = [one for one in looks if one.what == "designation"]
    found += [Check("care", _words(one)) for one in named]
    if not named:
        compared = vocabulary.registers.values()
        text = (
            _("It names no designation: compare the registers yourself")
            if all(compared)
            else _("It names no designation; no register has been compared yet")
        )
        found.append(Check("known", text))
    if submission.held:
        found.append(Check("care", held_words(submission)))
    return found


def held_words(submission: Submission) -> str:
    return str(HELD.get(submission.held, _("Held: it looked suspicious")))


def _ready(lacks: list[tuple[str, str]], correct: str) -> Check:
    if not lacks:
        return Check("fine", _("Everything is there that publication needs"))
    links = [Link(label, f"{correct}#field-{name}") for name, label in lacks]
    return Check("care", _("Needed or to be mended before it can be approved:"), links)


def _same_or_similar(
    submission: Submission,
    in_scope: Callable[[], QuerySet[Submission]],
    reverse: Any,
    *,
    others: bool,
) -> list[Check]:
    """``others``: whether it is like something that is not listed, which was told already."""
    links = [
        Link(one.initiative.name, one.initiative.get_absolute_url())
        for one in duplicates.likely_duplicates(submission.content, exclude=submission.initiative)
    ]
    waiting = duplicates.open_lookalikes(submission)
    if waiting:
        seen = set(
            in_scope().filter(pk__in=[one.pk for one in waiting]).values_list("pk", flat=True)
        )
        links += [
            Link(
                _("%(name)s (%(reference)s), which waits too")
                % {"name": names_of(one.content), "reference": one.reference},
                reverse(one.reference),
            )
            for one in waiting
            if one.pk in seen
        ]
    if links:
        return [Check("care", _("The same address or a similar name:"), links)]
    return [] if others else [Check("fine", _("No other entry has this address or a similar name"))]


def _words(look: warnings.TextWarning) -> str:
    if look.what == "mixed_host":
        return _("Letters of several scripts in the host %(host)s") % {"host": look.about}
    if look.what == "language":
        return _("“%(field)s” seems to be in another language") % {
            "field": FIELDS[look.about].label
        }
    if look.what == "designation":
        return _("It names a designation: check it in the register")
    return _("Proposed, to be resolved: %(name)s") % {"name": look.about}
