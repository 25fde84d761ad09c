"""Makes the pictures that messengers show with a link, one of the site and one of each kind, and
the site's icon for tabs and phones.

    .venv/bin/python -m tools.make_pictures

Without words, so one does for both languages. The mark is that of templates/parts/mark.html, in ink
only: who looks over a shoulder sees dots of no country and no movement. Colours are those of
static/css/tokens.css, icons of kinds those of templates/parts/sprite.svg; Chromium draws them.
Needs requirements-dev.txt.
"""

from __future__ import annotations

import os
import re
import struct
from pathlib import Path

import django
from playwright.sync_api import Page, sync_playwright

from tests.chromium import LAUNCH

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "static" / "img"
WIDTH, HEIGHT = 1200, 630
MARK_WIDTH, MARK_HEIGHT = 32, 24
IN_ICO = (16, 32, 48)
# Of phones: how many pixels, and which part of them the mark is wide. They are cut round, and the
# maskable one to a circle of four fifths.
ICONS = {
    "apple-touch-icon": (180, 0.7),
    "icon-192": (192, 0.8),
    "icon-512": (512, 0.8),
    "icon-maskable-512": (512, 0.6),
}


def main() -> None:
    """Write share/site.png, share/KIND.png with the icon of each kind, favicon.svg, favicon.ico
    and what ICONS names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from initiatives.models import Kind

    sprite = (ROOT / "templates" / "parts" / "sprite.svg").read_text(encoding="utf-8")
    icons = dict(re.findall(r'<symbol id="i-(\w+)" viewBox="0 0 20 20">(.*?)</symbol>', sprite))
    css = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"^ +--([\w-]+): (#\w+);", part, re.MULTILINE))
        for part in css.partition("@media")[::2]
    )
    mark = _mark(near=light["ink"], far=light["edge"])
    # An icon file knows no dark windows: its one tone can be seen in both.
    grey = _mark(near=light["edge"], far=light["edge"])
    drawings = {"site": _placed(mark, x=360, y=123, scale=15)}
    for kind in Kind.values:
        drawings[kind] = _placed(mark, x=56, y=48, scale=3) + (
            '<g fill="none" stroke="{deep}" stroke-width="1.3" stroke-linecap="round"'
            f' stroke-linejoin="round">{_placed(icons[kind], x=410, y=165, scale=19)}</g>'
        ).format(**light)
    ground = (
        '<path fill="{paper}" d="M0 0h1200v630H0z"/><path fill="{rule}" d="M0 606h1200v24H0z"/>'
    ).format(**light)
    (FOLDER / "share").mkdir(exist_ok=True)
    (FOLDER / "favicon.svg").write_text(_favicon(mark, dark), encoding="utf-8")
    with sync_playwright() as playwright, playwright.chromium.launch(**LAUNCH) as browser:
        page = browser.new_page()
        for name, drawing in drawings.items():
            picture = _drawn(page, ground + drawing, WIDTH, HEIGHT)
            (FOLDER / "share" / f"{name}.png").write_bytes(picture)
        for name, (size, part) in ICONS.items():
            paper = f'<path fill="{light["paper"]}" d="M0 0h{size}v{size}H0z"/>'
            picture = _drawn(page, paper + _in_square(mark, size, part), size, size)
            (FOLDER / f"{name}.png").write_bytes(picture)
        small = {size: _drawn(page, _in_square(grey, size, 1), size, size) for size in IN_ICO}
    (FOLDER / "favicon.ico").write_bytes(_ico(small))


def _mark(near: str, far: str) -> str:
    text = (ROOT / "templates" / "parts" / "mark.html").read_text(encoding="utf-8")
    dots = "".join(re.findall(r"<path [^>]+/>", text))
    for name, colour, width in (("near", near, 6), ("far", far, 4)):
        drawn = f'class="{name}" stroke="{colour}" stroke-width="{width}"'
        dots = dots.replace(f'class="mark-{name}"', drawn)
    return f'<g fill="none" stroke-linecap="round">{dots}</g>'


def _favicon(mark: str, dark: dict[str, str]) -> str:
    """The tab's icon; with other colours in dark windows, where its styles are read."""
    rules = f".near{{stroke:{dark['ink']}}}.far{{stroke:{dark['edge']}}}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -4 32 32">'
        f"<style>@media(prefers-color-scheme:dark){{{rules}}}</style>{mark}</svg>\n"
    )


def _in_square(mark: str, size: int, part: float) -> str:
    scale = size * part / MARK_WIDTH
    x, y = (size - MARK_WIDTH * scale) / 2, (size - MARK_HEIGHT * scale) / 2
    return _placed(mark, x=x, y=y, scale=scale)


def _placed(drawing: str, *, x: float, y: float, scale: float) -> str:
    return f'<g transform="translate({x} {y}) scale({scale})">{drawing}</g>'


def _drawn(page: Page, drawing: str, width: int, height: int) -> bytes:
    """As PNG; what is not drawn stays transparent."""
    page.set_viewport_size({"width": width, "height": height})
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
    page.set_content(f'<body style="margin:0">{svg}{drawing}</svg></body>')
    return page.screenshot(omit_background=True)


def _ico(pictures: dict[int, bytes]) -> bytes:
    """An icon file of these PNGs by size: a header, a line for each, then the pictures."""
    header = struct.pack("<HHH", 0, 1, len(pictures))
    lines, offset = b"", len(header) + 16 * len(pictures)
    for size, picture in pictures.items():
        lines += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return header + lines + b"".join(pictures.values())


if __name__ == "__main__":
    main()
