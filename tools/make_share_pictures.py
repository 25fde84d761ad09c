"""Makes the pictures that messengers show with a link: one of the site, one of each kind.

    .venv/bin/python -m tools.make_share_pictures

Without words, so one does for both languages. The colours are those of static/css/tokens.css, the
icons those of templates/parts/sprite.svg; Chromium draws them. Needs requirements-dev.txt.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

from tests.chromium import LAUNCH

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "static" / "img" / "share"
WIDTH, HEIGHT = 1200, 630
FLAG = (
    '<path fill="{paper}" stroke="{edge}" stroke-width="2" d="M2 5h28v22H2z"/>'
    '<path fill="{flag}" d="M3 12.5h26v7H3z"/>'
)


def main() -> None:
    """Write site.png, and KIND.png with the icon of each kind."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from initiatives.models import Kind

    sprite = (ROOT / "templates" / "parts" / "sprite.svg").read_text(encoding="utf-8")
    icons = dict(re.findall(r'<symbol id="i-(\w+)" viewBox="0 0 20 20">(.*?)</symbol>', sprite))
    drawings = {"site": _placed(FLAG, x=360, y=66, scale=15)}
    for kind in Kind.values:
        drawings[kind] = _placed(FLAG, x=56, y=36, scale=3) + (
            '<g fill="none" stroke="{deep}" stroke-width="1.3" stroke-linecap="round"'
            f' stroke-linejoin="round">{_placed(icons[kind], x=410, y=165, scale=19)}</g>'
        )
    css = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"^  --([\w-]+): (#\w+);", css.partition("@media")[0], re.MULTILINE))
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright, playwright.chromium.launch(**LAUNCH) as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, drawing in drawings.items():
            svg = (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
                '<path fill="{paper}" d="M0 0h1200v630H0z"/>'
                '<path fill="{rule}" d="M0 606h1200v24H0z"/>' + drawing + "</svg>"
            )
            page.set_content(f'<body style="margin:0">{svg.format(**light)}</body>')
            page.screenshot(path=FOLDER / f"{name}.png")


def _placed(drawing: str, *, x: int, y: int, scale: int) -> str:
    return f'<g transform="translate({x} {y}) scale({scale})">{drawing}</g>'


if __name__ == "__main__":
    main()
