"""The words of cards as links, written here for the reason that facets.py gives."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape  # Django's also looks for lazy texts, which takes longer than escaping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


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
