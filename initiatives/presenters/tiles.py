"""Russia as tiles: the map of all regions by how many cover each, and the regional mark.

Both are one grid of equal squares. Places are attributes of
SVG, never styles, which the content security policy refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pyroaring import BitMap

from initiatives.catalogue.snapshot import Snapshot
from initiatives.fields.bilingual import Text
from initiatives.models import Tile

# Of the map, in its own units: about pixels on a desk.
PITCH, SIDE = 64, 60
# The first column of the eastern half: on a phone the map is cut here, at the Urals.
URALS = 10
# So many characters of a label have room in a small tile, and so many in the smallest: more are
# drawn narrower (static/css/regions.css).
LABEL_WITH_ROOM, LABEL_WITH_EASE = 5, 4
# Of the mark. A tile is a dash of 3 after which 1 is left out (static/css/parts.css).
STEP = 4

# At least so many initiatives: so dark. The words of the legend say the same.
TONES = ((8, 5), (5, 4), (3, 3), (2, 2), (1, 1), (0, 0))


@dataclass(frozen=True, slots=True)
class Region:
    """One region with how many cover it."""

    value: str
    name: Text
    url: str
    district: str
    count: int
    tone: int  # 0 for nobody, 5 for eight or more


@dataclass(frozen=True, slots=True)
class MapTile:
    """A region on the map; x and y of its upper left corner."""

    region: Region
    label: Text
    x: int
    y: int

    @property
    def said(self) -> str:
        """The name of its link."""
        number = self.region.count
        counted = ngettext("%(n)s initiative", "%(n)s initiatives", number) % {"n": number}
        if not number:
            counted = _("none in this directory yet")
        return f"{self.region.name}: {counted}"

    @property
    def long(self) -> bool:
        """Whether the label must be drawn narrower where tiles are small."""
        return len(self.label) > LABEL_WITH_ROOM

    @property
    def middling(self) -> bool:
        """Whether it must be so where they are smallest."""
        return LABEL_WITH_ROOM >= len(self.label) > LABEL_WITH_EASE

    @property
    def middle(self) -> int:
        return self.x + SIDE // 2

    @property
    def label_y(self) -> int:
        """Of the label's base line: in the middle when there is no number under it."""
        return self.y + (25 if self.region.count else 34)

    @property
    def number_y(self) -> int:
        return self.y + 47


@dataclass(frozen=True, slots=True)
class Half:
    """The map west or east of the Urals."""

    name: str
    top: int  # its first row on the whole map
    width: int
    height: int
    tiles: list[MapTile]


def regions_by(snapshot: Snapshot, ids: BitMap) -> dict[str, Region]:
    """All regions, with how many of these entries cover each."""
    found = {}
    for word in snapshot.vocabulary.facets["region"].values():
        number = ids.intersection_cardinality(snapshot.having("region", word.value))
        tone = next(tone for least, tone in TONES if number >= least)
        url = reverse("pages:region", args=[word.slug])
        found[word.value] = Region(word.value, word.name, url, word.group, number, tone)
    return found


def halves(regions: Mapping[str, Region], tiles: Mapping[str, Tile]) -> list[Half]:
    """The map of these regions in its two parts; none for a half without a region."""
    west = {value for value, tile in tiles.items() if tile.column < URALS}
    parts = (("west", 0, west), ("east", URALS, tiles.keys() - west))
    made = []
    for name, first, values in parts:
        placed = [(value, tile) for value, tile in tiles.items() if value in values]
        if not placed:
            continue
        top = min(tile.row for _value, tile in placed)
        columns = max(tile.column for _value, tile in placed) - first + 1
        rows = max(tile.row for _value, tile in placed) - top + 1
        shown = [
            MapTile(
                regions[value],
                tile.label,
                (tile.column - first) * PITCH,
                (tile.row - top) * PITCH,
            )
            for value, tile in placed
        ]
        width, height = columns * PITCH - PITCH + SIDE, rows * PITCH - PITCH + SIDE
        made.append(Half(name, top, width, height, shown))
    return made


def ground(tiles: Mapping[str, Tile]) -> str:
    """All tiles as the path of a mark: one stroke for each run of touching ones."""
    return _path(tiles.values())


def mark(values: Iterable[str], tiles: Mapping[str, Tile]) -> str:
    """These regions as the path of a mark, to be drawn over the ground; empty for none."""
    return _path([tiles[value] for value in values if value in tiles])


def ring(tile: Tile) -> dict[str, str]:
    """Where the ring of 6 around one tile of a mark begins; texts, for SVG knows no comma."""
    return {"x": f"{tile.column * STEP - 1.5}", "y": f"{tile.row * STEP - 1.5}"}


def _path(tiles: Iterable[Tile]) -> str:
    places = sorted((tile.row, tile.column) for tile in tiles)
    runs: list[list[int]] = []
    for row, column in places:
        if runs and runs[-1][0] == row and runs[-1][2] == column - 1:
            runs[-1][2] = column
        else:
            runs.append([row, column, column])
    return "".join(
        f"M{first * STEP} {row * STEP + 1.5}h{(last - first) * STEP + 3}"
        for row, first, last in runs
    )
