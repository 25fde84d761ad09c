"""What is hidden or was refused, and which submissions are like it: for the desk only.

Each is read once for all the submissions of a page. Nothing of it is kept between requests.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from django.db.models import F
from django.db.models.fields.json import KT
from rapidfuzz import fuzz, process

from initiatives.content import FIELDS, Document
from initiatives.fields.bilingual import Text, pick
from initiatives.models import EntryState, Initiative, OldSlug, Submission, SubmissionState
from initiatives.text.addresses import own_hosts
from initiatives.vetting.duplicates import (
    ADDRESS,
    MOST,
    SIMILAR,
    Known,
    Likely,
    Stored,
    telling_words,
)

NEWEST = 2000  # refused submissions whose names are compared
_REFUSED = (SubmissionState.REJECTED, SubmissionState.SPAM)

T = TypeVar("T")


class HiddenEntries:
    """The hidden entries as they are now. Their earlier addresses here count as names."""

    @cached_property
    def _rows(self) -> dict[int, Initiative]:
        rows = Initiative.objects.filter(state=EntryState.HIDDEN).order_by("pk")
        rows = rows.annotate(known_by=F("revision__known_by")).only(
            "slug", "name_en", "name_ru", "facets", "successor_id", "revision_id"
        )
        return {row.pk: row for row in rows}

    @cached_property
    def _index(self) -> _Index[Initiative]:
        slugs = {pk: [row.slug] for pk, row in self._rows.items()}
        old = OldSlug.objects.filter(initiative__state=EntryState.HIDDEN)
        for pk, slug in old.values_list("initiative_id", "slug") if slugs else ():
            slugs.setdefault(pk, []).append(slug)
        return _Index(
            (
                (row, Known.stored_with_slugs(row.known_by, slugs[pk]))  # type: ignore[attr-defined]
                for pk, row in self._rows.items()
            ),
            widely=True,
        )

    def like(self, submission: Submission, document: Document | None = None) -> list[Likely]:
        """Those that the submission is like, the likeliest first, its own entry left out.

        By the same address or host, a similar name or one with the same words in a country in
        common, or the same name anywhere.
        ``document``: another text than the submission's.
        """
        wanted = Known.of_document(submission.content if document is None else document)
        found = [
            Likely(row, why, score)
            for row, why, score in self._index.like(wanted)
            if submission.initiative_id is None
            or submission.initiative_id not in (row.pk, self._merged_into(row))
        ]
        return sorted(found, key=lambda one: (one.why != ADDRESS, -one.score, one.initiative.slug))

    def brought_back(self, submission: Submission) -> list[Likely]:
        """The hidden entries that publishing the submission would bring back under another name.

        Those that it is like, unless the listed entry that it changes is as much like them.
        """
        if not submission.content or submission.content.get("state") == EntryState.HIDDEN:
            return []
        found = self.like(submission)
        base = submission.base.content if submission.base else None
        if not found or base is None or base.get("state") == EntryState.HIDDEN:
            return found
        before = {one.initiative.pk: one for one in self.like(submission, base)}
        return [
            one
            for one in found
            if (was := before.get(one.initiative.pk)) is None
            or (one.why == ADDRESS, one.score) > (was.why == ADDRESS, was.score)
        ]

    def _merged_into(self, row: Initiative) -> int | None:
        """The entry that has taken this one's place, through others that were merged."""
        following = row.successor_id
        while following in self._rows:  # publishing refuses circles
            following = self._rows[following].successor_id
        return following


def missing_designations(document: Document, entry: Initiative) -> list[dict[str, str]]:
    """The designations of a hidden entry that a document does not name, in force or ended."""
    named = {(one.get("type"), bool(one.get("ended"))) for one in document.get("designations", ())}
    designations = FIELDS["designations"].from_row(entry, "designations")
    return [one for one in designations if (one["type"], bool(one["ended"])) not in named]


@dataclass(frozen=True, slots=True)
class RefusedText:
    """A submission that was rejected or marked as spam, and whose text is still kept."""

    pk: int
    reference: str
    state: str
    initiative_id: int | None
    host_list: str
    name_en: str | None
    name_ru: str | None

    @property
    def name(self) -> Text:
        return pick(self.name_en or "", self.name_ru or "")

    @property
    def hosts(self) -> frozenset[str]:
        """The codes of its host countries, as ``Moderator.covers`` takes them."""
        return frozenset(filter(None, self.host_list.split(",")))


class RefusedTexts:
    """Those submissions, as long as retention keeps their texts.

    By their names only the newest are compared, else a flood of spam would slow every page of the
    desk down; by their addresses all.
    """

    @cached_property
    def _index(self) -> _Index[RefusedText]:
        rows = Submission.objects.filter(state__in=_REFUSED).exclude(known_by={}).order_by("-pk")
        columns = rows.values_list(
            "pk",
            "reference",
            "state",
            "initiative_id",
            "hosts",
            KT("content__name_en"),
            KT("content__name_ru"),
            "known_by",
        )
        return _Index(
            (
                (RefusedText(*about), known_by)
                for *about, known_by in columns.iterator(chunk_size=2000)
            ),
            named=NEWEST,
        )

    def like(self, submission: Submission) -> list[RefusedText]:
        """Those that the submission is like, the newest first, at most five. What was refused
        about its own entry belongs to that entry's history."""
        found = [
            one
            for one, _why, _score in self._index.like(Known.of_document(submission.content))
            if one.pk != submission.pk
            and (one.initiative_id is None or one.initiative_id != submission.initiative_id)
        ]
        return found[:MOST]


class _Index(Generic[T]):
    """Many things with what they are known by, as it is stored. ``Known.meets`` decides; here
    only those are found for which that is worth asking.

    ``widely``: as for ``Known.meets``. ``named``: of how many, the first ones, the names are
    compared; None: of all.
    """

    def __init__(
        self, things: Iterable[tuple[T, Stored]], *, widely: bool = False, named: int | None = None
    ) -> None:
        self._things = list(things)
        self._widely = widely
        self._at: dict[str, list[int]] = {}  # address or host -> places
        self._with_word: dict[str, list[int]] = {}
        self._names: list[str] = []
        self._place_of_name: list[int] = []
        for place, (_thing, stored) in enumerate(self._things):
            for address in self._asked(stored.get("addresses", ())):
                self._at.setdefault(address, []).append(place)
            if named is None or place < named:
                names = stored.get("names", ())
                self._names += names
                self._place_of_name += [place] * len(names)
                for word in set().union(*map(telling_words, names)) if widely else ():
                    self._with_word.setdefault(word, []).append(place)

    def like(self, wanted: Known) -> list[tuple[T, str, int]]:
        """Each thing that is like it, with why and how much, in the order given."""
        asked = self._asked(wanted.addresses)
        places = {place for address in asked for place in self._at.get(address, ())}
        for name in wanted.names:
            near = process.extract(
                name, self._names, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=None
            )
            places.update(self._place_of_name[at] for _name, _score, at in near)
            for word in telling_words(name):
                places.update(self._with_word.get(word, ()))
        found = []
        for place in sorted(places):
            thing, stored = self._things[place]
            why, score = wanted.meets(Known.of_stored(stored), widely=self._widely)
            if score:
                found.append((thing, why, score))
        return found

    def _asked(self, addresses: Iterable[str]) -> set[str]:
        return {*addresses, *(own_hosts(addresses) if self._widely else ())}
