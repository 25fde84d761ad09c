"""What a list is, as a person would say it: "Media about Buryatia · in Georgia".

In English a place has its preposition and article. In Russian it comes first, with a colon, since
after a preposition each name would want another ending.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from initiatives.catalogue.address import Address
from initiatives.models import FACETS, ONLINE, EntryState, Kind, Reach, Vocabulary
from initiatives.presenters.frame import language

# More values than these would be a list, and the chips below it say the same.
SPOKEN = 4

# English names that have "the" before them: countries by their values, regions by their ends.
_COUNTRIES_WITH_ARTICLE = frozenset(
    "ae ax bq bs cc cd cf cg ck do fk fo gb gm hm im io km ky mh mp mv nl ph pn sb sc tc tf "
    "um us vg vi".split()
)
_ENDS_WITH_ARTICLE = (
    *("Region", "region", "Republic", "Territory", "District"),
    *("Caucasus", "Far East", "North-West", "South", "Urals"),
)
# Words that stand alone beside a box, and need another form in a sentence.
_IN_A_SENTENCE = {
    ("kind", Kind.CIVIC.value): pgettext_lazy("heading", "civic initiatives"),
    ("kind", Kind.IT.value): pgettext_lazy("heading", "IT initiatives"),
    ("reach", Reach.GRASSROOTS.value): pgettext_lazy("heading", "grassroots"),
    ("reach", Reach.REGIONAL.value): pgettext_lazy("heading", "of one region"),
    ("reach", Reach.NATIONAL.value): pgettext_lazy(
        "heading", "of a whole country or many countries"
    ),
}
# Facets whose names are not names of somebody or something: they have a small letter.
_COMMON = ("kind", "activity", "audience", "seeks", "designation")
_PLACES = ("country", "city", "region")


def heading(address: Address, vocabulary: Vocabulary) -> str:
    """The heading of a list that is not empty, without its number."""
    closed = address.state == EntryState.CLOSED
    initiatives = (
        pgettext("heading", "closed initiatives") if closed else pgettext("heading", "initiatives")
    )
    number = address.filter_count
    if number > SPOKEN:
        filters = ngettext("%(n)s filter", "%(n)s filters", number) % {"n": number}
        return _capitalised(f"{initiatives}: {filters}")
    chosen = {
        facet: {value: _name(facet, value, vocabulary) for value in values}
        for facet, values in address.chosen
    }
    leading = [] if closed else [facet for facet in ("kind", "activity") if facet in chosen][:1]
    lead = _or(chosen[leading[0]]) if leading else initiatives
    rest = [
        _phrase(facet, _or(chosen[facet]))
        for facet in FACETS
        if facet in chosen and facet not in (*leading, *_PLACES, "audience")
    ]
    return _capitalised(" · ".join([*_with_places_and_people(lead, chosen), *rest]))


def _name(facet: str, value: str, vocabulary: Vocabulary) -> str:
    """As it is said within a sentence."""
    if words := _IN_A_SENTENCE.get((facet, value)):
        return str(words)
    name = str(vocabulary.filter_word(facet, value).name)
    if facet in _COMMON:
        return name if _begins_with_a_name(name, vocabulary) else name[:1].lower() + name[1:]
    if language() == "en" and (
        (facet == "country" and value in _COUNTRIES_WITH_ARTICLE)
        or (facet == "region" and name.endswith(_ENDS_WITH_ARTICLE))
    ):
        return f"the {name}"
    return name


def _begins_with_a_name(words: str, vocabulary: Vocabulary) -> bool:
    """Capitals (VPN), or a people or a country ("Ukrainians")."""
    first = words.partition(" ")[0]
    if len(first) > 1 and not first[1:].islower():
        return first.upper() == first or not first.isalpha()
    names = (
        str(word.name)
        for facet in ("language", "country")
        for value, word in vocabulary.facets[facet].items()
        if value != ONLINE
    )
    return first.startswith(tuple(names))


def _phrase(facet: str, words: str) -> str:
    if facet == "seeks":
        return pgettext("heading", "seeking: %(words)s") % {"words": words}
    if facet == "language":
        return pgettext("heading", "in %(language)s") % {"language": words}
    if facet == "designation":
        return pgettext("heading", "status in Russia: %(words)s") % {"words": words}
    return words


def _with_places_and_people(lead: str, chosen: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The lead with its regions, its places and whom it is for, and what is said after it."""
    regions, people = chosen.get("region"), chosen.get("audience")
    cities, countries = chosen.get("city", {}), dict(chosen.get("country", {}))
    if regions:
        lead = pgettext("heading", "%(lead)s about %(regions)s") % {
            "lead": lead,
            "regions": _or(regions),
        }
    for city in cities:  # says its country too
        countries.pop(city.partition("-")[0], None)
    also = []
    if list(countries) == [ONLINE]:
        anywhere = pgettext("heading", "for people in any country")
        if not (regions or cities or people):
            return [f"{lead} {anywhere}"]
        also, countries = [anywhere], {}
    elif ONLINE in countries:
        del countries[ONLINE]
        countries[ONLINE] = pgettext("heading", "any country")
    if cities and countries:  # a place in one of each
        also = [pgettext("heading", "also in %(places)s") % {"places": _or(countries)}]
    if places := cities or countries:
        pattern = (
            pgettext("heading", "%(lead)s · in %(places)s")
            if regions or lead.endswith(" in")  # "Settling in"
            else pgettext("heading", "%(lead)s in %(places)s")
        )
        lead = pattern % {"lead": lead, "places": _or(places)}
    if people:
        lead = pgettext("heading", "%(lead)s for %(people)s") % {
            "lead": lead,
            "people": _or(people),
        }
    return [lead, *also]


def _or(names: Mapping[str, str]) -> str:
    """ "Armenia, Georgia or Serbia"; names that have commas themselves are parted by "or" only."""
    *before, last = names.values()
    between = _(" or ") if any("," in name for name in names.values()) else ", "
    return _(" or ").join([between.join(before), last] if before else [last])


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
