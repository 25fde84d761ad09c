"""A list of cards, written here for the reason that facets.py gives."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from initiatives.presenters.cards import Card
from initiatives.presenters.dates import of_month
from initiatives.presenters.links import Link
from initiatives.templatetags.directory import NO_BREAK, icon
from initiatives.templatetags.linked_words import lang_of, word

register = template.Library()

# A dot does not begin a line.
DOT = f"{NO_BREAK}· "


@register.simple_tag
def list_of_cards(cards: Iterable[Card]) -> SafeString:
    """Each card as an article under a heading of the third level."""
    writer = _Writer()
    return mark_safe("\n".join([writer.article(card) for card in cards]))  # noqa: S308  escaped


@register.simple_tag
def years(card: Card) -> str:
    """· since March 2022; empty where nothing is known."""
    since, until = card.since, card.until
    if since and until:
        return f"{DOT}{since} – {until}"
    if since:
        return DOT + _("since %(date)s") % {"date": of_month(since)}
    if until:
        return DOT + _("until %(date)s") % {"date": of_month(until)}
    return ""


class _Writer:
    """Writes the cards of one list: looks up the words that all of them say once."""

    def __init__(self) -> None:
        self.here = get_language()
        closed = _("Closed")
        self.closed = f' <span class="tag">{closed}</span>'
        self.goes_on = _("Its work goes on at:")
        self.focus = _("Focus")
        self.languages = _("Languages")
        self.verified = _("Verified")
        self.not_since = _("Not verified since")
        self.from_sources = _("From public sources,")
        self.here_since = _("In the directory since")

    def article(self, card: Card) -> str:
        here, kind, name, closed = self.here, card.kind, card.name, card.closed
        places = self._words(card.places)
        return f"""<article class="card{" is-closed" if closed else ""}">
<div class="card-main">
<p class="card-meta">{icon(kind.value)}<span>{word(kind, here)}{places and f"{DOT}{places}"}\
{escape(years(card))}</span></p>
<h3 class="card-name"><a href="{escape(card.url)}"{lang_of(name, here)}>{escape(name)}</a>\
{self.closed if closed else ""}</h3>
{self._main(card)}</div>
<div class="card-side">
{_mark(card.mark)}<dl class="card-facts">
{self._facts(card)}</dl>
</div>
</article>"""

    def _main(self, card: Card) -> str:
        made, here = "", self.here
        if summary := card.summary:
            made = f'<p class="card-summary"{lang_of(summary, here)}>{escape(summary)}</p>\n'
        if successor := card.successor:
            label = successor.label
            made += (
                f'<p class="card-successor">{self.goes_on} <a href="{escape(successor.url)}"'
                f"{lang_of(label, here)}>{escape(label)}</a></p>\n"
            )
        if activities := card.activities:
            words = self._words(activities, f'<span class="dot">{DOT}</span>')
            made += f'<p class="card-words">{words}</p>\n'
        if designation := card.designation:
            said = escape(designation.words())
            made += f'<p class="card-warning">{icon("warning")}<span>{said}</span></p>\n'
        return made

    def _facts(self, card: Card) -> str:
        made = ""
        if focus := card.focus:
            words = self._words(focus)
            if n := card.focus_more:
                words += " " + ngettext("and %(n)s more", "and %(n)s more", n) % {"n": n}
            made = f"<div><dt>{self.focus}</dt> <dd>{words}</dd></div>\n"
        if languages := card.languages:
            words = self._words(languages)
            made += f"<div><dt>{self.languages}</dt> <dd>{words}</dd></div>\n"
        return made + self._checked(card)

    def _checked(self, card: Card) -> str:
        verified = card.verified
        if verified == "verified":
            return f"<div><dt>{self.verified}</dt> <dd>{card.verified_on}</dd></div>\n"
        if verified == "stale":
            return (
                f'<div class="wide"><dt class="amber">{self.not_since}</dt>'
                f' <dd class="amber">{of_month(card.verified_on)}</dd></div>\n'
            )
        if date := card.checked:
            said = self.from_sources
        else:
            said, date = self.here_since, of_month(card.added)
        return f'<div class="wide"><dt>{said}</dt> <dd>{date}</dd></div>\n'

    def _words(self, links: Iterable[Link], between: str = ", ") -> str:
        here = self.here
        return between.join([word(link, here) for link in links])


def _mark(path: str) -> str:
    if not path:
        return ""
    return (
        '<svg class="mark-of-regions" viewBox="0 0 71 47" aria-hidden="true">'
        f'<use href="#russia"/><path d="{path}"/></svg>\n'
    )
