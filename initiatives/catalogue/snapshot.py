"""What this process knows of the public entries: bitmaps and orders, immutable."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from sys import intern
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.safestring import SafeString
from pyroaring import BitMap

from initiatives.catalogue import ordering
from initiatives.catalogue.balance import Balanced
from initiatives.catalogue.ordering import Order
from initiatives.catalogue.rows import Row, Rows
from initiatives.catalogue.search_index import SearchIndex, Terms, phrases_of
from initiatives.fields.bilingual import LANGUAGES
from initiatives.models import (
    FACETS,
    LISTED_STATES,
    ONLINE,
    CatalogueVersion,
    EntryState,
    Initiative,
    Vocabulary,
    Word,
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
    "has_contact",
    "remote_for",
)
# Read beside the row, and held where they are searched.
_OTHERS = ("search_terms", "facets")
# Asked of the database, so that addresses are not read.
_HAS_CONTACT = ExpressionWrapper(~Q(website="") | ~Q(links=[]), BooleanField())
# When more entries than this changed at once, everything is read anew: an import, a replay.
_PATCHED = 500
_READ_AT_ONCE = 1_000


@dataclass(frozen=True)
class Snapshot:
    """Everything listed at one version. A request works on one snapshot from beginning to end."""

    version: int
    vocabulary: Vocabulary
    rows: Rows
    facets: Mapping[str, Mapping[str, BitMap]]  # facet -> value -> ids
    states: Mapping[str, BitMap]  # published, closed -> ids
    search_index: SearchIndex
    _orders: dict[tuple[str, str], Order] = field(default_factory=dict)
    _words: dict[tuple[str, str], list[tuple[Word, BitMap]]] = field(default_factory=dict)
    # HTML by id, language and day; made and bounded by presenters/cards.py.
    cards: dict[tuple[int, str, date], SafeString] = field(default_factory=dict)
    # Language -> address and content; made by presenters/suggestions.py.
    suggestions: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    behind: bool = False  # a newer version is being taken up: nothing made before may be shown

    def order(self, sort: str, *, state: str, language: str, day: date) -> Order:
        """The order for one state's entries; made when first asked for, then kept.

        sort: one of ``ordering.SORTS``; language: of the page, for names; day: in UTC.
        """
        if sort == ordering.BALANCED:
            # Only the newest day is kept. Two threads may both make it: the same one.
            order = self._orders.get((sort, state))
            if not isinstance(order, Balanced) or order.day != day:
                order = self._orders[sort, state] = Balanced(self.rows.values(), state, day)
            return order
        key = (sort, language if sort == ordering.NAME else "")
        if key not in self._orders:
            self._orders[key] = ordering.ranked(sort, self.rows.values(), language)
        return self._orders[key]

    def sort_all(self, *, day: date) -> None:
        """Make every order beforehand, and the words of the search. day: in UTC."""
        _ = self.controlled_words, self.search_index.sorted_names
        for language in LANGUAGES:
            for sort in ordering.SORTS:
                for state in self.states:
                    self.order(sort, state=state, language=language, day=day)

    def having(self, facet: str, value: str) -> BitMap:
        """The ids of all listed entries that have the value; empty for one that none has. Those
        of a federal district have one of its regions."""
        if facet == "region" and value in self.vocabulary.districts:
            return self._in_districts[value]
        return self.facets[facet].get(value, _NONE)

    @cached_property
    def _in_districts(self) -> dict[str, BitMap]:
        regions = self.facets["region"]
        return {
            district: BitMap().union(
                *(regions.get(value, _NONE) for value in self.vocabulary.regions_in(district))
            )
            for district in self.vocabulary.districts
        }

    def words(
        self, facet: str, *, language: str, besides: Collection[str] = ()
    ) -> list[tuple[Word, BitMap]]:
        """The words of a facet that listed entries have, of regions all, each with these entries.

        In the alphabet of a language, or in the words' own order where it is empty; made when
        first asked for, then kept. besides: values of words that are there too, with no entries.
        """
        key = (facet, language)
        found = None if besides else self._words.get(key)
        if found is None:
            having, vocabulary = self.facets[facet], self.vocabulary
            words = (
                vocabulary.alphabetical(facet, language)
                if language
                else vocabulary.facets[facet].values()
            )
            found = [
                (word, having.get(word.value, _NONE))
                for word in words
                if word.value in having or word.value in besides or facet == "region"
            ]
            if not besides:
                self._words[key] = found
        return found

    @cached_property
    def controlled_words(self) -> list[str]:
        """The words that a slip in a query may be mended to."""
        of_words = phrases_of(self.vocabulary).words_of(self.facets)
        return sorted({*self.search_index.controlled(), *of_words})

    @cached_property
    def countries(self) -> int:
        """In how many countries published entries work."""
        published = self.states[EntryState.PUBLISHED.value]
        return sum(
            1
            for value, ids in self.facets["country"].items()
            if value != ONLINE and ids.intersect(published)
        )


_NONE = BitMap()


def build(version: int) -> Snapshot:
    """Read all that is listed, in one statement: several could see different states.

    Row by row: the words of 100,000 entries at once would take 300 MB, which a process keeps.
    """
    found: dict[str, dict[str, BitMap]] = {facet: {} for facet in FACETS}
    states = {state.value: BitMap() for state in LISTED_STATES}
    rows: dict[int, Row] = {}
    listed = _read(Initiative.objects.listed())

    def entries() -> Iterator[tuple[int, Terms]]:
        for *row_fields, terms, values in listed.iterator(chunk_size=_READ_AT_ONCE):
            row = rows[row_fields[0]] = _row(row_fields)
            states[row.state].add(row.pk)
            for facet, sets in found.items():
                for value in values[facet]:
                    sets.setdefault(value, BitMap()).add(row.pk)
            yield row.pk, terms

    search_index = SearchIndex.of(entries())
    # Words after entries: an entry's words are then all there, for words are never deleted.
    vocabulary = Vocabulary.load()
    facets: dict[str, dict[str, BitMap]] = {facet: {} for facet in FACETS}
    for facet, sets in found.items():
        for value, ids in sets.items():
            if (word := _word(facet, value, vocabulary)) is not None:
                facets[facet][word] = facets[facet].get(word, _NONE) | ids
    return Snapshot(version, vocabulary, Rows(rows), facets, states, search_index)


def _read(entries: QuerySet[Initiative]) -> QuerySet[Initiative, Any]:
    return entries.annotate(has_contact=_HAS_CONTACT).values_list(*_ROW_FIELDS, *_OTHERS)


def _row(fields: list[Any]) -> Row:
    # A few words that each row of the database brings anew.
    row = Row(*fields)
    return row._replace(
        reach=intern(row.reach),
        state=intern(row.state),
        remote_for=tuple(map(intern, row.remote_for)),
    )


def advance(held: Snapshot, version: int) -> Snapshot:
    """The snapshot of a later version, from one held: only what changed since is read.

    Copies what changes and shares the rest, so that requests may go on with the held one.
    """
    found = Initiative.objects.filter(changed_in__gt=held.version)
    # In one statement, again. One more than are patched tells that there are too many.
    read = list(_read(found)[: _PATCHED + 1])
    vocabulary = Vocabulary.load()
    changes = len(read) + len(held.search_index.changed)
    if changes > _PATCHED or vocabulary.merged != held.vocabulary.merged:
        return build(version)
    gone = {pk: held.rows[pk] for pk, *_ in read if pk in held.rows}
    come = {
        fields[0]: row for *fields, _, _ in read if (row := _row(fields)).state in LISTED_STATES
    }
    terms = {pk: terms for pk, *_, terms, _ in read if pk in come}
    rows = held.rows.changed(gone, come)
    changed = BitMap([pk for pk, *_ in read])
    facets = {facet: _without(changed, held.facets[facet]) for facet in FACETS}
    states = _without(changed, held.states)
    for pk, *_, values in read:
        if pk not in come:
            continue
        states[come[pk].state] = states[come[pk].state] | BitMap([pk])
        for facet, word in _words(values, vocabulary):
            # A bitmap of this snapshot's own: the held one stays as it is.
            facets[facet][word] = facets[facet].get(word, _NONE) | BitMap([pk])
    orders = {key: order.changed(gone, come, rows) for key, order in dict(held._orders).items()}
    search_index = held.search_index.with_changes(changed, terms)
    return Snapshot(version, vocabulary, rows, facets, states, search_index, orders)


def _words(values: Mapping[str, list[str]], vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    """The facets of a row as (facet, value) pairs of words that stand."""
    for facet in FACETS:
        for value in values[facet]:
            if (word := _word(facet, value, vocabulary)) is not None:
                yield facet, word


def _word(facet: str, value: str, vocabulary: Vocabulary) -> str | None:
    """The value itself; of a word merged since the entry was published, the one it became."""
    return value if value in vocabulary.facets[facet] else vocabulary.canonical(facet, value)


def _without(ids: BitMap, sets: Mapping[str, BitMap]) -> dict[str, BitMap]:
    """The sets without these ids; those that hold none of them are shared."""
    left = {value: have - ids if have.intersect(ids) else have for value, have in sets.items()}
    return {value: have for value, have in left.items() if have or value in LISTED_STATES}


class _Process:
    """What this process holds."""

    snapshot: Snapshot | None = None
    building = threading.Lock()


def current() -> Snapshot:
    """The snapshot of the present version: one query, unless something public has changed.

    Call it once in a request. A version newer than the held one is taken up by one thread;
    others go on with the one that is held meanwhile, ``behind``: entries that were hidden are left
    out of every page even so, for each is made anew and reads its cards among those listed.
    """
    version = CatalogueVersion.objects.number()
    held = _Process.snapshot
    if held is not None and held.version == version:
        return held
    if held is None:
        _Process.building.acquire()
    elif not _Process.building.acquire(blocking=False):
        return replace(held, cards={}, suggestions={}, behind=True)
    try:
        # Asked again: another thread may have gone further while this one waited.
        held, version = _Process.snapshot, CatalogueVersion.objects.number()
        if held is None or held.version > version:
            held = _Process.snapshot = build(version)
        elif held.version < version:
            held = _Process.snapshot = advance(held, version)
        return held
    finally:
        _Process.building.release()


def forget() -> None:
    """Drop what is held: for tests, which wind versions back."""
    _Process.snapshot = None
