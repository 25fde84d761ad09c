"""The bones of every kind of page: the same in both languages, sound, and leading somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.journeys import rare
from tests.journeys.examples import EXAMPLES, Example
from tests.markup import Element, parse
from tests.pages.bones import HEADINGS, bones

LANGUAGES = ("en", "ru")
# A block of this type is read by programs and run by none: a policy lets it pass (SR-3).
DATA = "application/ld+json"
# Of the links of a page that differ in values only, so many are followed.
FOLLOWED = 1

every_page = pytest.mark.parametrize("example", EXAMPLES, ids=str)
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module", autouse=True)
def read(rare_data: None) -> Callable[[Example, str], Element]:
    """The tree of an example in a language, read once."""

    @cache
    def tree_of(example: Example, language: str) -> Element:
        response = Client().generic(example.method, example.address(language))
        assert response.status_code == example.status
        return parse(response.content.decode())

    return tree_of


@pytest.fixture(scope="module")
def rare_data(some_data: None) -> None:
    rare.write()


@every_page
def test_both_languages_have_the_same_bones(read, example):
    # Sorted by name, each language has entries of its own on a page.
    cards = "sort=name" not in example.path
    english, russian = (bones(read(example, language), cards=cards) for language in LANGUAGES)
    assert english == russian


@every_page
@in_both_languages
def test_page_has_one_h1_one_main_and_no_leap_between_headings(read, example, language):
    tree = read(example, language)
    levels = [int(heading.tag[1]) for heading in tree.all(*HEADINGS)]
    assert levels.count(1) == 1
    assert len(tree.all("main")) == 1
    for before, after in zip([1, *levels], levels, strict=False):
        assert after <= before + 1, levels
    assert all(heading.text for heading in tree.all(*HEADINGS))


@every_page
@in_both_languages
def test_head_names_the_language_the_page_and_its_addresses(read, example, language):
    tree = read(example, language)
    assert tree.all("html")[0].attributes["lang"] == language
    assert tree.all("title")[0].text
    links = tree.all("head")[0].all("link")
    addresses = {one.attributes.get("hreflang"): one.attributes["href"] for one in links
                 if one.attributes["rel"] in {"canonical", "alternate"}}  # fmt: skip
    if example.status == 200 and not example.private:
        path = example.path if example.canonical is None else example.canonical
        for code in LANGUAGES:
            assert addresses[code] == f"{settings.SITE_URL}/{code}/{path}"
        assert addresses[None] == addresses[language]
    if example.private:
        assert addresses == {}
        assert [one.attributes["content"] for one in tree.all("meta")
                if one.attributes.get("name") == "robots"] == ["noindex, nofollow"]  # fmt: skip


@every_page
@in_both_languages
def test_pictures_are_named_or_hidden(read, example, language):
    for picture in read(example, language).all("img", "svg"):
        hidden = any(one.attributes.get("aria-hidden") == "true" for one in picture.within())
        named = picture.attributes.get("alt") or picture.attributes.get("aria-label")
        assert hidden or named, picture


@every_page
@in_both_languages
def test_links_and_controls_say_what_they_do(read, example, language):
    for control in read(example, language).all("a", "button", "summary"):
        if control.attributes.get("aria-hidden") == "true":
            # For nobody: it takes the key Enter in a field.
            assert control.attributes["tabindex"] == "-1"
            continue
        said = "".join(
            text
            for inside, text in control.texts()
            if not any(one.attributes.get("aria-hidden") == "true" for one in inside.within())
        )
        assert said.strip() or control.attributes.get("aria-label"), control


@every_page
@in_both_languages
def test_ids_are_unique_and_what_names_them_finds_them(read, example, language):
    tree = read(example, language)
    ids = Counter(one.attributes["id"] for one in tree.walk() if "id" in one.attributes)
    assert [name for name, number in ids.items() if number > 1] == []
    for element in tree.walk():
        for attribute in ("aria-labelledby", "aria-describedby", "for"):
            for name in element.attributes.get(attribute, "").split():
                assert name in ids, element
        href = element.attributes.get("href", "")
        if href.startswith("#"):
            assert href[1:] in ids, element


@every_page
@in_both_languages
def test_nothing_is_inline(read, example, language):
    for element in read(example, language).walk():
        assert element.tag != "style"
        if element.tag == "script" and element.attributes.get("type") != DATA:
            assert "src" in element.attributes
            assert not element.children
        for name, value in element.attributes.items():
            assert name != "style", element
            assert not name.startswith("on"), element
            assert not value.strip().lower().startswith(("data:", "javascript:")), element


@every_page
@in_both_languages
def test_page_asks_its_own_origin_only(read, example, language):
    for element in read(example, language).all("link", "script", "img", "source", "use"):
        for name in ("src", "href", "srcset"):
            address = element.attributes.get(name, "")
            if element.attributes.get("rel") not in {"canonical", "alternate"}:
                assert not urlsplit(address).netloc, element


@every_page
def test_russian_on_english_pages_is_marked(read, example):
    """Also what has no language of its own: other spellings, names in a register. (Not tried the
    other way round: Latin letters are usual in Russian.)"""
    for element, text in read(example, "en").all("body")[0].texts():
        if re.search("[а-яё]{3}", text, re.IGNORECASE):
            languages = [
                one.attributes["lang"] for one in element.within() if "lang" in one.attributes
            ]
            assert languages[0] == "ru", f"{element} {text.strip()[:80]}"


def followed(read) -> Iterator[str]:
    """The addresses of our own that the pages name: every path, and of each kind of query some."""
    seen: set[str] = set()
    taken: Counter[tuple[str, ...]] = Counter()
    for example in EXAMPLES:
        for language in LANGUAGES:
            for link in read(example, language).all("a", "link"):
                address = link.attributes.get("href", "").removeprefix(settings.SITE_URL)
                address = address.partition("#")[0]
                if not address.startswith("/") or address in seen:
                    continue
                seen.add(address)
                parts = urlsplit(address)
                if parts.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
                    continue
                names = [name for name, _ in parse_qsl(parts.query)]
                shape = (str(example), language, parts.path, *names)
                taken[shape] += 1
                if not parts.query or taken[shape] <= FOLLOWED:
                    yield address


def test_every_link_to_our_own_pages_leads_somewhere(read):
    client = Client()
    expected = {
        one.address(language): one.status
        for one in EXAMPLES
        for language in LANGUAGES
        if one.method == "GET"
    }
    addresses = list(followed(read))
    assert len(addresses) > 300
    for address in addresses:
        status = client.get(address).status_code
        assert status in {200, expected.get(address)}, address
