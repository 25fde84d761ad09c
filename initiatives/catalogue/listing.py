"""A query -> the page of entries that it asks for, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from initiatives.catalogue.address import PARAMETERS, Address
from initiatives.catalogue.filters import OPEN_STATE, InitiativeFilter, quoted
from initiatives.catalogue.ordering import BALANCED, MATCH
from initiatives.catalogue.selection import Selection
from initiatives.catalogue.snapshot import Snapshot
from initiatives.models import FACETS, Vocabulary
from initiatives.text.addresses import says_nothing_here

PER_PAGE = 24
MOST_VALUES = 50

_PAGE = re.compile(r"[0-9]{1,7}", re.ASCII)


@dataclass(frozen=True)
class Problem:
    """One part of a query that means nothing here."""

    parameter: str
    message: str


class Unreadable(ValueError):
    """The query asks for something that does not exist. Never answered by a wider list."""

    def __init__(self, problems: list[Problem], without: Address) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems
        self.without = without  # the view that remains when the faulty parts are left out


class BeyondTheLast(LookupError):
    """A page after the last one."""

    def __init__(self, listing: Listing) -> None:
        super().__init__(str(listing.address.page))
        self.listing = listing  # of the last page


@dataclass(frozen=True)
class Listing:
    address: Address
    selection: Selection

    @cached_property
    def total(self) -> int:
        return self.selection.count()

    @property
    def entries(self) -> Selection:
        """Those of this page."""
        return cast("Selection", self.page.object_list)

    @cached_property
    def page(self) -> Page:
        """The page with its neighbours."""
        return self.paginator.page(self.address.page)

    @cached_property
    def paginator(self) -> Paginator:
        # A Selection has what Paginator uses of a QuerySet, but is none to a type checker.
        return Paginator(cast("Any", self.selection), PER_PAGE)


def find(
    query: MultiValueDict[str, str], *, snapshot: Snapshot, language: str, day: date
) -> Listing:
    """Read a query (parameter -> values, as typed).

    Its canonical form is the listing's ``address``; a face redirects to it when it differs.
    Raises Unreadable, BeyondTheLast. No query to the database.
    """
    typed: MultiValueDict[str, str] = MultiValueDict()
    problems = []
    for name, values in query.lists():
        # "&amp;" is how markup writes "&"; some programs send it so.
        parameter = re.sub("^(?:amp;)+", "", name.lower())
        if parameter not in PARAMETERS and (
            parameter != name.lower() or says_nothing_here(parameter)
        ):
            continue
        if parameter not in PARAMETERS:
            message = _("There is no filter called “%(name)s”.") % {"name": quoted(name)}
            problems.append(Problem(parameter, message))
            continue
        for value in values:
            if parameter == "q":
                typed.appendlist(parameter, value)
            elif value := value.strip():
                # A messenger may take the end of a sentence for a part of the address.
                typed.appendlist(parameter, value.rstrip(").,;") or value)
    whole = Selection(snapshot, language=language, day=day)
    if sum(len(typed.getlist(facet)) for facet in FACETS) > MOST_VALUES:
        message = _("You can choose at most %(most)d filters.") % {"most": MOST_VALUES}
        raise Unreadable([*problems, Problem("", message)], Address())
    page, page_problem = _page(typed)
    problems += page_problem
    for single in ("q", "state", "sort"):
        if len({v.lower() for v in typed.getlist(single)}) > 1:
            message = _("“%(name)s” can have only one value.") % {"name": single}
            problems.append(Problem(single, message))
            del typed[single]

    door = InitiativeFilter(typed, queryset=whole)
    for parameter, errors in door.form.errors.get_json_data().items():
        problems += [Problem(parameter, error["message"]) for error in errors]
    if problems:
        raise Unreadable(problems, _readable(typed, door, snapshot.vocabulary))
    selection: Selection = door.qs
    address = Address.of(
        dict(selection.chosen),
        state=door.form.cleaned_data["state"],
        sort=_own_sort(door.form.cleaned_data["sort"]),
        q=door.form.cleaned_data["q"],
    )
    listing = Listing(address.at_page(page), selection)
    last = listing.paginator.num_pages
    if page > last:
        raise BeyondTheLast(Listing(address.at_page(last), selection))
    return listing


def _readable(
    typed: MultiValueDict[str, str], door: InitiativeFilter, vocabulary: Vocabulary
) -> Address:
    """The view that is left of a query when its faulty parts are taken away."""
    chosen = {
        facet: tuple(
            known
            for value in typed.getlist(facet)
            if (known := vocabulary.canonical(facet, value)) is not None
        )
        for facet in FACETS
    }
    cleaned = door.form.cleaned_data
    return Address.of(
        chosen,
        state=cleaned.get("state", OPEN_STATE),
        sort=_own_sort(cleaned.get("sort", "")),
        q=cleaned.get("q", ""),
    )


def _own_sort(sort: str) -> str:
    """The order as an address says it: "" for the one that the view has by itself."""
    return "" if sort in (BALANCED, MATCH) else sort


def _page(typed: MultiValueDict[str, str]) -> tuple[int, list[Problem]]:
    pages = set(typed.getlist("page"))
    typed.pop("page", None)
    if not pages:
        return 1, []
    text = pages.pop()
    if pages or not _PAGE.fullmatch(text) or int(text) < 1:
        message = _("“%(value)s” is not the number of a page.") % {"value": quoted(text)}
        return 1, [Problem("page", message)]
    return int(text), []
