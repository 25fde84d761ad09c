"""`make screenshots`: a picture of every kind of page, in every width, colour and language.

`python -m tests.screenshots` serves the real data from a folder of its own and writes
var/screenshots/<name>-<language>-<width>[-dark].png. What is to be seen can be chosen:
[--only NAME …] [--widths PIXELS … | --all-widths] [--colours light|dark] [--languages en|ru].
With `--guide` it makes instead the few pictures that the guides show (guide_pictures.py).
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests import guide_pictures
from tests.chromium import CHROMIUM, LAUNCH
from tests.journeys.behind import PLACES, Behind, behind
from tests.journeys.browsing import visit, visit_server_error
from tests.journeys.examples import EXAMPLES, Example
from tests.journeys.filling import button, fill_in
from tests.journeys.site import ROOT, Site, serving

FOLDER = ROOT / "var" / "screenshots"
WIDTHS = (360, 768, 1280)
ALL_WIDTHS = (320, *WIDTHS, 1920)
TOUCHED = 900  # narrower than this, pages are shown as a finger finds them
PROCESSES = 2
# Chromium draws no picture that is higher.
HIGHEST = 16_000
LOADED = """() => Promise.all([...document.images].map(image => {
  image.loading = "eager";
  return image.decode();
}))"""

SERVER_ERROR = Example("server-error", "500.html", 500)
PAGES = (*EXAMPLES, SERVER_ERROR)
PREVIEW = "preview"
NAMES = [*(one.name for one in (*PAGES, *PLACES)), PREVIEW]
LANGUAGES = ("en", "ru")
COLOURS = {"light": "", "dark": "-dark"}  # and how the file's name ends


def main(arguments: list[str]) -> int:
    """Take the pictures; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--all-widths", action="store_true", help="also 320 and 1920 pixels")
    parser.add_argument("--widths", nargs="+", type=int, default=WIDTHS, metavar="PIXELS")
    parser.add_argument("--colours", nargs="+", choices=COLOURS, default=COLOURS)
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="pages by name")
    parser.add_argument("--guide", action="store_true", help="the pictures of the guides")
    options = parser.parse_args(arguments)
    names = options.only or NAMES
    if unknown := set(names) - set(NAMES):
        parser.error(f"there is no page named {', '.join(sorted(unknown))}")
    if not CHROMIUM:
        print("Chromium was not found: install it, or name it by CHROMIUM.", file=sys.stderr)
        return 1
    if options.guide:
        guide_pictures.make()
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not options.only:
        for old in FOLDER.glob("*.png"):
            old.unlink()
    started = time.monotonic()
    widths = ALL_WIDTHS if options.all_widths else options.widths
    with serving() as site, get_context("spawn").Pool(PROCESSES) as pool:
        fillings = [behind(site, language) for language in options.languages]
        jobs = [
            (site, width, names, options.colours, fillings)
            for width in sorted(widths, reverse=True)
        ]
        taken = sum(pool.starmap(take, jobs, chunksize=1))
        complaints = site.complaints()
    print(f"{taken} pictures in {FOLDER} after {time.monotonic() - started:.0f} s")
    print("\n".join(complaints), end="")
    return 1 if complaints else 0


def take(
    site: Site, width: int, names: list[str], colours: Iterable[str], fillings: list[Behind]
) -> int:
    """Take the pictures of one width, in each language that something is filled in for;
    return their number."""
    taken = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        page = browser.new_page(
            viewport={"width": width, "height": 900 if width >= TOUCHED else 740},
            has_touch=width < TOUCHED,
            is_mobile=width < TOUCHED,
            reduced_motion="reduce",
        )
        for name, language in _shown(page, site, names, fillings):
            for colour in colours:
                page.emulate_media(color_scheme=colour)
                _picture(page, FOLDER / f"{name}-{language}-{width}{COLOURS[colour]}.png")
                taken += 1
        browser.close()
    return taken


def _shown(
    page: Page, site: Site, names: list[str], fillings: list[Behind]
) -> Iterator[tuple[str, str]]:
    """Name and language of each page, which stands open then."""
    languages = [one.language for one in fillings]
    for example in (one for one in PAGES if one.name in names):
        # The page of a server error says it in both languages at once.
        for language in languages[:1] if example is SERVER_ERROR else languages:
            if example is SERVER_ERROR:
                visit_server_error(page, site)
            else:
                visit(page, site, example, language)
            yield example.name, language
    for filling in fillings:
        for place in (one for one in PLACES if one.name in names):
            filling.visit(page, place)
            yield place.name, filling.language
        if PREVIEW in names:
            filling.become(page, "")
            open_preview(page, site, filling.language)
            yield PREVIEW, filling.language


def open_preview(page: Page, site: Site, language: str) -> None:
    """What the form shows after the first press."""
    page.goto(f"{site.url}/{language}/submit/")
    name, country = {"en": ("Example Choir", "Serbia"), "ru": ("Хор «Пример»", "Сербия")}[language]
    fill_in(page, language, name=name, website="https://choir.example/", country=country)
    with page.expect_navigation():
        button(page, language, "See it as readers will").click()


def _picture(page: Page, path: Path) -> None:
    """The whole page in one window of its height: Chromium's own picture of a whole page drops
    the sizes for a finger, and lays what sticks to the window's edge over the middle."""
    usual = page.viewport_size
    assert usual is not None
    page.evaluate("() => document.fonts.ready.then(() => true)")
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": usual["width"], "height": min(height, HIGHEST)})
    # Pictures far down are fetched only now.
    page.evaluate(LOADED)
    page.screenshot(path=path, animations="disabled")
    page.set_viewport_size(usual)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
