"""The home page: needs, countries, kinds, and what came last."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from initiatives.catalogue.address import Address
from initiatives.catalogue.ordering import NEWEST, VERIFIED
from initiatives.catalogue.selection import Selection
from initiatives.catalogue.snapshot import Snapshot
from initiatives.pages.caching import made, of_catalogue
from initiatives.pages.needs import needs
from initiatives.pages.places import city_places, country_links, kind_links, online_link, word_links
from initiatives.pages.regions import coverage
from initiatives.presenters.cards import cards_of
from initiatives.presenters.frame import language, today
from initiatives.presenters.links import View
from initiatives.presenters.tiles import regions_by
from initiatives.presenters.world_map import spots

SHOWN = 6
# Of so many cities those are named on the map whose names have room there.
CITIES = 24


@require_safe
@of_catalogue
def home(request: HttpRequest, snapshot: Snapshot) -> HttpResponseBase:
    def context() -> dict[str, Any]:
        view = View(snapshot.vocabulary)
        everything = Selection(snapshot, language=language(), day=today())
        newest = everything.sorted(NEWEST)[:SHOWN]
        verified = [
            one for one in everything.sorted(VERIFIED)[:SHOWN] if one.verified_at is not None
        ]
        return {
            "countries": country_links(snapshot),
            "online": online_link(snapshot, view),
            "cities": spots(city_places(everything, most=CITIES)),
            "needs": needs(everything, Address()),
            "kinds": kind_links(everything, view),
            "sought": word_links(everything, "seeks", view),
            "recent": cards_of(newest, view, today=today()),
            "verified": cards_of(verified, view, today=today()),
            "newest_url": view.url(Address().sorted_by(NEWEST)),
            **coverage(snapshot, regions_by(snapshot, everything.ids)),
        }

    return made(request, snapshot, "pages/home.html", context, section="home")
