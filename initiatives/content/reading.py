"""JSON values of any kind -> the values that are kept, or a message how to mend them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.fields.links import validate_address
from initiatives.fields.partial_date import PartialDate
from initiatives.text.characters import invisible_character

WRONG_TYPE = {
    "text": _("This must be text."),
    "list": _("This must be a list."),
    "flag": _("This must be true or false."),
    "object": _("Each of these must be an object with the fields of the document."),
}


def too_long(limit: int, length: int) -> ValidationError:
    """The message for a text of ``length`` characters where ``limit`` are allowed."""
    return ValidationError(
        _("Shorten this to %(limit)d characters; it has %(length)d."),
        code="too_long",
        params={"limit": limit, "length": length},
    )


def too_many(limit: int, length: int) -> ValidationError:
    """The message for a list of ``length`` values where ``limit`` are allowed."""
    return ValidationError(
        _("At most %(limit)d are allowed; there are %(length)d."),
        code="too_many",
        params={"limit": limit, "length": length},
    )


def shown(value: Any) -> str:
    """What a message repeats of a value that was sent: printable, and not too much of it."""
    text = "".join(sign if sign.isprintable() else "�" for sign in str(value))
    return text if len(text) <= 60 else text[:59] + "…"


def read_text(value: Any, *, limit: int = 0, lines: bool = False) -> str:
    """A text as it may be kept: composed (NFC), without whitespace at its ends.

    Raises ValidationError for another type, an invisible character, or more than ``limit``
    characters (0: no limit here).
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValidationError(WRONG_TYPE["text"], code="type")
    text = value.replace("\r\n", "\n") if lines else value
    if sign := invisible_character(text, lines=lines):
        raise ValidationError(
            _("Remove the invisible character %(name)s: it can hide what a text really says."),
            code="invisible",
            params={"name": sign},
        )
    text = unicodedata.normalize("NFC", text).strip()
    if limit and len(text) > limit:
        raise too_long(limit, len(text))
    return text


def read_list(value: Any, most: int) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValidationError(WRONG_TYPE["list"], code="type")
    if len(value) > most:
        raise too_many(most, len(value))
    return value


def read_date(value: Any) -> str:
    """The written form of a partial date, or ""."""
    text = read_text(value, limit=10)
    try:
        return str(PartialDate.parse(text)) if text else ""
    except ValueError as error:
        raise ValidationError(
            _(
                "“%(value)s” is not a date. "
                "Write a year, a month or a day: 2022, 2022-03 or 2022-03-10."
            ),
            code="date",
            params={"value": shown(text)},
        ) from error


def read_address(value: Any, *, required: bool) -> str:
    """An http(s) address, or "" unless ``required``."""
    text = read_text(value)  # how long it may be is said by the next one, in better words
    if text or required:
        validate_address(text)
    return text


def distinct(values: Sequence[Any]) -> list[Any]:
    """Each value once, where it stood first."""
    kept: list[Any] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return kept


def refuse_unknown(value: Mapping[Any, Any], known: Collection[str]) -> None:
    if unknown := sorted({shown(key) for key in value if key not in known}):
        raise ValidationError(
            _("The document has no field %(names)s."),
            code="unknown_field",
            params={"names": ", ".join(unknown)},
        )


def valid_slug(text: str) -> bool:
    """ASCII, lower case, single hyphens, at most 80 characters."""
    return len(text) <= 80 and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None
