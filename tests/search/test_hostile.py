"""Queries that nobody means well: an answer below 500, and nothing of them as markup."""

from __future__ import annotations

import pytest

from tests.markup import parse

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("some_data")]

HOSTILE = {
    "long": "юрист " * 2_000,
    "one word": "x" * 10_000,
    "many words": " ".join(f"word{n}" for n in range(500)),
    "nul": "law\x00yer",
    "controls": "".join(map(chr, range(32))) + "\x7f\x85",
    "right to left": "\u202elawyer\u202c \u200f\u061c",
    "surrogate": "law\ufffdyer \ufffe",
    "emoji": "🏳️\u200d🌈 👩\u200d👩\u200d👧 🙂",
    "punctuation": "!@#$%^&*()_+-=[]{}|;':\",./<>?`~",
    "operators": 'lawyer AND (belgrade OR "novi sad") NOT x* NEAR/2 title:y',
    "like": "%_' OR 1=1; --",
    "scripts": "lаwyеr юpист ქართული עברית العربية 日本語",
    "quotes": '"',
    "quoted": '""',
    "markup": "<script>alert(1)</script><img src=x onerror=y>",
    "attribute": '" autofocus onfocus="x',
    "path": "../../etc/passwd",
    "scheme": "javascript:alert(1)",
    "address": "http://[::1]/ https://a@b@c//\\ @ t.me/ www.",
    "spaces": "\u3000\u2003 \t \u00a0",
    "accents": "é" * 50 + "\u0301" * 300,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "path", ["/en/initiatives/", "/ru/initiatives/", "/en/initiatives/filters/"]
)
def test_hostile_query_is_answered(client, path, name):
    response = client.get(path, {"q": HOSTILE[name]}, follow=True)
    assert response.status_code < 500
    page = response.content.decode()
    assert "<h1" in page or 'class="filters-top"' in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'onfocus="x' not in page
    assert "\x00" not in page


@pytest.mark.parametrize("query", ["q=%00", "q=%ff%fe", "q=%", "q=%F0%9F", "q[]=x", "q=a&q=b"])
def test_broken_address_is_answered_with_a_message(client, query):
    response = client.get(f"/en/initiatives/?{query}", follow=True)
    assert response.status_code in (200, 400)
    assert "<h1" in response.content.decode()


def test_query_is_cut_and_the_page_says_what_it_read(client):
    response = client.get("/en/initiatives/", {"q": "lawyer " * 300}, follow=True)
    query = response.context["search"]["query"]
    assert len(query) <= 200
    assert len(query.split()) == 12
    assert f'value="{query}"' in response.content.decode()


LISTS = ["/en/initiatives/", "/ru/initiatives/"]
PAGES = [*LISTS, *(f"{path}filters/" for path in LISTS)]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", ["markup", "attribute", "quotes", "right to left"])
def test_nothing_of_the_words_is_markup(client, path, name):
    response = client.get(path, {"q": HOSTILE[name]}, follow=True)
    for element in parse(response.content.decode()).walk():
        assert "alert" not in "".join(
            child for child in element.children if element.tag == "script"
        )
        assert not [key for key in element.attributes if key.startswith("on")]
        for target in map(element.attributes.get, ("href", "src", "action")):
            assert not set(target or "") & set('<>"\u202e')
            assert target != "x"
            assert not (target or "").lower().startswith("javascript:")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("name", ["markup", "attribute", "scheme", "operators"])
def test_title_heading_and_box_show_the_words_as_they_are(client, path, name):
    page = parse(client.get(path, {"q": HOSTILE[name]}, follow=True).content.decode())
    boxes = [box.attributes["value"] for box in page.all("input") if is_box(box)]
    assert boxes
    assert set(boxes) == {HOSTILE[name]}
    for [element] in (page.all("title"), page.all("h1")):
        assert HOSTILE[name].strip('"') in element.text.replace("\u00a0", " ")


def is_box(box):
    return box.attributes.get("name") == "q" and box.attributes.get("type") != "hidden"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("query", ["q=lawyer&q=<script>alert(1)</script>", "q=%00&q=lawyer"])
def test_words_given_twice_are_answered(client, path, query):
    response = client.get(f"{path}?{query}", follow=True)
    assert response.status_code < 500
    page = parse(response.content.decode())
    assert page.all("h1")
    assert "<script>alert" not in response.content.decode()
