"""The JSON Schema of a content document, for whoever writes or reads one elsewhere.

``manage.py dump --schema --output docs/entry.schema.json`` writes it; a test holds both equal.
What needs the database (known words, other entries) is the form's alone.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from initiatives.content.document import (
    DATES,
    DESIGNATION_FIELDS,
    FACET_OF,
    FIELDS,
    MOST,
    NAME_LIMIT,
    PROPOSED_CITY,
    PROPOSED_TAG,
    SCHEMA,
)
from initiatives.fields.links import ADDRESS_LIMIT, LinkType
from initiatives.models import DesignationType, Initiative, LegalDesignation

Schema = dict[str, Any]

DATE = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"
GIVEN_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_KEYS = {
    "country": r"^[A-Z]{2}$",
    "city": r"^[A-Z]{2}/[a-z0-9]+(-[a-z0-9]+)*$",
    "region": r"^RU-[A-Z]{2,3}$",
    "language": r"^[a-z]{2,3}$",
}


def json_schema() -> Schema:
    """The schema of the present documents (``content.SCHEMA``), with the form's own limits."""
    properties: Schema = {"schema": {"const": SCHEMA}}
    properties.update((name, _field(name)) for name in FIELDS)
    properties["proposed"] = _object(
        cities=_list(_proposal(PROPOSED_CITY, NAME_LIMIT), MOST["cities"]),
        tags=_list(_proposal(PROPOSED_TAG, 80), MOST["tags"]),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The content of an entry",
        **_object(**properties),
    }


def _field(name: str) -> Schema:
    if name in FACET_OF:
        return _list(_text(pattern=_KEYS.get(FACET_OF[name], SLUG)), MOST[name])
    if name == "other_names":
        return _list(_text(NAME_LIMIT), MOST[name])
    if name == "links":
        kinds = {"type": {"enum": LinkType.values}, "url": _address(r"^(https?://|mailto:)")}
        return _list(_object(**kinds), MOST[name])
    if name == "sources":
        return _list(_address(), MOST[name])
    if name == "partners":
        return _list(_text(pattern=SLUG), MOST[name])
    if name == "designations":
        return _list(_designation(), MOST[name])
    if name in DATES:
        return _text(pattern=DATE)
    column = Initiative._meta.get_field(name)
    if isinstance(column, models.ForeignKey):
        return _text(pattern=SLUG.replace("^", "^(").replace("$", ")?$"))
    if isinstance(column, models.BooleanField):
        return {"type": "boolean"}
    if not isinstance(column, models.Field):
        raise TypeError(name)
    if column.choices:
        values = [value for value, _label in column.flatchoices]
        return {"enum": ["", *values] if column.blank else values}
    if name == "website":
        return _address(r"^(https?://.*)?$")
    return _text(column.max_length)


def _designation() -> Schema:
    limit = LegalDesignation._meta.get_field("name_in_register").max_length
    fields: Schema = {
        "type": {"enum": DesignationType.values},
        "name_in_register": _text(limit),
        "since": _text(pattern=GIVEN_DATE),
        "ended": _text(pattern=DATE),
        "source": _address(),
    }
    return _object(**{name: fields[name] for name in DESIGNATION_FIELDS})


def _proposal(names: tuple[str, ...], limit: int) -> Schema:
    """As sent it has only the first ones; a moderator completes the rest, all at once."""
    fields: Schema = {name: _text(limit) for name in names}
    fields["slug"] = _text(80, pattern=SLUG)
    required = ["name"]
    if "country" in fields:
        fields["country"] = _text(pattern=r"^([A-Z]{2})?$")
        required = ["country", "name"]
    for name, most in (("latitude", 90), ("longitude", 180)):
        if name in fields:
            fields[name] = {"type": "number", "minimum": -most, "maximum": most}
    completed = [name for name in names if name not in (*required, "slug")]
    return {
        **_object(**fields),
        "required": required,
        "dependentRequired": {"slug": completed, **{name: ["slug"] for name in completed}},
    }


def _object(**properties: Any) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema, most: int) -> Schema:
    return {"type": "array", "items": items, "maxItems": most, "uniqueItems": True}


def _text(limit: int | None = None, *, pattern: str = "") -> Schema:
    return {
        "type": "string",
        **({"maxLength": limit} if limit else {}),
        **({"pattern": pattern} if pattern else {}),
    }


def _address(pattern: str = r"^https?://") -> Schema:
    return _text(ADDRESS_LIMIT, pattern=pattern)
