"""Signs that no text of ours may hold, because a reader cannot see what they do."""

from __future__ import annotations

import unicodedata

# Blank to the eye, though Unicode counts them as letters, marks or symbols. The variation
# selectors that emoji need (U+FE00 to U+FE0F) are not among them.
BLANK = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u2800", "\u3164", "\uffa0"}
BLANK |= {chr(code) for code in (*range(0x180B, 0x1810), *range(0xE0100, 0xE01F0))}

# Emoji newer than this Python's tables.
NEW_EMOJI = range(0x1F000, 0x1FB00)


def invisible_character(text: str, *, lines: bool = False) -> str:
    """The name of the first refused character in the text; "" when there is none.

    Refused are control, bidirectional, zero-width and other invisible characters, separators of
    lines and paragraphs, lone surrogates, and characters with no agreed meaning
    (docs/security.md SR-7). With `lines` a line feed is allowed; a carriage return and a tab never
    are.
    """
    for character in text:
        if character.isprintable() and character not in BLANK:
            continue
        if unicodedata.category(character) == "Zs" or (lines and character == "\n"):
            continue
        if ord(character) in NEW_EMOJI and unicodedata.category(character) == "Cn":
            continue
        return unicodedata.name(character, f"U+{ord(character):04X}")
    return ""
