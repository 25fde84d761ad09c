"""A facet as it is shown: its lines, folded after some, each with the view that it leads to."""

from __future__ import annotations

from collections.abc import Callable, Collection

from initiatives.catalogue import facets
from initiatives.catalogue.facets import Line
from initiatives.catalogue.listing import Listing
from initiatives.models import FACETS, ONLINE
from initiatives.presenters.links import View

FOLDED_AFTER = 8

# Closed until something in them is chosen.
RARE = frozenset({"activity", "audience", "seeks", "tag"})


class Facet:
    """One facet of a listing. panel: its links lead to the phone's page of filters again."""

    def __init__(self, found: Listing, view: View, name: str, *, panel: bool) -> None:
        self.name = name
        self.chosen = frozenset(found.selection.chosen.get(name, ()))
        self.rows, self.more = _folded(facets.count(found.selection, name), self.chosen)
        self.open = name not in RARE or bool(self.chosen)
        self.language = view.language
        self._view = view
        self._panel = panel

    @property
    def label(self) -> str:
        return str(facets.LABELS[self.name])

    def adding(self) -> Callable[[str], str]:
        """value -> the address of the view with it too, as it stands in markup."""
        return self._view.adding(self.name, panel=self._panel, joined="&amp;")

    def dropping(self, value: str) -> str:
        """The address of the view without this value."""
        return self._view.dropping(self.name, value, panel=self._panel)


def facets_of(found: Listing, view: View, *, panel: bool = False) -> list[Facet]:
    """All facets, but cities only once a country is chosen."""
    chosen = found.selection.chosen
    countries = set(chosen.get("country", ())) - {ONLINE}
    names = [name for name in FACETS if name != "city" or countries or "city" in chosen]
    return [Facet(found, view, name, panel=panel) for name in names]


def _folded(lines: list[Line], chosen: Collection[str]) -> tuple[list[Line], list[Line]]:
    """What is shown at once, and what is folded: of a long list also what nothing has."""
    if len(lines) <= FOLDED_AFTER:
        return lines, []
    shown = 1
    for place, (word, number) in enumerate(lines[:FOLDED_AFTER], start=1):
        if number or word.value in chosen:
            shown = place
    return lines[:shown], lines[shown:]
