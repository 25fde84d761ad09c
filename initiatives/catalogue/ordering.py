"""What comes first in a list. Arrays are sorted here, never by the database: both engines agree."""

from __future__ import annotations

import hashlib
import hmac
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import NamedTuple, Protocol

from django.conf import settings
from pyroaring import BitMap

from initiatives.fields.partial_date import PartialDate
from initiatives.models import Reach
from initiatives.text.names import collation_key

BALANCED, NAME, NEWEST, VERIFIED = "balanced", "name", "newest", "verified"
SORTS = (BALANCED, NAME, NEWEST, VERIFIED)

# How many of each reach the first page shows each day; the deal moves on by as many (domain.md).
DEALT_A_DAY = 8
FORGOTTEN_AFTER = timedelta(days=365)
# A selection smaller than this share of the whole is sorted by rank instead of found on the walk.
SPARSE = 16

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


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


class Order(Protocol):
    def walk(self, hits: BitMap) -> Iterator[int]:
        """The ids of ``hits`` in this order."""


class Ranked:
    """One sequence of ids, fixed beforehand."""

    def __init__(self, ids: Iterable[int]) -> None:
        self.ids: Sequence[int] = array("Q", ids)
        self._rank = {pk: place for place, pk in enumerate(self.ids)}

    def walk(self, hits: BitMap) -> Iterator[int]:
        if len(hits) * SPARSE < len(self.ids):
            rank = self._rank
            # A hit without a rank belongs to another group of a merged order.
            return iter(sorted((pk for pk in hits if pk in rank), key=rank.__getitem__))
        return (pk for pk in self.ids if pk in hits)


class Merged:
    """One sequence for each reach, merged round-robin *inside the selection*.

    Merging beforehand would not do: a selection could then begin with one reach only.
    """

    def __init__(self, lanes: Iterable[Ranked]) -> None:
        self.lanes = list(lanes)

    def walk(self, hits: BitMap) -> Iterator[int]:
        waiting = [lane.walk(hits) for lane in self.lanes]
        while waiting:
            for lane in list(waiting):
                pk = next(lane, None)
                if pk is None:
                    waiting.remove(lane)
                else:
                    yield pk


def by_name(rows: Iterable[Row], language: str) -> Ranked:
    keyed = [(collation_key(row.shown_name(language), language), row.slug, row.pk) for row in rows]
    return Ranked(pk for _, _, pk in sorted(keyed))


def by_newest(rows: Iterable[Row]) -> Ranked:
    return _latest_first((row.published_at, row) for row in rows)


def by_verified(rows: Iterable[Row]) -> Ranked:
    """Last verified first; the never verified after them, by the month of their newest source."""
    return _latest_first(
        (
            (
                row.verified_at or _LONG_AGO,
                row.checked.last_day if row.checked else date.min,
            ),
            row,
        )
        for row in rows
    )


def _latest_first(keyed: Iterable[tuple[object, Row]]) -> Ranked:
    rows = sorted(keyed, key=lambda pair: pair[1].slug)
    rows.sort(key=lambda pair: pair[0], reverse=True)  # type: ignore[arg-type,return-value]
    return Ranked(row.pk for _, row in rows)


def balanced(rows: Sequence[Row], day: date) -> Merged:
    """The order of one UTC day: fair within each reach, and between the reaches.

    Entries unverified for a year follow those of their reach in a second group.
    """
    lanes = []
    for reach in Reach.values:
        of_reach = [row for row in rows if row.reach == reach]
        fresh = [row for row in of_reach if not _forgotten(row, day)]
        stale = [row for row in of_reach if _forgotten(row, day)]
        lanes.append(Ranked(chain(_deal(fresh, day), _deal(stale, day))))
    return Merged(lanes)


def _forgotten(row: Row, day: date) -> bool:
    return day - (row.verified_at or row.published_at).date() > FORGOTTEN_AFTER


def _deal(rows: Sequence[Row], day: date) -> list[int]:
    """Deal in rounds, so that each entry is in front equally often (a fresh shuffle each day
    strays up to 75 % from that, rounds up to 13 %: measured on the real data)."""
    if not rows:
        return []
    days = (day - date(1970, 1, 1)).days
    round_number, place = divmod(DEALT_A_DAY * days, len(rows))
    key = settings.ORDER_KEY.encode()

    def lot(row: Row) -> bytes:
        return hmac.digest(key, f"{round_number}:{row.slug}".encode(), hashlib.sha256)

    dealt = [row.pk for row in sorted(rows, key=lot)]
    return dealt[place:] + dealt[:place]
