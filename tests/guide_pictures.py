"""The few pictures in the README, the moderators' guide and on the page "How entries get in".

`python -m tests.screenshots --guide` makes all of them again, from invented submissions; how
large they are stands in the templates, so that nothing moves when they arrive, and
tests/house/test_guide_pictures.py compares the two.
"""

import base64
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.chromium import LAUNCH
from tests.journeys.behind import PLACES, behind
from tests.journeys.examples import EXAMPLES
from tests.journeys.site import ROOT, serving

IN_DOCS = ROOT / "docs" / "pictures"
IN_SITE = ROOT / "static" / "img" / "guide"
HEAVIEST = 60_000  # bytes
LANGUAGES = ("en", "ru")


@dataclass(frozen=True)
class Picture:
    """place: of PLACES or EXAMPLES. width, height: of the window, in pixels; scale: of the file."""

    place: str
    width: int
    height: int
    scale: float = 1.5
    in_docs: bool = False
    in_site: bool = False

    def file(self, folder: Path, language: str) -> Path:
        return folder / f"{self.place}-{language}.webp"


PICTURES = (
    Picture("home", 1280, 800, scale=1, in_docs=True),
    Picture("status-needs-info", 360, 640, in_site=True),
    Picture("review-proposed", 1000, 640, scale=1.25, in_site=True),
    Picture("queue", 1000, 600, scale=1.25, in_docs=True),
)


def files() -> list[tuple[Picture, str, Path]]:
    """Every file there has to be. The guide in docs/ is in English, and so are its pictures."""
    return [
        (one, language, one.file(folder, language))
        for one in PICTURES
        for folder, languages in ((IN_DOCS, LANGUAGES[:1]), (IN_SITE, LANGUAGES))
        if (one.in_docs if folder == IN_DOCS else one.in_site)
        for language in languages
    ]


def make() -> None:
    """Write them all. Each language has a site of its own, so that nothing waits twice."""
    for folder in (IN_DOCS, IN_SITE):
        folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        with serving() as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(**LAUNCH)
            filled = behind(site, language)
            for picture, of_language, file in files():
                if of_language != language:
                    continue
                page = browser.new_page(
                    viewport={"width": picture.width, "height": picture.height},
                    device_scale_factor=picture.scale,
                    reduced_motion="reduce",
                )
                if example := next((one for one in EXAMPLES if one.name == picture.place), None):
                    page.goto(site.url + example.address(language))
                else:
                    filled.visit(page, next(one for one in PLACES if one.name == picture.place))
                file.write_bytes(_webp(page))
                print(f"{file.relative_to(ROOT)}: {file.stat().st_size} bytes")
                page.context.close()
            browser.close()


def _webp(page: Page) -> bytes:
    """The lightest picture of the window that Chromium makes below the limit."""
    page.evaluate("() => document.fonts.ready.then(() => true)")
    devtools = page.context.new_cdp_session(page)
    for quality in (80, 65, 50, 35):
        answer = devtools.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        picture = base64.b64decode(answer["data"])
        if len(picture) < HEAVIEST:
            return picture
    raise RuntimeError(f"{page.url} is heavier than {HEAVIEST} bytes.")
