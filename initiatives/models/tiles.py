"""Where each region stands on the map of equal tiles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from initiatives.fields.bilingual import Text, pick
from initiatives.models.facet import value_of


@dataclass(frozen=True, slots=True)
class Tile:
    """One region's place on the map, counted from 0, and the label that fits it."""

    column: int
    row: int
    label_en: str
    label_ru: str

    @property
    def label(self) -> Text:
        """In the reader's language."""
        return pick(self.label_en, self.label_ru)


# What is read of each region.
COLUMNS = ("tile_row", "tile_column", "code", "short_en", "short_ru")


def tiles_of(rows: Iterable[tuple[Any, ...]]) -> Mapping[str, Tile]:
    """Region's value ("ru-bu") -> its tile, from west to east in each row. rows: sorted."""
    return MappingProxyType(
        {
            value_of("region", code): Tile(column, row, short_en, short_ru)
            for row, column, code, short_en, short_ru in rows
        }
    )
