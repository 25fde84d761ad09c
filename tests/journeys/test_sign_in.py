"""A new moderator, from the printed link to the desk, by app, passkey and recovery code."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page

from tests.journeys.browsing import PHONE, in_firefox, open_page
from tests.journeys.site import Site
from tests.journeys.test_every_page import RULES_FOR_THUMBS, STICKING_OUT, complaints
from tests.sharing import LANGUAGE

pytestmark = pytest.mark.engine

NO_DEVICE = pytest.mark.chromium("only Chromium has devices for passkeys that a test can make")
PASSWORD = "four-unrelated-words-here"


@pytest.fixture
def language() -> str:
    return LANGUAGE


@pytest.fixture
def browser_page(browser: Browser, site: Site, language: str) -> Iterator[Page]:
    """A phone of its own, with script, that must not complain and ask nobody else."""
    page = open_page(
        browser, viewport={"width": 360, "height": 740}, locale=language, has_touch=True
    )
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "request",
        lambda asked: asked.url.startswith(f"{site.url}/") or heard.append(f"asks {asked.url}"),
    )
    yield page
    page.context.close()
    # The first request of the desk's front page is led on to the sign-in by 302: no message.
    # Said when a key was pressed before the page could give its focus, as no person can.
    assert [text for text in heard if not text.startswith("Autofocus processing")] == []


@pytest.fixture
def passkeys(browser_page: Page) -> None:
    """A device that makes and keeps passkeys, and says yes."""
    devtools = browser_page.context.new_cdp_session(browser_page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def clean(page: Page, language: str) -> None:
    """The page speaks the language, fits the phone, and axe finds nothing."""
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert page.evaluate(STICKING_OUT) == [0, []], page.url
    found = complaints(page, RULES_FOR_THUMBS)
    assert not found, page.url + "\n" + "\n".join(found)


def send(page: Page) -> None:
    page.locator("main form button.is-filled").last.click()


def digits(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def give_password(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}/desk/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    send(page)
    page.wait_for_url("**/code/")


def sign_out(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/desk/sign-in/out/")
    page.locator("main form button").click()
    page.wait_for_url("**/desk/sign-in/")


def invited(site: Site, language: str, what: str) -> tuple[str, str]:
    """User name and link of a new moderator."""
    name = f"{what}-{language}"
    said = site.manage("add_moderator", name, "--everywhere", "--language", language)
    return name, said.splitlines()[-1]


def set_up_app(page: Page, site: Site, link: str, language: str) -> tuple[str, list[str]]:
    """Secret and recovery codes of one who followed the link; ends at the desk."""
    page.goto(link)
    clean(page, language)
    for field in ("password1", "password2"):
        page.locator(f"[name={field}]").fill(PASSWORD)
    send(page)
    page.wait_for_url("**/factors/")
    clean(page, language)
    page.locator("a[href$='/factors/app/']").click()
    clean(page, language)
    assert page.locator(".account-picture svg").is_visible()
    secret = page.locator(".account-key").inner_text()
    page.locator("[name=code]").fill("000000")
    send(page)
    page.locator("[aria-invalid=true]").wait_for()
    clean(page, language)
    secret = page.locator(".account-key").inner_text()
    page.locator("[name=code]").fill(digits(secret))
    send(page)
    page.wait_for_url("**/factors/codes/")
    clean(page, language)
    codes = page.locator(".account-codes code").all_inner_texts()
    assert len(codes) == 10
    page.locator("main a.is-filled").click()
    page.wait_for_url(f"{site.url}/desk/")
    return secret, codes


@NO_DEVICE
@pytest.mark.usefixtures("passkeys")
def test_app_passkey_and_recovery_code_lead_to_the_desk(
    browser_page: Page, site: Site, language: str
):
    page = browser_page
    name, link = invited(site, language, "anna")
    secret, codes = set_up_app(page, site, link, language)

    sign_out(page, site)
    clean(page, language)
    give_password(page, site, name)
    clean(page, language)
    page.locator("[name=code]").fill(digits(secret))
    send(page)
    page.wait_for_url(f"{site.url}/desk/")

    page.goto(f"{site.url}/desk/sign-in/factors/passkey/")
    clean(page, language)  # is it still you?
    page.locator("[name=code]").fill(digits(secret, 1))
    send(page)
    page.wait_for_url("**/factors/passkey/")
    clean(page, language)
    page.locator("#passkey").click()
    page.wait_for_url("**/factors/")
    assert page.locator(".account-keys li").count() == 1
    clean(page, language)

    sign_out(page, site)
    give_password(page, site, name)
    clean(page, language)
    page.locator("#passkey").click()
    page.wait_for_url(f"{site.url}/desk/")

    sign_out(page, site)
    give_password(page, site, name)
    page.locator("[name=code]").fill(codes[3])
    send(page)
    page.wait_for_url(f"{site.url}/desk/")
    sign_out(page, site)


@NO_DEVICE
def test_a_passkey_alone_is_enough_and_its_refusal_is_said(
    browser_page: Page, site: Site, language: str
):
    page = browser_page
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True}
    made = devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**device, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    name, link = invited(site, language, "boris")
    page.goto(link)
    for field in ("password1", "password2"):
        page.locator(f"[name={field}]").fill(PASSWORD)
    send(page)
    page.locator("a[href$='/factors/passkey/']").click()
    page.locator("#passkey").click()
    page.wait_for_url("**/factors/codes/")
    page.locator("main a.is-filled").click()
    page.wait_for_url(f"{site.url}/desk/")
    page.goto(f"{site.url}/desk/sign-in/factors/")
    page.locator(".account-keys a").click()
    clean(page, language)
    send(page)  # the last one cannot be taken away
    page.locator("main [role=alert]").wait_for()
    assert page.locator(".account-keys li").count() == 1
    clean(page, language)
    sign_out(page, site)

    give_password(page, site, name)
    devtools.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": made["authenticatorId"], "isUserVerified": False},
    )
    devtools.send(
        "WebAuthn.removeVirtualAuthenticator", {"authenticatorId": made["authenticatorId"]}
    )
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**device, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    page.locator("#passkey").click()
    page.locator("[data-passkey-problem]").wait_for(state="visible")
    clean(page, language)


def test_without_script_a_code_is_enough(browser: Browser, site: Site, language: str):
    page = open_page(browser, **PHONE, locale=language)
    name, link = invited(site, language, "vera")
    secret, codes = set_up_app_without_script(page, site, link)
    page.goto(f"{site.url}/desk/sign-in/factors/passkey/")
    if not in_firefox(page):  # there script is not off: only our files do not come
        assert page.locator("noscript p").is_visible()
    assert not page.locator("#passkey").is_visible()  # it would do nothing
    page.goto(f"{site.url}/desk/sign-in/out/")
    page.locator("main form button").click()
    for code in (digits(secret, 1), codes[0]):
        page.context.clear_cookies()
        give_password(page, site, name)
        page.locator("[name=code]").fill(code)
        send(page)
        page.wait_for_url(f"{site.url}/desk/")
    page.context.close()


def set_up_app_without_script(page: Page, site: Site, link: str) -> tuple[str, list[str]]:
    page.goto(link)
    for field in ("password1", "password2"):
        page.locator(f"[name={field}]").fill(PASSWORD)
    send(page)
    page.locator("a[href$='/factors/app/']").click()
    secret = page.locator(".account-key").inner_text()
    page.locator("[name=code]").fill(digits(secret))
    send(page)
    page.wait_for_url("**/factors/codes/")
    codes = page.locator(".account-codes code").all_inner_texts()
    assert all(re.fullmatch(r"\d{8}", code) for code in codes)
    page.locator("main a.is-filled").click()
    page.wait_for_url(f"{site.url}/desk/")
    return secret, codes
