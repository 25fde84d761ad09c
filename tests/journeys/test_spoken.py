"""What a screen reader finds on the main pages: landmarks, headings and controls (heard.py).

In their order of reading, with what is marked as current and what is said in another language. The
frame around a page is in that of the home page only.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route

from tests.journeys import heard, spoken_entries
from tests.journeys.browsing import DESK

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


HELD = re.compile(
    r"""\s*-\s'?(?P<role>banner|main|contentinfo|navigation|complementary|region|article|alert|group
    |heading|button|textbox|checkbox|radio|combobox)\b(?:\s"(?P<name>(?:[^"\\]|\\.)*)")?
    (?P<states>(?:\s\[[^]]*\])*)""",
    re.VERBOSE,
)


def spoken(page: Page, html: str, part: str) -> tuple[list[str], int, list[str]]:
    """Of the part its landmarks, headings and controls; its links; what is marked."""

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
    links = [line for line in tree if line.lstrip().startswith(("- link", "- 'link"))]
    return [*filter(None, map(held, tree))], len(links), page.evaluate(MARKED, part)


def held(line: str) -> str:
    """A line of the tree as heard.py has it; "" for what is not held."""
    found = HELD.match(line)
    if not found:
        return ""
    states = re.sub(r"\[level=(\d)\]", r"\1", found["states"])
    return f"{found['role']}{states}" + (f": {found['name']}" if found["name"] else "")


def without_names(parts: list[str]) -> list[str]:
    """Of each part its kind and state, and whether it has a name."""
    return [part.partition(": ")[0] + ": …" * (": " in part) for part in parts]


@pytest.mark.chromium("heard.py holds what one engine gives")
@pytest.mark.parametrize("name", PAGES)
def test_page_has_its_landmarks_headings_and_controls(
    desk_page: Page, read: Callable[[str, str], str], language: str, name: str
):
    # The frame is the same on all pages.
    parts, links, marked = spoken(
        desk_page, read(name, language), "body" if name == "home" else "main"
    )
    expected = [line.strip() for line in heard.PARTS[name].strip().splitlines()]
    if language == "en":
        assert parts == expected
    else:
        assert without_names(parts) == without_names(expected)
    assert links == heard.LINKS[name]
    assert marked == heard.MARKED.get((name, language), [])
