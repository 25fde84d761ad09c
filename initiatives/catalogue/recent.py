"""What came last, as the home page shows it: a mixture where many came at once."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from itertools import groupby
from operator import or_

from pyroaring import BitMap

from initiatives.catalogue.balance import Turns
from initiatives.catalogue.ordering import NEWEST
from initiatives.catalogue.selection import Selection
from initiatives.models import Reach

# By these it is mixed within a reach, the first one first.
MIXED = ("kind", "country")
# Turns go on from day to day, so that of few places each reach has its share; after so many days
# they begin anew.
DAYS = 60


def recent(entries: Selection, number: int) -> tuple[list[int], int]:
    """The ids of so many entries that were published last, and how many came together if all of
    them did, in one import of more (else 0).

    Of those that came together, each next one is of the reach whose turn it is, and in it the
    first in the order NEWEST whose kind, then countries were shown least (docs/rules.md,
    "Balanced order").
    """
    entries = entries.sorted(NEWEST)
    rows = entries.snapshot.rows
    found: list[int] = []
    for _at, group in groupby(entries.walk(), lambda pk: rows[pk].published_at):
        together = [*group]
        room = number - len(found)
        if len(together) > room:
            turns_before = number * (entries.day.toordinal() % DAYS)
            mixture = _mixture(entries, BitMap(together), room, turns_before)
            return found + mixture, 0 if found else len(together)
        found += together
    return found, 0


def _mixture(entries: Selection, ids: BitMap, number: int, turns_before: int) -> list[int]:
    snapshot = entries.snapshot
    order = snapshot.order(
        entries.sort, state=entries.state, language=entries.language, day=entries.day
    )
    of_reach = {reach: ids & snapshot.having("reach", reach) for reach in Reach.values}
    turns = Turns({reach: len(of_it) for reach, of_it in of_reach.items()})
    for _ in range(turns_before):
        turns.take(of_reach)
    shown = {facet: Counter[str]() for facet in MIXED}
    found: list[int] = []
    for _ in range(number):
        reach = turns.take([reach for reach, of_it in of_reach.items() if of_it])
        left = of_reach[reach]
        for facet, times in shown.items():
            for most in range(1, number + 1):
                often = (snapshot.having(facet, value) for value, n in times.items() if n >= most)
                if rest := left - reduce(or_, often, BitMap()):
                    left = rest
                    break
        pk = next(order.walk(left))
        found.append(pk)
        of_reach[reach] = of_reach[reach] - BitMap([pk])
        for facet, times in shown.items():
            times.update(value for value, ids_of in snapshot.facets[facet].items() if pk in ids_of)
    return found
