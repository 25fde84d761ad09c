"""Likely duplicates: the same address, or a similar name across scripts in the same country.

A hint for people, never a decision (rapidfuzz takes Мигранты for Эмигранты). The public form is
told of listed entries only; what is hidden or was refused is for the desk alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from django.db.models import F
from django.db.models.fields.json import KT
from rapidfuzz import fuzz, process, utils

from initiatives.content import FIELDS, Document, upgraded
from initiatives.fields.bilingual import Text, pick
from initiatives.models import (
    ANYBODY,
    ONLINE,
    OPEN_STATES,
    EntryState,
    Initiative,
    OldSlug,
    Submission,
    SubmissionState,
)
from initiatives.text.addresses import normalise_address, own_hosts
from initiatives.text.names import to_latin

SIMILAR = 88  # of 100; below it names of unrelated groups begin to meet
MOST = 5

LONG_WORD = 5
# As ``to_latin`` writes them, in lower case.
_COMMON = frozenset(
    "a an and center centre club community for foundation fund help house i in initiative library"
    " media news of organization project school the to v na dlya biblioteka dom fond initsiativa"
    " klub media novosti organizatsiya pomoshch proekt shkola soobshchestvo tsentr".split()
)
# Arrows, symbols and emoji, with what joins and colours them.
_PICTURES = re.compile("[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff\U000e0020-\U000e007f]+")
SAME_HOST = 90  # another page of a host that one initiative has for itself
ADDRESS, NAME = "address", "name"


@dataclass(frozen=True, slots=True)
class Likely:
    """An entry that may be the same. ``why``: address or name; ``score`` up to 100."""

    initiative: Initiative
    why: str
    score: int


def likely_duplicates(document: Document, *, exclude: Initiative | None = None) -> list[Likely]:
    """Listed entries that may be the same initiative, the likeliest first, at most five.

    Only listed ones: what nobody vetted must not show in a hint either. Reads the names
    and addresses of all listed entries in one query.
    """
    rows = Initiative.objects.listed()
    if exclude is not None:
        rows = rows.exclude(pk=exclude.pk)
    wanted = Known.of_document(document)
    found = []
    for row in rows.only(
        "slug",
        "name_en",
        "name_ru",
        "other_names",
        "website",
        "links",
        "facets",
        "state",
        "remote_for",
    ).iterator(chunk_size=2000):
        why, score = wanted.meets(Known.of_listed(row))
        if score:
            found.append(Likely(row, why, score))
    found.sort(key=lambda one: (one.why != ADDRESS, -one.score, one.initiative.slug))
    return found[:MOST]


def open_lookalikes(submission: Submission) -> list[Submission]:
    """Other waiting submissions that may be about the same: for the desk only."""
    wanted = Known.of_document(submission.content)
    others = Submission.objects.filter(state__in=OPEN_STATES).exclude(pk=submission.pk)
    if submission.initiative_id is not None:
        others = others.exclude(initiative_id=submission.initiative_id)
    return [
        other for other in others.order_by("pk") if wanted.meets(Known.of_stored(other.known_by))[1]
    ][:MOST]


def _comparable(name: str) -> str:
    """In Latin letters, in lower case, without punctuation and emoji (of which ``to_latin`` would
    make words); emoji alone are a name too."""
    if name.isascii():
        return utils.default_process(name)
    words = utils.default_process(to_latin(_PICTURES.sub(" ", name)))
    return words or utils.default_process(to_latin(name))


def _likeness(one: str, another: str) -> float:
    """How much two names are alike, of 100; the order of words does not count. 0 below SIMILAR."""
    return max(
        fuzz.ratio(one, another, score_cutoff=SIMILAR),
        fuzz.token_sort_ratio(one, another, score_cutoff=SIMILAR),
    )


def telling_words(name: str) -> set[str]:
    """The words of a name, folded as in ``Known``, without those that many are called by."""
    return set(name.split()) - _COMMON


def _has_all_words(one: str, another: str) -> bool:
    """Whether the shorter name's words are all in the other: "Floating Ark" in "The Floating Ark
    Fund". What many are called says nothing, nor does one short word of several."""
    shorter, longer = sorted((telling_words(one), telling_words(another)), key=len)
    is_telling = len(shorter) > 1 or len("".join(shorter)) >= LONG_WORD or shorter == longer
    return bool(shorter) and shorter <= longer and is_telling


def _countries(*codes: Iterable[str]) -> set[str]:
    """Codes of documents as ``Known.countries`` has them."""
    return {ONLINE if code == ANYBODY else code.lower() for some in codes for code in some}


# Of listed entries alone, which are public: what was submitted or hidden is never kept in memory.
_of_listed = lru_cache(maxsize=1 << 16)(_comparable)
_at_listed = lru_cache(maxsize=1 << 16)(normalise_address)


Stored = dict[str, list[str]]  # "names", "addresses" and "countries" of a Known


@dataclass(frozen=True, slots=True)
class Known:
    """What duplicates are known by.

    It is stored with each submission (``Submission.known_by``): whoever changes how it is derived
    fills that anew by a migration.
    """

    names: tuple[str, ...]
    addresses: frozenset[str]
    countries: frozenset[str]  # lower case, those that it helps remotely too; with "online"

    @classmethod
    def of_stored(cls, stored: Stored) -> Known:
        return cls(
            tuple(stored.get("names", ())),
            frozenset(stored.get("addresses", ())),
            frozenset(stored.get("countries", ())),
        )

    @staticmethod
    def stored_with_slugs(stored: Stored, slugs: Iterable[str]) -> Stored:
        """The same with what the entry was called when it was given these slugs."""
        return {**stored, "names": [*stored.get("names", ()), *map(_comparable, slugs)]}

    def stored(self) -> Stored:
        return {
            "names": list(self.names),
            "addresses": sorted(self.addresses),
            "countries": sorted(self.countries),
        }

    @classmethod
    def of_document(cls, document: Document) -> Known:
        document = upgraded(document)
        countries = document.get("host_countries", ()), document.get("remote_for", ())
        return cls._made(
            [document.get("name_en"), document.get("name_ru"), *document.get("other_names", ())],
            [document.get("website"), *(link["url"] for link in document.get("links", ()))],
            _countries(*countries),
        )

    @classmethod
    def of_listed(cls, row: Initiative) -> Known:
        return cls._made(
            [row.name_en, row.name_ru, *row.other_names],
            [row.website, *(link["url"] for link in row.links)],
            {*row.facets["country"], *_countries(row.remote_for)},
            name=_of_listed,
            address=_at_listed,
        )

    @classmethod
    def _made(
        cls,
        names: Iterable[Any],
        addresses: Iterable[Any],
        countries: Iterable[str],
        *,
        name: Callable[[str], str] = _comparable,
        address: Callable[[str], str] = normalise_address,
    ) -> Known:
        return cls(
            tuple(dict.fromkeys(filter(None, (name(spelling) for spelling in names if spelling)))),
            frozenset(filter(None, (address(url) for url in addresses if url))),
            frozenset(countries),
        )

    def meets(self, other: Known, *, widely: bool = False) -> tuple[str, int]:
        """Why and how much two are alike; ("", 0) when they are not.

        ``widely``: whether another page of the same host is enough, a name that has all the words
        of the other, and one and the same name without a country in common.
        """
        if self.addresses & other.addresses:
            return ADDRESS, 100
        if widely and own_hosts(self.addresses) & own_hosts(other.addresses):
            return ADDRESS, SAME_HOST
        if widely and not set(self.names).isdisjoint(other.names):
            return NAME, 100
        if not self.countries & other.countries:
            return "", 0
        pairs = [(own, another) for own in self.names for another in other.names]
        if widely and any(_has_all_words(*pair) for pair in pairs):
            return NAME, SIMILAR
        score = max((_likeness(*pair) for pair in pairs), default=0)
        return (NAME, round(score)) if score else ("", 0)


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
        before = {likely.initiative.pk: likely for likely in self.like(submission, base)}
        return [
            likely
            for likely in found
            if (was := before.get(likely.initiative.pk)) is None
            or (likely.why == ADDRESS, likely.score) > (was.why == ADDRESS, was.score)
        ]

    def _merged_into(self, row: Initiative) -> int | None:
        """The entry that has taken this one's place, through others that were merged."""
        following = row.successor_id
        while following in self._rows:  # publishing refuses circles
            following = self._rows[following].successor_id
        return following


def missing_designations(document: Document, entry: Initiative) -> list[dict[str, str]]:
    """The designations of a hidden entry that a document does not name, in force or ended."""
    named = {
        (designation.get("type"), bool(designation.get("ended")))
        for designation in document.get("designations", ())
    }
    return [
        designation
        for designation in FIELDS["designations"].from_row(entry, "designations")
        if (designation["type"], bool(designation["ended"])) not in named
    ]


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
            text
            for text, _why, _score in self._index.like(Known.of_document(submission.content))
            if text.pk != submission.pk
            and (text.initiative_id is None or text.initiative_id != submission.initiative_id)
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
            for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
                near = process.extract(
                    name, self._names, scorer=scorer, score_cutoff=SIMILAR, limit=None
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
