"""The count beside every value: with the other facets kept, and this value alone in its own."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.catalogue.address import Address
from initiatives.catalogue.selection import Selection
from initiatives.models import FACETS, ONLINE, EntryState, Word

LABELS: dict[str, Promise] = {
    "kind": _("Kind"),
    "country": _("Country"),
    "city": _("City"),
    "region": _("About which region"),
    "language": _("Language"),
    "activity": _("What it does"),
    "audience": _("For whom"),
    "seeks": _("What it seeks"),
    "reach": _("Reach"),
    "tag": _("Tag"),
    "designation": _("Russian legal status"),
}

# Their words have an order of their own; those of the others stand by count.
_IN_ORDER = frozenset({"kind", "reach", "designation"})


class Count(NamedTuple):
    """One line of a facet."""

    word: Word
    number: int
    chosen: bool


def count(selection: Selection, facet: str) -> list[Count]:
    """All lines of a facet, in the order in which they are shown.

    Values that some listed entry has, those chosen, and for regions all 83.
    """
    inside = selection.others(facet)
    chosen = frozenset(selection.chosen.get(facet, ()))
    having = selection.snapshot.facets[facet]
    lines = []
    for word in _words(selection, facet):
        ids = having.get(word.value)
        if ids is not None:
            number = inside.intersection_cardinality(ids)
            lines.append(Count(word, number, word.value in chosen))
        elif facet == "region" or word.value in chosen:
            lines.append(Count(word, 0, word.value in chosen))
    return lines if facet in _IN_ORDER else _most_first(lines)


def _most_first(lines: list[Count]) -> list[Count]:
    """Online, then those chosen, then the others, each by count; among equals by the alphabet."""
    lines.sort(key=attrgetter("number"), reverse=True)
    online, chosen, others = [], [], []
    for line in lines:
        if line.word.value == ONLINE:
            online.append(line)
        elif line.chosen:
            chosen.append(line)
        else:
            others.append(line)
    return online + chosen + others


def _words(selection: Selection, facet: str) -> Iterable[Word]:
    vocabulary = selection.snapshot.vocabulary
    if facet in _IN_ORDER:
        return vocabulary.facets[facet].values()
    words = vocabulary.alphabetical(facet, selection.language)
    if facet != "city":
        return words
    countries = set(selection.chosen.get("country", ()))
    chosen = selection.chosen.get("city", ())
    return [word for word in words if word.group in countries or word.value in chosen]


def drops(selection: Selection, address: Address) -> list[tuple[str, Word, int]]:
    """What the removal of each single filter would give: (facet, its word, entries), most first."""
    found = [
        (
            facet,
            selection.snapshot.vocabulary.facets[facet][value],
            len(selection.choosing(dict(address.dropping(facet, value).chosen))),
        )
        for facet, values in address.chosen
        for value in values
    ]
    return sorted(found, key=lambda drop: (-drop[2], FACETS.index(drop[0]), drop[1].value))


def other_state(selection: Selection) -> tuple[str, int]:
    """The state that the selection does not show, as an address says it, and its entries there."""
    if selection.state == EntryState.CLOSED:
        return "", len(selection.in_state(EntryState.PUBLISHED.value))
    return EntryState.CLOSED.value, len(selection.in_state(EntryState.CLOSED.value))
