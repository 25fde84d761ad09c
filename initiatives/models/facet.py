"""The facets of an entry: in which values of which filters it is found.

Written beside the entry by publishing; read by the catalogue, the cards and the dump. The values
are those of addresses (``?country=ge``); content documents hold natural keys (``"GE"``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Facet -> what its list is headed by; in the order in which URLs name them.
FACETS: dict[str, Promise] = {
    "kind": _("Kind"),
    "country": _("Country"),
    "city": _("City"),
    "region": _("Region covered"),
    "language": _("Language"),
    "activity": _("What it does"),
    "audience": _("For whom"),
    "seeks": _("What it seeks"),
    "reach": _("Reach"),
    "tag": _("Tag"),
    "designation": _("Russian legal status"),
}

ONLINE = "online"  # the country of an entry that helps anybody anywhere
ANYBODY = "*"  # what ``remote_for`` says then, in place of codes
NO_DESIGNATION = "none"

# Facet -> the field of document and entry that holds one value of a closed set, or none.
CHOICE_FIELDS = {"kind": "kind", "reach": "reach"}
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


def with_all_facets(stored: Any) -> Any:
    """The facets of a stored row -> every facet; one that the row does not have yet is empty."""
    return {**{facet: [] for facet in FACETS}, **stored} if isinstance(stored, dict) else stored


class FacetsField(models.JSONField):
    """A JSON column that is read with every facet, so that a new facet needs no row rewritten."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return with_all_facets(super().from_db_value(value, expression, connection))

    def deconstruct(self) -> Any:
        """To migrations it is the JSON column that it is in the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def designations_in_force(designations: Iterable[dict[str, Any]]) -> list[str]:
    types = {one["type"] for one in designations if not one.get("ended")}
    return sorted(types) or [NO_DESIGNATION]


def facets_of(content: dict[str, Any]) -> dict[str, list[str]]:
    """The facets of a content document: facet -> values, in the document's order."""
    facets = {
        facet: [value_of(facet, key) for key in content[field]]
        for facet, field in WORD_FIELDS.items()
    }
    if ANYBODY in content["remote_for"]:
        facets["country"].append(ONLINE)
    for facet, field in CHOICE_FIELDS.items():
        facets[facet] = [content[field]] if content[field] else []
    facets["designation"] = designations_in_force(content["designations"])
    return facets


def word_keys(facets: dict[str, list[str]], facet: str) -> list[str]:
    """Back from an entry's facets to the natural keys of one field of its content."""
    return [
        key_of(facet, value) for value in facets[facet] if value != ONLINE or facet != "country"
    ]
