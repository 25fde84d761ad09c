"""Warnings to the moderator about one text, made without a query."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from initiatives.content import Document
from initiatives.content.proposed_field import open_proposals
from initiatives.text.hosts import shown_host

# Below this share of its letters a text is hardly in the language of its field.
_SHARE = 0.5
_ENOUGH = 12  # letters, under which names and abbreviations decide nothing
# One sentence on a Latin-letter host inside a Russian text moves nothing: addresses are left out.
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|[@#]\w+")
_TEXTS = ("summary", "description", "terms")


@dataclass(frozen=True, slots=True)
class TextWarning:
    """what: mixed_host, foreign_host, language, designation or proposal. about: which one."""

    what: str
    about: str = ""


def warnings_about(document: Document) -> list[TextWarning]:
    """The gravest first; no query."""
    found = [TextWarning("mixed_host", host) for host in mixed_hosts(document)]
    found += [TextWarning("language", name) for name in texts_in_another_language(document)]
    found += [
        TextWarning("designation", designation.get("type", ""))
        for designation in document.get("designations", [])
    ]
    proposed = document.get("proposed") or {"cities": [], "tags": []}
    found += [TextWarning("proposal", name) for name in open_proposals(proposed)]
    return found


def mixed_hosts(document: Document) -> list[str]:
    """Hosts with a label that mixes letters of several scripts, or that hides behind punycode."""
    urls = [document.get("website", ""), *[link["url"] for link in document.get("links", [])]]
    urls += document.get("sources", [])
    found = []
    for url in urls:
        host = _host(url)
        # What can be shown is shown in its own letters with the punycode in brackets.
        shown = shown_host(url)
        hidden = "xn--" in host or not host.isascii()
        if hidden and "(" not in shown and shown not in found:
            found.append(shown)
    return found


def texts_in_another_language(document: Document) -> list[str]:
    """Fields whose letters are mostly of the other script than that of their language."""
    found = []
    for stem in _TEXTS:
        for language, script in (("en", "LATIN"), ("ru", "CYRILLIC")):
            name = f"{stem}_{language}"
            letters = [
                character
                for character in _ADDRESS.sub("", document.get(name, ""))
                if character.isalpha()
            ]
            if len(letters) < _ENOUGH:
                continue
            own = sum(unicodedata.name(character, "").startswith(script) for character in letters)
            if own / len(letters) < _SHARE:
                found.append(name)
    return found


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
