"""What stands on a listing in hundreds: the lines of facets and the words of cards.

Written here and not in a template, whose engine takes 40 µs for a line where this takes one, and
with which these lines were half of the time of the whole page (bench/README.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape  # Django's also looks for lazy texts, which takes longer than escaping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives.catalogue.facets import Count
from initiatives.showing.facets import Facet
from initiatives.templatetags.directory import icon, number

register = template.Library()

_OPEN = (
    '<li><a class="row" href="%s" rel="nofollow"><span class="box"></span>'
    '<span class="row-label"%s>%s</span><span class="row-count">%s</span></a></li>'
)
_CHOSEN = (
    '<li><a class="row is-chosen" href="%s" rel="nofollow"><span class="box">%s</span>'
    '<span class="row-label"%s>%s</span><span class="row-count">%s</span>'
    '<span class="hidden-text"> (%s)</span></a></li>'
)
_EMPTY = (
    '<li><span class="row is-empty"><span class="box"></span>'
    '<span class="row-label"%s>%s</span><span class="row-count">0</span></span></li>'
)


@register.simple_tag
def facet_rows(facet: Facet, lines: Iterable[Count]) -> SafeString:
    """Each line as a list item; a link, where it leads to anything."""
    here, chosen = get_language(), _("chosen; the link removes it")
    made = []
    for word, count, is_chosen in lines:
        label = word.name_in(facet.language)
        lang, text = lang_of(label, here), escape(label)
        if is_chosen:
            url = escape(facet.dropping(word.value))
            made.append(_CHOSEN % (url, icon("check"), lang, text, number(count), chosen))
        elif count:
            shown = count if count < 1000 else number(count)
            made.append(_OPEN % (facet.adding(word.value), lang, text, shown))
        else:
            made.append(_EMPTY % (lang, text))
    return mark_safe("\n".join(made))  # noqa: S308  values are escaped or slugs


@register.simple_tag
def words(links: Iterable[Any], between: str = ", ") -> SafeString:
    """Links with label and url, one after another; one without url is plain text."""
    here = get_language()
    return mark_safe(between.join([word(link, here) for link in links]))  # noqa: S308  escaped


def word(link: Any, here: str | None) -> str:
    """One link as markup, for a page in the language `here`."""
    lang, label = lang_of(link.label, here), escape(link.label)
    if link.url:
        return f'<a href="{escape(link.url)}" rel="nofollow"{lang}>{label}</a>'
    return f"<span{lang}>{label}</span>"


def lang_of(label: object, here: str | None) -> str:
    """As the tag `lang` of the other library: an attribute where the language is another."""
    code = getattr(label, "lang", "")
    return f' lang="{code}"' if code and code != here else ""
