"""The facets of an entry: in which values of which filters it stands.

Written beside the entry by publishing; read by the catalogue, the cards and the dump. The values
are those of addresses (``?country=ge``); content documents hold natural keys (``"GE"``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

# In the order of addresses.
FACETS = (
    "kind",
    "country",
    "city",
    "region",
    "language",
    "activity",
    "audience",
    "seeks",
    "reach",
    "tag",
    "designation",
)

ONLINE = "online"
NO_DESIGNATION = "none"

# Facet -> the field of the content document whose list of natural keys it shows.
WORD_FIELDS = {
    "country": "host_countries",
    "city": "cities",
    "region": "focus_regions",
    "language": "languages",
    "activity": "activities",
    "audience": "audiences",
    "seeks": "seeks",
    "tag": "tags",
}


def _lower(key: str) -> str:
    return key.lower()


def _city(key: str) -> str:
    return key.lower().replace("/", "-", 1)


_VALUE: dict[str, Callable[[str], str]] = {"country": _lower, "region": _lower, "city": _city}


def value_of(facet: str, key: str) -> str:
    """The address's value of a natural key: ``("city", "GE/tbilisi")`` -> ``"ge-tbilisi"``."""
    return _VALUE[facet](key) if facet in _VALUE else key


def key_of(facet: str, value: str) -> str:
    """The natural key of an address's value: ``("city", "ge-tbilisi")`` -> ``"GE/tbilisi"``."""
    if facet in ("country", "region"):
        return value.upper()
    if facet == "city":
        country, _, slug = value.partition("-")
        return f"{country.upper()}/{slug}"
    return value


def designations_in_force(designations: Iterable[dict[str, Any]]) -> list[str]:
    types = {one["type"] for one in designations if not one.get("ended")}
    return sorted(types) or [NO_DESIGNATION]


def facets_of(content: dict[str, Any]) -> dict[str, list[str]]:
    """The facets of a content document: facet -> values, in the document's order."""
    facets = {
        facet: [value_of(facet, key) for key in content[field]]
        for facet, field in WORD_FIELDS.items()
    }
    if content["online"]:
        facets["country"].append(ONLINE)
    facets["kind"] = [content["kind"]]
    facets["reach"] = [content["reach"]]
    facets["designation"] = designations_in_force(content["designations"])
    return facets


def word_keys(facets: dict[str, list[str]], facet: str) -> list[str]:
    """Back from an entry's facets to the natural keys of one field of its content."""
    return [
        key_of(facet, value) for value in facets[facet] if value != ONLINE or facet != "country"
    ]
