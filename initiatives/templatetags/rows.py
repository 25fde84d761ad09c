"""What stands on a listing in hundreds: the lines of facets and the words of cards.

Written here and not in a template, whose engine takes 40 µs for a line where this takes one, and
with which these lines were half of the time of the whole page (bench/README.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives.templatetags.directory import icon, number

register = template.Library()

_OPEN = (
    '<li><a class="row" href="%s" rel="nofollow"><span class="box"></span>'
    '<span class="row-label"%s>%s</span><span class="row-count">%s</span></a></li>'
)
_CHOSEN = (
    '<li><a class="row is-chosen" href="%s" rel="nofollow"><span class="box">%s</span>'
    '<span class="row-label"%s>%s</span><span class="hidden-text">, %s</span>'
    '<span class="row-count">%s</span></a></li>'
)
_EMPTY = (
    '<li><span class="row is-empty"><span class="box"></span>'
    '<span class="row-label"%s>%s</span><span class="row-count">0</span></span></li>'
)


@register.simple_tag
def facet_rows(rows: Iterable[Any]) -> SafeString:
    """Lines with label, number, chosen and url, each as a list item; without url not a link."""
    here = get_language()
    made = []
    for row in rows:
        lang, label = _lang(row.label, here), escape(row.label)
        if row.chosen:
            said = _("chosen; the link removes it")
            values = (escape(row.url), icon("check"), lang, label, said, number(row.number))
            made.append(_CHOSEN % values)
        elif row.url:
            made.append(_OPEN % (escape(row.url), lang, label, number(row.number)))
        else:
            made.append(_EMPTY % (lang, label))
    return mark_safe("\n".join(made))  # noqa: S308  every value is escaped above


@register.simple_tag
def words(links: Iterable[Any], between: str = ", ") -> SafeString:
    """Links with label and url, one after another; one without url is plain text."""
    here = get_language()
    made = []
    for link in links:
        lang, label = _lang(link.label, here), escape(link.label)
        if link.url:
            made.append(f'<a href="{escape(link.url)}" rel="nofollow"{lang}>{label}</a>')
        else:
            made.append(f"<span{lang}>{label}</span>")
    return mark_safe(between.join(made))  # noqa: S308  every value is escaped above


def _lang(label: object, here: str | None) -> str:
    """As the tag `lang` of the other library: an attribute where the language is another."""
    code = getattr(label, "lang", "")
    return f' lang="{code}"' if code and code != here else ""
