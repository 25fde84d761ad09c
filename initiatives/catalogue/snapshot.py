"""What this process knows of the public entries: bitmaps and orders, immutable."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pyroaring import BitMap

from initiatives.catalogue import ordering
from initiatives.catalogue.ordering import Order, Row
from initiatives.models import (
    FACETS,
    CatalogueVersion,
    EntryState,
    Initiative,
    Vocabulary,
)

_ROW_FIELDS = (
    "pk",
    "slug",
    "reach",
    "state",
    "name_en",
    "name_ru",
    "published_at",
    "verified_at",
    "checked",
)


@dataclass(frozen=True)
class Snapshot:
    """Everything listed at one version. A request works on one snapshot from beginning to end."""

    version: int
    vocabulary: Vocabulary
    rows: tuple[Row, ...]
    slugs: frozenset[str]
    facets: Mapping[str, Mapping[str, BitMap]]  # facet -> value -> ids
    states: Mapping[str, BitMap]  # published, closed -> ids
    _orders: dict[object, Order] = field(default_factory=dict)

    def order(self, sort: str, *, state: str, language: str, day: date) -> Order:
        """The order for one state's entries; made when first asked for, then kept.

        sort: one of ``ordering.SORTS``; language: of the page, for names; day: in UTC.
        """
        if sort == ordering.BALANCED:
            return self._balanced(state, day)
        key = (sort, language if sort == ordering.NAME else "")
        if key not in self._orders:
            self._orders[key] = self._arranged(sort, language)
        return self._orders[key]

    def _balanced(self, state: str, day: date) -> Order:
        key = (ordering.BALANCED, state)
        # Only the newest day is kept. Two threads may both make it: the same one.
        held_day, order = self._orders.get(("day", state)), self._orders.get(key)
        if order is None or held_day != day:
            rows = [row for row in self.rows if row.state == state]
            order = ordering.balanced(rows, day)
            self._orders[key] = order
            self._orders[("day", state)] = day  # type: ignore[assignment]
        return order

    def _arranged(self, sort: str, language: str) -> Order:
        if sort == ordering.NAME:
            return ordering.by_name(self.rows, language)
        if sort == ordering.NEWEST:
            return ordering.by_newest(self.rows)
        return ordering.by_verified(self.rows)

    def having(self, facet: str, value: str) -> BitMap:
        """The ids of all listed entries that have the value; empty for one that none has."""
        return self.facets[facet].get(value, _NONE)


_NONE = BitMap()


def build(version: int) -> Snapshot:
    """Read all that is listed, in one statement: several could see different states."""
    read = list(Initiative.objects.listed().values_list(*_ROW_FIELDS, "facets"))
    # Words after entries: an entry's words are then all there, for words are never deleted.
    vocabulary = Vocabulary.load()
    facets: dict[str, dict[str, BitMap]] = {facet: {} for facet in FACETS}
    states = {EntryState.PUBLISHED.value: BitMap(), EntryState.CLOSED.value: BitMap()}
    rows = []
    for *row_fields, values in read:
        row = Row(*row_fields)
        rows.append(row)
        states[row.state].add(row.pk)
        for facet in FACETS:
            known = vocabulary.facets[facet]
            for value in values[facet]:
                # A word merged since the entry was published stands for the one it became.
                word = value if value in known else vocabulary.canonical(facet, value)
                if word is not None:
                    facets[facet].setdefault(word, BitMap()).add(row.pk)
    slugs = frozenset(row.slug for row in rows)
    return Snapshot(version, vocabulary, tuple(rows), slugs, facets, states)


class _Process:
    """What this process holds."""

    snapshot: Snapshot | None = None
    building = threading.Lock()


def current() -> Snapshot:
    """The snapshot of the present version: one query, unless something public has changed.

    Call it once in a request. A version older than the newest is built anew, by one thread.
    """
    version = CatalogueVersion.objects.number()
    held = _Process.snapshot
    if held is not None and held.version == version:
        return held
    with _Process.building:
        held = _Process.snapshot
        if held is None or held.version != version:
            held = _Process.snapshot = build(version)
    return held


def forget() -> None:
    """Drop what is held: for tests, which wind versions back."""
    _Process.snapshot = None
