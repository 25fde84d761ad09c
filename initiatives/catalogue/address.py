"""The one canonical address of every view, and the links that lead from it to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote_plus

from initiatives.catalogue.ordering import BALANCED, MATCH
from initiatives.models import FACETS

# In the order in which they stand in an address.
PARAMETERS = ("q", *FACETS, "state", "sort", "page")


@dataclass(frozen=True)
class Address:
    """A view as its parameters. Values are canonical: known, lower case, sorted, not doubled.

    sort: "" for the order that the view has by itself. q: what is searched for, ``cleaned``.
    """

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    state: str = ""
    sort: str = ""
    page: int = 1
    q: str = ""

    @classmethod
    def of(
        cls,
        chosen: Mapping[str, tuple[str, ...]],
        *,
        state: str = "",
        sort: str = "",
        q: str = "",
    ) -> Address:
        in_order = tuple(
            (facet, tuple(sorted(set(chosen[facet])))) for facet in FACETS if chosen.get(facet)
        )
        return cls(in_order, state, "" if sort == (MATCH if q else BALANCED) else sort, q=q)

    @property
    def order(self) -> str:
        """The order of the view: by match where something is searched for, else the mixed one."""
        return self.sort or (MATCH if self.q else BALANCED)

    @property
    def query(self) -> str:
        """The query string: parameters in order, nothing empty, doubled or default."""
        pairs = [("q", quote_plus(self.q))] if self.q else []
        # Other values are slugs and codes of the vocabulary: nothing in them needs to be quoted.
        pairs += [(facet, value) for facet, values in self.chosen for value in values]
        if self.state:
            pairs.append(("state", self.state))
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return "&".join([f"{name}={value}" for name, value in pairs])

    @property
    def filter_count(self) -> int:
        return sum(len(values) for _, values in self.chosen)

    def values(self, facet: str) -> tuple[str, ...]:
        return dict(self.chosen).get(facet, ())

    def adding(self, facet: str, value: str) -> Address:
        """The view with this value too, from its first page."""
        return self._choosing(facet, {*self.values(facet), value})

    def dropping(self, facet: str, value: str) -> Address:
        """The view without this value; a country takes its cities along."""
        changed = self._choosing(facet, set(self.values(facet)) - {value})
        if facet == "country":
            cities = {c for c in changed.values("city") if not c.startswith(f"{value}-")}
            changed = changed._choosing("city", cities)
        return changed

    def cleared(self) -> Address:
        return replace(self, chosen=(), page=1)

    def searching(self, q: str) -> Address:
        """The view with these words in place of those that it searches for; "" for none."""
        return Address.of(dict(self.chosen), state=self.state, q=q)

    def sorted_by(self, sort: str) -> Address:
        return Address.of(dict(self.chosen), state=self.state, sort=sort, q=self.q)

    def in_state(self, state: str) -> Address:
        return replace(self, state=state, page=1)

    def at_page(self, page: int) -> Address:
        return replace(self, page=page)

    def _choosing(self, facet: str, values: set[str]) -> Address:
        chosen = {**dict(self.chosen), facet: tuple(values)}
        return Address.of(chosen, state=self.state, sort=self.sort, q=self.q)
