"""Our own long texts: Markdown in the repository -> a title, a lead and sections with ids.

Trusted, unlike what people send in (markdown.py): headings, links within the site and pictures are
allowed. HTML is not, so that a text stays a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("commonmark", {"html": False})
# "## Quick exit {#exit}": both languages have the same ids, so that an address works in either.
_HEADING = re.compile(r"^(?P<words>.*\S)\s+\{#(?P<id>[a-z][a-z-]*)\}$")
# "![What it shows](img/guide/page.webp#360x640 "What is said under it")", a paragraph of its own.
_PICTURE = re.compile(r"^(?P<file>[\w./-]+)#(?P<width>\d+)x(?P<height>\d+)$")
_FIGURE = (
    '<figure class="guide-picture">\n<img src="{}" width="{}" height="{}" alt="{}" loading="lazy"'
    ' decoding="async">\n<figcaption>{}</figcaption>\n</figure>\n'
)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Prose:
    """lead: what comes before the first section; summary: its first paragraph in plain words."""

    title: str
    summary: str
    lead: SafeString
    sections: tuple[Section, ...]


def read(text: str, *, root: str) -> Prose:
    """A text of ours: "# Title", a lead, and sections "## Heading {#id}".

    root: put before links that begin with "/", such as "/en". Raises ValueError for a text
    without a title or a lead, a heading without an id, a picture without its size.
    """
    title = ""
    sections: list[Section] = []
    lead: list[Token] = []
    body: list[Token] = []
    heading: tuple[str, str] | None = None
    tokens = iter(PARSER.parse(text))
    for token in tokens:
        if token.type == "heading_open" and token.tag in ("h1", "h2"):
            words = next(tokens).content
            next(tokens)  # the heading's end
            if token.tag == "h1":
                title = words
                continue
            if heading:
                sections.append(_section(heading, body, root))
            else:
                lead = body
            heading, body = _named(words), []
        else:
            body.append(token)
    if heading:
        sections.append(_section(heading, body, root))
    else:
        lead = body
    if not title or not lead:
        raise ValueError("a text needs a title and a lead")
    return Prose(title, _plain(lead[1]), _html(lead, root), tuple(sections))


def _named(words: str) -> tuple[str, str]:
    found = _HEADING.match(words)
    if found is None:
        raise ValueError(f"a heading without an id: {words}")
    return found["id"], found["words"]


def _section(heading: tuple[str, str], body: list[Token], root: str) -> Section:
    return Section(*heading, _html(body, root))


def _html(tokens: list[Token], root: str) -> SafeString:
    for token in tokens:
        for child in token.children or []:
            href = str(child.attrGet("href") or "")
            if href.startswith("/"):
                child.attrSet("href", root + href)
            elif href.startswith("http"):
                child.attrSet("rel", "noreferrer")
        if token.type == "inline" and [one.type for one in token.children or []] == ["image"]:
            figure = _figure((token.children or [])[0])
            # The paragraph around it goes: it may hold no figure.
            tokens[tokens.index(token) - 1].hidden = tokens[tokens.index(token) + 1].hidden = True
            token.type, token.content = "html_block", figure
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    return mark_safe(html.strip())  # noqa: S308 - our own text, and HTML in it is off


def _figure(image: Token) -> str:
    found = _PICTURE.match(str(image.attrGet("src") or ""))
    if found is None:
        raise ValueError(f"a picture without its size: {image.content}")
    address, caption = static(found["file"]), image.attrGet("title") or ""
    return format_html(_FIGURE, address, found["width"], found["height"], image.content, caption)


def _plain(inline: Token) -> str:
    return "".join(
        " " if child.type == "softbreak" else child.content for child in inline.children or []
    )
