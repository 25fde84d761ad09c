"""A text of any length in a place of a certain one."""

from __future__ import annotations

import re
import unicodedata

# What does not stand before an ellipsis.
_DANGLING = " \t\n\u00a0\u202f,;:.–—-(«“„\"'…"
_JOINER = "\u200d"
# Tones of skin, tags of flags of regions, later parts of a Korean syllable.
_JOINED = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u1160-\u11ff]")
_HALF_A_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")


def shortened(text: str, most: int) -> str:
    """The text if it has at most so many characters, else its beginning up to the end of a word
    and "…", together at most so many. A word that fills half of the place is cut inside, but
    never between a letter or an emoji and what belongs to it.

    Django's Truncator cuts in a word, textwrap leaves nothing of a text without blanks.
    """
    if len(text) <= most:
        return text
    end = most - 1
    blanks = [found.start() for found in re.finditer(r"\s", text[: end + 1])]
    if blanks and blanks[-1] >= most // 2:
        end = blanks[-1]
    else:
        while end > 1 and _belongs_to_the_one_before(text, end):
            end -= 1
    return (text[:end].rstrip(_DANGLING) or text[:end]) + "…"


def _belongs_to_the_one_before(text: str, at: int) -> bool:
    return (
        unicodedata.category(text[at]).startswith("M")
        or _JOINED.match(text[at]) is not None
        or _JOINER in text[at - 1 : at + 1]
        or (_HALF_A_FLAG.match(text[at - 1]) and _HALF_A_FLAG.match(text[at])) is not None
    )
