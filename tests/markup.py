"""A page as a tree of elements, as the tests of structure and words read it.

The parser is strict where browsers are lenient: what is opened must be closed, in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_UNSEEN = frozenset("script style template".split())


@dataclass
class Element:
    """tag and attributes (one without a value is ""); children: elements and texts in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    parent: Element | None = None

    def __str__(self) -> str:
        shown = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        return f"<{self.tag}{shown}>"

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *tags: str) -> list[Element]:
        """The elements below with one of these tags."""
        return [element for element in self.walk() if element.tag in tags]

    def within(self) -> Iterator[Element]:
        """This element and those around it, from the inside out."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def texts(self) -> Iterator[tuple[Element, str]]:
        """Every text that a reader may meet, with the element it stands in."""
        for child in self.children:
            if isinstance(child, str):
                yield self, child
            elif child.tag not in _UNSEEN:
                yield from child.texts()

    @property
    def text(self) -> str:
        """All text below, with single blanks."""
        return " ".join("".join(text for _, text in self.texts()).split())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.here = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, parent=self.here)
        self.here.children.append(element)
        if tag not in _VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes {self.here}"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def parse(page: str) -> Element:
    """The tree of a page; an AssertionError where tags do not close each other."""
    builder = _Builder()
    builder.feed(page)
    builder.close()
    assert builder.here is builder.root, f"{builder.here} is not closed"
    return builder.root


def sent_by(page: str) -> dict[str, list[str]]:
    """What a browser sends of a page's controls when nothing is touched and no button is named."""
    sent: dict[str, list[str]] = {}
    for control in parse(page).all("input", "select", "textarea"):
        kind, values = control.attributes.get("type", ""), [control.attributes.get("value", "")]
        if control.tag == "textarea":
            typed = "".join(text for _, text in control.texts()).removeprefix("\n")
            values = [typed.replace("\n", "\r\n")]
        elif control.tag == "select":
            options = control.all("option")
            chosen = [one for one in options if "selected" in one.attributes] or options[:1]
            values = [one.attributes["value"] for one in chosen]
        elif kind in ("checkbox", "radio"):
            is_chosen = "checked" in control.attributes
            values = [control.attributes.get("value", "on")] if is_chosen else []
        if values and kind != "submit" and "name" in control.attributes:
            sent.setdefault(control.attributes["name"], []).extend(values)
    return sent
