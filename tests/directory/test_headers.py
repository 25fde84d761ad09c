"""Every answer carries the whole set of headers (SR-3), and no cookie (SR-2)."""

import json

import pytest
from django.test import Client

from directory import headers
from directory.logs import JsonFormatter

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
PAGE = "/en/about/safety/"
ONION = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion"


def policy_of(response) -> set[str]:
    return set(response["Content-Security-Policy"].split("; "))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 302),
        (PAGE, 200),
        ("/en", 301),
        ("/en/nothing-here/", 404),
        ("/static/css/base.css", 200),
        ("/static/nothing.css", 404),
    ],
)
def test_every_answer_has_the_headers_and_no_cookie(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert policy_of(response) == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]
    assert "publickey-credentials" not in response["Permissions-Policy"]
    assert "Strict-Transport-Security" not in response
    assert "Onion-Location" not in response
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


@pytest.fixture
def on_https(settings):
    settings.SITE_URL = "https://testserver"
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_SSL_HOST = "testserver"
    settings.SECURE_HSTS_SECONDS = 63072000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.ONION_LOCATION = f"http://{ONION}"
    settings.ALLOWED_HOSTS = ["testserver", ONION]


@pytest.mark.django_db
def test_over_https_the_browser_is_kept_there_and_shown_the_onion(on_https):
    response = Client().get("/en/initiatives/?kind=media", secure=True)
    assert response["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert policy_of(response) == POLICY | {"upgrade-insecure-requests"}
    assert response["Onion-Location"] == f"http://{ONION}/en/initiatives/?kind=media"


def test_plain_http_is_led_to_https(on_https):
    response = Client().get("/en/")
    assert (response.status_code, response["Location"]) == (301, "https://testserver/en/")


@pytest.mark.parametrize(
    ("said", "level", "reason"),
    [
        ({}, "WARNING", "sent no X-Forwarded-Proto"),
        ({"x-forwarded-proto": "https"}, "WARNING", "FORWARDED_ALLOW_IPS does not name the proxy"),
        ({"x-forwarded-proto": "http"}, "INFO", "said something else than https"),
    ],
)
def test_the_way_to_https_is_logged_with_its_reason_once(on_https, caplog, said, level, reason):
    headers._log_once.cache_clear()
    caplog.set_level("INFO", "directory")
    for number in range(3):
        address = f"/en/status/secret-{number}/"
        assert Client().get(address, headers=said, REMOTE_ADDR="192.0.2.7").status_code == 301
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    assert [line["level"].upper() for line in lines] == [level]
    assert reason in lines[0]["reason"]
    assert not any(word in str(lines) for word in ("secret", "192.0.2.7"))


@pytest.mark.django_db
@pytest.mark.parametrize("host", [ONION, f"{ONION}:80", ONION.upper()])
@pytest.mark.parametrize("secure", [False, True])
def test_on_the_onion_nothing_leads_away(on_https, host, secure):
    response = Client().get(PAGE, headers={"host": host}, secure=secure)
    assert response.status_code == 200
    assert "Strict-Transport-Security" not in response
    assert "Onion-Location" not in response
    assert policy_of(response) == POLICY


@pytest.mark.django_db
def test_only_pages_are_shown_on_the_onion(on_https):
    for address in ("/", "/static/css/base.css", "/en/nothing-here/"):
        assert "Onion-Location" not in Client().get(address, secure=True)


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused(client):
    response = client.get("/en", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode() + str(response.headers)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("length", "status"),
    [("262145", 413), ("9" * 5000, 413), ("-1", 400), ("many", 400), ("1 2", 400), ("١", 400)],
)
def test_a_body_over_the_limit_is_refused_unread(client, length, status):
    response = client.generic("POST", PAGE, b"", CONTENT_LENGTH=length)
    assert response.status_code == status


@pytest.mark.django_db
def test_a_body_at_the_limit_is_no_reason_to_refuse(client):
    response = client.generic("POST", PAGE, b"x" * 262144)
    assert response.status_code == 405
