"""The balanced order: fair within each reach, and between the reaches (docs/rules.md)."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import IntEnum
from itertools import chain, islice

from django.conf import settings
from pyroaring import BitMap

from initiatives.catalogue.ordering import Few, Key, Places, Ranked
from initiatives.catalogue.rows import Row, Rows
from initiatives.models import Reach

# Places on the first page of a list, and on a country's or a region's: on the larger one that does
# not hold all entries, grassroots have their share also where only old ones of them are left.
FIRST_PAGE, SHORT_PAGE = 24, 12
# Of how many entries the grassroots are taken to be one at least.
ONE_IN = 3


class Group(IntEnum):
    """Within a reach, in this order."""

    REACHABLE = 0
    UNREACHABLE = 1
    OLD = 2


Lane = tuple[str, Group]


class Balanced:
    """The order of one UTC day for the entries of one state.

    One sequence for each group of each reach, merged by shares *inside the selection*: merging
    beforehand would not do, for a selection could then begin with one reach only.
    """

    def __init__(self, rows: Iterable[Row], state: str, day: date) -> None:
        self.day = day
        self._state = state
        self._places = Places()
        lanes: dict[Lane, list[Row]] = {
            (reach, group): [] for reach in Reach.values for group in Group
        }
        for row in rows:
            if row.state == state:
                lanes[self._lane(row)].append(row)
        shown = _on_first_page({lane: len(of_lane) for lane, of_lane in lanes.items()})
        self._dealt = {
            lane: Dealt(of_lane, shown[lane[0]], day, self._places)
            for lane, of_lane in lanes.items()
        }

    def walk(self, hits: BitMap) -> Iterator[int]:
        """Those that are old come last, but for the grassroots' share of a first page."""
        numbers = {
            lane: dealt.members.intersection_cardinality(hits)
            for lane, dealt in self._dealt.items()
        }
        old = {reach: numbers[reach, Group.OLD] for reach in Reach.values}
        new = {reach: number - old[reach] for reach, number in _by_reach(numbers).items()}
        waiting = {reach: self._of_reach(reach, hits) for reach in Reach.values}
        turns = Turns(_by_reach(numbers))
        whole = sum(numbers.values())
        page = FIRST_PAGE if whole > FIRST_PAGE else SHORT_PAGE if whole > SHORT_PAGE else 0
        small = Reach.GRASSROOTS.value
        while page and any(new.values()):
            reach = turns.take({r for r in Reach.values if new[r] or (r == small and old[r])})
            (new if new[reach] else old)[reach] -= 1
            yield next(waiting[reach])
            page -= 1
        for left in (new, old):
            for reach in turns.all_of(left):
                yield next(waiting[reach])

    def old_from(self, hits: BitMap) -> int:
        """The place in ``walk`` from which on all are old; the number of ``hits`` if none is."""
        old = BitMap.union(*(self._dealt[reach, Group.OLD].members for reach in Reach.values))
        new = len(hits - old)
        for place, pk in enumerate(islice(self.walk(hits), FIRST_PAGE)):
            if not new:
                return place
            new -= pk not in old
        return min(FIRST_PAGE + new, len(hits))

    def changed(self, gone: Few, come: Few, rows: Rows) -> Balanced:
        after = Balanced((), self._state, self.day)
        after._places = self._places.copy()
        moved = {lane: (self._of(lane, gone), self._of(lane, come)) for lane in self._dealt}
        shown = _on_first_page(
            {
                lane: len(dealt) - len(moved[lane][0]) + len(moved[lane][1])
                for lane, dealt in self._dealt.items()
            }
        )
        for lane, dealt in self._dealt.items():
            went, came = moved[lane]
            after._dealt[lane] = dealt.changed(went, came, rows, shown[lane[0]], after._places)
        return after

    def _of_reach(self, reach: str, hits: BitMap) -> Iterator[int]:
        return chain.from_iterable(self._dealt[reach, group].walk(hits) for group in Group)

    def _of(self, lane: Lane, rows: Few) -> Few:
        return {
            pk: row
            for pk, row in rows.items()
            if row.state == self._state and self._lane(row) == lane
        }

    def _lane(self, row: Row) -> Lane:
        if row.is_old(self.day):
            return row.reach, Group.OLD
        return row.reach, Group.REACHABLE if row.has_contact else Group.UNREACHABLE


class Turns:
    """Whose turn it is: of the reach that is furthest behind its share of the places.

    numbers: how many of each reach there are, in the order in which equal ones take turns.
    """

    def __init__(self, numbers: Mapping[str, int]) -> None:
        small = Reach.GRASSROOTS.value
        others = sum(numbers.values()) - numbers[small]
        self._shares = dict(numbers)
        if 0 < numbers[small] * (ONE_IN - 1) < others:
            self._shares = {reach: number * (ONE_IN - 1) for reach, number in numbers.items()}
            self._shares[small] = others
        self._whole = sum(self._shares.values())
        self._behind = dict.fromkeys(numbers, 0)

    def take(self, reaches: Iterable[str]) -> str:
        """The one of these whose turn it is; the next place is the next one's."""
        return next(self.all_of(dict.fromkeys(reaches, 1)))

    def all_of(self, numbers: Mapping[str, int]) -> Iterator[str]:
        """Whose turn it is, until each was taken so often."""
        behind, shares, whole = self._behind, self._shares, self._whole
        left = {reach: numbers[reach] for reach in shares if numbers.get(reach)}
        while left:
            for reach, share in shares.items():
                behind[reach] += share
            first = max(left, key=behind.__getitem__)
            behind[first] -= whole
            left[first] -= 1
            if not left[first]:
                del left[first]
            yield first


def _by_reach(numbers: Mapping[Lane, int]) -> dict[str, int]:
    return {reach: sum(numbers[reach, group] for group in Group) for reach in Reach.values}


def _on_first_page(numbers: Mapping[Lane, int]) -> dict[str, int]:
    """How many of each reach the first page of all entries shows, one at least."""
    turns = Turns(_by_reach(numbers))
    shown = Counter(turns.take(Reach.values) for _ in range(FIRST_PAGE))
    return {reach: shown[reach] or 1 for reach in Reach.values}


class Dealt:
    """Rows dealt in rounds, so that each is in front equally often (a fresh shuffle each day
    strays up to 75 % from that, rounds up to 13 %: measured on the real data).

    a_day: by how many the deal moves on, as many as are shown in front.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        a_day: int,
        day: date,
        places: Places,
        order: Ranked | None = None,
    ) -> None:
        rows = list(rows)
        self._day = day
        self._round, start = self._turn(a_day, len(order.ids) if order else len(rows))
        self._order = order or Ranked.of(rows, _lots(self._round), places)
        self._order.start = start

    def __len__(self) -> int:
        return len(self._order.ids)

    def walk(self, hits: BitMap) -> Iterator[int]:
        return self._order.walk(hits)

    @property
    def members(self) -> BitMap:
        return self._order.members

    def changed(self, gone: Few, come: Few, rows: Rows, a_day: int, places: Places) -> Dealt:
        """As ``Order.changed``; dealt anew when so many rows are in another round.

        places: of all lanes, a copy that may be changed.
        """
        if self._turn(a_day, len(self) - len(gone) + len(come))[0] != self._round:
            ids = [pk for pk in self._order.ids if pk not in gone]
            all_rows = [*(rows[pk] for pk in ids), *come.values()]
            return Dealt(all_rows, a_day, self._day, places)
        order = self._order.changed(gone, come, rows, places)
        return Dealt((), a_day, self._day, places, order)

    def _turn(self, a_day: int, number: int) -> tuple[int, int]:
        """The round of this day among so many rows, and the place where the day begins in it."""
        days = (self._day - date(1970, 1, 1)).days
        return divmod(a_day * days, number) if number else (0, 0)


def _lots(round_number: int) -> Key:
    key = settings.ORDER_KEY.encode()

    def lot(row: Row) -> bytes:
        return hmac.digest(key, f"{round_number}:{row.slug}".encode(), hashlib.sha256)

    return lot
