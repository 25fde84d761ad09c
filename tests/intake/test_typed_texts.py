"""What is shown of a description, in the preview and on the page of the entry."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories.submission import publish_new
from tests.intake.visitor import Visitor

# Texts of links that say something else than where they lead, and what stands behind them.
DECEIVING = [
    (f"[{text}]({url})", f"{text} ({goal})</a>")
    for text, url, goal in [
        ("help@meduza.example", "mailto:x@evil.example", "x@evil.example"),
        ("https://meduza.example", "mailto:x@evil.example", "x@evil.example"),
        ("help@meduza.example", "https://evil.example", "evil.example"),
        ("meduza\u3002example", "https://evil.example", "evil.example"),
        ("@meduza.example", "https://evil.example", "evil.example"),
        ("«-meduza.example»", "https://evil.example", "evil.example"),
        ("https://8.8.8.8/", "https://evil.example", "evil.example"),
        ("x" * 2100 + " meduza.example", "https://evil.example", "evil.example"),
        ("https://t.me/meduzalive", "https://t.me/evil", "t.me/evil"),
        ("instagram.com/one", "https://www.instagram.com/two/", "instagram.com/two"),
        ("m\u0435duza", "https://m\u0435duza.example", "xn--mduza-zwe.example"),
        ("\u043ceduza.example", "https://\u043ceduza.example", "xn--eduza-5xe.example"),
        ("https://meduza.example@evil.example", "https://evil.example", "evil.example"),
        ("meduza.example", "https://meduza.example.evil.example/", "meduza.example.evil.example"),
        ("evil.example\u2003meduza.example", "https://evil.example/", "evil.example"),
        ("meduza․example", "https://evil.example/", "evil.example"),
        ("ＭＥＤＵＺＡ．example", "https://evil.example/", "evil.example"),
        ("meduza dot example", "https://evil.example:8443/", "evil.example:8443"),
        ("Медуза", "https://evil.example/meduza.example", "evil.example"),
    ]
]


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("2022. Начало работы", "<p>2022. Начало работы</p>"),
        ("3. Третье", '<ol start="3">'),
        ("Мы помогаем:\r\n• с документами\r\n• с жильём",
         "<p>Мы помогаем:<br>\n• с документами<br>\n• с жильём</p>"),
        ("Раз\vДва", "<p>Раз<br>\nДва</p>"),
        ("Write to https://example.org/help or help@example.org",
         '<a href="https://example.org/help" rel="nofollow noopener noreferrer ugc">'),
        ("Write to https://example.org/help or help@example.org",
         '<a href="mailto:help@example.org"'),
        ("[x](mailto:help@example.org)", ">x (help@example.org)</a>"),
        ("t.me/example", '<a href="https://t.me/example"'),
        ("[meduza.io](https://evil.example/)", ">meduza.io (evil.example)</a>"),
        *DECEIVING,
    ],
)  # fmt: skip
def test_a_description_is_shown_as_it_was_meant(visitor: Visitor, typed, html):
    assert html in visitor.preview(description_en=typed).content.decode()
    entry = publish_new(description_en=typed.replace("\v", "\r\n"))
    assert html in Client().get(entry.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "typed", ["See http://1.2.3.4.5../", "http://1../", "http://999.1.1.1。。/"]
)
def test_what_is_no_number_of_a_machine_is_no_link_and_no_error(visitor, words, typed):
    page = visitor.preview(description_en=typed)
    assert page.status_code == 200
    assert not re.search('href="http://[19]', page.content.decode())
