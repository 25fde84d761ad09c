"""The desk in a browser: by keyboard alone, and without script."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browsing import DESK, PHONE, open_page, tap
from tests.journeys.site import Site
from tests.journeys.test_keyboard import enter, is_read_before, press, stops, tab_to

in_russian = pytest.mark.parametrize("language", ["ru"])
in_english = pytest.mark.parametrize("language", ["en"])


@pytest.fixture
def waiting(site: Site, language: str) -> dict[str, Any]:
    code = f"from tests.journeys.waiting import write; write({language!r})"
    return _told(site, code)


def _told(site: Site, code: str) -> dict[str, Any]:
    return json.loads(site.manage("shell", "--no-imports", "-v0", "-c", code).splitlines()[-1])


def signed_in(browser: Browser, site: Site, waiting: dict[str, Any], **options: Any) -> Page:
    page = open_page(browser, **options)
    cookie = {"name": "session", "value": waiting["session"], "url": f"{site.url}/desk/"}
    page.context.add_cookies([cookie | {"httpOnly": True}])  # type: ignore[list-item]
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.heard = heard  # type: ignore[attr-defined]
    return page


@pytest.fixture
def computer(browser: Browser, site: Site, waiting: dict[str, Any]) -> Iterator[Page]:
    page = signed_in(browser, site, waiting, **DESK)
    yield page
    page.context.close()
    assert page.heard == []  # type: ignore[attr-defined]


def test_a_whole_review_by_keyboard_alone(
    computer: Page, site: Site, waiting: dict[str, Any], language: str
):
    page = computer
    page.goto(f"{site.url}/desk/")
    assert page.locator("[data-row]").count() >= 3
    page.keyboard.press("j")
    while waiting["names"][0] != page.evaluate("document.activeElement.textContent"):
        page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == waiting["names"][0]

    # Take it, then ask with a ready reason.
    with page.expect_navigation():
        page.keyboard.press("t")
    page.keyboard.press("q")
    assert page.evaluate("document.activeElement.name") == "reason"
    page.keyboard.press("ArrowDown")
    question = page.locator("#text-ask").input_value()
    assert question.startswith("Спасибо!" if language == "ru" else "Thank you!")
    for _ in range(3):
        press(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    # The next one has opened: approve it, and the public sees it.
    assert page.locator("h1").inner_text() == waiting["names"][1]
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.name") == "verified"
    page.keyboard.press("Space")
    press(page)
    page.keyboard.press("ArrowDown")
    for _ in range(3):
        press(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".desk-messages").inner_text().startswith(waiting["waiting"][1])
    slug = waiting["names"][1].replace(" ", "-")
    page.goto(f"{site.url}/{language}/initiatives/{slug}/")
    assert page.locator("h1").inner_text() == waiting["names"][1]


@in_english
def test_keys_can_be_switched_off(computer: Page, site: Site):
    page = computer
    page.goto(f"{site.url}/desk/")
    page.locator("[data-keys-switch]").uncheck()
    page.locator("h1").click()
    page.keyboard.press("j")
    assert not page.evaluate("document.activeElement.closest('[data-row]') !== null")
    page.reload()
    assert not page.locator("[data-keys-switch]").is_checked()


# A tab of the decision box lies unseen on its label, which carries the ring.
RADIO_RING = """() => {
  const style = getComputedStyle(document.activeElement.closest("label"));
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def seen(page: Page, stop: dict[str, Any] | None) -> dict[str, Any]:
    """The stop, which must be in sight and show that it has the focus."""
    assert stop is not None
    assert stop["seen"], stop["name"]
    assert stop["ring"] or ("radio" in stop["name"] and page.evaluate(RADIO_RING)), stop["name"]
    return stop


def tab_on_to(page: Page, part: str) -> None:
    """Press Tab until an element with this in its markup has the focus; every stop is seen."""
    for _ in range(100):
        if part in seen(page, press(page))["name"]:
            return
    raise AssertionError(f"{part} is too far")


@in_russian
def test_a_whole_review_without_a_letter_key(
    computer: Page, site: Site, waiting: dict[str, Any], language: str
):
    """With Tab, arrows, Space and Enter only, as those need who have switched the keys off."""
    page = computer
    page.goto(f"{site.url}/desk/")
    tab_to(page, f"/desk/submissions/{waiting['waiting'][0]}/")
    enter(page)
    assert page.locator("h1").inner_text() == waiting["names"][0]
    tab_on_to(page, 'data-act="approve"')
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.act") == "ask"
    tab_on_to(page, 'id="reason-ask"')
    tab_on_to(page, 'id="text-ask"')
    question = {"en": "Does it still meet?", "ru": "Она ещё собирается?"}[language]
    page.keyboard.type(question)
    tab_on_to(page, 'type="submit"')
    enter(page)

    # The next one is open; one further on, and back.
    assert page.locator("h1").inner_text() == waiting["names"][1]
    tab_on_to(page, "data-next")
    enter(page)
    assert page.locator("h1").inner_text() == waiting["names"][2]
    tab_on_to(page, "data-previous")
    enter(page)
    assert page.locator("h1").inner_text() == waiting["names"][1]

    page.goto(f"{site.url}/desk/submissions/{waiting['waiting'][0]}/")
    assert page.locator(".talk").get_by_text(question).is_visible()


@in_english
@pytest.mark.parametrize("path", ["", "submissions/{}/", "submissions/{}/correct/", "propose/"])
def test_every_stop_is_seen_and_in_order(
    computer: Page, site: Site, waiting: dict[str, Any], path: str
):
    page = computer
    page.goto(f"{site.url}/desk/{path.format(waiting['waiting'][0])}")
    found = stops(page)
    assert found[0]["skip"]
    assert len(found) > 10
    rest = [stop for stop in found if 'type="radio"' not in stop["name"]]
    assert [stop["name"] for stop in rest if not stop["ring"]] == []
    assert [stop["name"] for stop in found if not stop["seen"]] == []
    assert [stop["name"] for stop in found if not stop["after"]] == []
    for one, other in pairwise(found):
        if one["region"] == other["region"] and not one["skip"]:
            assert is_read_before(one, other), f"{one['name']}\n{other['name']}"


@in_russian
def test_a_decision_without_script_on_a_phone(
    browser: Browser, site: Site, waiting: dict[str, Any], language: str
):
    page = signed_in(browser, site, waiting, **PHONE)
    page.goto(f"{site.url}/desk/")
    tap(page.get_by_role("link", name=waiting["names"][2]))
    tap(page.locator("label:has([data-act=reject])"))
    page.locator("#reason-reject").select_option("not_checkable")
    tap(page.locator("[data-panel=reject] .button"))
    page.wait_for_url(lambda url: waiting["waiting"][2] not in url)
    page.goto(f"{site.url}/desk/submissions/{waiting['waiting'][2]}/")
    moves = page.locator(".moves").inner_text()
    assert ("Мы не нашли" if language == "ru" else "We found no public page") in moves
    assert page.locator("[data-panel]").count() == 0
    page.context.close()
