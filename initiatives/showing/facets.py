"""A facet as it is shown: its lines, folded after some, each with the view that it leads to."""

from __future__ import annotations

from collections.abc import Callable

from initiatives.catalogue import facets
from initiatives.catalogue.facets import Count
from initiatives.catalogue.listing import Listing
from initiatives.models import FACETS, ONLINE
from initiatives.showing.links import View

FOLDED_AFTER = 8

# Closed until something in them is chosen.
RARE = frozenset({"activity", "audience", "seeks", "tag"})


class Facet:
    """One facet of a listing. panel: its links lead to the phone's page of filters again."""

    def __init__(self, found: Listing, view: View, name: str, *, panel: bool) -> None:
        lines = facets.count(found.selection, name)
        self.name = name
        self.label = str(facets.LABELS[name])
        self.rows, self.more = _folded(lines)
        self.open = name not in RARE or name in found.selection.chosen
        self.language = view.language
        # value -> the address of the view with it too, as it stands in markup
        self.adding: Callable[[str], str] = view.adding(name, panel=panel, joined="&amp;")
        self._view = view
        self._panel = panel

    def dropping(self, value: str) -> str:
        """The address of the view without this value."""
        return self._view.dropping(self.name, value, panel=self._panel)


def facets_of(found: Listing, view: View, *, panel: bool = False) -> list[Facet]:
    """All facets, but cities only once a country is chosen."""
    chosen = found.selection.chosen
    countries = set(chosen.get("country", ())) - {ONLINE}
    names = [name for name in FACETS if name != "city" or countries or "city" in chosen]
    return [Facet(found, view, name, panel=panel) for name in names]


def _folded(lines: list[Count]) -> tuple[list[Count], list[Count]]:
    """What is shown at once, and what is folded: of a long list also what nothing has."""
    if len(lines) <= FOLDED_AFTER:
        return lines, []
    first = enumerate(lines[:FOLDED_AFTER], start=1)
    shown = max((place for place, line in first if line.number or line.chosen), default=1)
    return lines[:shown], lines[shown:]
