"""What holds of every page in every state and language: each is fetched once, for all of it.

A property is a function with a page; what fails is gathered, so that one fault hides no other.
What holds of a page in a browser is in tests/journeys/test_every_page.py.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from tests.directory.test_headers import POLICY, policy_of
from tests.intake.visitor import Visitor
from tests.journeys.examples import EXAMPLES, Example
from tests.markup import Element, parse
from tests.pages import english
from tests.pages.bones import HEADINGS, bones
from tests.pages.states import STATES
from tests.pages.test_states import answered
from tests.thorough import some

pytestmark = pytest.mark.usefixtures("rare_data")

LANGUAGES = ("en", "ru")
SITE = settings.SITE_URL
# A block of this type is read by programs and run by none: a policy lets it pass.
DATA = "application/ld+json"
# Of the links of a page that differ in values only, so many are followed.
FOLLOWED = 1


@dataclass
class Page:
    """An answer in a language; example: what it is an example of, None if it is a state."""

    name: str
    language: str
    answer: Any
    example: Example | None = None

    @cached_property
    def tree(self) -> Element:
        return parse(self.answer.content.decode())

    @cached_property
    def head(self) -> Element:
        return self.tree.all("head")[0]

    @cached_property
    def metas(self) -> dict[str, str]:
        """Names and properties of all metas; none stands there twice."""
        metas = [one.attributes for one in self.head.all("meta") if "content" in one.attributes]
        keys = [one.get("name") or one["property"] for one in metas if "media" not in one]
        assert len(keys) == len(set(keys))
        return {one.get("name") or one["property"]: one["content"] for one in metas}

    @cached_property
    def addresses(self) -> dict[str | None, str]:
        """Of this page in each language; under None the canonical one."""
        return {one.attributes.get("hreflang"): one.attributes["href"]
                for one in self.head.all("link")
                if one.attributes["rel"] in {"canonical", "alternate"}}  # fmt: skip


def of_example(example: Example, language: str) -> Page:
    answer = Client().generic(example.method, example.address(language))
    assert answer.status_code == example.status
    return Page(example.name, language, answer, example)


# --- What holds of every page --------------------------------------------------------------------


def has_the_headers_and_no_cookie(page: Page) -> None:
    assert policy_of(page.answer) == POLICY
    assert page.answer["X-Content-Type-Options"] == "nosniff"
    assert page.answer["Referrer-Policy"] == "no-referrer"
    assert page.answer["X-Frame-Options"] == "DENY"
    assert page.answer.cookies == {}
    assert "Cookie" not in page.answer.get("Vary", "")


def has_one_h1_one_main_and_no_leap_between_headings(page: Page) -> None:
    levels = [int(heading.tag[1]) for heading in page.tree.all(*HEADINGS)]
    assert levels.count(1) == 1
    assert len(page.tree.all("main")) == 1
    for before, after in zip([1, *levels], levels, strict=False):
        assert after <= before + 1, levels
    assert all(heading.text for heading in page.tree.all(*HEADINGS))


def names_its_language_and_itself(page: Page) -> None:
    assert page.tree.all("html")[0].attributes["lang"] == page.language
    assert page.tree.all("title")[0].text


def names_its_pictures_or_hides_them(page: Page) -> None:
    for picture in page.tree.all("img", "svg"):
        hidden = any(one.attributes.get("aria-hidden") == "true" for one in picture.within())
        named = picture.attributes.get("alt") or picture.attributes.get("aria-label")
        assert hidden or named, picture


def has_links_and_controls_that_say_what_they_do(page: Page) -> None:
    for control in page.tree.all("a", "button", "summary"):
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


def has_ids_that_are_unique_and_found_by_what_names_them(page: Page) -> None:
    ids = Counter(one.attributes["id"] for one in page.tree.walk() if "id" in one.attributes)
    assert [name for name, number in ids.items() if number > 1] == []
    for element in page.tree.walk():
        for attribute in ("aria-labelledby", "aria-describedby", "for"):
            for name in element.attributes.get(attribute, "").split():
                assert name in ids, element
        href = element.attributes.get("href", "")
        if href.startswith("#"):
            assert href[1:] in ids, element


def has_nothing_inline(page: Page) -> None:
    for element in page.tree.walk():
        assert element.tag != "style"
        if element.tag == "script" and element.attributes.get("type") != DATA:
            assert "src" in element.attributes
            assert not element.children
        for name, value in element.attributes.items():
            assert name != "style", element
            assert not name.startswith("on"), element
            assert not value.strip().lower().startswith(("data:", "javascript:")), element


def asks_its_own_origin_only(page: Page) -> None:
    for element in page.tree.all("link", "script", "img", "source", "use"):
        for name in ("src", "href", "srcset"):
            address = element.attributes.get(name, "")
            if element.attributes.get("rel") not in {"canonical", "alternate"}:
                assert not urlsplit(address).netloc, element


def marks_russian_on_an_english_page(page: Page) -> None:
    """Also what has no language of its own: other spellings, names in a register. (Not tried the
    other way round: Latin letters are usual in Russian.)"""
    if page.language != "en":
        return
    for element, text in page.tree.all("body")[0].texts():
        # A state may show the words of another window as they were typed.
        typed = page.example is None and element.tag in {"ins", "del"}
        if not typed and re.search("[а-яё]{3}", text, re.IGNORECASE):
            languages = [
                one.attributes["lang"] for one in element.within() if "lang" in one.attributes
            ]
            assert languages[0] == "ru", f"{element} {text.strip()[:80]}"


def holds_no_english_sentence_on_a_russian_page(page: Page) -> None:
    if page.language == "ru":
        read = english.read_in_russian(page.tree)
        for sentence in english.sentences():
            assert not sentence.stands_in(read), sentence.text


ALWAYS = (
    has_the_headers_and_no_cookie,
    has_one_h1_one_main_and_no_leap_between_headings,
    names_its_language_and_itself,
    names_its_pictures_or_hides_them,
    has_links_and_controls_that_say_what_they_do,
    has_ids_that_are_unique_and_found_by_what_names_them,
    has_nothing_inline,
    asks_its_own_origin_only,
    marks_russian_on_an_english_page,
    holds_no_english_sentence_on_a_russian_page,
)

# --- What the head of an example says ------------------------------------------------------------


def names_its_addresses(page: Page) -> None:
    example, addresses = page.example, page.addresses
    assert example is not None
    if example.status == 200 and not example.private and not example.search:
        path = example.path if example.canonical is None else example.canonical
        for code in LANGUAGES:
            assert addresses[code] == f"{SITE}/{code}/{path}"
        assert addresses[None] == addresses[page.language]
    if example.private or example.search:
        assert addresses == {}
        assert [one.attributes["content"] for one in page.tree.all("meta")
                if one.attributes.get("name") == "robots"] == ["noindex, nofollow"]  # fmt: skip


def shares_what_it_says(page: Page) -> None:
    example, metas, title = page.example, page.metas, page.head.all("title")[0].text
    assert example is not None
    canonical = page.addresses.get(None)
    if not canonical:
        # Private pages, results of a search and errors have no address to be shared.
        assert example.private or example.search or example.status != 200
        assert not [name for name in metas if name.startswith(("og:", "twitter:"))]
        return
    assert metas["og:url"] == canonical
    # Of an entry with a warning it stands before both.
    name, description = metas["og:title"], metas.get("og:description")
    card = page.answer.context.get("card") if example.name.startswith("entry") else None
    with translation.override(page.language):
        designation = card and card.designation
        if designation:
            status = gettext("%(status)s in Russia: %(name)s")
            name = name.removeprefix(status % {"status": designation.label, "name": ""})
            assert name != metas["og:title"]
        warning = "".join(f"{one}. " for one in card.warnings) if card else ""
    assert bool(warning) >= bool(designation)
    if description:
        assert description.startswith(warning)
        description = description.removeprefix(warning)
    assert title.startswith(name)
    assert title.removeprefix(name).startswith(" · ")
    assert description == metas.get("description")
    assert metas["og:locale"] == {"en": "en_GB", "ru": "ru_RU"}[page.language]
    assert metas["og:locale:alternate"] == {"en": "ru_RU", "ru": "en_GB"}[page.language]
    assert metas["og:image"].startswith(f"{SITE}/static/img/share/")
    assert metas["og:image:alt"]
    assert metas["twitter:card"] == "summary_large_image"
    if example.status == 200 and metas.get("robots") is None:
        assert 30 < len(metas["description"]) < 400
        assert "<" not in metas["description"]


def has_a_block_of_data_if_it_is_an_entry(page: Page) -> None:
    blocks = [one for one in page.head.all("script") if one.attributes.get("type") == DATA]
    assert len(blocks) == page.name.startswith("entry")
    for block in blocks:
        assert json.loads(str(block.children[0]))


OF_EXAMPLES = (names_its_addresses, shares_what_it_says, has_a_block_of_data_if_it_is_an_entry)


def faults(*pages: Page) -> list[str]:
    """A line for each property that a page has not: the page, the property, what is wrong."""
    found = []
    for page in pages:
        for holds in (*ALWAYS, *(OF_EXAMPLES if page.example else ())):
            try:
                holds(page)
            except Exception as error:  # noqa: BLE001  it is gathered, and fails the test
                found.append(f"{page.name} ({page.language}): {holds.__name__}: {error!r}")
    # Sorted by name, each language has entries of its own on a page.
    cards = not any(page.example and "sort=name" in page.example.path for page in pages)
    first, second = (bones(page.tree, cards=cards) for page in pages)
    try:
        assert first == second
    except AssertionError as error:
        found.append(f"{pages[0].name}: the languages have other bones: {error}")
    return found


@pytest.fixture(scope="module")
def read(rare_data: None) -> dict[str, list[Page]]:
    """The examples that were fetched."""
    return {}


@pytest.fixture
def pages(read: dict[str, list[Page]], db: None) -> dict[str, list[Page]]:
    """The examples in both languages, fetched once for all tests of this module."""
    for example in some(EXAMPLES):
        if example.name not in read:
            read[example.name] = [of_example(example, language) for language in LANGUAGES]
    return read


@pytest.mark.parametrize("example", some(EXAMPLES), ids=str)
def test_page(pages: dict[str, list[Page]], example: Example):
    found = faults(*pages[example.name])
    assert not found, "\n".join(found)


@pytest.mark.whole
@pytest.mark.parametrize("name", STATES)
def test_state(visitor: Visitor, name: str):
    found = faults(
        *[Page(name, language, answered(name, visitor, language)) for language in LANGUAGES]
    )
    assert not found, "\n".join(found)


@pytest.mark.whole
def test_a_page_without_its_properties_is_found(pages: dict[str, list[Page]]):
    """Each property fails where it should: nothing is passed over by the gathering."""
    assert len(english.sentences()) > 150
    page = pages["entry"][0]
    text = page.answer.content.decode()
    breaking = {
        "has_one_h1": text.replace("<h1", "<h4").replace("</h1", "</h4"),
        "names_its_language": text.replace('<html lang="en"', '<html lang="de"'),
        "unique": re.sub(r"<main([^>]*)>", '<main\\1><p id="x"></p><p id="x"></p>', text),
        "inline": text.replace("<body", '<body style="x"', 1),
        "own_origin": text.replace("</main>", '<img alt="x" src="https://x.example/y"></main>'),
        "pictures": text.replace("</main>", '<img src="/y"></main>'),
        "controls": text.replace("</main>", '<a href="/y"></a></main>'),
        "marks_russian": text.replace("</main>", "<p>Бумага</p></main>"),
        "addresses": text.replace('rel="canonical"', 'rel="next"'),
        "shares": text.replace('property="og:title" content="', 'property="og:title" content="x'),
        "data": text.replace(DATA, "text/plain"),
    }
    for said, broken in breaking.items():
        assert broken != text, said
        answer = Client().get("/en/initiatives/bumaga/")
        answer.content = broken.encode()
        found = faults(Page("entry", "en", answer, page.example), pages["entry"][1])
        assert any(said in line for line in found), (said, found)
    answer = Client().get("/en/about/safety/")
    answer["Content-Security-Policy"] = "default-src *"
    found = faults(Page("safety", "ru", answer, pages["safety"][1].example), pages["safety"][1])
    assert any("headers" in line for line in found)
    assert any("no_english_sentence" in line for line in found)


@pytest.mark.whole
@pytest.mark.parametrize("place", range(len(LANGUAGES)), ids=LANGUAGES)
def test_pages_that_may_be_found_have_titles_of_their_own(pages: dict[str, list[Page]], place: int):
    titles = [
        pages[one.name][place].tree.all("title")[0].text
        for one in EXAMPLES
        if one.status == 200 and not one.private and one.method == "GET"
    ]
    # Of a page with its form filled in, the title is the same.
    assert len([title for title, number in Counter(titles).items() if number > 1]) <= 1


def followed(pages: dict[str, list[Page]]) -> Iterator[str]:
    """The addresses of our own that the pages name: every path, and of each kind of query some."""
    seen: set[str] = set()
    taken: Counter[tuple[str, ...]] = Counter()
    for page in [page for example in EXAMPLES for page in pages[example.name]]:
        for link in page.tree.all("a", "link"):
            address = link.attributes.get("href", "").removeprefix(SITE)
            address = address.partition("#")[0]
            if not address.startswith("/") or address in seen:
                continue
            seen.add(address)
            parts = urlsplit(address)
            if parts.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
                continue
            names = [name for name, _ in parse_qsl(parts.query)]
            shape = (page.name, page.language, parts.path, *names)
            taken[shape] += 1
            if not parts.query or taken[shape] <= FOLLOWED:
                yield address


@pytest.mark.whole
def test_every_link_to_our_own_pages_leads_somewhere(pages: dict[str, list[Page]]):
    client = Client()
    expected = {
        one.address(language): one.status
        for one in EXAMPLES
        for language in LANGUAGES
        if one.method == "GET"
    }
    addresses = list(followed(pages))
    assert len(addresses) > 300
    for address in addresses:
        status = client.get(address).status_code
        assert status in {200, expected.get(address)}, address
