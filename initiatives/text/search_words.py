"""Words as the search compares them: with lemmas, English stems and a spelling by sound.

The same functions read entries, when they are published, and queries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

import pymorphy3
import Stemmer
from anyascii import anyascii

from initiatives.text.addresses import meant_address, normalise_address, own_hosts

# Raised when stored terms would come out different; `manage.py reindex` brings rows up to date.
ANALYSER = 1
# What is held of words that were seen, about 300 bytes each.
HELD = 50_000

# How much a query word that meets an entry by this kind of key counts.
EXACT, SOUND, STEM, BEGINNING = 1.0, 0.9, 0.6, 0.25

# Words of fewer sounds are found as they are written only: too many others sound alike.
SHORTEST = 4

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"(?<=[^\W_])['’ʼ`](?=[^\W_])")
_CYRILLIC = re.compile(r"[а-яёіїєґўђјљњћџ]")

_SOUNDS = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufhie", strict=True)),
        "ж": "Z",
        "ч": "C",
        "ш": "S",
        "щ": "S",
        "ц": "Q",
        "ю": "iu",
        "я": "ia",
        "ё": "e",
        "ъ": "",
        "ь": "",
        "і": "i",
        "ї": "i",
        "є": "e",
        "ґ": "g",
        "ў": "u",
        "ј": "i",
        "љ": "l",
        "њ": "n",
        "ћ": "C",
        "џ": "Z",
        "ђ": "Z",
    }
)
# Latin letters that write one sound together, longest first.
_TOGETHER = (
    ("shch", "S"),
    ("sch", "S"),
    ("sh", "S"),
    ("zh", "Z"),
    ("ch", "C"),
    ("kh", "h"),
    ("ts", "Q"),
    ("tz", "Q"),
    ("ph", "f"),
    ("ck", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("q", "k"),
    ("y", "i"),
    ("j", "i"),
    ("c", "k"),
)
_TWICE = re.compile(r"(.)\1+")
# Endings of Russian nouns and adjectives, as they sound; -sk- adjectives with them.
_ENDING = re.compile(
    r"(?:sk)?(?:iami|ami|iah|ah|iam|am|ogo|ego|omu|emu|imi|oi|ei|om|em|ov|ev|ih|im|[aeiou]+)$"
)


class Analysed(NamedTuple):
    """A word in lower case, and its lemma or stem."""

    word: str
    lemma: str


@cache
def morphology() -> Any:
    """pymorphy3's dictionary, 28 MB, read when the first Russian word is met."""
    return pymorphy3.MorphAnalyzer()


def folded(text: str) -> str:
    """Lower case, ё as е, accents of Latin letters off."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    if text.isascii():
        return text
    return "".join(
        character if not "\u0080" <= character < "\u0370" else anyascii(character).lower()
        for character in unicodedata.normalize("NFC", text)
    )


def words(text: str) -> list[str]:
    """The words of a text in their order, folded; what is joined by hyphens is apart."""
    return _WORD.findall(_JOINED.sub("", folded(text)))


def is_cyrillic(word: str) -> bool:
    return _CYRILLIC.search(word) is not None


@lru_cache(maxsize=HELD)
def analysed(word: str) -> Analysed:
    """A folded word with its lemma (Russian, first reading) or stem (English)."""
    if is_cyrillic(word):
        lemma = morphology().parse(word)[0].normal_form.replace("ё", "е")
    elif word.isascii() and word.isalpha():
        # Stemmers keep state: one that several threads use at once would mix words up.
        lemma = Stemmer.Stemmer("english", 0).stemWord(word)
    else:
        lemma = word
    return Analysed(word, lemma)


@lru_cache(maxsize=HELD)
def sound(word: str) -> str:
    """A folded word spelt by sound, the same for Cyrillic and Latin: Щукин, Shchukin -> Sukin."""
    if is_cyrillic(word):
        spelt = word.translate(_SOUNDS)
    else:
        spelt = word
        for letters, sign in _TOGETHER:
            spelt = spelt.replace(letters, sign)
    return _TWICE.sub(r"\1", spelt.replace("ie", "e").replace("iu", "u"))


def stem(spelt: str) -> str:
    """A word spelt by sound without a Russian ending; at least four signs of it stay."""
    if len(spelt) < 5:
        return spelt
    shorter = _ENDING.sub("", spelt)
    return shorter if len(shorter) >= 4 else spelt


@lru_cache(maxsize=HELD)
def keys(analysed: Analysed) -> tuple[tuple[str, float], ...]:
    """What a word is found by, each with how well: itself and its lemma, by sound, by stem."""
    word, lemma = analysed
    found = {word: EXACT, lemma: EXACT}
    for each in (word, lemma):
        spelt = sound(each)
        if len(spelt) >= SHORTEST:
            found.setdefault(f"k:{spelt}", SOUND)
            found.setdefault(f"s:{stem(spelt)}", STEM)
    return tuple(found.items())


def beginning(word: str) -> str:
    """The key of the first five sounds of a word."""
    return f"p:{sound(word)[:5]}"


def as_stored(texts: Iterable[str]) -> str:
    """The words of texts as they are stored with an entry: "word" or "word:lemma", each once."""
    found: dict[str, None] = {}
    for text in texts:
        for word in words(text):
            lemma = analysed(word).lemma
            found[word if lemma == word else f"{word}:{lemma}"] = None
    return " ".join(found)


@lru_cache(maxsize=HELD)
def stored_word(stored: str) -> tuple[str, tuple[str, ...]]:
    """One of the words that ``as_stored`` gave, and its keys."""
    word, _colon, lemma = stored.partition(":")
    return word, tuple(key for key, _quality in keys(Analysed(word, lemma or word)))


def joined(text: str) -> str:
    """A whole name as one word spelt by sound: "Радио Свобода", "radiosvoboda" -> radiosvoboda."""
    return sound("".join(words(text)))


def address_keys(text: str) -> list[str]:
    """What the addresses in a query are compared by, as entries have it: whole, then the host."""
    found: dict[str, None] = {}
    for token in text.split():
        if not re.search(r"\w\.\w|^@\w|\w@\w|/", token):
            continue
        address = normalise_address(meant_address(token, "telegram" if token[0] == "@" else ""))
        if address:
            found[f"h:{address.casefold()}"] = None
            found.update((f"h:{own}", None) for own in own_hosts([address]))
    return [*found]
