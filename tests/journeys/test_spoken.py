"""What a screen reader says of the main pages, as files to read: tests/journeys/spoken/.

`pytest tests/journeys/test_spoken.py --write-spoken` writes them anew; read what changed before
you commit it. Each holds the tree of accessible names in the order of reading, without the
addresses of links, then what is marked as current and what is said in another language. The
frame around a page is in home-*.yml only.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route

from tests.journeys import spoken_entries
from tests.journeys.browsing import DESK

FOLDER = Path(__file__).parent / "spoken"
ORIGIN = "http://testserver"
PAGES = {
    "home": "",
    "listing": "initiatives/?country=ge&sort=name",
    "entry": "initiatives/tea/",
    "entry-designated": "initiatives/voice/",
    "country": "countries/georgia/",
    "regions": "regions/",
    "region": "regions/buryatia/",
    "submit": "submit/",
    "submit-with-errors": "submit/",
}

MARKED = """part => {
  const said = element => element.innerText.trim().replace(/\\s+/g, " ");
  const shown = selector => [...document.querySelector(part).querySelectorAll(selector)]
    .filter(element => element.checkVisibility() && said(element));
  return [
    ...shown("[aria-current]").map(one => `current ${one.ariaCurrent}: ${said(one)}`),
    ...shown("[lang]").map(one => `in ${one.lang}: ${said(one)}`),
  ];
}"""


@pytest.fixture(scope="module")
def read(rolled_back: Any) -> Iterator[Callable[[str, str], str]]:
    """A page of the small directory on its day, as HTML."""

    def html(name: str, language: str) -> str:
        client = Client(headers={"accept-language": language})
        address = f"/{language}/{PAGES[name]}"
        with time_machine.travel(spoken_entries.TODAY, tick=False):
            if name.endswith("-errors"):
                response = client.post(address, {"step": "preview", "website": "javascript:"})
            else:
                response = client.get(address)
        return response.content.decode()

    with rolled_back():
        spoken_entries.write()
        yield html


def spoken(page: Page, html: str, part: str) -> str:
    """What is said of the part."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.is_navigation_request():
            route.fulfill(content_type="text/html; charset=utf-8", body=html)
        elif path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/")))
        else:
            route.abort()

    page.set_viewport_size(DESK["viewport"])
    page.route(f"{ORIGIN}/**", answer)
    page.goto(f"{ORIGIN}/")
    tree = page.locator(part).aria_snapshot().splitlines()
    # A font or the manifest may be asked for after the page has loaded.
    page.unroute_all(behavior="wait")
    kept = [
        line.removesuffix(":") if line.lstrip().startswith(("- link", "- 'link")) else line
        for line in tree
        if not line.lstrip().startswith("- /url:")
    ]
    return "\n".join([*kept, "", *page.evaluate(MARKED, part), ""])


@pytest.mark.chromium("the files hold what one engine gives")
@pytest.mark.parametrize("name", PAGES)
def test_page_is_spoken_as_written_down(
    desk_page: Page,
    read: Callable[[str, str], str],
    language: str,
    name: str,
    request: pytest.FixtureRequest,
):
    file = FOLDER / f"{name}-{language}.yml"
    # The frame is the same on all pages.
    found = spoken(desk_page, read(name, language), "body" if name == "home" else "main")
    if request.config.getoption("write_spoken"):
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")
