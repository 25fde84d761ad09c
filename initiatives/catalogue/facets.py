"""The count beside every value: with the other facets kept, and this value alone in its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.catalogue.address import Address
from initiatives.catalogue.selection import Selection
from initiatives.models import FACETS, ONLINE, EntryState, Word
from initiatives.text.names import collation_key

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


@dataclass(frozen=True, slots=True)
class Count:
    """One line of a facet."""

    word: Word
    number: int
    chosen: bool


def count(selection: Selection, facet: str) -> list[Count]:
    """All lines of a facet, in the order in which they are shown.

    Values that some listed entry has, those chosen, and for regions all 83.
    """
    inside = selection.others(facet)
    chosen = set(selection.chosen.get(facet, ()))
    snapshot = selection.snapshot
    lines = [
        Count(
            word,
            inside.intersection_cardinality(snapshot.having(facet, word.value)),
            word.value in chosen,
        )
        for word in _words(selection, facet, chosen)
    ]
    if facet in _IN_ORDER:
        lines.sort(key=lambda line: line.word.order)
    else:
        lines.sort(
            key=lambda line: (
                line.word.value != ONLINE,
                not line.chosen,
                -line.number,
                _name(line.word, selection.language),
            )
        )
    return lines


def _words(selection: Selection, facet: str, chosen: set[str]) -> Iterable[Word]:
    words = selection.snapshot.vocabulary.facets[facet]
    if facet == "region":
        return words.values()
    present = [words[value] for value in selection.snapshot.facets[facet] if value in words]
    present += [words[value] for value in chosen if value not in selection.snapshot.facets[facet]]
    if facet == "city":
        countries = set(selection.chosen.get("country", ()))
        return [word for word in present if word.group in countries or word.value in chosen]
    return present


def _name(word: Word, language: str) -> tuple[object, ...]:
    name = word.name_ru if language == "ru" else word.name_en
    return collation_key(name or word.name_en or word.name_ru, language)


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
