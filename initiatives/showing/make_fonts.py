"""Makes the fonts of the share pictures from those of the site. For development only.

    python -m initiatives.showing.make_fonts

What draws the pictures reads neither woff2 nor several files as one face. So each face is one TTF
of all our scripts, at one weight, and a table says how wide its signs are. Needs fonttools and
brotli, which nothing else here needs: install them into an environment of your own.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "static" / "fonts"
FOLDER = Path(__file__).with_name("fonts")
SCRIPTS = ("basic", "latin-more", "cyrillic-more", "latin-ext", "cyrillic-ext")
# For lines that run from top to bottom; not every file of the site has them.
UPRIGHT = ("vhea", "vmtx", "VVAR", "STAT")
# Our name of a face -> family and weight. Literata is of one weight already.
FACES = {"text": ("golos", 400), "strong": ("golos", 600), "name": ("literata", None)}


def main() -> None:
    """Write the TTF files and the table of widths, in thousandths of the size of the letters."""
    widths = {}
    for face, (family, weight) in FACES.items():
        font = _merged(family, weight)
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


def _merged(family: str, weight: int | None) -> TTFont:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for script in SCRIPTS:
            font = TTFont(SOURCES / f"{family}-{script}.woff2")
            font.flavor = None
            for table in UPRIGHT:
                if table in font:
                    del font[table]
            if weight and "fvar" in font:
                font = instantiateVariableFont(font, {"wght": weight})
            files.append(str(Path(folder) / f"{script}.ttf"))
            font.save(files[-1])
        return Merger().merge(files)


if __name__ == "__main__":
    main()
