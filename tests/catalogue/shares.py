"""What share of the places on first pages grassroots initiatives have, beside their share of what
the pages lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pyroaring import BitMap

from initiatives.catalogue.listing import PER_PAGE
from initiatives.catalogue.needs import answers, needs
from initiatives.catalogue.recent import recent
from initiatives.catalogue.search import search
from initiatives.catalogue.selection import Selection
from initiatives.catalogue.similar import similar
from initiatives.catalogue.snapshot import Snapshot
from initiatives.models import ONLINE, EntryState, Initiative, Reach
from initiatives.pages.entries import SIMILAR_SHOWN
from initiatives.pages.home import SHOWN
from initiatives.pages.places import CARDS_SHOWN
from tests.search.measuring import queries

DAYS = 30
BAR = 0.95
BARRED = ("lists", "countries", "regions", "home")

FirstPage = Callable[[Selection], Sequence[int]]


@dataclass(frozen=True)
class Share:
    """Of one view. ratio: grassroots' share of its places, of all days, ÷ their share of it."""

    pages: str
    view: str
    entries: int
    ratio: float


def shares(snapshot: Snapshot, *, begin: date) -> Iterator[Share]:
    """Each view that not all its entries fit on, on so many days from one on."""
    views = list(_views(snapshot))
    shown: list[list[int]] = [[] for _ in views]
    for step in range(DAYS):  # day by day, for only the newest day's order is kept
        whole = Selection(snapshot, language="en", day=begin + timedelta(days=step))
        for (_pages, _view, chosen, first_page), places in zip(views, shown, strict=True):
            places.extend(first_page(whole.choosing(chosen)))
    for (pages, view, chosen, _), places in zip(views, shown, strict=True):
        ids = whole.choosing(chosen).ids
        if len(places) < len(ids) * DAYS and ids.intersect(_small(snapshot)):
            yield Share(pages, view, len(ids), _ratio(snapshot, places, ids))
    yield _needs(snapshot, begin)
    yield from _searches(snapshot)
    yield _similar(snapshot)


def _searches(snapshot: Snapshot) -> Iterator[Share]:
    """Of each query of the list whose hits do not fit on the first page: the best match first."""
    published = snapshot.states[EntryState.PUBLISHED.value]
    for row in queries():
        found = [pk for pk in search(snapshot, row["query"]).ordered if pk in published]
        ids = BitMap(found)
        if len(found) > PER_PAGE and ids.intersect(_small(snapshot)):
            yield Share("search", row["query"], len(ids), _ratio(snapshot, found[:PER_PAGE], ids))


def _needs(snapshot: Snapshot, day: date) -> Share:
    """Of the pages of all needs in all countries together: the first so many of each."""
    shown: list[int] = []
    every: list[int] = []
    for value in snapshot.facets["country"]:
        for need in needs():
            if value != ONLINE:
                found = answers(need, snapshot, day=day, country=value.upper())
                every += (helping := [*found.here, *found.remotely])
                shown += helping[:CARDS_SHOWN]
    small = _small(snapshot)
    of_shown, of_every = (sum(pk in small for pk in pks) / len(pks) for pks in (shown, every))
    return Share("needs", "all needs", len({*every}), of_shown / of_every)


def _views(snapshot: Snapshot) -> Iterator[tuple[str, str, dict[str, tuple[str, ...]], FirstPage]]:
    yield "lists", "all", {}, _first(PER_PAGE)
    yield "home", "recently added", {}, lambda selection: recent(selection, SHOWN)[0]
    for facet in ("kind", "country", "region"):
        for value in snapshot.facets[facet]:
            yield "lists", value, {facet: (value,)}, _first(PER_PAGE)
    for pages, facet in (("countries", "country"), ("regions", "region")):
        for value in snapshot.facets[facet]:
            if value != ONLINE:  # which has no page
                yield pages, value, {facet: (value,)}, _first(CARDS_SHOWN)


def _first(number: int) -> FirstPage:
    return lambda selection: selection[:number].pks


def _similar(snapshot: Snapshot) -> Share:
    """Of all entries together: each names a few, and all others could be among them."""
    entries: Any = Initiative.objects.published().values_list("pk", "facets")
    shown = [
        one.pk
        for pk, facets in entries
        for one in similar(snapshot, facets, besides=[pk], most=SIMILAR_SHOWN)
    ]
    ids = snapshot.states[EntryState.PUBLISHED.value]
    return Share("similar", "all entries", len(ids), _ratio(snapshot, shown, ids))


def _ratio(snapshot: Snapshot, shown: Sequence[int], ids: BitMap) -> float:
    small = _small(snapshot)
    return sum(pk in small for pk in shown) / len(shown) / (len(ids & small) / len(ids))


def _small(snapshot: Snapshot) -> BitMap:
    return snapshot.having("reach", Reach.GRASSROOTS)
