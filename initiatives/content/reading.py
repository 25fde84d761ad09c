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

from initiatives.fields.links import ADDRESS_LIMIT, NO_ADDRESS, LinkType, validate_address
from initiatives.fields.partial_date import PartialDate
from initiatives.text.addresses import meant_address, meant_link
from initiatives.text.characters import code_of, deceptive_character, tidied, turns_text
from initiatives.text.dates import written_date
from initiatives.text.hosts import goal_host, is_public
from initiatives.text.shortening import shortened

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
    return shortened(text, 60)


FIRST_YEAR = 1800
TURNS_TEXT = _(
    "Remove the character %(code)s: it turns the direction of the text, so it can hide what the "
    "text says."
)
NOT_SEEN = _("Remove the character %(code)s: nobody can see it, so it can hide what a text says.")


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
    """ValidationError for an address of the web or of a mailbox that not everybody can reach."""
    host = goal_host(url)
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


def read_choice(text: str, choices: Any) -> str:
    """One of the values of an enumeration."""
    if text not in choices.values:
        raise ValidationError(
            _("“%(value)s” is not known here. Choose one of: %(choices)s."),
            code="unknown",
            params={"value": shown(text), "choices": ", ".join(choices.values)},
        )
    return text


def find_entry(entries: Mapping[str, str], value: Any) -> str:
    """The present slug of the entry that is known by this one."""
    slug = read_text(value, limit=ADDRESS_LIMIT)
    if slug not in entries:
        raise ValidationError(
            _("There is no entry “%(value)s”. Write the name in its address."),
            code="unknown",
            params={"value": shown(slug)},
        )
    return entries[slug]


def label_of(choices: Any, value: str) -> str:
    """What people call one of the values of an enumeration; another value as it is."""
    return str(choices(value).label) if value in choices.values else value


def shown_date(value: str) -> str:
    """A partial date for a reader; what is none stays as it is."""
    try:
        return PartialDate.parse(value).display() if value else ""
    except ValueError:
        return value


def meant_text(value: Any, *, lines: bool = False) -> Any:
    """Any value, a text ``tidied``."""
    return tidied(value, lines=lines) if isinstance(value, str) else value


def meant_url(value: Any) -> Any:
    """Any value, an address as it is meant."""
    return meant_address(value) if isinstance(value, str) else value


def meant_date(value: Any) -> Any:
    """Any value, a date as people write it in its written form."""
    return written_date(tidied(value)) if isinstance(value, str) else value


def meant_link_item(value: Any) -> Any:
    """A link with its address written out, and its type guessed where nobody said it."""
    if not isinstance(value, dict) or not isinstance(value.get("url"), str):
        return value
    given = value.get("type") or ""
    type_, url = meant_link(value["url"], given if isinstance(given, str) else "")
    return {**value, "type": given or type_ or LinkType.OTHER.value, "url": url}


def is_list_of(value: Any, kind: type) -> bool:
    """Whether it is a list with nothing else in it."""
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)
