"""A country as dots, with its cities: decoration over the list that says the same.

dot_maps.json holds a map for each country: where its upper left corner lies, how many units one
degree is across and down, and the runs of dots of the country and of the land beside it. No
borders; Crimea is drawn with Ukraine, the Golan Heights with Syria, the north of Cyprus with
Cyprus, as internationally recognised. ``tools/make_dot_maps.py`` made it from Natural Earth.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

from initiatives.fields.bilingual import Text

WIDTH, HEIGHT = 480, 259
NAMED = 5
# How large letters of labels are beside the drawing where it is smallest (static/css/pages.css): at
# least 12 pixels.
SIZE = 16
# Of this size: how wide a character is, and how far a label reaches above and below its line.
LETTER, ABOVE, BELOW = 0.6, 0.8, 0.25
AWAY = 6  # from the circle


@dataclass(frozen=True, slots=True)
class Place:
    """A city with how many entries it has."""

    name: Text
    count: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A city on the map. Numbers are texts, for SVG knows no comma."""

    x: str
    y: str
    radius: str
    name: Text | str  # empty where its label has no room
    count: int
    label_y: str


@dataclass(frozen=True, slots=True)
class DotMap:
    here: str
    beside: str
    spots: list[Spot]


@cache
def _maps() -> dict[str, dict[str, Any]]:
    path = Path(__file__).with_name("dot_maps.json")
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def dot_map(code: str, places: Iterable[Place]) -> DotMap | None:
    """The map of a country by its ISO code with these places; None for one too small to draw."""
    drawn = _maps().get(code)
    if drawn is None:
        return None
    circles = []
    for place in sorted(places, key=lambda one: (-one.count, str(one.name))):
        x = (place.longitude - drawn["west"]) * drawn["across"]
        y = (drawn["north"] - place.latitude) * drawn["down"]
        if 0 < x < WIDTH and 0 < y < HEIGHT:
            circles.append(_Circle(place, x, y, 3 + 1.6 * sqrt(place.count)))
    labels = _labels(circles)
    spots = [
        Spot(
            f"{one.x:.1f}",
            f"{one.y:.1f}",
            f"{one.radius:.1f}",
            one.place.name if one in labels else "",
            one.place.count,
            labels.get(one, ""),
        )
        for one in circles
    ]
    return DotMap(drawn["here"], drawn["beside"], spots)


class _Circle(NamedTuple):
    place: Place
    x: float
    y: float
    radius: float


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def _labels(circles: Sequence[_Circle]) -> dict[_Circle, str]:
    """Where the lines of labels are that cover neither each other nor another city's circle. The
    cities with most entries come first."""
    whole = _Box(0, 0, WIDTH, HEIGHT)
    around = {
        one: _Box(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius)
        for one in circles
    }
    found: dict[_Circle, str] = {}
    taken: list[_Box] = []
    for one in circles:
        if len(found) == NAMED:
            break
        half = len(f"{one.place.name} {one.place.count}") * LETTER * SIZE / 2
        over, under = one.y - one.radius - AWAY, one.y + one.radius + AWAY + ABOVE * SIZE
        for line in (over, under):
            box = _Box(one.x - half, line - ABOVE * SIZE, one.x + half, line + BELOW * SIZE)
            others = [*taken, *(circle for of, circle in around.items() if of != one)]
            if _is_inside(box, whole) and not any(map(box.meets, others)):
                found[one] = f"{line:.1f}"
                taken.append(box)
                break
    return found


def _is_inside(box: _Box, whole: _Box) -> bool:
    return (
        whole.left < box.left
        and box.right < whole.right
        and whole.top < box.top
        and box.bottom < whole.bottom
    )
