"""What holds on every page behind the sign-in: axe, room, one heading, the language, quiet.

The pages are those of the URL configuration, so that a new one cannot be forgotten: an address
with a part that `Behind` knows no word for, or one that is no page without being named here,
fails. They are looked at in Russian, whose words are the longer ones: light on a phone, dark on a
computer.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.account.test_every_address import EVERY, WHOLE
from tests.journeys.behind import PLACES, Behind, Place, behind
from tests.journeys.browsing import DESK, REFUSED, SCRIPTED_PHONE, open_page
from tests.journeys.filling import button, fill_in, words_of
from tests.journeys.site import Site
from tests.journeys.test_every_page import (
    RULES,
    RULES_FOR_THUMBS,
    STICKING_OUT,
    complaints,
)

LANGUAGE = "ru"

# Answered with 405 or 404, for nothing is shown there: they take what a form sends.
TAKES_ONLY = {
    *("decide", "claim", "release", "note", "contact", "hide", "end_other_sessions"),
    *("deactivate", "anew"),
}
# A script, and addresses that only lead on.
NO_PAGE = {"jsi18n", "admin", "logout", "index", "login", ""}
# What nobody may, whoever is signed in; the page that says so is the site's own.
NOBODY_MAY = {
    f"initiatives_{table}_{act}"
    for table, acts in {
        "country": "add delete",
        "focusregion": "add delete",
        "submission": "add delete",
        "initiative": "add delete",
        **dict.fromkeys(
            ("city", "language", "activity", "audience", "supportneed", "tag", "register"), "delete"
        ),
    }.items()
    for act in acts.split()
}
# They need a passkey, which test_sign_in.py makes; the welcome is among PLACES.
LOOKED_AT_ELSEWHERE = {
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
    "account_reset_password_from_key",
}
# Who sees a page of the sign-in; all others are looked at by the editor.
SEEN_BY = {
    "account_login": "",
    "account_inactive": "",
    "mfa_authenticate": "half",
    "people": "administrator",
    "person": "administrator",
}
PAGES = [
    (name, pattern)
    for name, pattern in EVERY
    if name not in TAKES_ONLY | NO_PAGE | LOOKED_AT_ELSEWHERE
]


@pytest.fixture(scope="module")
def pages(site: Site) -> Behind:
    return behind(site, LANGUAGE)


class Window:
    """A browser that must not complain, whoever uses it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heard: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.heard.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        # That Chromium writes of a page answered by 403 or 422 is not the page's doing.
        if not message.text.startswith(REFUSED):
            self.heard.append(message.text)

    def look(self) -> None:
        """What holds on each page, whatever it shows."""
        page = self.page
        assert self.heard == []
        assert page.locator("html").get_attribute("lang") == LANGUAGE
        assert page.locator("h1").count() == 1
        found = self._look_at("light", SCRIPTED_PHONE, (320, 360), RULES_FOR_THUMBS)
        found += self._look_at("dark", DESK, (768, 1280), RULES)
        assert not found, "\n".join(found)

    def _look_at(
        self, colours: Any, window: dict[str, Any], widths: tuple[int, ...], rules: dict[str, Any]
    ) -> list[str]:
        """What axe finds at the last width; the page fits all of them."""
        self.page.emulate_media(color_scheme=colours)
        # Django's links change their colour by and by.
        self.page.evaluate("() => document.getAnimations().forEach(one => one.finish())")
        for width in widths:
            self.page.set_viewport_size(window["viewport"] | {"width": width})
            assert self.page.evaluate(STICKING_OUT) == [0, []], width
        return complaints(self.page, rules)

    def leave(self) -> None:
        """Leave the page, and forget what it said: in Django's tables axe itself tries on a
        style, which the policy forbids, and some of that is heard later only."""
        self.page.goto("about:blank")
        self.heard.clear()


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Window]:
    page = open_page(browser, **SCRIPTED_PHONE)
    yield Window(page)
    page.context.close()


def filled(pattern: str, words: dict[str, str]) -> str:
    """The address of a pattern; KeyError for a part that no word is known for."""
    table = pattern.removeprefix("/desk/tables/initiatives/").partition("/")[0]
    known = words | {
        "slug": words["entry"],
        "reference": words["new"],
        "object_id": words.get(f"{table}_key", "there is none"),
        "app_label": "initiatives",
        "pk": words["person_key"],
    }
    return WHOLE.sub(lambda part: known[part[1] or part[2]], pattern).replace("\\", "")


@pytest.mark.parametrize(("name", "pattern"), PAGES, ids=[name or one for name, one in PAGES])
def test_every_address_of_the_desk(
    window: Window, pages: Behind, site: Site, name: str, pattern: str
):
    window.leave()
    pages.become(window.page, SEEN_BY.get(name, "editor"))
    response = window.page.goto(site.url + filled(pattern, pages.words))
    assert response is not None
    assert response.status == (403 if name in NOBODY_MAY else 200), window.page.url
    if response.ok:
        window.look()


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_state(window: Window, pages: Behind, place: Place):
    window.leave()
    pages.visit(window.page, place)
    window.look()


def test_a_form_that_was_refused(window: Window, pages: Behind):
    window.leave()
    propose = next(one for one in PLACES if one.name == "propose")
    pages.visit(window.page, propose)
    button(window.page, LANGUAGE, "Send it to the queue").click()
    window.page.locator("div.faults").wait_for()
    window.look()


def test_preview_and_the_words_that_were_wrong(window: Window, pages: Behind, site: Site):
    window.leave()
    pages.become(window.page, "")
    window.page.goto(f"{site.url}/{LANGUAGE}/submit/")
    fill_in(window.page, LANGUAGE, name="Хор", website="javascript:alert(1)", country="Сербия")
    button(window.page, LANGUAGE, "See it as readers will").click()
    expect(window.page.locator("[aria-invalid=true]")).to_have_count(1)
    window.look()
    website = words_of(LANGUAGE)("Website or main page")
    window.page.get_by_label(website, exact=True).fill("https://elsewhere.example/")
    button(window.page, LANGUAGE, "See it as readers will").click()
    button(window.page, LANGUAGE, "Send to the moderators").wait_for()
    window.look()


def test_editing_what_was_sent(window: Window, pages: Behind, site: Site):
    window.leave()
    receipt = pages.words["pending_receipt"]
    pages.become(window.page, "")
    window.page.goto(f"{site.url}/{LANGUAGE}/status/{receipt}/edit/")
    window.look()


def test_every_address_is_a_page_or_named():
    names = {name for name, _ in EVERY}
    assert names >= TAKES_ONLY | NOBODY_MAY | NO_PAGE | LOOKED_AT_ELSEWHERE
    assert len(PAGES) > 30
