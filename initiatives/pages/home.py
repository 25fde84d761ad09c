"""The home page: needs, countries, kinds, and what came last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin, sqrt
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from initiatives.catalogue.address import Address
from initiatives.catalogue.ordering import NEWEST, VERIFIED
from initiatives.catalogue.recent import recent
from initiatives.catalogue.selection import Selection
from initiatives.catalogue.snapshot import Snapshot
from initiatives.fields.bilingual import Text
from initiatives.pages.caching import made, of_catalogue
from initiatives.pages.needs import need_links, wish_links
from initiatives.pages.places import city_places, country_links, kind_links, online_link, word_links
from initiatives.pages.regions import coverage
from initiatives.presenters.cards import Card
from initiatives.presenters.dot_map import Place
from initiatives.presenters.frame import language, today
from initiatives.presenters.links import View
from initiatives.presenters.tiles import regions_by

SHOWN = 6
# Of so many cities those are named on the map whose names have room there.
CITIES = 24


@require_safe
@of_catalogue
def home(request: HttpRequest, snapshot: Snapshot) -> HttpResponseBase:
    def context() -> dict[str, Any]:
        view = View(snapshot.vocabulary)
        everything = Selection(snapshot, language=language(), day=today())
        newest, at_once = recent(everything, SHOWN)
        rows = everything.read(newest)
        verified = everything.sorted(VERIFIED)[:SHOWN]
        return {
            "countries": country_links(snapshot),
            "online": online_link(snapshot, view),
            "cities": spots(city_places(everything, most=CITIES)),
            "needs": need_links(snapshot),
            "wishes": wish_links(everything),
            "kinds": kind_links(everything, view),
            "sought": word_links(everything, "seeks", view),
            "recent": [Card(rows[pk], view, today=today()) for pk in newest if pk in rows],
            "at_once": at_once,
            "verified": [
                Card(entry, view, today=today()) for entry in verified if entry.verified_at
            ],
            "newest_url": view.url(Address().sorted_by(NEWEST)),
            **coverage(snapshot, regions_by(snapshot, everything.ids)),
        }

    return made(request, snapshot, "pages/home.html", context, section="home")


# The dots are drawn (parts/dots.html) in an equal-area conic projection of Albers. Its constants
# were found back from the drawing itself: the middles of Germany, the Baltics, Britain, Mongolia
# and four more fall within four units, half of one dot, of where they are drawn.
MIDDLE, SOUTH, NORTH = 43.66, 36.23, 54.05
SCALE, ACROSS, DOWN = 625.4, 454.1, -347.5
WIDTH, TOP, BOTTOM = 1000, 20, 540

NAMED = 12
# Of these there is room on a phone too, whose letters are larger beside the drawing.
NAMED_ON_A_PHONE = 5
# As far down as a phone shows the drawing.
BOTTOM_ON_A_PHONE = 335
# Room that a label needs: of one character across, of a line down, there and there.
LETTER, LINE = 8, 16
LETTER_ON_A_PHONE, LINE_ON_A_PHONE = 13, 28
# From here on a label is before its city: what is beyond may not be in the window.
EAST = 365
AWAY = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """A city on the map. Numbers are texts, for SVG knows no comma."""

    name: Text
    x: str
    y: str
    label_x: str
    before: bool
    small: bool  # not named on a phone


def position(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place lies in the drawing."""
    south, north = radians(SOUTH), radians(NORTH)
    n = (sin(south) + sin(north)) / 2
    middle = cos(south) ** 2 + 2 * n * sin(south)
    radius = SCALE * sqrt(middle - 2 * n * sin(radians(latitude))) / n
    turned = n * radians(longitude - MIDDLE)
    return ACROSS + radius * sin(turned), DOWN + radius * cos(turned)


def spots(places: Iterable[Place]) -> list[Spot]:
    """The cities with most entries that can be named without one name over another."""
    found: list[Spot] = []
    taken: list[tuple[float, float, float]] = []
    ordered = sorted(places, key=lambda one: -one.count)
    for small in (False, True):
        character, line = (LETTER, LINE) if small else (LETTER_ON_A_PHONE, LINE_ON_A_PHONE)
        most, bottom = (NAMED, BOTTOM) if small else (NAMED_ON_A_PHONE, BOTTOM_ON_A_PHONE)
        for place in ordered:
            if len(found) == most:
                break
            if any(place.name == other.name for other in found):
                continue
            x, y = position(place.latitude, place.longitude)
            before = x > EAST
            length = AWAY + len(place.name) * character
            left, right = (x - length, x + AWAY) if before else (x - AWAY, x + length)
            free = all(
                right < other_left or left > other_right or abs(y - other_y) > line
                for other_left, other_right, other_y in taken
            )
            if free and left > 0 and right < WIDTH and TOP < y < bottom:
                taken.append((left, right, y))
                label_x = x - AWAY if before else x + AWAY
                found.append(
                    Spot(
                        place.name,
                        f"{x:.1f}",
                        f"{y:.1f}",
                        f"{label_x:.1f}",
                        before,
                        small,
                    )
                )
    return found
