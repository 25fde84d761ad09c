"""Makes the fonts of the share pictures from those of the site. For development only.

    python -m initiatives.presenters.make_fonts

What draws the pictures reads neither woff2 nor several files as one face. So each face is one TTF
of all our scripts, at one weight, and a table says how wide its signs are. Needs fonttools and
brotli, which nothing else here needs: install them into an environment of your own.
"""

from __future__ import annotations

import json
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from initiatives.presenters.join_fonts import merged

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "static" / "fonts"
FOLDER = Path(__file__).with_name("fonts")
SCRIPTS = ("basic", "latin-more", "cyrillic-more", "latin-ext", "cyrillic-ext")
# Of no use at one weight and in lines from left to right; not every file of the site has them.
UPRIGHT = ("vhea", "vmtx", "VVAR", "STAT")
# Our name of a face -> family and weight. Literata is of one weight already.
FACES = {"text": ("golos", 400), "strong": ("golos", 600), "name": ("literata", None)}


def main() -> None:
    """Write the TTF files and the table of widths, in thousandths of the size of the letters."""
    widths = {}
    for face, (family, weight) in FACES.items():
        parts = [TTFont(SOURCES / f"{family}-{script}.woff2") for script in SCRIPTS]
        font = merged([_at_weight(part, weight) for part in parts])
        for record in list(font["name"].names):
            if record.nameID in (1, 16):
                font["name"].setName(
                    f"Share {face}", record.nameID, record.platformID, record.platEncID,
                    record.langID,
                )  # fmt: skip
            elif record.nameID in (2, 17):
                font["name"].setName(
                    "Regular", record.nameID, record.platformID, record.platEncID, record.langID
                )
        font["OS/2"].usWeightClass = 400
        font.save(FOLDER / f"{face}.ttf")
        em, advances = font["head"].unitsPerEm, font["hmtx"]
        widths[face] = {
            chr(code): round(1000 * advances[glyph][0] / em)
            for code, glyph in sorted(font.getBestCmap().items())
        }
    table = json.dumps(widths, ensure_ascii=False, separators=(",", ":"))
    (FOLDER / "widths.json").write_text(table + "\n", encoding="utf-8")


def _at_weight(font: TTFont, weight: int | None) -> TTFont:
    for table in UPRIGHT:
        if table in font:
            del font[table]
    return instantiateVariableFont(font, {"wght": weight}) if weight and "fvar" in font else font


if __name__ == "__main__":
    main()
