"""An initiative as a card: everything that a row of a list shows, from its one row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from initiatives.fields.bilingual import Text
from initiatives.models import NO_DESIGNATION, ONLINE, EntryState, Initiative, gravest
from initiatives.showing.links import Link, View
from initiatives.showing.tiles import mark

STALE_AFTER = timedelta(days=180)
FOCUS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Verified:
    """state: verified, stale (not for 180 days) or never. Dates as they are shown."""

    state: str
    date: str
    how: str
    checked: str
    added: str


@dataclass(frozen=True, slots=True)
class Designated:
    type: str
    since: str
    more: int


@dataclass(frozen=True, slots=True)
class Card:
    url: str
    name: Text
    other_name: Text | str
    summary: Text
    kind: Link
    places: list[Link]
    since: str
    until: str
    activities: list[Link]
    focus: list[Link]
    focus_more: int
    mark: str  # its regions as the path of a regional mark
    languages: list[Link]
    designation: Designated | None
    verified: Verified
    closed: bool
    successor: Link | None


def card(initiative: Initiative, view: View, *, today: date) -> Card:
    facets = initiative.facets
    focus = view.links("region", facets["region"])
    return Card(
        url=view.entry_url(initiative.slug),
        name=initiative.name,
        other_name=_other_name(initiative),
        summary=initiative.summary,
        kind=view.link("kind", initiative.kind),
        places=_places(initiative, view),
        since=initiative.founded.display() if initiative.founded else "",
        until=initiative.closed_on.display() if initiative.closed_on else "",
        activities=view.links("activity", facets["activity"]),
        focus=focus[:FOCUS_SHOWN],
        focus_more=max(0, len(focus) - FOCUS_SHOWN),
        mark=mark(facets["region"], view.vocabulary.tiles),
        languages=view.links("language", facets["language"]),
        designation=_gravest(initiative),
        verified=_verified(initiative, today),
        closed=initiative.state == EntryState.CLOSED,
        successor=_successor(initiative),
    )


def cards_of(initiatives: list[Initiative], view: View, *, today: date) -> list[Card]:
    return [card(initiative, view, today=today) for initiative in initiatives]


def shown_day(moment: datetime | date) -> str:
    """The day for readers, in the active language: 10 March 2022."""
    return _shown(moment, get_language() or "")


@lru_cache(maxsize=4096)
def _shown(moment: datetime | date, language: str) -> str:
    return date_format(moment, "j E Y")


def _other_name(initiative: Initiative) -> Text | str:
    first = initiative.name
    code = "en" if first.lang == "ru" else "ru"
    other = Text(getattr(initiative, f"name_{code}"), lang=code)
    return other if other and other != first else ""


def _places(initiative: Initiative, view: View) -> list[Link]:
    """Cities, countries of which no city is named, and online."""
    cities = initiative.facets["city"]
    named = {view.word("city", city).group for city in cities}
    countries = [
        value for value in initiative.facets["country"] if value not in named and value != ONLINE
    ]
    places = view.links("city", cities) + view.links("country", countries)
    if initiative.online:
        places.append(replace(view.link("country", ONLINE), label=_("online")))
    return places


def _gravest(initiative: Initiative) -> Designated | None:
    types = [one for one in initiative.facets["designation"] if one != NO_DESIGNATION]
    if not types:
        return None
    since = initiative.designated_since
    return Designated(gravest(types), since.display() if since else "", len(types) - 1)


def _verified(initiative: Initiative, today: date) -> Verified:
    at = initiative.verified_at
    state = "never"
    if at is not None:
        state = "stale" if today - at.date() > STALE_AFTER else "verified"
    return Verified(
        state=state,
        date=shown_day(at) if at else "",
        how=str(initiative.get_verified_how_display()) if at else "",
        checked=initiative.checked.display() if initiative.checked else "",
        added=shown_day(initiative.published_at),
    )


def _successor(initiative: Initiative) -> Link | None:
    successor = initiative.successor
    if successor is None or successor.state == EntryState.HIDDEN:
        return None
    return Link(successor.name, successor.get_absolute_url())
