"""Addresses as people type them on a phone: without the scheme, without saying what they are."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from initiatives.fields.links import ADDRESS_LIMIT, LinkType

_TYPES = {
    "t.me": LinkType.TELEGRAM,
    "telegram.me": LinkType.TELEGRAM,
    "youtube.com": LinkType.YOUTUBE,
    "youtu.be": LinkType.YOUTUBE,
    "instagram.com": LinkType.INSTAGRAM,
    "facebook.com": LinkType.FACEBOOK,
    "fb.com": LinkType.FACEBOOK,
    "x.com": LinkType.X,
    "twitter.com": LinkType.X,
    "bsky.app": LinkType.BLUESKY,
    "tiktok.com": LinkType.TIKTOK,
    "vk.com": LinkType.VK,
    "github.com": LinkType.GITHUB,
    "linkedin.com": LinkType.LINKEDIN,
    "signal.me": LinkType.SIGNAL,
    "signal.group": LinkType.SIGNAL,
    "wa.me": LinkType.WHATSAPP,
    "chat.whatsapp.com": LinkType.WHATSAPP,
    "discord.gg": LinkType.DISCORD,
    "matrix.to": LinkType.MATRIX,
}
_BARE = re.compile(r"[^\s/:?#@\\]+\.[^\W\d_][^\s/:?#@\\.]+(?::\d+)?(?:[/?#]\S*)?", re.UNICODE)
_LETTER = re.compile(r"[^@\s:/?]+@[^@\s:/?]+\.[^@\s:/?]+")


def completed(typed: str) -> str:
    """The address with the `https://` that was left out; anything else as it was typed."""
    text = typed.strip()
    return f"https://{text}" if _BARE.fullmatch(text) else text


def link_of(kind: str, typed: str) -> dict[str, str]:
    """A link of the document: its type guessed from the address where none was chosen."""
    text = typed.strip()
    # The time that the pattern takes grows with the square of the length.
    may_be_email = kind in ("", LinkType.EMAIL) and len(text) <= ADDRESS_LIMIT
    if may_be_email and _LETTER.fullmatch(text):
        return {"type": LinkType.EMAIL.value, "url": f"mailto:{text}"}
    url = completed(text)
    return {"type": kind or _guessed(url), "url": url}


def _guessed(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        host = ""
    if url.startswith("mailto:"):
        return LinkType.EMAIL.value
    if host.endswith(".onion"):
        return LinkType.ONION.value
    return _TYPES.get(host, LinkType.OTHER).value
