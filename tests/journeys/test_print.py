"""On paper: an entry is one sheet, and what only a screen needs is not printed."""

import re

import pytest
from playwright.sync_api import Page

from tests.journeys.browsing import visit
from tests.journeys.examples import BY_NAME
from tests.journeys.site import Site

pytestmark = pytest.mark.chromium("only Chromium shows a page as on paper, and prints plain PDF")

# A page object of a PDF; "/Type /Pages" is the tree of them.
_SHEET = re.compile(rb"/Type\s*/Page\b")


def sheets(page: Page) -> int:
    return len(_SHEET.findall(page.pdf(format="A4")))


@pytest.mark.parametrize("name", [name for name in BY_NAME if name.startswith("entry")])
def test_entry_fits_one_sheet(desk: Page, site: Site, language: str, name: str):
    visit(desk, site, BY_NAME[name], language)
    assert sheets(desk) == 1


def test_listing_on_paper_has_entries_and_no_controls(desk: Page, site: Site, language: str):
    visit(desk, site, BY_NAME["listing-filtered"], language)
    desk.emulate_media(media="print", color_scheme="dark")
    for part in ("header", "#facet-kind", "main nav", "[data-exit]", "footer nav"):
        assert desk.locator(part).filter(visible=True).count() == 0, part
    assert desk.locator("main article h3 a").filter(visible=True).count() == 24
    ground = desk.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_folded_sources_are_open_on_paper(desk: Page, site: Site, language: str):
    visit(desk, site, BY_NAME["entry"], language)
    source = desk.locator("#sources-title ~ details a").first
    assert not source.evaluate("element => element.checkVisibility()")
    desk.emulate_media(media="print")
    assert source.evaluate("element => element.checkVisibility()")
    desk.emulate_media(media="screen")


def test_entry_on_paper_names_its_links_and_its_address(desk: Page, site: Site, language: str):
    visit(desk, site, BY_NAME["entry"], language)
    desk.emulate_media(media="print")
    link = desk.locator("main section li a[rel~='ugc']").first
    shown = link.evaluate("element => getComputedStyle(element, '::after').content")
    assert link.get_attribute("href") in shown
    address = f"{site.url}/{language}/initiatives/bumaga/"
    assert desk.locator("footer").get_by_text(address).is_visible()
