"""What came last, as the home page shows it: a mixture where many came at once."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from itertools import groupby
from operator import or_

from pyroaring import BitMap

from initiatives.catalogue.ordering import NEWEST
from initiatives.catalogue.selection import Selection

# By these it is mixed, the first one first: the small come as often as the large.
MIXED = ("reach", "kind", "country")


def recent(entries: Selection, number: int) -> tuple[list[int], int]:
    """The ids of so many entries that were published last, and how many came together if all of
    them did, in one import of more (else 0).

    Of those that came together, each next one is the first in the order NEWEST whose reach, then
    kind, then countries were shown least (docs/rules.md, "Balanced order").
    """
    entries = entries.sorted(NEWEST)
    rows = entries.snapshot.rows
    found: list[int] = []
    for _at, group in groupby(entries.walk(), lambda pk: rows[pk].published_at):
        together = [*group]
        room = number - len(found)
        if len(together) > room:
            mixture = _mixture(entries, BitMap(together), room)
            return found + mixture, 0 if found else len(together)
        found += together
    return found, 0


def _mixture(entries: Selection, ids: BitMap, number: int) -> list[int]:
    snapshot = entries.snapshot
    order = snapshot.order(
        entries.sort, state=entries.state, language=entries.language, day=entries.day
    )
    shown = {facet: Counter[str]() for facet in MIXED}
    found: list[int] = []
    for _ in range(number):
        left = ids - BitMap(found)
        for facet, times in shown.items():
            for most in range(1, number + 1):
                often = (snapshot.having(facet, value) for value, n in times.items() if n >= most)
                if rest := left - reduce(or_, often, BitMap()):
                    left = rest
                    break
        pk = next(order.walk(left))
        found.append(pk)
        for facet, times in shown.items():
            times.update(value for value, ids_of in snapshot.facets[facet].items() if pk in ids_of)
    return found
