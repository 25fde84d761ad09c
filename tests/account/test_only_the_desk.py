"""Sessions and cookies exist below /desk/ only; readers never meet them (SR-2, SR-8)."""

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.account.signing import (
    CODE,
    SIGN_IN,
    code,
    give_password,
    moderator,
    prove_again,
    sign_in,
)
from tests.directory.test_settings import PUBLIC, run

pytestmark = pytest.mark.django_db
READERS = [
    "/",
    "/en/",
    "/ru/initiatives/",
    "/en/initiatives/?kind=media",
    "/en/nothing/",
    "/en/about/safety/",
]


@pytest.mark.parametrize("address", READERS)
def test_a_public_answer_is_the_same_for_a_signed_in_moderator(address):
    inside = sign_in(moderator(language="ru"))
    theirs, ours = inside.get(address), Client().get(address)
    assert theirs.content == ours.content
    assert theirs.status_code == ours.status_code
    for answer in (theirs, ours):
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()


@pytest.mark.parametrize("address", READERS)
def test_a_public_request_has_neither_session_nor_user(client, address):
    request = client.get(address).wsgi_request
    assert not hasattr(request, "session")
    assert not hasattr(request, "user")


def test_the_address_of_the_sign_in_sets_cookies_for_the_desk_only(client):
    moderator()
    client.get(SIGN_IN)
    give_password(client)
    for cookie in client.cookies.values():
        assert cookie["path"] == "/desk/"
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    assert set(client.cookies) == {"session", "csrf"}


def test_on_https_the_cookies_are_bound_to_the_host():
    code_ = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_SECURE,"
        " s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_DOMAIN,"
        " s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_PATH, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_AGE)"
    )
    result = run(["-c", code_], {**PUBLIC, "DJANGO_SETTINGS_MODULE": "directory.settings"})
    assert result.stdout.split() == [
        "__Host-session", "/", "True", "True", "Lax", "None", "__Host-csrf", "/", "True", "28800",
    ]  # fmt: skip


def test_a_form_of_the_desk_says_where_it_comes_from_and_no_other_site_learns_it(client):
    """With no-referrer a browser would send `Origin: null`, and every form would be refused."""
    assert client.get(SIGN_IN)["Referrer-Policy"] == "same-origin"
    assert client.get("/en/")["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://localhost:1"])
def test_a_form_from_elsewhere_is_refused_even_with_its_token(origin):
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(SIGN_IN).content.decode())
    assert token is not None
    form = {"login": "nino", "password": "x", "csrfmiddlewaretoken": token[1]}
    assert client.post(SIGN_IN, form, headers={"origin": origin}).status_code == 403


def test_a_form_without_its_token_is_refused_with_a_page():
    client = Client(enforce_csrf_checks=True)
    answer = client.post(SIGN_IN, {"login": "nino", "password": "x"})
    assert answer.status_code == 403
    assert "This page has expired" in answer.content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(SIGN_IN).content.decode())
    assert token is not None
    form = {"login": "nino", "password": "x", "csrfmiddlewaretoken": token[1]}
    assert client.post(SIGN_IN, form).status_code == 200


@pytest.mark.parametrize(
    ("accepts", "speaks", "language"), [("ru", "en", "ru"), ("en", "ru", "en")]
)
def test_the_browser_s_language_before_the_sign_in_and_the_moderator_s_after(
    client, accepts, speaks, language
):
    moderator(language=speaks)
    headers = {"accept-language": accepts}
    assert client.get(SIGN_IN, headers=headers)["Content-Language"] == language
    give_password(client)
    assert client.get(CODE, headers=headers)["Content-Language"] == language
    client.post(CODE, {"code": code()})
    assert client.get("/desk/", headers=headers)["Content-Language"] == speaks


def test_the_pages_of_the_sign_in_hold_nothing_inline():
    client = sign_in(moderator())
    prove_again(client)
    pages = ["out/", "factors/", "factors/passkey/", "factors/codes/new/", "again/code/"]
    texts = [client.get(SIGN_IN + page).content.decode() for page in pages]
    texts.append(Client().get(SIGN_IN).content.decode())
    for text in texts:
        assert "<h1" in text
        assert re.search(r"\sstyle=|\son\w+=|javascript:", text) is None
        assert re.findall(r"<script(?![^>]* src=)(?![^>]*type=\"application/json\")", text) == []
        for source in re.findall(r'(?:src|href)="([^"]+\.(?:js|css))"', text):
            assert source.startswith("/static/")


def test_scripts_of_the_sign_in_are_served_by_us(client):
    for script in ("mfa/js/webauthn-json.js", "mfa/js/webauthn.js", "js/passkey.js"):
        assert client.get(f"/static/{script}").status_code == 200
    assert Path("static/js/passkey.js").stat().st_size < 2000
