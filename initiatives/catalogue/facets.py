"""The count beside every value: with the other facets kept, and this value alone in its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from operator import itemgetter

from pyroaring import BitMap

from initiatives.catalogue.address import Address
from initiatives.catalogue.selection import Selection
from initiatives.models import CHOICE_FIELDS, FACETS, ONLINE, EntryState, Word

# Their words have an order of their own; those of the others stand by count.
_IN_ORDER = frozenset({*CHOICE_FIELDS, "designation"})


# One line of a facet: a word, and how many entries it leaves. Plain, for there are hundreds.
Line = tuple[Word, int]


def count(selection: Selection, facet: str) -> list[Line]:
    """All lines of a facet, in the order in which they are shown.

    Values that some listed entry has, those chosen, and for regions all 83.
    """
    number_of = selection.others(facet).intersection_cardinality
    lines = [(word, number_of(ids)) for word, ids in _counted(selection, facet)]
    return lines if facet in _IN_ORDER else _most_first(lines, selection.chosen.get(facet, ()))


def count_districts(selection: Selection) -> list[Line]:
    """The federal districts with their entries, counted like regions; in their own order."""
    number_of = selection.others("region").intersection_cardinality
    snapshot = selection.snapshot
    return [
        (word, number_of(snapshot.having("region", word.value)))
        for word in snapshot.vocabulary.districts.values()
    ]


def _most_first(lines: list[Line], chosen: Collection[str]) -> list[Line]:
    """Online, then those chosen, then the others, each by count; among equals by the alphabet."""
    lines.sort(key=itemgetter(1), reverse=True)
    first = {ONLINE, *chosen}
    ahead = [line for line in lines if line[0].value in first]
    if not ahead:
        return lines
    ahead.sort(key=lambda line: line[0].value != ONLINE)
    return ahead + [line for line in lines if line[0].value not in first]


def _counted(selection: Selection, facet: str) -> Iterable[tuple[Word, BitMap]]:
    """The words that have a line, each with the ids of all listed entries that have it."""
    snapshot, chosen = selection.snapshot, selection.chosen.get(facet, ())
    having = snapshot.facets[facet]
    words = snapshot.words(
        facet,
        language="" if facet in _IN_ORDER else selection.language,
        besides=[value for value in chosen if value not in having],
    )
    if facet != "city":
        return words
    countries = selection.chosen.get("country", ())
    return [pair for pair in words if pair[0].group in countries or pair[0].value in chosen]


def drops(selection: Selection, address: Address) -> list[tuple[str, Word, int]]:
    """What the removal of each single filter would give: (facet, its word, entries), most first."""
    found = [
        (
            facet,
            selection.snapshot.vocabulary.filter_word(facet, value),
            len(selection.choosing(dict(address.dropping(facet, value).chosen))),
        )
        for facet, values in address.chosen
        for value in values
    ]
    return sorted(found, key=lambda drop: (-drop[2], list(FACETS).index(drop[0]), drop[1].value))


def other_state(selection: Selection) -> tuple[str, int]:
    """The state that the selection does not show, as an address says it, and its entries there."""
    if selection.state == EntryState.CLOSED:
        return "", len(selection.in_state(EntryState.PUBLISHED.value))
    return EntryState.CLOSED.value, len(selection.in_state(EntryState.CLOSED.value))
