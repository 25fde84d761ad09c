"""Names across scripts: in Latin letters, as a slug, and in the order of the alphabet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import iuliia
from anyascii import anyascii

SLUG_LIMIT = 80

# Where these Cyrillic letters stand: after that one of the Russian alphabet. ё counts as е.
BESIDE = {
    "ґ": "г",
    "ѓ": "г",
    "ђ": "д",
    "є": "е",
    "і": "и",
    "ї": "и",
    "ј": "и",
    "ќ": "к",
    "љ": "л",
    "њ": "н",
    "ў": "у",
    "ћ": "ц",
    "џ": "ч",
}

Collation = tuple[tuple[tuple[int, int], ...], str]

# The kinds of weights, in the Russian order; in English two of them change places.
GAP, NUMBER, CYRILLIC, LATIN, OTHER = range(5)
ENGLISH_ORDER = {CYRILLIC: LATIN, LATIN: CYRILLIC}


def to_latin(text: str) -> str:
    """ASCII for any script: Cyrillic as Wikipedia writes it (Щукин: Shchukin), others by anyascii.

    Wikipedia's scheme: others give `E'migranty'`.
    """
    return str(anyascii(iuliia.WIKIPEDIA.translate(text)))


def make_slug(text: str) -> str:
    """Lower-case ASCII words with hyphens, at most 80 characters; "" when nothing is left."""
    plain = re.sub(r"[’'`\"]", "", to_latin(unicodedata.normalize("NFC", text))).lower()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = "-".join(words)
    if len(slug) > SLUG_LIMIT:
        # Cut between words, unless the first word alone is longer.
        whole = slug[: SLUG_LIMIT + 1].rpartition("-")[0]
        slug = whole or slug[:SLUG_LIMIT]
    return slug


@lru_cache(maxsize=4096)
def _weigh(character: str) -> tuple[tuple[int, int], ...]:
    """(kind, place in its alphabet) of a casefolded character; a ligature has two, a mark none."""
    category = unicodedata.category(character)
    if category[0] == "Z" or category == "Pd":
        return ((GAP, 0),)
    if category == "Nd":
        return ((NUMBER, unicodedata.decimal(character)),)
    if category[0] != "L":
        return ()
    script = unicodedata.name(character, "").partition(" ")[0]
    if script == "CYRILLIC":
        if character == "ё":
            character = "е"
        beside = BESIDE.get(character)
        return (
            (CYRILLIC, 4 * ord(beside or character) + (1 + (ord(character) & 1) if beside else 0)),
        )
    if script == "LATIN":
        return tuple(
            (LATIN, ord(letter)) for letter in anyascii(character).lower() if letter.isalpha()
        )
    return ((OTHER, ord(character)),)


def collation_key(text: str, language: str) -> Collation:
    """A key that sorts names as the language ("ru" or "en") does, the same on every engine.

    Case, ё, Latin diacritics, quotes and punctuation do not count; a hyphen is a gap between
    words; numbers come first, by their value; Cyrillic comes before Latin in Russian and after it
    in English, other scripts last. Ties are decided by the text itself.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    order = {} if language == "ru" else ENGLISH_ORDER
    weights: list[tuple[int, int]] = []
    for character in folded:
        for group, place in _weigh(character):
            kind = order.get(group, group)
            last = weights[-1] if weights else (GAP, 0)
            if kind == GAP and last[0] == GAP:
                continue
            if kind == NUMBER and last[0] == NUMBER:
                weights[-1] = (NUMBER, last[1] * 10 + place)
                continue
            weights.append((kind, place))
    if weights and weights[-1][0] == GAP:
        weights.pop()
    return tuple(weights), text
