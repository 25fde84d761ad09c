"""How wide words are in the fonts of the share pictures, and where their lines break."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("fonts")
FACES = ("text", "strong", "name")
ELLIPSIS = "…"


@cache
def widths() -> Mapping[str, Mapping[str, int]]:
    """Face -> sign -> width in thousandths of the size. Kerning, which is not in it, narrows."""
    found: dict[str, dict[str, int]] = json.loads(
        (FOLDER / "widths.json").read_text(encoding="utf-8")
    )
    return found


def drawable(text: str, face: str) -> str:
    """The text with the signs that the face has, in single blanks; "" if letters are missing:
    half a name would be another name."""
    known = widths()[face]
    if any(sign not in known and sign.isalpha() for sign in text):
        return ""
    return " ".join("".join(sign if sign in known else " " for sign in text).split())


def width(text: str, face: str, size: int) -> float:
    known = widths()[face]
    return sum(known[sign] for sign in text) * size / 1000


def lines(text: str, face: str, size: int, *, room: float, most: int) -> tuple[list[str], bool]:
    """The lines of a drawable text, and whether all of it is in them.

    room: for a line; most: so many lines. A word that is wider than a line is broken; what is left
    over ends in an ellipsis.
    """
    made: list[str] = []
    for word in text.split():
        rest = word
        if made and width(f"{made[-1]} {word}", face, size) <= room:
            made[-1] += f" {word}"
            continue
        while width(rest, face, size) > room:
            cut = len(rest) - 1
            while width(rest[:cut], face, size) > room:
                cut -= 1
            made.append(rest[:cut])
            rest = rest[cut:]
        made.append(rest)
    if len(made) <= most:
        return made, True
    last = made[most - 1]
    while width(last + ELLIPSIS, face, size) > room:
        last = last[:-1]
    return [*made[: most - 1], last.rstrip(" ,.:;–—-") + ELLIPSIS], False


def fitted(
    text: str, face: str, sizes: tuple[int, ...], *, room: float, most: int
) -> tuple[int, list[str]]:
    """The largest of the sizes at which all of it fits without a broken word, else the smallest."""
    for size in sizes:
        made, whole = lines(text, face, size, room=room, most=most)
        if whole and all(width(word, face, size) <= room for word in text.split()):
            return size, made
    return sizes[-1], made
