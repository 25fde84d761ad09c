"""The site, once for all journeys, and pages that must stay quiet."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

pytest.register_assert_rewrite("tests.journeys.browsing")

from tests.journeys.browsing import (  # noqa: E402
    DESK,
    PHONE,
    SCRIPTED_PHONE,
    listening,
    open_page,
)
from tests.journeys.site import Site, serving  # noqa: E402


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A server as in production with the real data, on the engine under test.

    Unlike live_server its database outlives a test: journeys only read. When the journeys are
    over, its log must hold nothing but requests that were answered below 500.
    """
    with serving(os.environ.get("DATABASE_URL", "")) as running:
        yield running
        assert running.complaints() == []


@pytest.fixture(params=["en", "ru"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def phone_page(browser: Browser) -> Page:
    """360 pixels wide, touched, script off."""
    return open_page(browser, **PHONE)


@pytest.fixture(scope="session")
def scripted_phone_page(browser: Browser) -> Page:
    """The same with script on."""
    return open_page(browser, **SCRIPTED_PHONE)


@pytest.fixture(scope="session")
def desk_page(browser: Browser) -> Page:
    """A computer: 1280 pixels wide, script on."""
    return open_page(browser, **DESK)


@pytest.fixture
def phone(phone_page: Page, site: Site, language: str) -> Iterator[Page]:
    """A phone with script off, whose reader prefers the language."""
    phone_page.set_extra_http_headers({"Accept-Language": language})
    with listening(phone_page, site) as page:
        yield page


@pytest.fixture
def desk(desk_page: Page, site: Site, language: str) -> Iterator[Page]:
    """A computer with script on, whose reader prefers the language."""
    desk_page.set_extra_http_headers({"Accept-Language": language})
    desk_page.set_viewport_size(DESK["viewport"])
    with listening(desk_page, site) as page:
        yield page
