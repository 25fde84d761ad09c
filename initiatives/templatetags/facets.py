"""The facets of a listing, which are hundreds of lines.

Written here and not in a template, whose engine takes 40 µs for a line where this takes one, and
with which these lines were half of the time of the whole page (bench/README.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape  # Django's also looks for lazy texts, which takes longer than escaping

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from initiatives.catalogue.facets import Line
from initiatives.presenters.facets import Facet
from initiatives.templatetags.directory import icon, number

register = template.Library()


@register.simple_tag
def list_of_facets(facets: Iterable[Facet], level: int) -> SafeString:
    """Each facet under a heading of this level; rare ones and the ends of long ones folded."""
    writer = _Writer(level)
    return mark_safe("\n".join([writer.facet(facet) for facet in facets]))  # noqa: S308  escaped


class _Writer:
    """Writes the facets of one page: looks up the words that all of them say once."""

    def __init__(self, level: int) -> None:
        self.level = level
        self.here = get_language()
        self.box = f'<span class="box">{icon("check")}</span>'
        removes, fewer = _("chosen; the link removes it"), _("Show fewer")
        self.removes = f'<span class="hidden-text"> ({removes})</span>'
        self.fewer = f'<span class="more-close">{fewer}</span>'

    def facet(self, facet: Facet) -> str:
        title = f'<h{self.level} class="facet-title">{escape(facet.label)}</h{self.level}>'
        lists = self._lists(facet)
        if facet.open:
            return f"""<section class="facet" id="facet-{facet.name}">
{title}
{lists}</section>"""
        return f"""<details class="facet" id="facet-{facet.name}">
<summary>{title}<span class="plus" aria-hidden="true"></span></summary>
{lists}</details>"""

    def _lists(self, facet: Facet) -> str:
        at_once = f'<ul class="lines">\n{self._lines(facet, facet.rows)}\n</ul>\n'
        if not facet.more:
            return at_once
        n = len(facet.more)
        shown = ngettext("Show %(n)s more", "Show %(n)s more", n) % {"n": n}
        return f"""{at_once}<details class="more">
<summary><span class="more-open">{shown}</span>{self.fewer}\
<span class="hidden-text">: {escape(facet.label)}</span></summary>
<ul class="lines">
{self._lines(facet, facet.more)}
</ul>
</details>
"""

    def _lines(self, facet: Facet, lines: Iterable[Line]) -> str:
        """Each line as a list item; a link, where it leads to anything."""
        here, language, chosen, adding = self.here, facet.language, facet.chosen, facet.adding()
        made = []
        for word, count in lines:
            name, value = word.name_in(language), word.value
            label = _label(name, "" if name.lang == here else name.lang)
            if value in chosen:
                url = escape(facet.dropping(value))
                made.append(
                    f'<li><a class="is-chosen" href="{url}" rel="nofollow">{self.box}{label}'
                    f"<b>{number(count)}</b>{self.removes}</a></li>"
                )
            elif count:
                shown = count if count < 1000 else number(count)
                made.append(
                    f'<li><a href="{adding(value)}" rel="nofollow">{label}<b>{shown}</b></a></li>'
                )
            else:
                made.append(f'<li class="is-empty">{label}<b>0</b></li>')
        return "\n".join(made)


@lru_cache(maxsize=4096)  # names of words, again and again the same
def _label(name: str, lang: str) -> str:
    """lang: of the name, where it is not the page's."""
    return f'<span lang="{lang}">{escape(name)}</span>' if lang else f"<span>{escape(name)}</span>"
