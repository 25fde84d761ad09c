"""How the host of an address is shown, so that it cannot pass for another one."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

# Scripts that one word of a language mixes.
TOGETHER = ({"CJK", "HIRAGANA", "KATAKANA"}, {"CJK", "HANGUL"}, {"CJK", "BOPOMOFO"})


def _to_ascii(label: str) -> str:
    """The label as the name servers know it."""
    if label.isascii():
        return label
    return "xn--" + label.encode("punycode").decode("ascii")


def to_ascii_host(host: str) -> str:
    """The host as the name servers know it: lower case, other letters as punycode."""
    host = unicodedata.normalize("NFKC", host.lower()).rstrip(".")
    return ".".join(_to_ascii(label) for label in host.split("."))


def _to_unicode(label: str) -> str:
    """What a punycode label stands for; itself when it stands for nothing that leads back to it."""
    if not label.startswith("xn--"):
        return label
    try:
        meant = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return meant if _to_ascii(unicodedata.normalize("NFKC", meant.lower())) == label else label


def _is_plain(label: str) -> bool:
    """Letters and digits of one script (or of scripts that belong together) and hyphens."""
    scripts = set()
    for character in label:
        if character == "-" or (character.isascii() and character.isdigit()):
            continue
        if unicodedata.category(character)[0] not in "LM":
            return False
        scripts.add(re.split("[ -]", unicodedata.name(character, "?"))[0])
    return len(scripts) <= 1 or any(scripts <= group for group in TOGETHER)


def shown_host(url: str) -> str:
    """The host of an address for readers, without `www.`; of `mailto:` the part after the @.

    A host in other letters is shown in them with its punycode form in brackets; where one label
    mixes scripts or holds anything but letters, digits and hyphens, the punycode form alone
    (docs/security.md SR-7). "" when the address has no host.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme == "mailto":
        host = parts.path.rpartition("@")[2]
    host = unicodedata.normalize("NFKC", host.lower()).rstrip(".").removeprefix("www.")
    if ":" in host:  # an IPv6 address
        host = f"[{host}]"
    labels = [_to_unicode(label) for label in host.split(".")]
    ascii_host = ".".join(map(_to_ascii, labels))
    unicode_host = ".".join(labels)
    at = f":{port}" if port and port not in (80, 443) else ""
    if ascii_host == unicode_host:
        return ascii_host + at
    if not all(map(_is_plain, labels)):
        return ascii_host + at
    return f"{unicode_host}{at} ({ascii_host}{at})"
