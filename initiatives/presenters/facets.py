"""A facet as it is shown: its lines, folded after some, each with the view that it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.catalogue import facets
from initiatives.catalogue.facets import Line as Counted
from initiatives.catalogue.listing import Listing
from initiatives.fields.bilingual import Text
from initiatives.models import FACETS, ONLINE
from initiatives.presenters.links import View

FOLDED_AFTER = 8

# What an initiative does comes second; the others in the order of addresses.
ORDER = ("kind", "activity", *(name for name in FACETS if name not in ("kind", "activity")))

# Closed until something in them is chosen; nothing is folded in them once more.
RARE = frozenset({"activity", "audience", "seeks", "tag"})

# The activities in groups: heading -> slugs. What is in none of them is in the last one.
GROUPS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (
        _("Help"),
        (
            "newcomer-advice",
            "visas-residence",
            "asylum",
            "legal-aid",
            "evacuation",
            "shelter",
            "psychological-support",
            "health",
            "material-aid",
            "violence",
            "conscientious-objection",
            "interpreting",
            "employment",
        ),
    ),
    (
        _("Community"),
        (
            "community-space",
            "language-courses",
            "schools-children",
            "culture",
            "books",
            "education",
            "business-support",
        ),
    ),
    (
        _("Media"),
        (
            "news",
            "regional-news",
            "investigations",
            "analysis",
            "video-audio",
            "environment",
            "journalist-support",
        ),
    ),
    (
        _("Civic"),
        (
            "human-rights",
            "political-prisoners",
            "anti-war-action",
            "help-ukraine",
            "advocacy",
            "elections",
            "feminism",
            "lgbtq",
            "indigenous-peoples",
            "research",
            "fundraising",
        ),
    ),
    (_("IT"), ("digital-security", "circumvention", "internet-freedom", "civic-tech")),
)


class Line(TypedDict):
    """One value of a facet. url: of the view with it too, or if it is chosen without it; within: it
    is a region under its federal district."""

    value: str
    name: Text
    count: int
    chosen: bool
    url: str
    within: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that give something or are chosen, under a heading; without any it is one line."""

    label: str
    lines: list[Line]

    @property
    def is_empty(self) -> bool:
        return not self.lines


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    open: bool
    rows: list[Line]  # shown at once
    more: list[Line]  # folded
    groups: list[Group] = field(default_factory=list)  # in place of them


def facets_of(found: Listing, view: View, *, panel: bool = False) -> list[Facet]:
    """All facets of a listing that have a value, cities only once a country is chosen.

    panel: the links lead to the phone's page of filters again.
    """
    chosen = found.selection.chosen
    countries = set(chosen.get("country", ())) - {ONLINE}
    names = [name for name in ORDER if name != "city" or countries or "city" in chosen]
    made = [_facet(found, view, name, panel=panel) for name in names]
    return [facet for facet in made if facet.rows or facet.more or facet.groups]


def _facet(found: Listing, view: View, name: str, *, panel: bool) -> Facet:
    chosen = frozenset(found.selection.chosen.get(name, ()))

    def lines_of(counted: Iterable[Counted], *, within: bool = False) -> list[Line]:
        return [
            Line(
                value=word.value,
                name=word.name,
                count=count,
                chosen=word.value in chosen,
                url=(view.dropping if word.value in chosen else view.adding)(
                    name, word.value, panel=panel
                ),
                within=within,
            )
            for word, count in counted
        ]

    counted = facets.count(found.selection, name)
    label, is_open = str(FACETS[name]), name not in RARE or bool(chosen)
    if name == "activity":
        return Facet(name, label, is_open, [], [], _grouped(lines_of(counted)))
    if name == "region":
        return Facet(name, label, is_open, *_by_district(found, counted, chosen, lines_of))
    lines = lines_of(counted)
    if name in RARE:
        return Facet(name, label, is_open, lines, [])
    return Facet(name, label, is_open, *_folded(lines))


def _grouped(lines: list[Line]) -> list[Group]:
    if not lines:
        return []
    placed = {slug: number for number, (_label, slugs) in enumerate(GROUPS) for slug in slugs}
    groups = [Group(str(label), []) for label, _slugs in GROUPS]
    for line in lines:
        if line["count"] or line["chosen"]:
            groups[placed.get(line["value"], -1)].lines.append(line)
    return groups


def _by_district(
    found: Listing, counted: list[Counted], chosen: frozenset[str], lines_of: _LinesOf
) -> tuple[list[Line], list[Line]]:
    """The federal districts, each with its regions under it where it or one of them is chosen; the
    other regions are folded."""
    rows: list[Line] = []
    shown: set[str] = set()
    for district, number in facets.count_districts(found.selection):
        rows += lines_of([(district, number)])
        inside = [line for line in counted if line[0].group == district.value]
        if district.value in chosen or any(word.value in chosen for word, _n in inside):
            under = [line for line in inside if line[1] or line[0].value in chosen]
            rows += lines_of(under, within=True)
            shown.update(word.value for word, _n in under)
    return rows, lines_of(line for line in counted if line[0].value not in shown)


class _LinesOf(Protocol):
    def __call__(self, counted: Iterable[Counted], *, within: bool = False) -> list[Line]: ...


def _folded(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """What is shown at once, and what is folded: of a long list also what nothing has."""
    if len(lines) <= FOLDED_AFTER:
        return lines, []
    shown = 1
    for place, line in enumerate(lines[:FOLDED_AFTER], start=1):
        if line["count"] or line["chosen"]:
            shown = place
    return lines[:shown], lines[shown:]
