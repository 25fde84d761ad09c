"""Joins the files of one face, each with letters of its own, into one. For development only.

    python -m tools.join_fonts OUT.woff2 PART.woff2 ...

Families are published in files for each script; a line of Russian whose spaces come from another
file than its letters is shaped in as many runs as it has words. `fontTools.merge` joins what does
not vary; what varies with the weight (outlines, advances, kerning) is joined here, as "OpenType
Font Variations" of the OpenType specification describes it. Needs fonttools and brotli, which
nothing else here needs: install them into an environment of your own.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables import otTables
from fontTools.varLib.hvar import add_HVAR

# Left out while the rest is joined: what varies, and what only upright lines need.
SET_ASIDE = ("fvar", "gvar", "avar", "HVAR", "MVAR", "STAT", "vhea", "vmtx", "VVAR")
VARIATION, NO_VARIATION = 0x8000, 0xFFFF
WITHOUT_STORE, WITH_STORE = 0x00010000, 0x00010003


def main(out: str, parts: list[str]) -> None:
    """Write the joined face. The parts must vary alike, and hold no letter twice."""
    fonts = [TTFont(part) for part in parts]
    axes = fonts[0].get("fvar")
    outlines = [_outlines(font) for font in fonts] if axes else []
    store = _join_stores(fonts) if axes else None
    joined = merged(fonts)
    if axes:
        joined["fvar"] = axes
        joined["gvar"] = varying = newTable("gvar")
        varying.version, varying.reserved = 1, 0
        each = [one for outline in outlines for one in outline]
        varying.variations = dict(zip(joined.getGlyphOrder(), each, strict=True))
        joined["GDEF"].table.VarStore, joined["GDEF"].table.Version = store, WITH_STORE
        add_HVAR(joined)
    joined.flavor = "woff2"
    joined.save(out)


def _outlines(font: TTFont) -> list[Any]:
    return [font["gvar"].variations.get(glyph, []) for glyph in font.getGlyphOrder()]


def _join_stores(fonts: list[TTFont]) -> Any:
    """All kerning's variations in one store; what refers to a later one is made to follow."""
    store = None
    for font in fonts:
        definitions = font["GDEF"].table
        own = definitions.VarStore
        definitions.VarStore, definitions.Version = None, WITHOUT_STORE
        if store is None:
            store = own
            continue
        regions, rows = len(store.VarRegionList.Region), len(store.VarData)
        store.VarRegionList.Region += own.VarRegionList.Region
        for row in own.VarData:
            row.VarRegionIndex = [regions + index for index in row.VarRegionIndex]
        store.VarData += own.VarData
        store.VarRegionList.RegionCount = len(store.VarRegionList.Region)
        store.VarDataCount = len(store.VarData)
        for device in _devices([font["GPOS"].table, definitions], set()):
            if device.DeltaFormat == VARIATION and device.StartSize != NO_VARIATION:
                device.StartSize += rows
    return store


def _devices(thing: Any, seen: set[int]) -> Iterator[Any]:
    if isinstance(thing, (list, tuple)):
        for one in thing:
            yield from _devices(one, seen)
    elif isinstance(thing, dict):
        yield from _devices(list(thing.values()), seen)
    elif hasattr(thing, "__dict__") and id(thing) not in seen:
        # Only of what the font holds on to: the place of a list made here is soon another's.
        seen.add(id(thing))
        if isinstance(thing, otTables.Device):
            yield thing
        if hasattr(thing, "ensureDecompiled"):
            thing.ensureDecompiled(recurse=True)
        yield from _devices(list(vars(thing).values()), seen)


def merged(fonts: list[TTFont]) -> TTFont:
    """One font of all their letters, without what varies; takes that from the fonts as well."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, font in enumerate(fonts):
            for table in SET_ASIDE:
                if table in font:
                    del font[table]
            font.flavor = None
            files.append(str(Path(folder) / f"{number}.ttf"))
            font.save(files[-1])
        return Merger().merge(files)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
