"""Whatever a client writes into a request, links, redirects and other readers' pages stay ours.

Against the server of production, since it is the server that decides which headers it hands on.
"""

import os
import socket
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.journeys.site import Site, serving

pytestmark = pytest.mark.server

HOST = "directory.example.org"
ONION = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion"
PROXIED = ("X-Forwarded-Proto: https", "X-Forwarded-For: 192.0.2.1")
# Read by somebody before the attacks, and read by nobody before them.
READ_BEFORE = ("/en/", "/ru/initiatives/?kind=media", "/robots.txt", "/sitemap.xml")
READ_AFTER = ("/en/about/citing/", "/ru/countries/", "/en/submit/", "/en/status/", "/desk/sign-in/")
FORGED = (
    "SCRIPT_NAME: /evil",
    "SCRIPT-NAME: /evil",
    "Script_Name: /evil",
    "SCRIPT_NAME: http://evil.example",
    "SCRIPT_URL: /evil/en/",
    "PATH_INFO: /evil/",
    "PATH-INFO: /evil/",
    "REMOTE_USER: evil",
    "REMOTE-USER: evil",
    "REMOTE_ADDR: 203.0.113.99",
    "HTTP_HOST: evil.example",
    "SERVER_NAME: evil.example",
    "wsgi.url_scheme: evil",
    "X_Forwarded_Host: evil.example",
    "X_Forwarded_Proto: evil",
    "X-Forwarded-Host: evil.example",
    "X-Forwarded-Server: evil.example",
    "X-Forwarded-Port: 6666",
    "X-Forwarded-Prefix: /evil",
    "X-Forwarded-Ssl: off",
    "X-Forwarded-Ssl: on",
    "X-Forwarded-Protocol: ssl",
    "X-Forwarded-Protocol: evil",
    "X-Forwarded-Path: /evil",
    "X-Forwarded-Uri: /evil",
    "X-Forwarded-For: evil",
    "Forwarded: for=evil;host=evil.example;proto=http",
    "X-Host: evil.example",
    "X-Original-Host: evil.example",
    "X-Original-URL: /evil/",
    "X-Rewrite-URL: /evil/",
    "X-HTTP-Method-Override: DELETE",
    "X-Script-Name: /evil",
    "Referer: https://evil.example/",
    "Origin: https://evil.example",
    "Cookie: session=evil; django_language=evil; csrf=evil",
)
HOSTS = (
    f"Host: {HOST}:8443",
    f"Host: {HOST}.",
    f"Host: {HOST.upper()}",
    f"Host: user:evil@{HOST}",
    f"Host: {HOST}@evil.example",
    f"Host: {HOST}:evil",
    f"Host: {HOST}:80:80",
    f"Host: {HOST}/evil",
    f"Host: {HOST}, evil.example",
    f"Host: {HOST}\r\nHost: evil.example",
    f"Host: {HOST}\0.evil.example",
    "Host: evil.example",
    "Host: evil.onion",
    "Host: [::1]",
    "Host: [::1",
    "Host: 127.0.0.1",
    "Host:",
    f"Host: {'e' * 5000}.example",
    "X-Nothing: without a host",
)


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    whole: str


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Behind a proxy that speaks https, with an onion service; one worker, which all meet."""
    with serving(
        os.environ.get("DATABASE_URL", ""),
        SITE_URL=f"https://{HOST}",
        ALLOWED_HOSTS=f"{HOST},localhost,{ONION}",
        ONION_LOCATION=f"http://{ONION}",
        WORKERS="1",
    ) as running:
        yield running


def ask(site: Site, target: str, *lines: str, method: str = "GET") -> Answer:
    """Send these lines as they are, and read the answer to its end."""
    request = "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "Connection: close", "", ""])
    with socket.create_connection(("127.0.0.1", urlsplit(site.url).port or 0), 30) as connection:
        connection.sendall(request.encode("latin-1"))
        with connection.makefile("rb") as stream:
            whole = stream.read().decode("utf-8", "replace")
    head, _, _ = whole.partition("\r\n\r\n")
    first, *others = head.split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in others)}
    headers.pop("date", None)
    return Answer(int(first.split()[1]), headers, whole)


def read(site: Site, target: str, *more: str, method: str = "GET") -> Answer:
    """As an ordinary reader does through the proxy, with these lines besides."""
    return ask(site, target, f"Host: {HOST}", *PROXIED, *more, method=method)


def page(answer: Answer) -> tuple[int, dict[str, str], str]:
    return answer.status, answer.headers, answer.whole.partition("\r\n\r\n")[2]


def test_no_header_changes_a_page_for_anybody(site):
    before = {target: page(read(site, target)) for target in READ_BEFORE}
    for line in FORGED:
        for target in (*READ_BEFORE, *READ_AFTER):
            for forged_target in (target, f"/evil{target}"):
                answer = read(site, forged_target, line)
                assert answer.status < 500, (line, forged_target)
                assert answer.status < 400 or forged_target != target, (line, forged_target)
                assert "evil" not in answer.whole, (line, forged_target)
    for target in READ_AFTER:
        answer = read(site, target)
        assert answer.status == 200
        assert "evil" not in answer.whole, target
    assert {target: page(read(site, target)) for target in READ_BEFORE} == before


@pytest.mark.parametrize("line", HOSTS)
@pytest.mark.parametrize("proxied", [PROXIED, ("X-Forwarded-Proto: http",), ()])
def test_no_host_leads_elsewhere(site, line, proxied):
    for target in ("/en/", "/en/initiatives", "/", "/desk/", "/static/nothing.css"):
        answer = ask(site, target, line, *proxied)
        assert answer.status < 500
        if answer.status != 400:  # gunicorn's own refusals quote what they refuse, to its sender
            assert "evil" not in answer.whole
        to = answer.headers.get("location", "/")
        assert to.startswith((f"https://{HOST}/", "/")), to
        assert not to.startswith("//")


@pytest.mark.parametrize(
    ("target", "method"),
    [
        ("http://evil.example/en/initiatives", "GET"),
        ("http://evil.example:6666/", "GET"),
        ("//evil.example/en/initiatives", "GET"),
        ("//evil.example", "GET"),
        ("/\\evil.example/en", "GET"),
        ("/en//evil.example", "GET"),
        ("evil.example:443", "CONNECT"),
        ("*", "OPTIONS"),
    ],
)
@pytest.mark.parametrize("proxied", [PROXIED, ()])
def test_no_target_leads_elsewhere(site, target, method, proxied):
    answer = ask(site, target, f"Host: {HOST}", *proxied, method=method)
    assert answer.status < 500
    to = answer.headers.get("location", "/")
    assert to.startswith((f"https://{HOST}/", "/"))
    assert not to.startswith(("//", "/\\"))


def test_browsers_keep_to_https_for_half_a_year_and_for_this_host_alone(site):
    assert read(site, "/en/").headers["strict-transport-security"] == "max-age=15768000"


def test_a_plain_request_is_led_to_the_site_without_a_foreign_port(site):
    answer = ask(site, "/en/?kind=media", f"Host: {HOST}:8443", "X-Forwarded-Port: 6666")
    assert (answer.status, answer.headers["location"]) == (301, f"https://{HOST}/en/?kind=media")


@pytest.mark.parametrize("host", [ONION, f"{ONION}:80", ONION.upper(), f"{ONION}."])
def test_the_onion_stays_the_onion(site, host):
    assert ask(site, "/en/", f"Host: {host}").status == 200
    answer = ask(site, "/en/initiatives", f"Host: {host}", "X-Forwarded-Host: evil.example")
    assert (answer.status, answer.headers["location"]) == (301, "/en/initiatives/")
