"""Suggestions under the search box: one file when it is entered, nothing while somebody types."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import path_of
from tests.journeys.site import Site


@pytest.fixture
def asked(page: Page, site: Site, language: str) -> list[str]:
    """The paths that are asked for from here on."""
    page.goto(f"{site.url}/{language}/", wait_until="networkidle")
    paths: list[str] = []
    page.on("request", lambda request: paths.append(urlsplit(request.url).path))
    return paths


def type_in(page: Page, words: str) -> None:
    with page.expect_response(lambda response: "/words/" in response.url):
        page.locator("#search-box").focus()
    page.keyboard.type(words)
    expect(page.locator(".suggest")).to_be_visible()


def test_one_file_is_asked_for_and_nothing_while_typing(page: Page, asked, language: str):
    type_in(page, "юрист бел" if language == "ru" else "lawyer bel")
    page.keyboard.press("Backspace")
    page.keyboard.type("л g")
    page.locator("#search-box").blur()
    page.locator("#search-box").focus()
    words = [path for path in asked if not path.startswith("/static/")]
    assert len(words) == 1
    assert words[0].startswith(f"/{language}/words/")


def test_place_and_need_lead_to_their_page_by_keyboard(page: Page, site, asked, language: str):
    type_in(page, "юрист белгр" if language == "ru" else "lawyer belgr")
    box = page.locator("#search-box")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "search-row-0")
    expect(page.locator("#search-row-0")).to_have_attribute("aria-selected", "true")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert path_of(page, site) == f"/{language}/countries/serbia/needs/lawyer/"


def test_enter_without_a_row_searches_and_escape_closes(page: Page, site, asked, language: str):
    type_in(page, "Белград" if language == "ru" else "Belgrade")
    page.keyboard.press("Escape")
    expect(page.locator(".suggest")).to_be_hidden()
    assert page.locator("#search-box").input_value()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert path_of(page, site).startswith(f"/{language}/initiatives/?q=")


def test_rows_are_few_large_and_within_a_narrow_window(page: Page, asked, language: str):
    page.set_viewport_size({"width": 320, "height": 700})
    type_in(page, "ма" if language == "ru" else "me")
    rows = page.locator(".suggest li")
    assert 0 < rows.count() <= 8
    for row in rows.all():
        box = row.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_box_works_when_the_file_does_not_come(page: Page, site: Site, language: str):
    page.route("**/words/**", lambda route: route.abort())
    page.goto(f"{site.url}/{language}/")
    page.locator("#search-box").fill("Tbilisi")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert path_of(page, site) == f"/{language}/initiatives/?q=Tbilisi"
