"""Opening pages in a browser, and hearing what a quiet page must not say."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Response, Route

from tests.journeys.examples import Example
from tests.journeys.site import ROOT, Site

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "java_script_enabled": False,
}
SCRIPTED_PHONE = PHONE | {"java_script_enabled": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}

# How much moved after it was shown, and what. An observer is given what was before it at once.
SHIFTS = """() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => {
  const observer = new PerformanceObserver(() => {});
  observer.observe({type: "layout-shift", buffered: true});
  resolve(observer.takeRecords().map(shift => [
    shift.value,
    shift.sources.map(({node}) =>
      ((node?.tagName ? node : node?.parentElement)?.outerHTML ?? "").slice(0, 120)),
  ]));
})))"""

REFUSED = "Failed to load resource: the server responded with a status of"


def open_page(browser: Browser, **options: Any) -> Page:
    """A page in a context of its own. Contexts are dear (a second each), so tests share a few."""
    context = browser.new_context(reduced_motion="reduce", **options)
    context.set_default_timeout(10_000)
    return context.new_page()


@contextmanager
def listening(page: Page, site: Site, *, besides: str = "") -> Iterator[Page]:
    """The page as a new reader has it, which at the end must have been quiet.

    Quiet is: no console message, no request beyond the own origin (but to `besides`), no
    cookie, nothing stored. That Chromium writes a message for a page that is answered by 400
    to 410 is not the page's doing.
    """
    heard: list[str] = []
    foreign: list[str] = []
    visited: set[str] = set()

    def hear(message: Any) -> None:
        at = message.location.get("url", "")
        if not (message.text.startswith(REFUSED) and at in visited):
            heard.append(f"{message.type}: {message.text} {at}")

    def fail(error: Any) -> None:
        heard.append(str(error))

    def watch(request: Any) -> None:
        if request.is_navigation_request():
            visited.add(request.url)
        if not request.url.startswith((f"{site.url}/", besides or site.url)):
            foreign.append(request.url)

    page.emulate_media(media="null", color_scheme="light")
    page.on("console", hear)
    page.on("pageerror", fail)
    page.on("request", watch)
    try:
        yield page
        assert heard == []
        assert foreign == []
        assert page.context.cookies() == []
        assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0
    finally:
        page.unroute_all(behavior="wait")
        page.remove_listener("console", hear)
        page.remove_listener("pageerror", fail)
        page.remove_listener("request", watch)


def visit(page: Page, site: Site, example: Example, language: str) -> None:
    """Open an example. Its answer must have the status that the example names."""
    url = site.url + example.address(language)
    if example.method == "GET":
        response = page.goto(url)
    else:
        page.route(url, lambda route: route.continue_(method=example.method))
        response = page.goto(url)
        page.unroute(url)
    assert response is not None
    assert shown_status(response) == example.status, url


def shown_status(response: Response) -> int:
    """Of the page that is shown: Firefox tells of the 304 that let it show the one it had."""
    return 200 if response.status == 304 else response.status


def visit_server_error(page: Page, site: Site, status: int = 500) -> None:
    """Open the static page of a 500 or a 503, which no healthy server gives."""
    text = (ROOT / "templates" / f"{status}.html").read_text(encoding="utf-8")
    url = f"{site.url}/{status}.html"

    def answer(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html; charset=utf-8", body=text)

    page.route(url, answer)
    page.goto(url)
    page.unroute(url)


def follow(link: Locator, *, status: int = 200) -> Response:
    """Press a link as a reader does and wait for the page that it leads to."""
    page = link.page
    with page.expect_navigation() as navigation:
        link.click()
    response = navigation.value
    assert shown_status(response) == status, response.url
    return response


def in_firefox(page: Page) -> bool:
    browser = page.context.browser
    return browser is not None and browser.browser_type.name == "firefox"


def tap(target: Locator) -> None:
    """Touch it with a finger. In Firefox it is clicked: a touch by WebDriver BiDi is no click."""
    if in_firefox(target.page):
        target.click()
    else:
        target.tap()


def path_of(page: Page, site: Site) -> str:
    """Path and query of the page's address."""
    assert page.url.startswith(site.url)
    return page.url.removeprefix(site.url)
