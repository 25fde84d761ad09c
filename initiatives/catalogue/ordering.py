"""What comes first in a list. Arrays are sorted here, never by the database: both engines agree."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cached_property, partial
from typing import Any, NamedTuple, Protocol

from pyroaring import BitMap

from initiatives.fields.partial_date import PartialDate
from initiatives.text.names import collation_key

BALANCED, NAME, NEWEST, VERIFIED = "balanced", "name", "newest", "verified"
SORTS = (BALANCED, NAME, NEWEST, VERIFIED)

# A selection smaller than this share of the whole is sorted by rank instead of found on the walk.
SPARSE = 16

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Row(NamedTuple):
    """What the orders need to know of an entry."""

    pk: int
    slug: str
    reach: str
    state: str
    name_en: str
    name_ru: str
    published_at: datetime
    verified_at: datetime | None
    checked: PartialDate | None

    def shown_name(self, language: str) -> str:
        first, second = (self.name_en, self.name_ru)
        if language == "ru":
            first, second = second, first
        return first or second


Rows = Mapping[int, Row]  # by id
Key = Callable[[Row], Any]  # no two rows have the same


class Order(Protocol):
    def walk(self, hits: BitMap) -> Iterator[int]:
        """The ids of ``hits`` in this order."""

    def changed(self, gone: Rows, come: Rows, rows: Rows) -> Order:
        """The order after some rows went and others came; ``rows`` are all that there are now.

        A row that changed went as it was and came as it is. Those that stayed are not sorted
        again: with 100,000 entries that takes seconds, this takes milliseconds.
        """


class Ranked:
    """One sequence of ids, sorted by a key of their rows. It is walked from ``start`` round."""

    def __init__(self, ids: Iterable[int], key: Key, start: int = 0) -> None:
        self.ids = array("Q", ids)
        self.key = key
        self.start = start

    @classmethod
    def of(cls, rows: Iterable[Row], key: Key, start: int = 0) -> Ranked:
        return cls((row.pk for row in sorted(rows, key=key)), key, start)

    def walk(self, hits: BitMap) -> Iterator[int]:
        ids, start = self.ids, self.start
        if len(hits) * SPARSE >= len(ids):
            return (pk for part in (ids[start:], ids[:start]) for pk in part if pk in hits)
        ranks, beyond, length = self._ranks, len(self._ranks), len(ids)
        # A hit without a rank belongs to another lane of a merged order.
        places = sorted(
            (ranks[pk] - 1 - start) % length for pk in hits if pk < beyond and ranks[pk]
        )
        return (ids[(place + start) % length] for place in places)

    @cached_property
    def _ranks(self) -> array[int]:
        """By id: 1 + its place; 0 where it has none."""
        ranks = array("L", bytes(array("L").itemsize * (max(self.ids, default=0) + 1)))
        for rank, pk in enumerate(self.ids, start=1):
            ranks[pk] = rank
        return ranks

    def changed(self, gone: Rows, come: Rows, rows: Rows) -> Ranked:
        ids, key = self.ids[:], self.key

        def place(row: Row, others: Callable[[int], Row]) -> int:
            return bisect_left(ids, key(row), key=lambda pk: key(others(pk)))

        for row in gone.values():
            del ids[place(row, lambda pk: gone.get(pk) or rows[pk])]
        for row in come.values():
            ids.insert(place(row, rows.__getitem__), row.pk)
        return Ranked(ids, key, self.start)


def ranked(sort: str, rows: Iterable[Row], language: str) -> Ranked:
    """All rows in the order of NAME, NEWEST or VERIFIED."""
    if sort == NAME:
        return Ranked.of(rows, partial(_name, language=language))
    return Ranked.of(rows, _newest if sort == NEWEST else _verified)


def _name(row: Row, *, language: str) -> tuple[object, ...]:
    return collation_key(row.shown_name(language), language), row.slug


def _newest(row: Row) -> tuple[object, ...]:
    return -_seconds(row.published_at), row.slug


def _verified(row: Row) -> tuple[object, ...]:
    """Last verified first; the never verified after them, by the month of their newest source."""
    verified = -_seconds(row.verified_at) if row.verified_at else float("inf")
    return verified, -(row.checked.last_day if row.checked else date.min).toordinal(), row.slug


def _seconds(moment: datetime) -> float:
    return (moment - _EPOCH).total_seconds()
