"""A narrowed set of entries, which FilterSet, Paginator and an API take for a QuerySet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from datetime import date
from functools import cached_property, reduce
from itertools import islice
from operator import or_

from pyroaring import BitMap

from initiatives.catalogue.balance import Balanced
from initiatives.catalogue.hits import Hits
from initiatives.catalogue.ordering import BALANCED, MATCH, Order
from initiatives.catalogue.search import search
from initiatives.catalogue.snapshot import Snapshot
from initiatives.models import EntryState, Initiative


class Selection:
    """Immutable: each narrowing gives a new one. OR within a facet, AND between facets."""

    model = Initiative

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        language: str,
        day: date,
        state: str = EntryState.PUBLISHED.value,
        sort: str = BALANCED,
        chosen: Mapping[str, tuple[str, ...]] | None = None,
        hits: Hits | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.language = language
        self.day = day
        self.state = state
        self.sort = sort
        self.chosen: Mapping[str, tuple[str, ...]] = chosen or {}
        self.hits = hits  # of what is searched for
        self.part = slice(None)

    def narrow(self, facet: str, values: Iterable[str]) -> Selection:
        return self.choosing({**self.chosen, facet: tuple(values)})

    def choosing(self, chosen: Mapping[str, tuple[str, ...]]) -> Selection:
        """The same state and order with these filters instead: facet -> values."""
        return self._with(chosen=chosen)

    def in_state(self, state: str) -> Selection:
        return self._with(state=state)

    def sorted(self, sort: str) -> Selection:
        return self._with(sort=sort)

    def searching(self, query: str) -> Selection:
        """Only what these words find, the best first; all with "". query: as typed."""
        if not query:
            return self._with(hits=None, sort=BALANCED if self.sort == MATCH else self.sort)
        return self._with(hits=search(self.snapshot, query), sort=MATCH)

    def all(self) -> Selection:
        return self

    def count(self) -> int:
        return len(self)

    def __len__(self) -> int:
        return len(range(len(self.ids))[self.part])

    def __getitem__(self, part: slice) -> Selection:
        """A page of the whole, read when it is asked for."""
        page = copy(self)
        page.part = part
        return page

    def __iter__(self) -> Iterator[Initiative]:
        """The rows in order; read in one query."""
        pks = self.pks
        rows = self.read(pks)
        return (rows[pk] for pk in pks if pk in rows)

    @property
    def pks(self) -> list[int]:
        """The ids in order."""
        return list(islice(self.walk(), self.part.start or 0, self.part.stop))

    def read(self, pks: Collection[int]) -> dict[int, Initiative]:
        """The rows of these ids with their successors; without those not listed any more."""
        return Initiative.objects.listed().select_related("successor").in_bulk(pks)

    def walk(self) -> Iterator[int]:
        """All ids, in order."""
        if self.sort == MATCH and self.hits:
            return (pk for pk in self.hits.ordered if pk in self.ids)
        return self._order.walk(self.ids)

    @property
    def _order(self) -> Order:
        return self.snapshot.order(
            self.sort, state=self.state, language=self.language, day=self.day
        )

    @property
    def old_from(self) -> int:
        """The place in the part from which on all that follow in the whole are old, in the balanced
        order of what is open; in others there is none."""
        if self.sort != BALANCED:
            return len(self)
        order, begin = self._order, self.part.start or 0
        if not isinstance(order, Balanced) or self.state == EntryState.CLOSED:
            return len(self)
        return max(order.old_from(self.ids) - begin, 0)

    @cached_property
    def ids(self) -> BitMap:
        return self._meet(self.chosen)

    def others(self, facet: str) -> BitMap:
        """The entries that all other facets allow: what this facet's counts are counted in."""
        if facet not in self.chosen:
            return self.ids
        return self._meet({name: v for name, v in self.chosen.items() if name != facet})

    def _meet(self, chosen: Mapping[str, tuple[str, ...]]) -> BitMap:
        ids = self.snapshot.states[self.state]
        if self.hits is not None:
            ids = ids & self.hits.ids
        for facet, values in chosen.items():
            ids = ids & reduce(or_, (self.snapshot.having(facet, v) for v in values), BitMap())
        return ids

    def _with(self, **changes: object) -> Selection:
        same: dict[str, object] = {
            "language": self.language,
            "day": self.day,
            "state": self.state,
            "sort": self.sort,
            "chosen": self.chosen,
            "hits": self.hits,
        }
        return Selection(self.snapshot, **{**same, **changes})  # type: ignore[arg-type]
