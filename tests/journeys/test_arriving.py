"""A page on its way: it comes in pieces and its fonts come late, and nothing that is seen moves."""

import re

import pytest
from playwright.sync_api import Page, Route

from tests.journeys.browsing import DESK, SHIFTS
from tests.journeys.examples import BY_NAME
from tests.journeys.site import Site

PAINTED = "() => performance.getEntriesByType('paint').length > 0"

# Tag by tag, drawn after each, but in one go what nothing moves in: drawings, facets, what is to be
# chosen from, and what is below the window.
AT_ONCE = '<svg.*?</svg>|<aside class="facets".*?</aside>|<select.*?</select>'
# The same on every page.
FRAME = "<header.*?</header>|<footer.*?</footer>"
PIECES = r"(?:</[^>]*>\s*)+|<[^>]*>|[^<]+"
WRITE = """async ([head, pieces]) => {
  const drawn = () => new Promise(resolve => requestAnimationFrame(resolve));
  document.open();
  document.write(head);
  while (!document.body) await drawn();
  const last = () => [...document.querySelectorAll("body :not(.facets *)")].at(-1);
  const below = () => last()?.getBoundingClientRect().top > 1.2 * innerHeight;
  while (pieces.length) {
    document.write(below() ? pieces.splice(0).join("") : pieces.shift());
    await drawn();
  }
  document.close();
}"""


# Each window takes the pages in one language: which words stand there moves nothing.
ON_PHONE, ON_COMPUTER = "ru", "en"


@pytest.fixture
def computer(desk_page: Page) -> Page:
    desk_page.set_viewport_size(DESK["viewport"])
    return desk_page


def written_in_pieces(page: Page, address: str, *, frame: bool) -> None:
    """frame: header and footer are in pieces as well."""
    page.goto(address)
    html = page.evaluate("() => fetch(location.href).then(answer => answer.text())")
    head, body, rest = re.split("(<body[^>]*>)", html)
    whole = AT_ONCE if frame else f"{AT_ONCE}|{FRAME}"
    pieces = re.findall(f"{whole}|{PIECES}", rest, re.DOTALL)
    page.evaluate(WRITE, [head + body, pieces])


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "listing-closed",
        "filters",
        "nothing",
        "country-without-entries",
        "regions",
        "submit",
    ],
)
def test_nothing_moves_on_a_phone_while_a_page_comes_in_pieces(
    scripted_phone_page: Page, site: Site, name: str
):
    address = site.url + BY_NAME[name].address(ON_PHONE)
    written_in_pieces(scripted_phone_page, address, frame=name == "home")
    assert scripted_phone_page.evaluate(SHIFTS) == []


@pytest.mark.parametrize("name", ["listing-filtered", "country", "regions", "safety", "not-found"])
def test_nothing_moves_on_a_computer_while_a_page_comes_in_pieces(
    computer: Page, site: Site, name: str
):
    address = site.url + BY_NAME[name].address(ON_COMPUTER)
    written_in_pieces(computer, address, frame=name == "not-found")
    assert computer.evaluate(SHIFTS) == []


@pytest.mark.parametrize("name", ["safety", "countries", "country", "entry"])
def test_nothing_moves_when_a_font_comes_late(computer: Page, site: Site, name: str):
    """It waits for the next page then, and no size hangs on which font is there first."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    computer.route("**/golos-basic.*", hold)
    try:
        computer.goto(site.url + BY_NAME[name].address(ON_PHONE), wait_until="commit")
        computer.wait_for_function(PAINTED)
        assert len(held) == 1
    finally:  # the window is shared: it would wait for its fonts in every test to come
        for route in held:
            route.continue_()
        computer.unroute("**/golos-basic.*")
    computer.wait_for_load_state()
    assert computer.evaluate(SHIFTS) == []
