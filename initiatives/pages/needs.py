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
    numbers_by_country,
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
def index(request: HttpRequest, snapshot: Snapshot) -> HttpResponseBase:
    """All needs for the whole directory."""

    def context() -> dict[str, Any]:
        everything = Selection(snapshot, language=language(), day=today())
        return {"needs": need_links(snapshot), "wishes": wish_links(everything)}

    return made(request, snapshot, "pages/needs.html", context, section="needs")


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
        whole = not word and not russia
        return {
            "need": asked,
            "country": word.name if word else "",
            "country_value": word.value if word else "",
            "for_russia": russia,
            "total_answers": number_anywhere(asked, snapshot) if whole else None,
            "parts": _parts(asked, found, snapshot, word=word, russia=russia),
            "note_url": _note_url(asked, snapshot, word),
            "others_here": _others_here(snapshot, word),
            "others": _others(asked, snapshot, word),
            "in_countries": nearby(asked, snapshot, besides=word, whole=not whole),
            "in_russia": need_url(asked, russia=True)
            if asked.for_people_in_russia and whole
            else "",
            "is_violence": asked.slug == VIOLENCE,
            "breadcrumbs": _breadcrumbs(asked, snapshot, word, russia=russia),
        }

    # Where nobody is, the page says no more than that of the whole directory.
    nobody = word and word.value not in numbers_by_country(asked, snapshot)
    return made(
        request,
        snapshot,
        "pages/need.html",
        context,
        section="countries" if word else "needs",
        robots="noindex" if nobody else "",
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
    pks = [pk for pks in found for pk in pks]
    cards = cards_of(everything, pks, today=today(), contacts=True)

    def part(name: str, title: str, pks: list[int], lead: str = "") -> dict[str, Any]:
        return {
            "id": name,
            "title": title,
            "lead": lead,
            "count": len(pks),
            "cards": [cards[pk] for pk in pks if pk in cards],
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
    words = snapshot.vocabulary.facets["country"]
    links = [
        Link(words[value].name, need_url(asked, words[value]), number)
        for value, number in numbers_by_country(asked, snapshot).items()
        if words[value] != besides
    ]
    links.sort(key=lambda link: (-(link.count or 0), collation_key(str(link.label), language())))
    if not whole:
        return links
    number = number_anywhere(asked, snapshot)
    everywhere = Link(_("In the whole directory"), need_url(asked), number)
    return [*links[:NEARBY_SHOWN], *([everywhere] if number else [])]


def _others_here(snapshot: Snapshot, word: Word | None) -> Link | None:
    """The page of the country, if somebody can be reached there."""
    if word is None:
        return None
    here = snapshot.having("country", word.value) & snapshot.states[EntryState.PUBLISHED.value]
    if not any(snapshot.rows[pk].has_contact for pk in here):
        return None
    return Link(word.name, country_url(word))


def has_page(snapshot: Snapshot, country: str) -> bool:
    """Whether a country has a page: it has entries, is always listed, or has a note."""
    published = snapshot.states[EntryState.PUBLISHED.value]
    vocabulary = snapshot.vocabulary
    return country in vocabulary.featured | vocabulary.noted or published.intersect(
        snapshot.having("country", country)
    )


def _breadcrumbs(asked: Need, snapshot: Snapshot, word: Word | None, *, russia: bool) -> list[Link]:
    if word is None:
        every = Link(_("I need"), reverse("pages:needs"))
        return [every, Link(asked.title, need_url(asked))] if russia else [every]
    countries = Link(_("Countries"), reverse("pages:countries"))
    return [
        countries,
        Link(word.name, country_url(word) if has_page(snapshot, word.value) else ""),
    ]


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
    any country, violence always first; those that nobody does; and those of people in Russia."""
    answered: list[dict[str, Any]] = []
    nobody: list[dict[str, Any]] = []
    leaving = [need for need in needs() if need.is_urgent and need.slug != VIOLENCE]
    for need in needs():
        here, remotely = numbers(need, snapshot, word.key)
        row = {
            "label": need.label,
            "url": need_url(need, word),
            "here": here,
            "remotely": remotely,
            "what_to_do": need.slug == VIOLENCE,
        }
        if here or remotely or need.slug == VIOLENCE:
            answered.append(row)
        elif need not in leaving:
            nobody.append(row)
    return {
        "answered": answered,
        "nobody": nobody,
        "in_russia": [Link(need.label, need_url(need, russia=True)) for need in leaving],
    }
