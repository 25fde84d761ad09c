"""What exists in the other language only says so, in the page's language."""

from __future__ import annotations

import pytest

from tests.factories.submission import publish_new
from tests.factories.words import make_words
from tests.markup import Element, parse

ENGLISH = {"name_en": "Open Kitchen", "summary_en": "Hot meals.", "name_ru": "", "summary_ru": ""}
RUSSIAN = {"name_ru": "Кухня", "summary_ru": "Горячие обеды.", "name_en": "", "summary_en": ""}
WHOLE = {
    "en": "This entry is in Russian only.",
    "ru": "Эта запись есть только на английском языке.",
}
PART = {
    "en": "Part of this entry is in Russian only.",
    "ru": "Часть этой записи есть только на английском языке.",
}
ON_CARD = {"en": "In Russian only", "ru": "Только на английском языке"}


@pytest.fixture(autouse=True)
def _words(db: None) -> None:
    make_words()


def article(client, path: str) -> Element:
    return parse(client.get(path).content.decode()).all("article")[0]


def lines(one: Element) -> list[str]:
    metas = [p for p in one.all("p") if p.attributes.get("class") == "meta"]
    assert not any("lang" in p.attributes for p in metas)
    return [p.text.replace("\xa0", " ") for p in metas]


@pytest.mark.parametrize(("language", "texts", "foreign"),
                         [("ru", ENGLISH, "en"), ("en", RUSSIAN, "ru")])  # fmt: skip
def test_entry_of_the_other_language_says_so_there_alone(client, language, texts, foreign):
    texts = {**texts, f"description_{foreign}": "Every Sunday / По воскресеньям"}
    publish_new("kitchen", **texts)
    path, listing = f"/{language}/initiatives/kitchen/", f"/{language}/initiatives/"
    entry = article(client, path)
    assert WHOLE[language] in lines(entry)
    for said in ("entry-lead", "prose"):
        marked = next(one for one in [*entry.all("p"), *entry.all("div")]
                      if one.attributes.get("class") == said)  # fmt: skip
        assert marked.attributes["lang"] == foreign
    assert lines(article(client, listing)) == [ON_CARD[language]]
    assert not {WHOLE[foreign], PART[foreign]} & {
        *lines(article(client, f"/{foreign}/initiatives/kitchen/"))
    }
    assert lines(article(client, f"/{foreign}/initiatives/")) == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_entry_partly_in_the_other_language_says_that(client, language):
    foreign = "ru" if language == "en" else "en"
    publish_new("kitchen", **{**ENGLISH, **{k: v for k, v in RUSSIAN.items() if v}},
                **{f"description_{foreign}": "Every Sunday / По воскресеньям"})  # fmt: skip
    assert PART[language] in lines(article(client, f"/{language}/initiatives/kitchen/"))
    assert lines(article(client, f"/{language}/initiatives/")) == []
    assert PART[foreign] not in lines(article(client, f"/{foreign}/initiatives/kitchen/"))
