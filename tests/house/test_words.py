"""No sentence of ours stands outside the catalogue of words.

The pages are read in a marker language: whatever comes out of the catalogue stands between ⟦ and
⟧, and so does all data, which the database holds marked. What remains outside the marks was
written into a template or a view without being given to the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Case, CharField, F, TextField, Value, When
from django.db.models.functions import Concat, Substr
from django.test import Client
from django.utils.translation import trans_real

from initiatives.catalogue import needs
from initiatives.fields.bilingual import Text
from initiatives.models import ContentVersion, Country, Initiative, Message, Submission
from tests.house.files import ROOT
from tests.journeys import rare
from tests.journeys.examples import EXAMPLES, Example
from tests.markup import Element, parse
from tests.pages.english import SAID, flat
from tests.sharing import LANGUAGE

pytestmark = pytest.mark.engine

LANGUAGES = ("en", "ru")
OPEN, CLOSE = "⟦", "⟧"
CONTEXT = "\x04"
# What others show of a page.
SHARED = {"description", "og:site_name", "og:title", "og:description", "og:image:alt"}
PROSE = {
    "about": "directory",
    "how-entries-get-in": "how-entries-get-in",
    "safety": "safety",
    "privacy": "privacy",
    "accessibility": "accessibility",
    "citing": "citing",
}
# Texts of data that are in no language.
ADDRESS = re.compile(r"https?://\S+|[\w.@-]+\.\w{2,}(/\S*)?|/\S*|xn--\S+|@[\w.-]+")
LETTER = re.compile(r"[^\W\d_]")


class Marking:
    """A catalogue that marks all it gives."""

    def __init__(self, real: Any) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def gettext(self, message: str) -> str:
        return marked(self.real.gettext(message))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return marked(self.real.ngettext(one, many, number))


def marked(text: str) -> str:
    # Of a sentence in a context that has no translation, gettext gives the context as well.
    return f"{OPEN}{text.rpartition(CONTEXT)[2]}{CLOSE}"


@pytest.fixture
def marks(rare_data: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in LANGUAGES:
        real = trans_real.translation(language)
        monkeypatch.setitem(trans_real._translations, language, Marking(real))
    mark_data()
    mark_needs(monkeypatch)


def mark_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mark the texts of needs, which are data in a file."""
    for name in ("label", "title"):
        read = getattr(needs.Need, name).fget
        show = property(lambda need, read=read: Text(marked(read(need)), lang=read(need).lang))
        monkeypatch.setattr(needs.Need, name, show)
    steps = needs.Need.first_steps.fget  # type: ignore[attr-defined]
    show = property(lambda need: [marked(step) for step in steps(need)])
    monkeypatch.setattr(needs.Need, "first_steps", show)
    others = [
        {**row, "label_en": marked(row["label_en"]), "label_ru": marked(row["label_ru"])}
        for row in needs._data()["other"]
    ]
    data = {**needs._data(), "other": others}
    monkeypatch.setattr(needs, "_data", lambda: data)


def mark_data() -> None:
    """Mark every text of every row that a page may show."""
    for model in apps.get_app_config("initiatives").get_models():
        texts = {
            field.name: marked_column(field)
            for field in model._meta.fields
            if isinstance(field, CharField | TextField)
            and re.search("_(en|ru|native|register)$", field.name)
        }
        if texts:
            model._default_manager.update(**texts)
    for initiative in Initiative.objects.exclude(other_names=[]):
        initiative.other_names = [marked(name) for name in initiative.other_names]
        initiative.save(update_fields=["other_names"])
    for country in Country.objects.exclude(official=[]):
        for page in country.official:
            page |= {name: marked(page[name]) for name in ("label_en", "label_ru")}
        country.save(update_fields=["official"])


def marked_column(field: Any) -> Case:
    longest = (field.max_length or 10_000) - len(OPEN + CLOSE)
    text = Concat(Value(OPEN), Substr(F(field.name), 1, longest), Value(CLOSE))
    return Case(When(**{field.name: ""}, then=Value("")), default=text)


def answer(example: Example, language: str) -> Element:
    response = Client().generic(example.method, example.address(language))
    assert response.status_code == example.status
    return parse(response.content.decode())


def unmarked(texts: Iterator[tuple[Element, str]]) -> Iterator[tuple[Element, str]]:
    """What stands outside the marks; a mark may open in one element and close in another."""
    depth = 0
    for element, text in texts:
        for part in re.split(f"([{OPEN}{CLOSE}])", text):
            depth += (part == OPEN) - (part == CLOSE)
            assert depth >= 0, f"{element} {text}"
            if not depth and LETTER.search(part):
                yield element, part.strip()
            # A text that was shortened lost its closing mark: it ends with an ellipsis instead.
            of_card = {one.attributes.get("class") for one in element.within()}
            shortened = {"card-summary", "card-terms"} & of_card and part.endswith("…")
            depth -= bool(depth and shortened)
    assert depth == 0


def is_no_sentence(element: Element, text: str) -> bool:
    """An address, a handle, or the name of the other language, which is written in it."""
    switch = any(
        {"hreflang", "formaction"} & around.attributes.keys() for around in element.within()
    )
    words = [word.strip("(),;…") for word in text.split() if LETTER.search(word)]
    return switch or all(ADDRESS.fullmatch(word) for word in words)


def prose(page: str, language: str) -> str:
    """What is written once in each language, not sentence by sentence. The index of these texts
    quotes the title and the lead of each."""
    folder = ROOT / "templates" / "pages" / "about"
    text = "".join(
        file.read_text("utf-8").partition("## ")[0] for file in folder.glob(f"*.{language}.md")
    )
    text += (folder / f"{page}.{language}.md").read_text("utf-8")
    # Of a link its words stay, of a picture also its caption.
    text = re.sub(r'\]\([^)"]*(?:"([^"]*)")?\)', r" \1", text)
    return flat(re.sub(r"[*[]", "", text))


def sent() -> str:
    """What submitters and moderators wrote, which stays as it is; and names of submissions."""
    documents = ContentVersion.objects.values_list("document", flat=True)
    messages = Message.objects.values_list("text", flat=True)
    references = Submission.objects.values_list("reference", flat=True)
    groups = [receipt.replace("-", " ") for receipt in (rare.ASKED, rare.WAITING)]
    written = [text for document in documents for text in strings(document)]
    return flat(" ".join([*written, *messages, *references, *groups]))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def found_outside(example: Example, language: str) -> list[str]:
    tree = answer(example, language)
    written = sent() if example.name.startswith(("status", "submit")) else ""
    if example.name in PROSE:
        written = prose(PROSE[example.name], language)
    outside = [
        f"{element} {text}"
        for element, text in unmarked(tree.texts())
        if not is_no_sentence(element, text) and flat(text).rstrip(",· ") not in written
    ]
    for element in tree.walk():
        said = [element.attributes[name] for name in SAID if name in element.attributes]
        if SHARED & {element.attributes.get("name"), element.attributes.get("property")}:
            said.append(element.attributes["content"])
        outside += [
            str(element)
            for text in said
            for _, rest in unmarked(iter([(element, text)]))
            if flat(rest) not in written
        ]
    return outside


@pytest.mark.whole
def test_no_sentence_stands_outside_the_catalogue(marks: None):
    """All pages in one test: marking every row takes longer than reading a page."""
    outside = [f"{one}: {text}" for one in EXAMPLES for text in found_outside(one, LANGUAGE)]
    assert not outside, "\n".join(outside)


@pytest.mark.whole
def test_a_sentence_outside_the_catalogue_is_found(marks: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("initiatives.pages.listings.heading", lambda found: "Everything we have")
    found = found_outside(EXAMPLES[1], "en")
    assert "<h1" in found[1]
    assert all("Everything we have" in line for line in found)
