"""What people type into a box, and what it means: lines, and tags by any of their names.

A known name, slug or key becomes that word; the rest is a proposal for a moderator.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from initiatives.models import Vocabulary
from initiatives.text.characters import tidied


@dataclass(slots=True)
class Meant:
    """keys: of known words. proposed: as the document holds those that are not known."""

    keys: list[str] = field(default_factory=list)
    proposed: list[dict[str, Any]] = field(default_factory=list)


def lines_of(text: str) -> list[str]:
    """The lines that hold something, ``tidied``, without whitespace at their ends."""
    return [line.strip() for line in tidied(text, lines=True).split("\n") if line.strip()]


def one_line(text: str) -> str:
    """A text of one paragraph: the Enter key in its box was only whitespace."""
    return " ".join(lines_of(text))


def folded(text: str) -> str:
    """The form in which names are compared: case, ё, hyphens and double spaces do not count."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(re.sub(r"[-‐‑–—_]", " ", plain).split())


def tags_meant(
    lines: Iterable[str], vocabulary: Vocabulary, kept: Sequence[Mapping[str, Any]] = ()
) -> Meant:
    """The same of tags: several may be in one line, with commas, semicolons or "#" before each."""
    known: dict[str, str] = {}
    for word in vocabulary.facets["tag"].values():
        for name in (word.name_en, word.name_ru, word.slug):
            known.setdefault(folded(name), word.key)
    meant = Meant()
    for line in lines:
        for typed in re.split(r"[,;]|\s(?=#)", line):
            name = typed.strip().removeprefix("#").strip()
            if not name:
                continue
            key = known.get(folded(name)) or vocabulary.canonical("tag", name)
            if key:
                meant.keys.append(key)
            else:
                meant.proposed.append(kept_proposal(kept, name) or {"name": name})
    return meant


def kept_proposal(kept: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any] | None:
    """The proposal of this name as a moderator left it, perhaps completed."""
    return next((dict(one) for one in kept if folded(str(one.get("name"))) == folded(name)), None)
