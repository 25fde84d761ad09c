"""What a list is, as a person would say it: "Media about Buryatia · in Georgia".

In English a place has its preposition and article. In Russian it comes first, with a colon, since
after a preposition each name would want another ending.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from initiatives.catalogue.address import Address
from initiatives.models import FACETS, ONLINE, EntryState, Vocabulary
from initiatives.presenters.frame import language

# More values than these would be a list, and the chips below it say the same.
SPOKEN = 4

# English names that have "the" before them: countries by their values, regions by their ends.
_WITH_ARTICLE = frozenset(
    "ae bs cd cf do gb gm mv nl ph us vatican va mh sb km ky tc vi vg".split()
)
_ARTICLE_ENDS = ("Republic", "Federation", "Area", "Autonomous Region", "Islands", "Urals", "South")
_INITIATIVES = {
    False: pgettext_lazy("heading", "Initiatives"),
    True: pgettext_lazy("heading", "Closed initiatives"),
}


def heading(address: Address, vocabulary: Vocabulary) -> str:
    """The heading of a list that is not empty, without its number."""
    number = address.filter_count
    closed = address.state == EntryState.CLOSED
    if number > SPOKEN:
        filters = ngettext("%(n)s filter", "%(n)s filters", number) % {"n": number}
        return f"{_INITIATIVES[closed]}: {filters}"
    chosen = {
        facet: [_name(facet, value, vocabulary) for value in values]
        for facet, values in address.chosen
    }
    lead, rest = _lead(chosen, closed=closed)
    return _in_places(lead, chosen, dict(address.chosen)) + "".join(f" · {words}" for words in rest)


def _name(facet: str, value: str, vocabulary: Vocabulary) -> str:
    name = str(vocabulary.filter_word(facet, value).name)
    if language() == "en" and (
        (facet == "country" and value in _WITH_ARTICLE)
        or (facet == "region" and name.endswith(_ARTICLE_ENDS))
    ):
        return f"the {name}"
    return name


def _lead(chosen: Mapping[str, Sequence[str]], *, closed: bool) -> tuple[str, list[str]]:
    """What comes first, and what is appended."""
    parts = {
        facet: _phrase(facet, names)
        for facet, names in chosen.items()
        if facet not in ("kind", "country", "city", "region")
    }
    rest = [parts[facet] for facet in FACETS if facet in parts]
    if closed:
        return str(_INITIATIVES[closed]), [
            *([_or(chosen["kind"])] if "kind" in chosen else []),
            *rest,
        ]
    if "kind" in chosen:
        return _or(chosen["kind"]), rest
    if "activity" in chosen:
        del parts["activity"]
        return _or(chosen["activity"]), [parts[facet] for facet in FACETS if facet in parts]
    return str(_INITIATIVES[closed]), rest


def _phrase(facet: str, names: Sequence[str]) -> str:
    words = _or(names)
    if facet == "audience":
        return pgettext("heading", "for %(words)s") % {"words": _lowered(words)}
    if facet == "seeks":
        return pgettext("heading", "seeking: %(words)s") % {"words": _lowered(words)}
    if facet == "language":
        return pgettext("heading", "in %(language)s") % {"language": words}
    if facet == "designation":
        return pgettext("heading", "status in Russia: %(words)s") % {"words": _lowered(words)}
    return _lowered(words)


def _in_places(
    lead: str, chosen: Mapping[str, Sequence[str]], values: Mapping[str, Sequence[str]]
) -> str:
    """The lead with its regions and places."""
    about = "region" in chosen
    if about:
        lead = pgettext("heading", "%(lead)s about %(regions)s") % {
            "lead": lead,
            "regions": _or(chosen["region"]),
        }
    named = [
        name
        for name, value in zip(chosen.get("country", ()), values.get("country", ()), strict=True)
        if value != ONLINE and not _has_city(value, values)
    ]
    places = [*chosen.get("city", ()), *named]
    if ONLINE in values.get("country", ()):
        anywhere = pgettext("heading", "for people in any country")
        if not places:
            return f"{lead} · {anywhere}"
        places.append(pgettext("heading", "any country"))
    if not places:
        return lead
    if language() == "ru":
        lead = _lowered(lead)
    pattern = (
        pgettext("heading", "%(lead)s · in %(places)s")
        if about
        else pgettext("heading", "%(lead)s in %(places)s")
    )
    return pattern % {"lead": lead, "places": _or(places)}


def _has_city(country: str, values: Mapping[str, Sequence[str]]) -> bool:
    return any(city.startswith(f"{country}-") for city in values.get("city", ()))


def _or(names: Sequence[str]) -> str:
    return _(" or ").join([*names[:1], *map(_lowered, names[1:])])


def _lowered(words: str) -> str:
    """With a small letter, but for what is written in capitals and for names."""
    first, _space, _rest = words.partition(" ")
    return words if len(first) > 1 and not first[1:].islower() else words[:1].lower() + words[1:]
