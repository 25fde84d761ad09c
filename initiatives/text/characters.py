"""Characters as people paste them: what is meant is kept, what means nothing goes, and what can
deceive a reader is found, so that it can be refused (docs/security.md SR-7)."""

from __future__ import annotations

import re
import unicodedata

# Blank to the eye, though Unicode counts them as letters, marks or symbols. The variation
# selectors that emoji need (U+FE00 to U+FE0F) are not among them.
BLANK = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u2800", "\u3164", "\uffa0"}
BLANK |= {chr(code) for code in (*range(0x180B, 0x1810), *range(0xE0100, 0xE01F0))}

# Emoji newer than this Python's tables.
NEW_EMOJI = range(0x1F000, 0x1FB00)

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Of no width and no meaning where they stand: byte order mark, zero-width space, word joiner and
# its kin, soft hyphen, and marks of direction, which change nothing but the place of punctuation.
_NOTHING = re.compile("[\ufeff\u200b\u2060-\u2064\u00ad\u200e\u200f\u061c]")
# Address books put these around a number; the override to the right, which turns it, is not one.
_AROUND_NUMBER = re.compile(
    "[\u202a\u202b\u202d\u2066-\u2068]([+(]*[0-9][0-9\\s().+-]*)[\u202c\u2069]"
)
_JOINERS = re.compile("[\u200c\u200d]")
# Flags of England, Scotland and the like: a black flag, its region in tags, and their end.
_TAGGED_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e007a]+\U000e007f")
# Scripts in which a joiner tells one word from another.
_JOINING = frozenset(
    "ARABIC BENGALI DEVANAGARI GUJARATI GURMUKHI KANNADA KHMER MALAYALAM MONGOLIAN MYANMAR ORIYA"
    " SINHALA SYRIAC TAMIL TELUGU".split()
)
_DIRECTIONS = frozenset("LRE RLE LRO RLO PDF LRI RLI FSI PDI".split())


def tidied(text: str, *, lines: bool = False) -> str:
    """What was meant by a pasted text. Every kind of line end is a line feed (a space, unless
    ``lines``), a tab is a space, and what has no width goes, but for joiners in emoji and in
    scripts that need them."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    if not lines:
        text = text.replace("\n", " ")
    text = _AROUND_NUMBER.sub(r"\1", _NOTHING.sub("", text))
    return _JOINERS.sub(lambda found: found[0] if _joins(text, found.start()) else "", text)


def _joins(text: str, place: int) -> bool:
    """Whether a reader sees what the joiner at this place does."""
    beside = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    if text[place] == "\u200d" and all(map(_is_emoji, beside)):
        return True
    return all(one and unicodedata.name(one, "").split(" ")[0] in _JOINING for one in beside)


def _is_emoji(character: str) -> bool:
    return bool(character) and (
        character == "\ufe0f"
        or unicodedata.category(character) == "So"
        or ord(character) in NEW_EMOJI
    )


def deceptive_character(text: str, *, lines: bool = False) -> str:
    """The first character that is refused in a ``tidied`` text; "" when there is none.

    Refused are control, bidirectional and other invisible characters, lone surrogates, and
    characters with no agreed meaning. With `lines` a line feed is allowed.
    """
    if text.isprintable() and BLANK.isdisjoint(text):
        return ""
    text = _TAGGED_FLAG.sub("", text)
    for place, character in enumerate(text):
        if character.isprintable() and character not in BLANK:
            continue
        if unicodedata.category(character) == "Zs" or (lines and character == "\n"):
            continue
        if ord(character) in NEW_EMOJI and unicodedata.category(character) == "Cn":
            continue
        if _JOINERS.match(character) and _joins(text, place):
            continue
        return character
    return ""


def without_deceptive(text: str) -> str:
    """A text for readers, with nothing in it that could deceive them."""
    text = tidied(text, lines=True)
    while character := deceptive_character(text, lines=True):
        text = text.replace(character, "")
    return text


def code_of(character: str) -> str:
    """How people look a character up: "U+202E"."""
    return f"U+{ord(character):04X}"


def turns_text(character: str) -> bool:
    """Whether it changes the direction of what follows it."""
    return unicodedata.bidirectional(character) in _DIRECTIONS
