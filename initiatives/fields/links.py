"""The addresses that an initiative gives: a list of typed links, and what an address may be."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

ADDRESS_LIMIT = 500

MAILTO = re.compile(r"mailto:[^@\s?&#%<>,;:\"]+@[^@\s?&#%<>,;:\"]+\.[^@\s?&#%<>,;:\".]+")

# A name or a number, where an address was asked for.
NAME = re.compile(r"[@#][^\s/@#]+")
NUMBER = re.compile(r"\+?[0-9][0-9\s().-]{6,30}")

NO_ADDRESS = _(
    "This is not a web address. Copy it whole from the browser, without "
    "spaces, for example https://example.org/page."
)
# Of what does not even begin like one ("none", "ask me").
UNLIKE_ADDRESS = _(
    "This does not look like an address. Copy it whole from the browser, for example "
    "https://example.org/page."
)
NO_WEBSITE = _(
    "This does not look like an address. If there is no website, leave the field empty and "
    "describe how to get in touch."
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class LinkType(models.TextChoices):
    """What an initiative's own channel is; the website is a field of its own, not a type."""

    RSS = "rss", _("RSS")
    EMAIL = "email", _("Email")
    SIGNAL = "signal", _("Signal")
    WHATSAPP = "whatsapp", _("WhatsApp")
    DISCORD = "discord", _("Discord")
    MATRIX = "matrix", _("Matrix")
    LINKEDIN = "linkedin", _("LinkedIn")
    CONTACT_FORM = "contact_form", _("Contact form")
    MIRROR = "mirror", _("Mirror")
    ONION = "onion", _("Onion address (Tor)")
    TELEGRAM = "telegram", _("Telegram")
    YOUTUBE = "youtube", _("YouTube")
    INSTAGRAM = "instagram", _("Instagram")
    FACEBOOK = "facebook", _("Facebook")
    X = "x", _("X")
    MASTODON = "mastodon", _("Mastodon")
    BLUESKY = "bluesky", _("Bluesky")
    TIKTOK = "tiktok", _("TikTok")
    VK = "vk", _("VK")
    GITHUB = "github", _("GitHub")
    PODCAST = "podcast", _("Podcast")
    APP = "app", _("App")
    DONATE = "donate", _("Donate")
    OTHER = "other", _("Other link")


def validate_address(url: Any) -> None:
    """Refuses (ValidationError) all but an http or https address of a named host.

    No credentials, no blank or invisible character, at most 500 characters.
    """
    _ask_where(url)
    if isinstance(url, str) and not _SCHEME.match(url):
        raise ValidationError(UNLIKE_ADDRESS, code="unlike")
    if not isinstance(url, str) or not url.isprintable() or re.search(r"[\s<>\"\\]", url):
        raise ValidationError(NO_ADDRESS, code="address")
    if len(url) > ADDRESS_LIMIT:
        raise ValidationError(
            _(
                "Shorten the address to 500 characters: everything after the “?” can "
                "often be removed."
            ),
            code="too_long",
        )
    try:
        parts = urlsplit(url)
        host, named = parts.hostname or "", parts.username is None and parts.password is None
        parts.port  # noqa: B018 - raises ValueError for a port that cannot be
    except ValueError as error:
        raise ValidationError(NO_ADDRESS, code="address") from error
    if parts.scheme not in ("http", "https"):
        raise ValidationError(
            _(
                "The address must start with http:// or https://, for example "
                "https://t.me/sakhalin_tea."
            ),
            code="scheme",
        )
    if not named:
        raise ValidationError(
            _("Remove the user name and password before the “@”."),
            code="credentials",
        )
    if "." not in host.strip(".") or ".." in host or host.startswith("."):
        raise ValidationError(
            _("Write the site address in full, for example https://example.org."), code="host"
        )


def _ask_where(url: Any) -> None:
    """Refuse the name or the number of an account in a network that nobody has named."""
    if not isinstance(url, str):
        return
    if NAME.fullmatch(url):
        message = _(
            "“%(value)s” is a name, but where: on Telegram, Instagram, another network? If it is "
            "on Telegram, write t.me/%(name)s; otherwise the whole address, or add it to the links "
            "and choose there what it is."
        )
        params = {"value": url[:60], "name": url[1:60]}
        raise ValidationError(message, code="network", params=params)
    if NUMBER.fullmatch(url):
        message = _(
            "This is a telephone number. Add it to the links and choose there what it is, WhatsApp "
            "or Signal; begin it with + and the code of the country."
        )
        raise ValidationError(message, code="number")


def validate_link(link: Any) -> None:
    """Refuses (ValidationError) what is not `{"type": …, "url": …}` with a fitting address.

    Type email takes `mailto:` with one bare address, every type takes http and https.
    """
    if not isinstance(link, dict) or set(link) != {"type", "url"}:
        raise ValidationError(_("A link has a type and an address."), code="shape")
    if link["type"] not in LinkType.values:
        raise ValidationError(_("Choose from the list what kind of link this is."), code="type")
    url = link["url"]
    if link["type"] == LinkType.EMAIL and isinstance(url, str) and url.startswith("mailto:"):
        if len(url) > ADDRESS_LIMIT or not url.isprintable() or not MAILTO.fullmatch(url):
            raise ValidationError(
                _("Write only the email address, for example info@example.org."), code="email"
            )
        return
    validate_address(url)


def validate_links(links: Any) -> None:
    """Refuses (ValidationError) what is not a list of links, each as `validate_link` wants it."""
    if not isinstance(links, list):
        raise ValidationError(_("A link has a type and an address."), code="shape")
    for link in links:
        validate_link(link)


class LinksField(models.JSONField):
    """A JSON column with a list of `{"type", "url"}`, in the order in which they are shown."""

    default_validators = [validate_links]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
