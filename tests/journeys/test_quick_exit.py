"""Quick exit, with and without script. The exit's address is answered by the test itself."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browsing import DESK, PHONE
from tests.journeys.site import Site


def page_with_elsewhere(browser: Browser, **options) -> Page:
    """A page whose requests to Wikipedia do not leave this machine."""
    context = browser.new_context(**options)
    context.route(
        "https://*.wikipedia.org/**",
        lambda route: route.fulfill(
            status=200, content_type="text/html", body="<title>Elsewhere</title>"
        ),
    )
    return context.new_page()


def leave(page: Page, site: Site, language: str) -> None:
    page.goto(f"{site.url}/{language}/")
    page.goto(f"{site.url}/{language}/initiatives/bumaga/")
    with page.expect_navigation():
        page.locator("[data-exit]").first.click()
    assert page.url == f"https://{language}.wikipedia.org/"
    assert page.title() == "Elsewhere"


@pytest.fixture(params=[DESK, PHONE | {"java_script_enabled": True}], ids=["desk", "phone"])
def scripted(request, browser: Browser):
    page = page_with_elsewhere(browser, **request.param)
    yield page
    page.context.close()


@pytest.fixture
def plain(browser: Browser):
    page = page_with_elsewhere(browser, **PHONE)
    yield page
    page.context.close()


def test_quick_exit_with_script_takes_the_page_out_of_the_history(scripted, site, language):
    leave(scripted, site, language)
    scripted.go_back()
    assert scripted.url == f"{site.url}/{language}/"


def test_quick_exit_without_script_is_a_plain_link(plain, site, language):
    leave(plain, site, language)
    plain.go_back()
    assert plain.url == f"{site.url}/{language}/initiatives/bumaga/"


def test_quick_exit_tells_the_other_site_nothing(scripted, site, language):
    with scripted.expect_request("https://*.wikipedia.org/**") as request:
        leave(scripted, site, language)
    assert "referer" not in request.value.all_headers()
