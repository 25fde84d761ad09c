"""JSON values of any kind -> the values that are kept, or a message how to mend them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.fields.links import NO_ADDRESS, validate_address
from initiatives.fields.partial_date import PartialDate
from initiatives.text.characters import code_of, deceptive_character, tidied, turns_text
from initiatives.text.hosts import browser_host, is_public

WRONG_TYPE = {
    "text": _("This must be a text."),
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
        _("Give at most %(limit)d of these; there are %(length)d."),
        code="too_many",
        params={"limit": limit, "length": length},
    )


def shown(value: Any) -> str:
    """What a message repeats of a value that was sent: printable, and not too much of it."""
    text = "".join(sign if sign.isprintable() else "�" for sign in str(value))
    return text if len(text) <= 60 else text[:59] + "…"


FIRST_YEAR = 1800
TURNS_TEXT = _(
    "Take out the character %(code)s: it turns the direction of the text, so it can hide what the "
    "text says."
)
NOT_SEEN = _("Take out the character %(code)s: nobody can see it, so it can hide what a text says.")


def read_text(value: Any, *, limit: int = 0, lines: bool = False) -> str:
    """A text as it may be kept: ``tidied``, composed (NFC), without whitespace at its ends.

    Raises ValidationError for another type, a character that can deceive, or more than ``limit``
    characters (0: no limit here). With ``lines`` it is Markdown, in which a character reference
    stands for a character.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValidationError(WRONG_TYPE["text"], code="type")
    text = tidied(value, lines=lines)
    character = deceptive_character(text, lines=lines)
    if lines and not character and "&" in text:
        character = deceptive_character(tidied(unescape(text), lines=True), lines=True)
    if character:
        raise ValidationError(
            TURNS_TEXT if turns_text(character) else NOT_SEEN,
            code="invisible",
            params={"code": code_of(character)},
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


def read_date(value: Any, *, is_new: bool = False) -> str:
    """The written form of a partial date, or "". ``is_new``: as for ``DocumentField``."""
    text = read_text(value)
    if not text:
        return ""
    try:
        date = PartialDate.parse(text)
    except ValueError as error:
        raise ValidationError(
            _(
                "“%(value)s” is not a date. "
                "Write a year, a month or a day: 2022, 2022-03 or 2022-03-10."
            ),
            code="date",
            params={"value": shown(text)},
        ) from error
    if is_new and not _is_of_our_time(date):
        raise ValidationError(
            _(
                "“%(value)s” is before 1800 or later than today. "
                "Write a year, a month or a day: 2022, 2022-03 or 2022-03-10."
            ),
            code="date",
            params={"value": shown(text)},
        )
    return str(date)


def _is_of_our_time(date: PartialDate) -> bool:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)  # which begins in the east already
    is_past = (date.year, date.month or 1, date.day or 1) <= tomorrow.timetuple()[:3]
    return date.year >= FIRST_YEAR and is_past


def read_address(value: Any, *, required: bool, is_new: bool = False) -> str:
    """An http(s) address, or "" unless ``required``. ``is_new``: as for ``DocumentField``."""
    text = read_text(value)  # how long it may be is said by the next one, in better words
    if text or required:
        validate_address(text)
        if is_new:
            refuse_unreachable(text)
    return text


def refuse_unreachable(url: str) -> None:
    """ValidationError for an address of the web that no browser, or not everybody, can open."""
    host = browser_host(url)
    if not host:
        raise ValidationError(NO_ADDRESS, code="address")
    if not is_public(host):
        raise ValidationError(
            _("The public cannot reach this address: it belongs to a private network."),
            code="private",
        )


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
