"""Templates kept once for each language, with what is the same on every page filled in.

A third of a page's time went into words, addresses of our own pages, hashed names of files and
icons, which nothing in a request changes but its language (bench/README.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import RLock
from typing import Any

from django.template import Context, Engine, Origin, Template
from django.template.base import Node, NodeList, TextNode
from django.template.defaulttags import CommentNode, FilterNode, IfNode, LoadNode, URLNode
from django.template.library import SimpleNode
from django.template.loader_tags import IncludeNode
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.translation import get_language

# What depends on nothing but arguments and language, and where each has the name after "as":
# what sets a name is no text.
_SETS: dict[type[Node], str] = {
    TranslateNode: "asvar",
    BlockTranslateNode: "asvar",
    URLNode: "asvar",
    StaticNode: "varname",
    SimpleNode: "target_var",
}
_SAY_NOTHING = (LoadNode, CommentNode)
# Our own simple tags are functions of their arguments and the language.
_TAGS = "initiatives.templatetags."


class Loader(cached.Loader):
    """Django's loader that keeps templates; the language is part of what it keeps them by."""

    def __init__(self, engine: Engine, loaders: list[Any]) -> None:
        super().__init__(engine, loaders)
        self._filled: dict[str, Template] = {}
        # No thread shows what another is still filling; one may come again, by an include.
        self._filling = RLock()

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()}:{super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        key = self.cache_key(template_name, skip)
        if (filled := self._filled.get(key)) is not None:
            return filled
        with self._filling:
            kept = key in self.get_template_cache
            template: Template = super().get_template(template_name, skip)
            if not kept:
                nothing = _Nothing(self.engine)
                with nothing.bind_template(template):
                    _fill_in(template.nodelist, nothing)
                self._filled[key] = template
        return template

    def reset(self) -> None:
        self._filled.clear()
        super().reset()


class _Varies(Exception):
    """A page's own value was asked for."""


class _Nothing(Context):
    """What a template is given before there is a request: only what it sets itself."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine

    def __getitem__(self, key: Any) -> Any:
        key in self  # noqa: B015  raises
        return super().__getitem__(key)

    def __contains__(self, key: Any) -> bool:
        if super().__contains__(key):
            return True
        raise _Varies

    def get(self, key: Any, otherwise: Any = None) -> Any:
        return self[key]


def _fill_in(nodes: NodeList, nothing: _Nothing) -> None:
    """Make text of what does not vary, here and in what the nodes hold; join what meets."""
    filled: list[Node] = []
    for node in nodes:
        for inner in _held_by(node):
            _fill_in(inner, nothing)
        if (text := _text_of(node, nothing)) is None:
            filled.append(node)
        elif filled and isinstance(filled[-1], TextNode):
            filled[-1] = TextNode(filled[-1].s + text)
        elif text:
            filled.append(TextNode(text))
    nodes[:] = filled


def _held_by(node: Node) -> Iterator[NodeList]:
    if isinstance(node, LanguageNode):  # speaks another language
        return
    if isinstance(node, IfNode):
        yield from (nodes for _condition, nodes in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        held = getattr(node, name, None)
        if isinstance(held, NodeList):
            yield held


def _text_of(node: Node, nothing: _Nothing) -> str | None:
    """What the node always says; None for one that a page's values change."""
    if isinstance(node, TextNode):
        return str(node.s)
    if isinstance(node, _SAY_NOTHING):
        return ""
    if isinstance(node, IncludeNode):
        return _text_included(node, nothing)
    if not _may_stay(node):
        return None
    try:
        return str(node.render(nothing))
    except (_Varies, NoReverseMatch):  # perhaps of a branch that no page takes
        return None


def _text_included(node: IncludeNode, nothing: _Nothing) -> str | None:
    """What an included template always says: a set of drawings, say."""
    if not isinstance(node.template.var, str):
        return None
    # One that includes itself is found among those kept: it ends here.
    included = nothing.engine.get_template(node.template.var)
    texts = [inner.s for inner in included.nodelist if isinstance(inner, TextNode)]
    return "".join(texts) if len(texts) == len(included.nodelist) else None


def _may_stay(node: Node) -> bool:
    """Whether the node says what its arguments and the language make it say, and does no more."""
    if isinstance(node, FilterNode):
        return all(isinstance(inner, TextNode) for inner in node.nodelist)
    if isinstance(node, SimpleNode) and (
        node.takes_context or not node.func.__module__.startswith(_TAGS)
    ):
        return False
    sets = _SETS.get(type(node))
    return sets is not None and getattr(node, sets) is None
