"""English sentences of ours, as they would stand on a Russian page that was not translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.messages.pofile import read_po

from tests.house.files import ROOT
from tests.markup import Element

# Attributes that are read out or shown.
SAID = ("aria-label", "alt", "title", "placeholder")


@dataclass(frozen=True)
class Sentence:
    """longest: the longest of its parts between placeholders, without which it is not there."""

    text: str
    longest: str
    pattern: re.Pattern[str]

    def stands_in(self, page: str) -> bool:
        return self.longest in page and self.pattern.search(page) is not None


@cache
def sentences() -> list[Sentence]:
    """Those of the catalogue that are other in Russian, of two words and more."""
    with (ROOT / "locale" / "ru" / "LC_MESSAGES" / "django.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    found = []
    for message in messages:
        plural = isinstance(message.id, tuple)
        for english in message.id if plural else (message.id,):
            text = flat(re.sub("<[^>]*>", " ", english).replace("%%", "%"))
            russian = message.string[0] if plural else message.string
            parts = re.split(r"%\(\w+\)[sd]|\{\w+\}", text)
            if english == russian or len(re.findall("[A-Za-z]{2,}", " ".join(parts))) < 2:
                continue
            pattern = re.compile(r"\b" + ".{1,80}?".join(map(re.escape, parts)))
            found.append(Sentence(text, max(parts, key=len), pattern))
    return found


def flat(text: str) -> str:
    return " ".join(text.split())


def read_in_russian(tree: Element) -> str:
    """All that a reader or a screen reader meets and that is not marked as English."""
    said = (one.attributes.get(name) for one in tree.walk() for name in SAID)
    return flat(" ".join([*_not_marked(tree), *filter(None, said)]))


def _not_marked(tree: Element) -> Iterator[str]:
    for element, text in tree.texts():
        languages = (one.attributes["lang"] for one in element.within() if "lang" in one.attributes)
        if next(languages, "ru") != "en":
            yield text
