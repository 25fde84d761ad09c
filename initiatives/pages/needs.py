"""The page of a need: first steps, then who helps here, from any country, and in Russia."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives.catalogue.address import Address
from initiatives.catalogue.needs import (
    RUSSIA,
    VIOLENCE,
    Answers,
    Need,
    answers,
    need_of,
    needs,
    number_anywhere,
    numbers,
    other_wishes,
)
from initiatives.catalogue.selection import Selection
from initiatives.catalogue.snapshot import Snapshot
from initiatives.models import ONLINE, EntryState, Word
from initiatives.pages.caching import made, of_catalogue
from initiatives.presenters.cards import cards_of
from initiatives.presenters.frame import language, today
from initiatives.presenters.links import Link, View, country_url, need_url
from initiatives.text.names import collation_key

NEARBY_SHOWN = 6


@require_safe
@of_catalogue
def need(
    request: HttpRequest, snapshot: Snapshot, need: str, country: str = "", *, russia: bool = False
) -> HttpResponseBase:
    """For the whole directory; country: for one; russia: for people who are in Russia."""
    asked = need_of(need)
    if asked is None or (russia and not asked.for_people_in_russia):
        raise Http404
    word = country_of(snapshot, country) if country else None

    def context() -> dict[str, Any]:
        code = RUSSIA if russia else word.key if word else ""
        found = answers(asked, snapshot, day=today(), country=code)
        return {
            "need": asked,
            "country": word.name if word else "",
            "country_value": word.value if word else "",
            "for_russia": russia,
            "total_answers": number_anywhere(asked, snapshot) if not word and not russia else None,
            "parts": _parts(asked, found, snapshot, word=word, russia=russia),
            "note_url": _note_url(asked, snapshot, word),
            "all_here": Link(word.name, country_url(word)) if word else None,
            "others": _others(asked, snapshot, word),
            "nearby": nearby(asked, snapshot, besides=word, whole=bool(word or russia)),
            "in_russia": need_url(asked, russia=True)
            if asked.for_people_in_russia and not word and not russia
            else "",
            "is_violence": asked.slug == VIOLENCE,
            "breadcrumbs": _breadcrumbs(word),
        }

    return made(
        request, snapshot, "pages/need.html", context, section="countries" if word else "needs"
    )


def country_of(snapshot: Snapshot, slug: str) -> Word:
    """The country of an address. Raises Http404."""
    for word in snapshot.vocabulary.facets["country"].values():
        if word.slug == slug and word.value != ONLINE:
            return word
    raise Http404


def _parts(
    asked: Need, found: Answers, snapshot: Snapshot, *, word: Word | None, russia: bool
) -> list[dict[str, Any]]:
    """The parts of the page, each with its heading, number and cards; an empty one says so."""
    everything = Selection(snapshot, language=language(), day=today())

    def part(name: str, title: str, pks: list[int], lead: str = "") -> dict[str, Any]:
        return {
            "id": name,
            "title": title,
            "lead": lead,
            "count": len(pks),
            "cards": cards_of(everything, pks, today=today(), contacts=True),
        }

    parts = []
    if word:
        parts.append(part("here", _("Here"), found.here))
    if russia:
        parts.append(part("in-russia", _("For people in Russia"), found.remotely))
    elif asked.remotely:
        lead = _("They answer people anywhere: by mail, in a chat or by phone.")
        parts.append(part("remotely", _("From any country"), found.remotely, lead))
    if asked.for_people_in_russia and not russia:
        parts.append(part("in-russia", _("For people in Russia"), found.in_russia))
    if found.press:
        lead = _(
            "They have no contact of their own, or we have not found it. The source may show the "
            "way."
        )
        parts.append(part("press", _("Known from the press"), found.press, lead))
    return [part for part in parts if part["count"] or part["id"] in ("here", "remotely")]


def _note_url(asked: Need, snapshot: Snapshot, word: Word | None) -> str:
    """The note on entry and stay, for those whose papers it is about."""
    if word and asked.slug in ("papers", "protection") and word.value in snapshot.vocabulary.noted:
        return f"{country_url(word)}#stay"
    return ""


def _others(asked: Need, snapshot: Snapshot, word: Word | None) -> list[Link]:
    """The other needs, in the country or anywhere, with how many answer each."""
    links = []
    for other in needs():
        if other != asked:
            number = (
                sum(numbers(other, snapshot, word.key))
                if word
                else number_anywhere(other, snapshot)
            )
            links.append(Link(other.label, need_url(other, word), number))
    return sorted(links, key=lambda link: not link.count)


def nearby(asked: Need, snapshot: Snapshot, *, besides: Word | None, whole: bool) -> list[Link]:
    """The countries where somebody answers the need, those with most first. whole: only a few of
    them, and the whole directory."""
    published = snapshot.states[EntryState.PUBLISHED.value]
    links = []
    for word in snapshot.vocabulary.facets["country"].values():
        if word.value == ONLINE or word == besides:
            continue
        if not snapshot.having("country", word.value).intersect(published):
            continue
        here, _remotely = numbers(asked, snapshot, word.key)
        if here:
            links.append(Link(word.name, need_url(asked, word), here))
    links.sort(key=lambda link: (-(link.count or 0), collation_key(str(link.label), language())))
    if not whole:
        return links
    number = number_anywhere(asked, snapshot)
    everywhere = Link(_("In the whole directory"), need_url(asked), number)
    return [*links[:NEARBY_SHOWN], *([everywhere] if number else [])]


def _breadcrumbs(word: Word | None) -> list[Link]:
    if word is None:
        return []
    countries = Link(_("Countries"), reverse("pages:countries"))
    return [countries, Link(word.name, country_url(word))]


def need_links(snapshot: Snapshot) -> list[Link]:
    """All needs for the whole directory; the last one leads to the regions of Russia."""
    links = [Link(need.label, need_url(need), number_anywhere(need, snapshot)) for need in needs()]
    return [*links, Link(_("to read about my region"), reverse("pages:regions"))]


def wish_links(selection: Selection) -> list[Link]:
    """What is no need but is asked for too: links to plain lists that have entries."""
    view = View(selection.snapshot.vocabulary)
    links = []
    for label, wanted in other_wishes():
        known = selection.snapshot.vocabulary.facets
        chosen = {
            facet: tuple(value for value in values if value in known[facet])
            for facet, values in wanted.items()
        }
        number = len(selection.choosing(chosen)) if all(chosen.values()) else 0
        if number:
            links.append(Link(label, view.url(Address.of(chosen)), number))
    return links


def needs_of_country(snapshot: Snapshot, word: Word) -> dict[str, Any]:
    """The needs on a country's page: those that somebody answers, with the numbers here and from
    any country, violence always first; and those that nobody does."""
    answered: list[dict[str, Any]] = []
    nobody: list[dict[str, Any]] = []
    for need in needs():
        here, remotely = numbers(need, snapshot, word.key)
        row = {
            "label": need.label,
            "url": need_url(need, word),
            "here": here,
            "remotely": remotely,
            "what_to_do": need.slug == VIOLENCE,
        }
        (answered if here or remotely or need.slug == VIOLENCE else nobody).append(row)
    return {"answered": answered, "nobody": nobody}
