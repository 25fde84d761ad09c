"""By keyboard alone: every stop is seen, and they follow the order of reading."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.browsing import in_firefox, path_of, visit
from tests.journeys.examples import BY_NAME
from tests.journeys.site import Site

MOST_STOPS = 400

# The focused element: where it is, whether its ring shows, and whether something lies over it.
STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const rings = ["", "::before", "::after"].map(part => getComputedStyle(element, part || null));
  const over = [...element.getClientRects()].every(part => {
    const [x, y] = [part.x + part.width / 2, part.y + part.height / 2];
    const hit = document.elementFromPoint(x, y);
    return !hit || !(element.contains(hit) || hit.contains(element));
  });
  const before = window.lastStop;
  window.lastStop = element;
  return {
    name: element.outerHTML.slice(0, 100),
    href: element.getAttribute("href") || "",
    skip: element.classList.contains("skip"),
    ring: rings.some(style => style.outlineStyle !== "none" && style.content !== "none"
      && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== "rgba(0, 0, 0, 0)"),
    seen: !over && box.bottom > 0 && box.top < innerHeight && box.width > 1,
    after: !before || !!(before.compareDocumentPosition(element) & 4),
    region: element.closest("header, main, footer")?.tagName || "",
    sticky: !!element.closest(".bar-bottom"),
    drawn: element instanceof SVGElement,
    left: box.left + scrollX, right: box.right + scrollX,
    top: box.top + scrollY, bottom: box.bottom + scrollY,
  };
}"""


TWO_FRAMES = "() => new Promise(on => requestAnimationFrame(() => requestAnimationFrame(on)))"


def press(page: Page) -> dict[str, Any] | None:
    page.keyboard.press("Tab")
    if not in_firefox(page):
        return page.evaluate(STOP)
    page.evaluate(TWO_FRAMES)  # it scrolls to what has the focus a frame later
    stop = page.evaluate(STOP)
    if stop and stop["drawn"]:
        # It does not scroll to a link in a drawing. The list beside the map has the same links.
        stop["seen"] = True
    return stop


def stops(page: Page) -> list[dict[str, Any]]:
    """Every stop from the top of the page to where the focus leaves it."""
    found: list[dict[str, Any]] = []
    # At the end Chromium, which has no window here, may go on from the top again.
    while (stop := press(page)) is not None:
        if found and stop["name"] == found[0]["name"]:
            break
        found.append(stop)
        assert len(found) < MOST_STOPS, "the focus does not leave the page"
    # In Firefox it is in the window's own controls then, and would stay there for the next test.
    for _ in range(MOST_STOPS):
        if page.evaluate("() => document.hasFocus()"):
            break
        page.keyboard.press("Tab")
    return found


def tab_to(page: Page, href: str) -> None:
    """Press Tab until a link with this address has the focus."""
    for _ in range(MOST_STOPS):
        stop = press(page)
        assert stop is not None, f"no stop leads to {href}"
        if stop["href"] == href:
            return
    raise AssertionError(f"{href} is too far")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def is_read_before(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Not so: the second stands wholly above the first without standing in a column after it."""
    above = second["bottom"] <= first["top"] + 1
    return not above or second["left"] > first["left"]


# The order is the template's, and both languages have the same (tests/pages/test_structure.py).
@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ru", "home"),
        ("en", "listing-filtered"),
        ("ru", "nothing"),
        ("en", "entry-designated"),
        ("ru", "country"),
        ("en", "safety"),
        ("ru", "not-found"),
    ],
)
def test_every_stop_is_seen_and_in_order(desk: Page, site: Site, language: str, name: str):
    visit(desk, site, BY_NAME[name], language)
    # After a filter the focus is at the heading.
    focused = desk.evaluate("() => document.activeElement.tagName")
    assert focused == ("H1" if name in ("listing-filtered", "nothing") else "BODY")
    desk.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); }")
    found = stops(desk)
    assert found[0]["skip"]
    check(found)


def check(found: list[dict[str, Any]]) -> None:
    without_ring = [stop["name"] for stop in found if not stop["ring"]]
    assert not without_ring, "\n".join(without_ring)
    unseen = [stop["name"] for stop in found if not stop["seen"]]
    assert not unseen, "\n".join(unseen)
    jumps = [stop["name"] for stop in found if not stop["after"]]
    assert not jumps, "\n".join(jumps)
    for one, other in pairwise(found):
        if one["region"] == other["region"] and not one["skip"] and not other["sticky"]:
            assert is_read_before(one, other), f"{one['name']}\n{other['name']}"


@pytest.mark.parametrize(
    ("language", "name"), [("ru", "home"), ("en", "filters-chosen"), ("ru", "entry-designated")]
)
def test_every_stop_of_a_phone_is_seen(phone: Page, site: Site, language: str, name: str):
    visit(phone, site, BY_NAME[name], language)
    check(stops(phone))


def test_skip_link_leads_past_the_header(phone: Page, site: Site, language: str):
    phone.goto(f"{site.url}/{language}/countries/georgia/")
    first = press(phone)
    assert first is not None
    assert first["skip"]
    assert first["seen"]
    phone.keyboard.press("Enter")
    following = press(phone)
    assert following is not None
    assert following["region"] == "MAIN"


def test_entry_is_reached_by_keyboard_alone(phone: Page, site: Site, language: str):
    phone.goto(f"{site.url}/{language}/")
    tab_to(phone, f"/{language}/countries/georgia/")
    enter(phone)
    assert path_of(phone, site) == f"/{language}/countries/georgia/"
    card = phone.locator("main article h3 a").first
    address, name = card.get_attribute("href"), card.inner_text()
    assert address
    tab_to(phone, address)
    enter(phone)
    assert path_of(phone, site) == address
    assert phone.locator("h1").inner_text() == name
    phone.go_back()
    assert path_of(phone, site) == f"/{language}/countries/georgia/"


def test_filters_are_chosen_by_keyboard_alone(phone: Page, site: Site, language: str):
    phone.goto(f"{site.url}/{language}/initiatives/")
    tab_to(phone, f"/{language}/initiatives/filters/")
    enter(phone)
    tab_to(phone, f"/{language}/initiatives/filters/?kind=it")
    enter(phone)
    tab_to(phone, f"/{language}/initiatives/?kind=it")
    enter(phone)
    assert path_of(phone, site) == f"/{language}/initiatives/?kind=it"


def test_menu_and_folded_facets_open_by_keyboard(phone: Page, site: Site, language: str):
    phone.goto(f"{site.url}/{language}/initiatives/filters/")
    # What is folded may lie in what is folded.
    while (folded := phone.locator("details:not([open]) > summary").filter(visible=True)).count():
        folded.first.focus()
        phone.keyboard.press("Enter")
    assert phone.locator("details[open]").count() > 5
    assert phone.locator("details:not([open])").count() == 0
