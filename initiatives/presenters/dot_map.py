"""A country as dots, with its cities: decoration over the list that says the same.

dot_maps.json holds a map for each country: where its upper left corner lies, how many units one
degree is across and down, and the runs of dots of the country and of the land beside it. No
borders; Crimea is drawn with Ukraine, the Golan Heights with Syria, the north of Cyprus with
Cyprus, as internationally recognised. ``tools/make_dot_maps.py`` made it from Natural Earth.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

from initiatives.fields.bilingual import Text

WIDTH, HEIGHT = 480, 259
NAMED = 5
# Room that a label needs: of one character across, of a line down.
LETTER, LINE = 8, 17


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
    name: Text | str
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
    spots: list[Spot] = []
    taken: list[tuple[float, float, float]] = []
    for place in sorted(places, key=lambda one: -one.count):
        x = (place.longitude - drawn["west"]) * drawn["across"]
        y = (drawn["north"] - place.latitude) * drawn["down"]
        if not (0 < x < WIDTH and 0 < y < HEIGHT):
            continue
        radius = 3 + 1.6 * sqrt(place.count)
        label_y = y - radius - 6
        half = (len(place.name) + 3) * LETTER / 2
        fits = half < x < WIDTH - half and label_y > LINE and len(taken) < NAMED
        free = all(
            abs(x - other_x) > half + other_half or abs(label_y - other_y) > LINE + radius
            for other_x, other_y, other_half in taken
        )
        if fits and free:
            taken.append((x, label_y, half))
        spots.append(
            Spot(
                f"{x:.1f}",
                f"{y:.1f}",
                f"{radius:.1f}",
                place.name if fits and free else "",
                place.count,
                f"{label_y:.1f}",
            )
        )
    return DotMap(drawn["here"], drawn["beside"], spots)
