"""What two languages of one page must have in common."""

from __future__ import annotations

from collections import Counter

from tests.markup import Element

LANDMARKS = {"header", "nav", "main", "aside", "footer", "section", "article"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_PARTS = (*sorted(HEADINGS), "summary", "dl", "ul", "ol", "li", "form", "fieldset", "table")


def bones(tree: Element, *, cards: bool = True) -> list[object]:
    """Headings, lists and landmarks in their order, and how many links there are of each kind.

    cards: with the links inside them; sorted by name, each language has entries of its own.
    """
    parts = [landmark(one) for one in tree.all(*_PARTS, *sorted(LANDMARKS))]
    links = Counter(
        one.attributes.get("rel", "")
        for one in tree.all("a")
        if cards or all(around.tag != "article" for around in one.within())
    )
    return [*parts, links]


def landmark(element: Element) -> str:
    """An element as a screen reader lists it: its tag, and whether it has a name."""
    named = {"aria-label", "aria-labelledby"} & element.attributes.keys()
    return element.tag + (" named" if named else "")
