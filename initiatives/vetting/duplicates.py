"""Likely duplicates: the same address, or a similar name across scripts in the same country.

A hint for people, never a decision (rapidfuzz takes Мигранты for Эмигранты). The public form is
told of listed entries only; what is hidden or was refused is in ``unlisted``, for the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, utils

from initiatives.content import Document
from initiatives.models import OPEN_STATES, Initiative, Submission
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

    Only listed ones: what nobody vetted must not show in a hint either (SR-1). Reads the names
    and addresses of all listed entries in one query.
    """
    rows = Initiative.objects.listed()
    if exclude is not None:
        rows = rows.exclude(pk=exclude.pk)
    wanted = Known.of_document(document)
    found = []
    for row in rows.only(
        "slug", "name_en", "name_ru", "other_names", "website", "links", "facets", "state"
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
    return [one for one in others.order_by("pk") if wanted.meets(Known.of_stored(one.known_by))[1]][
        :MOST
    ]


def _comparable(name: str) -> str:
    return utils.default_process(name if name.isascii() else to_latin(name))


def telling_words(name: str) -> set[str]:
    """The words of a name, folded as in ``Known``, without those that many are called by."""
    return set(name.split()) - _COMMON


def _has_all_words(one: str, another: str) -> bool:
    """Whether the shorter name's words are all in the other: "Floating Ark" in "The Floating Ark
    Fund". What many are called says nothing, nor does one short word of several."""
    shorter, longer = sorted((telling_words(one), telling_words(another)), key=len)
    is_telling = len(shorter) > 1 or len("".join(shorter)) >= LONG_WORD or shorter == longer
    return bool(shorter) and shorter <= longer and is_telling


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
    countries: frozenset[str]  # lower case; with "online"

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
        countries = {code.lower() for code in document.get("host_countries", ())}
        if document.get("online"):
            countries.add("online")
        return cls._made(
            [document.get("name_en"), document.get("name_ru"), *document.get("other_names", ())],
            [document.get("website"), *(one["url"] for one in document.get("links", ()))],
            countries,
        )

    @classmethod
    def of_listed(cls, row: Initiative) -> Known:
        return cls._made(
            [row.name_en, row.name_ru, *row.other_names],
            [row.website, *(link["url"] for link in row.links)],
            row.facets["country"],
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
            tuple(dict.fromkeys(filter(None, (name(one) for one in names if one)))),
            frozenset(filter(None, (address(one) for one in addresses if one))),
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
        pairs = [(one, another) for one in self.names for another in other.names]
        if widely and any(_has_all_words(*pair) for pair in pairs):
            return NAME, SIMILAR
        score = max((fuzz.ratio(*pair, score_cutoff=SIMILAR) for pair in pairs), default=0)
        return (NAME, round(score)) if score else ("", 0)
