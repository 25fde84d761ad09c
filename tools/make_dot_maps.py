"""Makes dot_maps.json from the outlines of Natural Earth. For development only.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m tools.make_dot_maps package/countries-10m.json

Natural Earth at 1:10 million is in the public domain; world-atlas brings it as TopoJSON (ISC
licence). Nothing of it is kept but which dots of a map lie on land. Each map is an equirectangular
projection that keeps shapes at the middle of its country. Natural Earth draws borders as they are
held; the maps show them as internationally recognised (``_recognised``).
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians
from pathlib import Path
from typing import Any

from babel.core import get_global

from initiatives.presenters.dot_map import HEIGHT, WIDTH

FILE = Path(__file__).parents[1] / "initiatives" / "presenters" / "dot_maps.json"

# Of the grid: dots of a row, rows; every second row begins half a dot later.
ACROSS, DOWN = 8, 7
FIRST = {0: 2, 1: 6}
FILLED = 0.86  # of the map, by the country
NEAREST = 0.9  # degrees of latitude that a map shows at least
# What a map is drawn around: the largest part of a country, and parts this large beside it. The
# others lie too far away: French Guiana, Alaska.
LARGE = 0.22
LEAST = 12  # dots; with fewer it is not a picture of a country
# Nobody lives abroad in Russia; the others lie across the date line or around the pole.
LEFT_OUT = {"RU", "FJ", "AQ"}

# Shapes of Natural Earth without a code of their own, and whose they are.
BELONGING = {
    "N. Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Dhekelia": "CY",
    "Akrotiri": "CY",
    "Somaliland": "SO",
    "Baikonur": "KZ",
}
# West, south, east, north of what Natural Earth draws with another country.
CRIMEA = (32.4, 44.3, 36.7, 46.3)
GOLAN = (35.65, 32.68, 36.0, 33.5)

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Dots = set[tuple[int, int]]


@dataclass(frozen=True)
class Part:
    """A polygon: its outline, then its holes."""

    rings: list[list[Point]]

    @cached_property
    def box(self) -> Box:
        xs, ys = [x for x, _y in self.rings[0]], [y for _x, y in self.rings[0]]
        return min(xs), min(ys), max(xs), max(ys)

    @cached_property
    def area(self) -> float:
        """In square degrees of the equator, roughly."""
        outline = self.rings[0]
        pairs = zip(outline, outline[1:] + outline[:1], strict=True)
        twice = abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs))
        return twice / 2 * cos(radians(sum(y for _x, y in outline) / len(outline)))


def main() -> None:
    """Write the file anew."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    rows = [f'  "{code}": {json.dumps(drawn)}' for code, drawn in make_maps(topology).items()]
    FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


def make_maps(topology: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """ISO code -> its map, of every country that is large enough to be drawn."""
    shapes = _recognised(_shapes(topology))
    made = {}
    for code in sorted(shapes):
        if len(code) != 2 or code in LEFT_OUT:
            continue
        view = _view(shapes[code])
        here = _dots(shapes[code], view)
        if code == "IL":
            here -= _inside(here, view, GOLAN)
        elif code == "SY":
            here |= _inside(_dots(shapes["IL"], view), view, GOLAN)
        if len(here) < LEAST:
            continue
        land = {dot for parts in shapes.values() for dot in _dots(parts, view)}
        made[code] = {**view, "here": _path(here), "beside": _path(land - here)}
    return made


def _shapes(topology: dict[str, Any]) -> dict[str, list[Part]]:
    """ISO code, else the name -> the polygons. TopoJSON keeps each line once, as differences."""
    (scale_x, scale_y), (west, south) = (topology["transform"][k] for k in ("scale", "translate"))
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append((x * scale_x + west, y * scale_y + south))
        arcs.append(points)

    def ring(numbers: Iterable[int]) -> list[Point]:
        points: list[Point] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[1:] if points else arc
        return points

    codes = get_global("territory_aliases")  # the numbers of ISO 3166 among them
    found: dict[str, list[Part]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
        name = shape["properties"]["name"]
        code = codes.get(shape.get("id", ""), [BELONGING.get(name, name)])[0]
        found.setdefault(code, []).extend(Part([ring(one) for one in part]) for part in parts)
    return found


def _recognised(shapes: dict[str, list[Part]]) -> dict[str, list[Part]]:
    """Crimea, a part of its own, with Ukraine. The Golan Heights are none: their dots move."""
    crimea = [part for part in shapes.get("RU", []) if _within(part.box, CRIMEA)]
    if crimea:
        shapes["RU"] = [part for part in shapes["RU"] if part not in crimea]
        shapes["UA"] = shapes["UA"] + crimea
    return shapes


def _view(parts: list[Part]) -> dict[str, float]:
    """Where the map's upper left corner lies, and how many units a degree is across and down."""
    largest = max(one.area for one in parts)
    # Crimea hangs together with the mainland, though its outline is one of its own.
    boxes = [p.box for p in parts if p.area >= LARGE * largest or _within(p.box, CRIMEA)]
    west, south = (min(box[side] for box in boxes) for side in (0, 1))
    east, north = (max(box[side] for box in boxes) for side in (2, 3))
    middle = (south + north) / 2
    narrower = cos(radians(middle))
    down = min(
        HEIGHT * FILLED / max(north - south, NEAREST * FILLED),
        WIDTH * FILLED / max((east - west) * narrower, NEAREST * FILLED),
    )
    across = down * narrower
    view = {
        "west": (west + east) / 2 - WIDTH / 2 / across,
        "north": middle + HEIGHT / 2 / down,
        "across": across,
        "down": down,
    }
    return {name: round(number, 4) for name, number in view.items()}


def _dots(parts: list[Part], view: dict[str, float]) -> Dots:
    """The dots that lie on these polygons: between every second crossing of a row's line."""
    found = set()
    end = view["west"] + WIDTH / view["across"]
    for part in parts:
        west, south, east, north = part.box
        if east < view["west"] or end < west:
            continue
        for row in range(HEIGHT // DOWN):
            y = 4 + DOWN * row
            latitude = view["north"] - y / view["down"]
            if not south <= latitude <= north:
                continue
            crossings = sorted(
                x1 + (latitude - y1) * (x2 - x1) / (y2 - y1)
                for ring in part.rings
                for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
                if (y1 > latitude) != (y2 > latitude)
            )
            for x in range(FIRST[row % 2], WIDTH, ACROSS):
                if bisect_right(crossings, view["west"] + x / view["across"]) % 2:
                    found.add((x, y))
    return found


def _inside(dots: Dots, view: dict[str, float], box: Box) -> Dots:
    def place(x: int, y: int) -> Box:
        longitude, latitude = view["west"] + x / view["across"], view["north"] - y / view["down"]
        return (longitude, latitude, longitude, latitude)

    return {dot for dot in dots if _within(place(*dot), box)}


def _path(dots: Dots) -> str:
    """Runs of dots, each a line that is drawn dotted."""
    runs: list[list[int]] = []
    for y, x in sorted((y, x) for x, y in dots):
        if runs and runs[-1][1] == y and runs[-1][2] == x - ACROSS:
            runs[-1][2] = x
        else:
            runs.append([x, y, x])
    return "".join(f"M{x} {y}h{last - x or ''}.1" for x, y, last in runs)


def _within(box: Box, outer: Box) -> bool:
    return outer[0] <= box[0] and outer[1] <= box[1] and box[2] <= outer[2] and box[3] <= outer[3]


if __name__ == "__main__":
    main()
