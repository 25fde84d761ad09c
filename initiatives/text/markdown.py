"""Our subset of Markdown -> safe HTML, through two walls that do not trust each other.

The first (markdown-it-py, HTML off) makes no tag from what somebody typed; the second (nh3) lets
pass only the tags and schemes named here. Source: docs/security.md SR-7.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br", "blockquote"}
REL = "nofollow noopener noreferrer ugc"


def _is_linked(url: str) -> bool:
    """Only http and https, with a host and without a name or password."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.username is None
            and parts.password is None
        )
    except ValueError:
        return False


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    # Code stays as typed: these texts are about people, and a stray indent is no program.
    parser.disable(["code", "fence", "backticks", "hr", "html_block", "html_inline"])
    parser.validateLink = _is_linked  # type: ignore[method-assign]
    return parser


PARSER = _make_parser()


def _soften(tokens: list[Token]) -> None:
    """A heading becomes a paragraph, an image its alternative text."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
        if token.type == "link_open" and not token.attrGet("href"):
            token.tag = "span"  # "[a]()" leads nowhere; the second wall takes the tag away
        if token.type == "image":
            token.type, token.tag, token.children = "text", "", None
        if token.children:
            _soften(token.children)


def render(text: str) -> SafeString:
    """Safe HTML of a text: paragraphs, emphasis, lists, quotes and http(s) links, nothing else."""
    tokens = PARSER.parse(text)
    _soften(tokens)
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        # "*" is named because ammonia lets `lang` and `title` pass everywhere otherwise.
        attributes={"a": {"href"}, "*": set()},
        url_schemes={"http", "https"},
        url_relative="deny",
        link_rel=REL,
    )
    return mark_safe(clean.strip())  # noqa: S308 - nh3 has cleaned it
