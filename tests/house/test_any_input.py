"""No input of any kind gives a 500."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.thorough import rounds, some

pytestmark = pytest.mark.usefixtures("some_data")

ANY = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=rounds(500),
)

PATHS = [
    "/",
    "/en/",
    "/ru/initiatives/",
    "/en/initiatives/filters/",
    "/en/initiatives/bumaga/",
    "/en/countries/",
    "/ru/countries/georgia/",
    "/en/countries/georgia/tbilisi/",
    "/ru/about/safety/",
    "/en/submit/",
    "/ru/status/",
    "/en/status/x/",
]
# Files for programs, and one more text.
FILES = [
    "/ru/about/citing/",
    "/ru/manifest.webmanifest",
    "/robots.txt",
    "/favicon.ico",
    "/sitemap.xml",
    "/sitemap-entries-1",
]
HEADERS = [
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_COOKIE",
    "HTTP_USER_AGENT",
    "HTTP_REFERER",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_HOST",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_RANGE",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
    "REMOTE_ADDR",
]
NAMES = ["kind", "country", "city", "page", "sort", "state", "tag", "q", "utm_x", ""]

octets = st.binary(max_size=60).map(lambda raw: raw.decode("latin-1"))
nasty = st.sampled_from(
    [
        "\x00",
        "%00",
        "%ED%A0%80",
        "٣",
        "１",
        "-1",
        "1e9",
        "9" * 5000,
        "ge\u202e",
        "%FF",
        "[]",
        "ge\n",
    ]
)


@pytest.mark.engine
@ANY
@given(path=st.sampled_from(PATHS + FILES), tail=octets, query=octets)
@example(path="/en/initiatives/", tail="", query="page=" + "9" * 5000)
@example(path="/en/", tail="\xed\xa0\x80", query="")
@example(path="//", tail="evil.example/", query="")
def test_any_path_and_query_answers_below_500(client, path, tail, query):
    response = client.request(PATH_INFO=path + tail, QUERY_STRING=query)
    assert response.status_code < 500
    location = response.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")


@pytest.mark.engine
@ANY
@given(pairs=st.lists(st.tuples(st.sampled_from(NAMES), octets | nasty), max_size=6))
def test_any_filter_answers_below_500(client, pairs):
    query = "&".join(f"{name}={value}" for name, value in pairs).encode().decode("latin-1")
    response = client.request(PATH_INFO="/ru/initiatives/", QUERY_STRING=query)
    assert response.status_code in {200, 301, 400, 404}


@pytest.mark.whole
@ANY
@given(path=st.sampled_from(PATHS + FILES), header=st.sampled_from(HEADERS), value=octets | nasty)
def test_any_header_answers_below_500(client, path, header, value):
    response = client.request(**{"PATH_INFO": path, "QUERY_STRING": "", header: value})
    assert response.status_code < 500


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", some(PATHS[1:-3]))
def test_other_methods_are_refused_with_a_page(client, method, path):
    response = client.generic(method, path, b"x" * 1000)
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert "<h1" in response.content.decode()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_large_body_is_refused_with_a_message(client, language):
    response = client.generic("POST", f"/{language}/", b"x" * (256 * 1024 + 1))
    assert response.status_code == 413
    assert "256" in response.content.decode()
