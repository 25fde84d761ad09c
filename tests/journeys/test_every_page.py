"""What holds on every kind of page in both languages: room, rest, targets, axe, and quiet."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Page

from tests.journeys.browsing import DESK, SHIFTS, listening, visit, visit_server_error
from tests.journeys.examples import EXAMPLES, Example
from tests.journeys.site import Site

# The last is that of the next page, which then need not be laid out twice.
WIDTHS = (320, 360, 768, 1920, 1280)

# Axe is the dearest of all tests: it looks at a page in one language on a computer and in the
# other on a phone, light and, for what colours can change, dark. All else holds in all four.
ON_COMPUTER, ON_PHONE = "en", "ru"

# Elements that stick out of the page, and do not scroll in a region of their own.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const inside = element => {
    for (let up = element.parentElement; up; up = up.parentElement)
      if (up !== document.documentElement && up !== document.body
          && getComputedStyle(up).overflowX !== "visible") return true;
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1) && !inside(element);
  });
  return [document.documentElement.scrollWidth - width,
          out.slice(0, 3).map(element => element.outerHTML.slice(0, 120))];
}"""

# Controls that are pressed with a thumb; links within a text or a card's line are not among them.
SMALL_FOR_A_THUMB = """selector => [...document.querySelectorAll(selector)]
  .map(element => [element, element.getBoundingClientRect()])
  .filter(([element, box]) => element.checkVisibility() && box.width && box.height < 43.5)
  .map(([element, box]) => `${Math.round(box.height)} px: ${element.outerHTML.slice(0, 120)}`)"""
FOR_A_THUMB = (
    ".facet summary, .facet li > a, .bar-bottom a, header summary, header details a, "
    "header [data-exit], .chips a, .filters-button, nav ol a[aria-current], nav a[rel='next'], "
    ".button, .leader[href], footer ul a"
)

UNSEEN = """() => [...document.body.querySelectorAll("*")]
  .filter(element => getComputedStyle(element).visibility !== "visible")
  .map(element => element.outerHTML.slice(0, 120))"""

AXE_RUN = "options => axe.run(document, options).then(found => found.violations)"
RULES = {"resultTypes": ["violations"]}
RULES_FOR_THUMBS = RULES | {"rules": {"target-size": {"enabled": True}}}
RULES_FOR_COLOURS = RULES | {"runOnly": ["color-contrast"]}


@pytest.fixture(scope="module")
def computer(desk_page: Page, site: Site) -> Iterator[Page]:
    """A page that must stay quiet for the whole module."""
    with listening(desk_page, site) as page:
        without_cache(page)
        yield page


@pytest.fixture(scope="module")
def phone(scripted_phone_page: Page, site: Site) -> Iterator[Page]:
    """The same on a phone; axe needs script."""
    with listening(scripted_phone_page, site) as page:
        without_cache(page)
        yield page


def without_cache(page: Page) -> None:
    """Fonts arrive as on a first visit, on every page: a route turns the browser's cache off."""
    page.route("**/*.woff2", lambda route: route.continue_())


@pytest.fixture(scope="module", params=EXAMPLES, ids=str)
def on_computer(request: pytest.FixtureRequest, computer: Page, site: Site) -> Page:
    computer.set_viewport_size(DESK["viewport"])
    computer.emulate_media(color_scheme="light")
    visit(computer, site, request.param, ON_COMPUTER)
    return computer


@pytest.fixture(scope="module", params=EXAMPLES, ids=str)
def on_phone(request: pytest.FixtureRequest, phone: Page, site: Site) -> Page:
    phone.emulate_media(color_scheme="light")
    visit(phone, site, request.param, ON_PHONE)
    return phone


def complaints(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe finds, a line for each rule and element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{violation['id']}: {node['target']} {node['html'][:120]}"
        for violation in page.evaluate(AXE_RUN, options)
        for node in violation["nodes"]
    ]


def complaints_in_dark(page: Page) -> list[str]:
    page.emulate_media(color_scheme="dark")
    return complaints(page, RULES_FOR_COLOURS)


def fits_every_width(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(STICKING_OUT) == [0, []], width


def is_large_enough_for_a_thumb(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
    small = page.evaluate(SMALL_FOR_A_THUMB, FOR_A_THUMB)
    assert not small, "\n".join(small)


def test_nothing_moves_on_a_computer(on_computer: Page):
    assert on_computer.evaluate(SHIFTS) == []


def test_axe_finds_nothing_on_a_computer(on_computer: Page):
    found = complaints(on_computer, RULES) + complaints_in_dark(on_computer)
    assert not found, "\n".join(found)


def test_page_fits_every_width(on_computer: Page):
    fits_every_width(on_computer)


def test_nothing_moves_on_a_phone(on_phone: Page):
    assert on_phone.evaluate(SHIFTS) == []


def test_axe_finds_nothing_on_a_phone(on_phone: Page):
    found = complaints(on_phone, RULES_FOR_THUMBS) + complaints_in_dark(on_phone)
    assert not found, "\n".join(found)


def test_controls_are_large_enough_for_a_thumb(on_phone: Page):
    is_large_enough_for_a_thumb(on_phone)


def test_nothing_of_a_whole_page_stays_unseen(on_phone: Page):
    """What is not seen before it is whole (static/css/arriving.css) is seen then."""
    assert on_phone.evaluate(UNSEEN) == []


def test_phone_shows_the_whole_width(on_phone: Page):
    assert on_phone.evaluate("() => [innerWidth, visualViewport.scale]") == [360, 1]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_in_the_other_language_on_a_computer(computer: Page, site: Site, example: Example):
    computer.set_viewport_size(DESK["viewport"])
    computer.emulate_media(color_scheme="dark")
    visit(computer, site, example, ON_PHONE)
    assert computer.evaluate(SHIFTS) == []
    fits_every_width(computer)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_in_the_other_language_on_a_phone(phone: Page, site: Site, example: Example):
    phone.emulate_media(color_scheme="dark")
    visit(phone, site, example, ON_COMPUTER)
    assert phone.evaluate(SHIFTS) == []
    is_large_enough_for_a_thumb(phone)
    assert phone.evaluate(UNSEEN) == []
    assert phone.evaluate("() => [innerWidth, visualViewport.scale]") == [360, 1]


@pytest.mark.parametrize("status", [500, 503])
def test_page_of_a_server_error_needs_nothing_but_its_style(
    computer: Page, site: Site, status: int
):
    computer.set_viewport_size(DESK["viewport"])
    visit_server_error(computer, site, status)
    assert complaints(computer, RULES) + complaints_in_dark(computer) == []
    fits_every_width(computer)


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def test_examples_hold_every_page_of_the_site():
    # What is behind the sign-in has tests of its own, and so have files for programs.
    behind = ("desk/", "admin/", "^admin/")
    routes = {
        one
        for one in patterns(get_resolver())
        if one and not one.startswith(behind) and not re.search(r"\.[a-z]+$", one)
    }
    shown = {
        resolve(example.address("en").partition("?")[0]).route
        for example in EXAMPLES
        if example.name != "not-found"
    }
    assert shown == routes
