"""The site, once for all journeys, and pages that must stay quiet."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

pytest.register_assert_rewrite("tests.journeys.browsing")

from tests.journeys.browsing import DESK, PHONE, quiet_page  # noqa: E402
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


@pytest.fixture
def phone(browser: Browser, site: Site, language: str) -> Iterator[Page]:
    """A phone, 360 pixels wide, script off."""
    with quiet_page(browser, site, locale=language, **PHONE) as page:
        yield page


@pytest.fixture
def desk(browser: Browser, site: Site, language: str) -> Iterator[Page]:
    """A computer, 1280 pixels wide, script on."""
    with quiet_page(browser, site, locale=language, **DESK) as page:
        yield page
