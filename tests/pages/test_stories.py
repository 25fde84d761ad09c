"""The stories of docs/stories.md, each walked by its links from the home page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.house.files import ROOT
from tests.markup import Element, parse

pytestmark = pytest.mark.usefixtures("some_data")

MOST_LINKS = 3
FEWEST_STORIES = 12
AN_ENTRY = {"an entry", "запись"}


@dataclass(frozen=True)
class Story:
    name: str
    language: str
    steps: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


def stories() -> list[Story]:
    text = (ROOT / "docs" / "stories.md").read_text(encoding="utf-8")
    return [
        Story(chapter.partition("\n")[0], language, tuple(way.split(" → ")))
        for chapter in text.split("\n## ")[1:]
        for language, way in re.findall(r"^- (en|ru): (.+)$", chapter, re.MULTILINE)
    ]


def on_a_phone(link: Element) -> bool:
    """Whether a phone shows it, a menu unfolded at most: see .nav and .facets in the styles."""
    around = " ".join(one.attributes.get("class", "") for one in link.within())
    return not {"nav", "facets", "skip"} & set(around.split())


def leads(page: Element, step: str) -> str:
    """The address of the first link that says this, maybe with a number beside it; of words that
    are typed into the box and sent, that of what is found."""
    if step in AN_ENTRY:
        names = [
            link
            for link in page.all("main")[0].all("a")
            if any("card-name" in one.attributes.get("class", "") for one in link.within())
        ]
        return names[0].attributes["href"]
    if typed := re.fullmatch(r"type “(.+)”|набрать «(.+)»", step):
        form = next(form for form in page.all("form") if form.attributes["method"] == "get")
        box = next(box for box in form.all("input") if box.attributes["type"] == "search")
        query = urlencode({box.attributes["name"]: typed[1] or typed[2]})
        return f"{form.attributes['action']}?{query}"
    found = [
        link.attributes["href"]
        for link in page.all("a")
        if on_a_phone(link) and step in {" ".join(text.split()) for _, text in link.texts()}
    ]
    assert found, f"no link says “{step}”"
    return found[0]


def helps(page: Element) -> bool:
    """Whether the way's last page has what somebody came for."""
    main = page.all("main")[0]
    outward = [one for one in main.all("a") if "ugc" in one.attributes.get("rel", "")]
    cards = [one for one in main.all("article") if "card" in one.attributes.get("class", "")]
    form = [one for one in main.all("form") if one.attributes.get("method", "") == "post"]
    chapters = main.all("h2")
    if any("entry" in one.attributes.get("class", "").split() for one in main.all("article")):
        return bool(outward)
    return bool(cards or form or len(chapters) >= MOST_LINKS)


@pytest.fixture(scope="module")
def read() -> dict[str, Any]:
    """Answers by their address: many ways begin alike."""
    return {}


@pytest.mark.parametrize("story", stories(), ids=str)
def test_way_ends_where_help_is(story, read):
    def get(address: str) -> Any:
        if address not in read:
            answer = Client().get(address)
            read[address] = answer, parse(answer.content.decode())
        return read[address]

    address = f"/{story.language}/"
    assert len(story.steps) <= MOST_LINKS
    for step in story.steps:
        _, page = get(address)
        address = leads(page, step)
        assert address.startswith(f"/{story.language}/"), address
    response, page = get(address)
    assert response.status_code == 200, address
    assert helps(page), address


def test_every_story_has_its_way_in_both_languages_and_they_are_enough():
    ways = {(story.name, story.language) for story in stories()}
    names = {name for name, _ in ways}
    assert len(names) >= FEWEST_STORIES
    assert len(ways) == 2 * len(names)
