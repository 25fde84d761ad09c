"""The balanced order: fair within each reach, and between the reaches (docs/rules.md)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain

from django.conf import settings
from pyroaring import BitMap

from initiatives.catalogue.ordering import Few, Key, Places, Ranked
from initiatives.catalogue.rows import Row, Rows
from initiatives.models import Reach

# How many of each reach the first page shows each day; the deal moves on by as many.
DEALT_A_DAY = 8
FORGOTTEN_AFTER = timedelta(days=365)


class Balanced:
    """The order of one UTC day for the entries of one state.

    One sequence for each reach, merged round-robin *inside the selection*: merging beforehand
    would not do, for a selection could then begin with one reach only. Entries unverified for a
    year follow those of their reach.
    """

    def __init__(self, rows: Iterable[Row], state: str, day: date) -> None:
        rows = [row for row in rows if row.state == state]
        self.day = day
        self._places = Places()
        self._dealt = {
            lane: Dealt([row for row in rows if self._lane(row) == lane], day, self._places)
            for lane in ((reach, late) for reach in Reach.values for late in (False, True))
        }
        self._state = state

    def walk(self, hits: BitMap) -> Iterator[int]:
        waiting = [
            chain(self._dealt[reach, False].walk(hits), self._dealt[reach, True].walk(hits))
            for reach in Reach.values
        ]
        while waiting:
            for lane in list(waiting):
                pk = next(lane, None)
                if pk is None:
                    waiting.remove(lane)
                else:
                    yield pk

    def changed(self, gone: Few, come: Few, rows: Rows) -> Balanced:
        after = Balanced((), self._state, self.day)
        after._places = self._places.copy()
        for lane, dealt in self._dealt.items():
            went, came = self._of(lane, gone), self._of(lane, come)
            after._dealt[lane] = dealt.changed(went, came, rows, after._places)
        return after

    def _of(self, lane: tuple[str, bool], rows: Few) -> Few:
        return {
            pk: row
            for pk, row in rows.items()
            if row.state == self._state and self._lane(row) == lane
        }

    def _lane(self, row: Row) -> tuple[str, bool]:
        known = row.verified_at or row.published_at
        return row.reach, self.day - known.date() > FORGOTTEN_AFTER


class Dealt:
    """Rows dealt in rounds, so that each is in front equally often (a fresh shuffle each day
    strays up to 75 % from that, rounds up to 13 %: measured on the real data)."""

    def __init__(
        self, rows: Iterable[Row], day: date, places: Places, order: Ranked | None = None
    ) -> None:
        rows = list(rows)
        self._day = day
        self._round, start = self._turn(len(order.ids) if order else len(rows))
        self._order = order or Ranked.of(rows, _lots(self._round), places)
        self._order.start = start

    def walk(self, hits: BitMap) -> Iterator[int]:
        return self._order.walk(hits)

    def changed(self, gone: Few, come: Few, rows: Rows, places: Places) -> Dealt:
        """As ``Order.changed``; dealt anew when so many rows are in another round.

        places: of all lanes, a copy that may be changed.
        """
        stayed = len(self._order.ids) - len(gone)
        if self._turn(stayed + len(come))[0] != self._round:
            ids = [pk for pk in self._order.ids if pk not in gone]
            return Dealt([*(rows[pk] for pk in ids), *come.values()], self._day, places)
        return Dealt((), self._day, places, self._order.changed(gone, come, rows, places))

    def _turn(self, number: int) -> tuple[int, int]:
        """The round of this day among so many rows, and the place where the day begins in it."""
        days = (self._day - date(1970, 1, 1)).days
        return divmod(DEALT_A_DAY * days, number) if number else (0, 0)


def _lots(round_number: int) -> Key:
    key = settings.ORDER_KEY.encode()

    def lot(row: Row) -> bytes:
        return hmac.digest(key, f"{round_number}:{row.slug}".encode(), hashlib.sha256)

    return lot
