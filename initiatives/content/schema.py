"""The parts of a JSON Schema of which the fields' own are made."""

from __future__ import annotations

from typing import Any

from initiatives.fields.links import ADDRESS_LIMIT

Schema = dict[str, Any]

DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
DATE_OR_EMPTY = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SLUG_OR_EMPTY = SLUG.replace("^", "^(").replace("$", ")?$")
# Natural keys of the facets whose words are not known by a slug.
KEYS = {
    "country": r"^[A-Z]{2}$",
    "city": r"^[A-Z]{2}/[a-z0-9]+(-[a-z0-9]+)*$",
    "region": r"^RU-[A-Z]{2,3}$",
    "language": r"^[a-z]{2,3}$",
}


def object_schema(**properties: Any) -> Schema:
    """An object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def list_schema(items: Schema, most: int) -> Schema:
    """A list of at most so many different items."""
    return {"type": "array", "items": items, "maxItems": most, "uniqueItems": True}


def text_schema(limit: int | None = None, *, pattern: str = "") -> Schema:
    """A text of at most ``limit`` characters."""
    return {
        "type": "string",
        **({"maxLength": limit} if limit else {}),
        **({"pattern": pattern} if pattern else {}),
    }


def address_schema(pattern: str = r"^https?://") -> Schema:
    """An address of the web."""
    return text_schema(ADDRESS_LIMIT, pattern=pattern)
