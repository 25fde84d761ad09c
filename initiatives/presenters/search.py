"""What a page of search results says of the query, and where it leads from there."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.catalogue.address import Address
from initiatives.catalogue.hits import Hits, is_quoted
from initiatives.catalogue.needs import meant_by, number_anywhere, numbers
from initiatives.catalogue.search import countries_named
from initiatives.catalogue.selection import Selection
from initiatives.models import FACETS, ONLINE
from initiatives.presenters.frame import language
from initiatives.presenters.links import Link, View, need_url
from initiatives.text.search_words import analysed, is_cyrillic, words

# A word that is left out is searched for once more: that many at most.
LEFT_OUT = 4
# Words of those who ask what reading, sharing or giving can cost in Russia.
_LAW = frozenset(
    "repost share law fine prosecution punishment репост перепост закон статья штраф наказание"
    " иноагент нежелательный".split()
)


def search_heading(query: str, number: int) -> str:
    if not number:
        return _("“%(query)s”: nothing found") % {"query": unquoted(query)}
    counted = ngettext("%(n)s initiative", "%(n)s initiatives", number) % {"n": number}
    return _("“%(query)s”: %(counted)s") % {"query": unquoted(query), "counted": counted}


def unquoted(query: str) -> str:
    return query[1:-1] if is_quoted(query) else query


def search_context(selection: Selection, view: View) -> dict[str, Any]:
    """Of a selection with hits. view: its address, with the words."""
    hits = selection.hits
    assert hits is not None  # noqa: S101
    as_typed = f'"{unquoted(hits.query)}"'
    changed = bool(hits.swapped or hits.mended)
    return {
        "query": hits.query,
        "read_as": _shown(_read_as(hits)) if changed else "",
        "as_typed": Link(unquoted(hits.query), view.url(view.address.searching(as_typed)))
        if changed
        else None,
        "sounded": ", ".join(f"“{word}”" for word in hits.sounded),
        "unknown": ", ".join(f"“{word}”" for word in hits.unknown),
        "is_partial": selection.count() > 0 and not hits.whole & selection.ids,
        "asks_of_law": any(analysed(word).lemma in _LAW for word in words(hits.query)),
        "need": _need(selection, hits),
        "as_filters": _as_filters(selection, hits),
        "near": _near(selection, hits, view),
    }


def _shown(text: str) -> SafeString:
    """In bold, marked as Russian on an English page."""
    if language() == "en" and any(map(is_cyrillic, words(text))):
        return format_html('<b lang="ru">{}</b>', text)
    return format_html("<b>{}</b>", text)


def _read_as(hits: Hits) -> str:
    """The query as it was read."""
    text = hits.swapped or hits.query
    for typed, meant in hits.mended:
        text = " ".join(meant if words(word) == [typed] else word for word in text.split())
    return text


def _need(selection: Selection, hits: Hits) -> dict[str, Any] | None:
    """The page of the need that the words mean, in the country that they name, and who is there."""
    snapshot = selection.snapshot
    need, country = meant_by(snapshot, hits.understood)
    empty = {} if country else countries_named(snapshot, hits.left)
    if need is None or ({*hits.left} - {*empty}) & {*hits.unknown}:
        return None
    country = country or next(iter(empty.values()), "")
    word = snapshot.vocabulary.word("country", country) if country else None
    here, remotely = numbers(need, snapshot, word.key if word else "")
    return {
        "title": need.title,
        "country": word.name if word else "",
        "url": need_url(need, word),
        "here": here,
        "remotely": remotely if need.remotely else None,
        "total": None if word else number_anywhere(need, snapshot),
    }


def _as_filters(selection: Selection, hits: Hits) -> Link | None:
    """What the words mean as filters of a plain list, where that list has entries."""
    if hits.left or not hits.understood:
        return None
    chosen: dict[str, tuple[str, ...]] = {}
    for facet, value in hits.understood:
        if facet in FACETS:
            chosen[facet] = (*chosen.get(facet, ()), value)
    if not chosen:
        return None
    number = len(selection.searching("").choosing(chosen))
    if not number:
        return None
    vocabulary = selection.snapshot.vocabulary
    names = [
        str(vocabulary.filter_word(facet, value).name)
        for facet, values in chosen.items()
        for value in values
    ]
    return Link(" · ".join(names), View(vocabulary).url(Address.of(chosen)), number)


def _near(selection: Selection, hits: Hits, view: View) -> list[Link]:
    """The same query with less in it, each with its number: without filters, without a word, and
    for any country."""
    found = []
    address = view.address
    if address.chosen:
        plain = selection.choosing({})
        found.append(Link(_("without filters"), view.url(address.cleared()), len(plain)))
    text = unquoted(hits.swapped or hits.query)
    typed = text.split()
    if len(typed) > 1:
        told = 0
        for place, word in enumerate(typed):
            rest = " ".join(typed[:place] + typed[place + 1 :])
            if told == LEFT_OUT or not words(word):
                continue
            told += 1
            number = len(selection.searching(rest)) if words(rest) else 0
            if number:
                label = _("%(rest)s, without “%(word)s”") % {"rest": rest, "word": word}
                found.append(Link(label, view.url(address.searching(rest)), number))
    found += filter(None, [for_any_country(selection, view)])
    return [link for link in found if link.count]


def for_any_country(selection: Selection, view: View) -> Link | None:
    """The same view, of those that help people in any country; None where it is that, or empty."""
    address = view.address
    if ONLINE in address.values("country"):
        return None
    chosen = {facet: values for facet, values in address.chosen if facet != "city"}
    chosen["country"] = (ONLINE,)
    number = len(selection.choosing(chosen))
    url = view.url(Address.of(chosen, state=address.state, q=address.q))
    return Link(_("for any country"), url, number) if number else None
