"""A query as it is read, what it found, and how the words that matched are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from django.utils.safestring import SafeString
from pyroaring import BitMap

from initiatives.text.characters import without_deceptive
from initiatives.text.search_words import SOUND, analysed, keys, words

MOST_CHARACTERS, MOST_WORDS = 200, 12

_QUOTES = '"«»“”„'
_TOKEN = re.compile(r"([^\W_]+)")


def cleaned(query: str) -> str:
    """A query as it is read: printable, single spaces, at most 200 characters and 12 words."""
    text = without_deceptive(query[: 4 * MOST_CHARACTERS])
    return " ".join(" ".join(text.split())[:MOST_CHARACTERS].split()[:MOST_WORDS])


def is_quoted(text: str) -> bool:
    return len(text) > 2 and text[0] in _QUOTES and text[-1] in _QUOTES


@dataclass(frozen=True)
class Hits:
    """What a query found. ``ordered``: ids, best first; ``whole``: those with all of its words."""

    query: str
    ids: BitMap
    ordered: tuple[int, ...]
    whole: BitMap
    swapped: str = ""  # the query in the other keyboard layout, where it was read so
    mended: tuple[tuple[str, str], ...] = ()  # (typed, meant)
    sounded: tuple[str, ...] = ()  # words that were found by their sound alone
    unknown: tuple[str, ...] = ()  # words that nothing has
    understood: tuple[tuple[str, str], ...] = ()  # (facet, value)
    left: tuple[str, ...] = ()  # words that nothing understood covers, stop words not among them
    exact: bool = False  # it is the whole name of an entry
    keys: frozenset[str] = field(default=frozenset(), repr=False)

    def marked(self, text: str) -> SafeString:
        """The text as HTML, with the words that matched in ``<mark>``."""
        parts = _TOKEN.split(str(text))
        for place in range(1, len(parts), 2):
            marked = any(
                key in self.keys
                for word in words(parts[place])
                for key, quality in keys(analysed(word))
                if quality >= SOUND
            )
            escaped = escape(parts[place])
            parts[place] = f"<mark>{escaped}</mark>" if marked else escaped
        for place in range(0, len(parts), 2):
            parts[place] = escape(parts[place])
        return SafeString("".join(parts))
