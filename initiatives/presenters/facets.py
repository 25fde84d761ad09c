"""A facet as it is shown: its lines, folded after some, each with the view that it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from initiatives.catalogue import facets
from initiatives.catalogue.listing import Listing
from initiatives.fields.bilingual import Text
from initiatives.models import FACETS, ONLINE
from initiatives.presenters.links import View

FOLDED_AFTER = 8

# Closed until something in them is chosen.
RARE = frozenset({"activity", "audience", "seeks", "tag"})


class Line(TypedDict):
    """One value of a facet. url: of the view with it too, or if it is chosen without it."""

    value: str
    name: Text
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    open: bool
    rows: list[Line]  # shown at once
    more: list[Line]  # folded


def facets_of(found: Listing, view: View, *, panel: bool = False) -> list[Facet]:
    """All facets of a listing that have a value, cities only once a country is chosen.

    panel: the links lead to the phone's page of filters again.
    """
    chosen = found.selection.chosen
    countries = set(chosen.get("country", ())) - {ONLINE}
    names = [name for name in FACETS if name != "city" or countries or "city" in chosen]
    made = [_facet(found, view, name, panel=panel) for name in names]
    return [facet for facet in made if facet.rows or facet.more]


def _facet(found: Listing, view: View, name: str, *, panel: bool) -> Facet:
    chosen = frozenset(found.selection.chosen.get(name, ()))
    lines = [
        Line(
            value=word.value,
            name=word.name,
            count=count,
            chosen=word.value in chosen,
            url=(view.dropping if word.value in chosen else view.adding)(
                name, word.value, panel=panel
            ),
        )
        for word, count in facets.count(found.selection, name)
    ]
    return Facet(name, str(FACETS[name]), name not in RARE or bool(chosen), *_folded(lines))


def _folded(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """What is shown at once, and what is folded: of a long list also what nothing has."""
    if len(lines) <= FOLDED_AFTER:
        return lines, []
    shown = 1
    for place, line in enumerate(lines[:FOLDED_AFTER], start=1):
        if line["count"] or line["chosen"]:
            shown = place
    return lines[:shown], lines[shown:]
