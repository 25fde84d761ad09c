"""What comes first in a list. Arrays are sorted here, never by the database: both engines agree."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Protocol

from pyroaring import BitMap

from initiatives.catalogue.rows import Row, Rows
from initiatives.text.names import collation_key

BALANCED, NAME, NEWEST, VERIFIED = "balanced", "name", "newest", "verified"
SORTS = (BALANCED, NAME, NEWEST, VERIFIED)
MATCH = "match"  # of what was searched for: the best first

# A selection smaller than this share of the whole is sorted by its places, not found on the walk;
# one not much smaller is found for the first pages, and sorted for whoever turns further.
DENSE = 16
SPARSE = 128
LOOKED_AT = 1024

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


Few = Mapping[int, Row]  # by id: those that went or came
Key = Callable[[Row], Any]  # no two rows have the same


class Order(Protocol):
    def walk(self, hits: BitMap) -> Iterator[int]:
        """The ids of ``hits`` in this order."""

    def changed(self, gone: Few, come: Few, rows: Rows) -> Order:
        """The order after some rows went and others came; ``rows`` are all that there are now.

        A row that changed went as it was and came as it is. Those that stayed are not sorted
        again: with 100,000 entries that takes seconds, this takes milliseconds.
        """


class Places:
    """By id: a number that grows along a sequence, with room left for those who come between.

    So that a newcomer changes one number and not those of all who stand behind it.
    """

    ROOM = 1 << 32

    def __init__(self) -> None:
        self._numbers = array("Q")
        self.of = self._numbers.__getitem__

    def copy(self) -> Places:
        copied = Places()
        copied._numbers.extend(self._numbers)
        return copied

    def give(self, ids: array[int]) -> None:
        """A number to each of a whole sequence."""
        if ids:
            self._reach(max(ids))
        for place, pk in enumerate(ids, start=1):
            self._numbers[pk] = place * self.ROOM

    def give_between(self, ids: array[int], at: int) -> None:
        """A number to the one that came to this place of the sequence."""
        self._reach(ids[at])
        before = self.of(ids[at - 1]) if at else 0
        after = self.of(ids[at + 1]) if at + 1 < len(ids) else before + 2 * self.ROOM
        if after - before < 2:  # no room is left: after 32 newcomers in one gap
            self.give(ids)
        else:
            self._numbers[ids[at]] = (before + after) // 2

    def _reach(self, pk: int) -> None:
        missing = pk + 1 - len(self._numbers)
        self._numbers.frombytes(bytes(self._numbers.itemsize * max(missing, 0)))


class Ranked:
    """One sequence of ids, sorted by a key of their rows. It is walked from ``start`` round.

    places: of this sequence, or of several that have no id in common.
    """

    def __init__(
        self,
        ids: array[int],
        key: Key,
        places: Places,
        start: int = 0,
        members: BitMap | None = None,
    ) -> None:
        self.ids = ids
        self.key = key
        self.places = places
        self.start = start
        self.members = BitMap(ids) if members is None else members  # the same ids

    @classmethod
    def of(cls, rows: Iterable[Row], key: Key, places: Places, start: int = 0) -> Ranked:
        ids = array("I", (row.pk for row in sorted(rows, key=key)))
        places.give(ids)
        return cls(ids, key, places, start)

    def walk(self, hits: BitMap) -> Iterator[int]:
        own = hits & self.members
        whole = len(self.ids)
        if len(own) * DENSE >= whole:
            return (pk for pk in self._from_start(whole) if pk in own)
        if len(own) * SPARSE >= whole:
            return self._found_then_sorted(own)
        return iter(self._sorted(own))

    def _found_then_sorted(self, own: BitMap) -> Iterator[int]:
        found = BitMap()
        for pk in self._from_start(LOOKED_AT):
            if pk in own:
                found.add(pk)
                yield pk
        yield from self._sorted(own - found)

    def _from_start(self, number: int) -> array[int]:
        """So many of the sequence, from where it begins."""
        ids, start = self.ids, self.start
        first = ids[start : start + number]
        return first + ids[: min(number - len(first), start)]

    def _sorted(self, own: BitMap) -> list[int]:
        of, start = self.places.of, self.start
        ids = sorted(own, key=of)
        turn = bisect_left(ids, of(self.ids[start]), key=of) if start else 0
        return ids[turn:] + ids[:turn]

    def changed(self, gone: Few, come: Few, rows: Rows, places: Places | None = None) -> Ranked:
        """places: a copy made for all sequences that share one; else this makes its own."""
        places = places or self.places.copy()
        ids, key, of = self.ids[:], self.key, places.of
        for pk in gone:
            del ids[bisect_left(ids, of(pk), key=of)]
        for pk, row in come.items():
            at = bisect_left(ids, key(row), key=lambda other: key(rows[other]))
            ids.insert(at, pk)
            places.give_between(ids, at)
        members = (self.members - BitMap([*gone])) | BitMap([*come])
        return Ranked(ids, key, places, self.start, members)


def ranked(sort: str, rows: Iterable[Row], language: str) -> Ranked:
    """All rows in the order of NAME, NEWEST or VERIFIED."""
    if sort == NAME:
        return Ranked.of(rows, partial(_name, language=language), Places())
    return Ranked.of(rows, _newest if sort == NEWEST else _verified, Places())


def _name(row: Row, *, language: str) -> tuple[object, ...]:
    return collation_key(row.shown_name(language), language), row.slug


def _newest(row: Row) -> tuple[object, ...]:
    """Last published first; of one import, by the month of their newest source."""
    return -_seconds(row.published_at), _age(row), row.slug


def _verified(row: Row) -> tuple[object, ...]:
    """Last verified first; the never verified after them, by the month of their newest source."""
    verified = -_seconds(row.verified_at) if row.verified_at else float("inf")
    return verified, _age(row), row.slug


def _age(row: Row) -> int:
    return -(row.checked.last_day if row.checked else date.min).toordinal()


def _seconds(moment: datetime) -> float:
    return (moment - _EPOCH).total_seconds()
