"""Quick exit, with and without script: it leads away at once and tells the other site nothing.

The exit's address is answered by the test itself.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route

from tests.journeys.browsing import listening
from tests.journeys.site import Site


@pytest.fixture(params=["desk", "phone"])
def scripted(
    request: pytest.FixtureRequest,
    desk_page: Page,
    scripted_phone_page: Page,
    site: Site,
    language: str,
) -> Iterator[Page]:
    page = desk_page if request.param == "desk" else scripted_phone_page
    yield from leaving(page, site, language)


@pytest.fixture
def plain(phone_page: Page, site: Site, language: str) -> Iterator[Page]:
    yield from leaving(phone_page, site, language)


def leaving(page: Page, site: Site, language: str) -> Iterator[Page]:
    """A page of which nothing leaves this machine."""

    def answer(route: Route) -> None:
        route.fulfill(content_type="text/html", body="<title>Elsewhere</title>")

    with listening(page, site, besides=f"https://{language}.wikipedia.org/") as quiet:
        quiet.route("https://**", answer)
        yield quiet


def leave(page: Page, site: Site, language: str) -> None:
    page.goto(f"{site.url}/{language}/")
    page.goto(f"{site.url}/{language}/initiatives/bumaga/")
    with page.expect_request("https://**") as request, page.expect_navigation():
        page.locator("[data-exit]").first.click()
    assert page.url == f"https://{language}.wikipedia.org/"
    assert page.title() == "Elsewhere"
    assert "referer" not in request.value.all_headers()


def test_quick_exit_with_script_takes_the_page_out_of_the_history(
    scripted: Page, site: Site, language: str
):
    leave(scripted, site, language)
    scripted.go_back()
    assert scripted.url == f"{site.url}/{language}/"


def test_quick_exit_is_ready_while_the_rest_of_the_page_is_awaited(
    scripted: Page, site: Site, language: str
):
    address = f"{site.url}/{language}/initiatives/bumaga/"
    held: list[Route] = []

    def stay_behind(route: Route) -> None:
        """The page, which goes no further than its header: what comes next never answers."""
        page = route.fetch()
        before, content = page.text().split("</header>", 1)
        route.fulfill(
            response=page, body=f'{before}</header><script src="/awaited.js"></script>{content}'
        )

    def hold(route: Route) -> None:
        held.append(route)

    scripted.goto(f"{site.url}/{language}/")
    scripted.route(address, stay_behind)
    scripted.route("**/awaited.js", hold)
    scripted.goto(address, wait_until="commit")
    try:
        with scripted.expect_navigation():
            scripted.locator("[data-exit]").first.click()
    finally:
        scripted.unroute(address)
        for route in held:
            route.abort()
    assert scripted.title() == "Elsewhere"
    scripted.go_back()
    assert scripted.url == f"{site.url}/{language}/"


def test_quick_exit_without_script_is_a_plain_link(plain: Page, site: Site, language: str):
    leave(plain, site, language)
    plain.go_back()
    assert plain.url == f"{site.url}/{language}/initiatives/bumaga/"
