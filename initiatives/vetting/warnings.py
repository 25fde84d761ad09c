"""Warnings to the moderator about one text, made without a query."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import chain

from initiatives.content import Document
from initiatives.content.proposed_field import open_proposals
from initiatives.text.hosts import hides_its_host, mixes_scripts, shown_host

# Below this share of its letters a text is hardly in the language of its field.
_SHARE = 0.5
_ENOUGH = 12  # letters, under which names and abbreviations decide nothing
# One sentence on a Latin-letter host inside a Russian text moves nothing: addresses are left out.
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|[@#]\w+")
_IN_TEXT = re.compile(r"https?://[^\s<>()\"]+")
_TEXTS = ("summary", "description", "terms")


@dataclass(frozen=True, slots=True)
class TextWarning:
    """what: mixed_host, mixed_name, language, designation or proposal. about: which one."""

    what: str
    about: str = ""


def warnings_about(document: Document) -> list[TextWarning]:
    """The gravest first; no query."""
    found = [TextWarning("mixed_host", host) for host in mixed_hosts(document)]
    found += [TextWarning("mixed_name", word) for word in mixed_names(document)]
    found += [TextWarning("language", name) for name in texts_in_another_language(document)]
    found += [
        TextWarning("designation", designation.get("type", ""))
        for designation in document.get("designations", [])
    ]
    proposed = document.get("proposed") or {"cities": [], "tags": []}
    found += [TextWarning("proposal", name) for name in open_proposals(proposed)]
    return found


def mixed_hosts(document: Document) -> list[str]:
    """Hosts with a label that mixes letters of several scripts, or that hides behind punycode, in
    every address of the document and of its texts."""
    texts = [document.get(f"{stem}_{language}", "") for stem in _TEXTS for language in ("en", "ru")]
    urls = [
        document.get("website", ""),
        *[link["url"] for link in document.get("links", [])],
        *document.get("sources", []),
        *[designation.get("source", "") for designation in document.get("designations", [])],
        *chain.from_iterable(map(_IN_TEXT.findall, texts)),
    ]
    return list(dict.fromkeys(shown_host(url) for url in urls if hides_its_host(url)))


def mixed_names(document: Document) -> list[str]:
    """Words of the names that mix letters of several scripts: "Меduza" with a Latin d."""
    proposed = document.get("proposed") or {}
    names = [
        document.get("name_en", ""),
        document.get("name_ru", ""),
        *document.get("other_names", []),
        *[
            designation.get("name_in_register", "")
            for designation in document.get("designations", [])
        ],
        *[one["name"] for kind in ("cities", "tags") for one in proposed.get(kind, [])],
    ]
    words = chain.from_iterable(re.findall(r"[^\W\d_]+", name) for name in names)
    return list(dict.fromkeys(word for word in words if mixes_scripts(word)))


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
