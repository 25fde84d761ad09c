"""The desk in a browser: by keyboard alone, without script, and with nothing for axe to find."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browsing import DESK, PHONE, SCRIPTED_PHONE, open_page
from tests.journeys.site import Site
from tests.journeys.test_every_page import (
    RULES,
    RULES_FOR_THUMBS,
    STICKING_OUT,
    complaints,
)
from tests.journeys.test_keyboard import press


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


def test_keys_can_be_switched_off(computer: Page, site: Site):
    page = computer
    page.goto(f"{site.url}/desk/")
    page.locator("[data-keys-switch]").uncheck()
    page.locator("h1").click()
    page.keyboard.press("j")
    assert not page.evaluate("document.activeElement.closest('[data-row]') !== null")
    page.reload()
    assert not page.locator("[data-keys-switch]").is_checked()


def test_every_stop_of_a_review_is_seen(computer: Page, site: Site, waiting: dict[str, Any]):
    page = computer
    page.goto(f"{site.url}/desk/submissions/{waiting['waiting'][0]}/")
    found = []
    while (stop := press(page)) is not None and len(found) < 200:
        if found and stop["name"] == found[0]["name"]:
            break
        found.append(stop)
    hidden_radio = [stop for stop in found if 'type="radio"' in stop["name"]]
    assert hidden_radio  # its label carries the ring
    rest = [stop for stop in found if stop not in hidden_radio]
    assert len(rest) > 20
    assert [stop["name"] for stop in rest if not stop["ring"]] == []
    assert [stop["name"] for stop in found if not stop["seen"]] == []


def test_a_decision_without_script_on_a_phone(
    browser: Browser, site: Site, waiting: dict[str, Any], language: str
):
    page = signed_in(browser, site, waiting, **PHONE)
    page.goto(f"{site.url}/desk/")
    page.get_by_role("link", name=waiting["names"][2]).tap()
    page.locator("label:has([data-act=reject])").tap()
    page.locator("#reason-reject").select_option("not_checkable")
    page.locator("[data-panel=reject] .button").tap()
    page.wait_for_url(lambda url: waiting["waiting"][2] not in url)
    page.goto(f"{site.url}/desk/submissions/{waiting['waiting'][2]}/")
    moves = page.locator(".moves").inner_text()
    assert ("Мы не нашли" if language == "ru" else "We found no public page") in moves
    assert page.locator("[data-panel]").count() == 0
    page.context.close()


@pytest.mark.parametrize("options", [DESK, SCRIPTED_PHONE], ids=["computer", "phone"])
def test_axe_finds_nothing_at_the_desk(
    browser: Browser, site: Site, waiting: dict[str, Any], language: str, options: Any
):
    change = _told(site, "from tests.journeys.waiting import write_change; write_change()")
    site.manage(
        "shell", "--no-imports", "-v0", "-c",
        "from initiatives.models import *; from django.utils.timezone import now\n"
        "Moderator.objects.filter(user__username__startswith='desk-').update(role='editor')",
    )  # fmt: skip
    one = waiting["waiting"][0]
    page = signed_in(browser, site, waiting, **options)
    for path in (
        "",
        "?held=yes",
        f"submissions/{one}/",
        f"submissions/{one}/?preview=ru",
        f"submissions/{change['reference']}/",
        f"submissions/{one}/correct/",
        "propose/",
        f"initiatives/{change['slug']}/change/",
    ):
        page.goto(f"{site.url}/desk/{path}")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1, path
        assert page.evaluate(STICKING_OUT) == [0, []], path
        found = complaints(page, RULES if options is DESK else RULES_FOR_THUMBS)
        assert not found, path + "\n" + "\n".join(found)
    page.goto(f"{site.url}/desk/propose/")
    page.locator(".sheet-send .button").click()
    page.locator("div.faults").wait_for()
    assert complaints(page, RULES) == []
    page.context.close()
