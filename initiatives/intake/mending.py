"""What a person reads beside a field: each rule's message says how to repair it (SR-7)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

UNREADABLE = _("A character arrived damaged and shows as “�”. Type this text again.")
SAID_TWICE = _("This came more than once, with different answers. Say it again here.")

_ADDRESSES = ("website", "links", "sources")
_HOW_TO: dict[str, Any] = {
    "address": _(
        "This is not an address. Copy it whole from the browser, for example "
        "https://example.org/page, without spaces."
    ),
    "scheme": _(
        "The address must begin with http:// or https://, for example https://t.me/sakhalin_tea."
    ),
    "credentials": _("Take out the name and the password that stand before the “@”."),
    "host": _("Write the name of the site in full, for example https://example.org."),
    "too_long": _("Shorten the address to 500 characters: often all after the “?” can go."),
    "email": _("Write the email address alone, for example info@example.org."),
    "type": _("Choose from the list what this link is."),
}


def mended(field: str | None, error: Any) -> Any:
    """The same error with a message for people who type, where the hall's speaks of documents."""
    if field not in _ADDRESSES or not isinstance(error, ValidationError):
        return error
    return ValidationError([_one(one) for one in error.error_list])


def _one(error: ValidationError) -> ValidationError:
    message = _HOW_TO.get(error.code or "")
    if message is None:
        return error
    if error.params and "number" in error.params:
        return ValidationError(
            _("No. %(number)d: %(fault)s"),
            code=error.code,
            params={"number": error.params["number"], "fault": message},
        )
    return ValidationError(message, code=error.code)
