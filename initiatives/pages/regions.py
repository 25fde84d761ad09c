"""The regions of Russia: who covers each, and which are covered by nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives.catalogue.address import Address
from initiatives.catalogue.filters import quoted
from initiatives.catalogue.selection import Selection
from initiatives.catalogue.snapshot import Snapshot
from initiatives.models import FACETS, FederalDistrict, FocusRegion, Word, value_of
from initiatives.pages.caching import made, of_catalogue
from initiatives.pages.errors import unreadable
from initiatives.pages.places import CARDS_SHOWN, kind_links, word_of
from initiatives.presenters.cards import cards_as_html
from initiatives.presenters.frame import language, today
from initiatives.presenters.links import Link, View
from initiatives.presenters.tiles import Region, halves, mark, regions_by, ring
from initiatives.text.names import collation_key

# What a medium does that writes about a region, also where it does not name one.
REGIONAL_NEWS = "regional-news"


@require_safe
@of_catalogue
def regions(request: HttpRequest, snapshot: Snapshot) -> HttpResponseBase:
    """All 83, as a map and as a list; with ``?kind=media`` counted by that kind only."""
    kind = request.GET.get("kind", "").lower()
    words = snapshot.vocabulary.facets["kind"]
    if kind and kind not in words:
        problem = _("“%(value)s” is not a value of this filter.") % {"value": quoted(kind)}
        return unreadable(request, f"{FACETS['kind']}: {problem}", request.path)
    return made(
        request,
        snapshot,
        "pages/regions.html",
        lambda: _all(snapshot, words.get(kind)),
        section="regions",
        query=f"kind={kind}" if kind else "",
        robots="noindex" if kind else "",
    )


def _all(snapshot: Snapshot, kind: Word | None) -> dict[str, Any]:
    counted = Selection(snapshot, language=language(), day=today())
    if kind:
        counted = counted.narrow("kind", [kind.value])
    every = regions_by(snapshot, counted.ids)
    address = reverse("pages:regions")
    ways = [Link(_("all kinds"), address, value="")]
    ways += [
        Link(word.name, f"{address}?kind={word.value}", value=word.value)
        for word in snapshot.vocabulary.facets["kind"].values()
    ]
    return coverage(snapshot, every) | {
        "districts": _districts(every, counted, kind),
        "ways": ways,
        "kind": kind.value if kind else "",
        "kind_label": kind.name if kind else "",
        "entry_count": counted.narrow("region", every).count(),
    }


def coverage(snapshot: Snapshot, every: Mapping[str, Region]) -> dict[str, Any]:
    """The context of parts/tile_map.html and the numbers that stand beside it."""
    gaps = [region for region in every.values() if not region.count]
    return {
        "tile_map": halves(every, snapshot.vocabulary.tiles),
        "gap_count": len(gaps),
        "covered_count": len(every) - len(gaps),
        "region_count": len(every),
    }


def _districts(
    every: Mapping[str, Region], counted: Selection, kind: Word | None
) -> list[dict[str, Any]]:
    made = []
    chosen = {"kind": (kind.value,)} if kind else {}
    view = View(counted.snapshot.vocabulary, Address.of(chosen))
    for district in FederalDistrict:
        inside = [region for region in every.values() if region.district == district.value]
        inside.sort(key=lambda region: collation_key(region.name, language()))
        if inside:
            made.append(
                {
                    "value": district.value,
                    "label": district.label,
                    "regions": inside,
                    "url": view.adding("region", district.value),
                    "count": counted.narrow("region", [district.value]).count(),
                    "covered": sum(1 for region in inside if region.count),
                }
            )
    return made


@require_safe
@of_catalogue
def region(request: HttpRequest, snapshot: Snapshot, region: str) -> HttpResponseBase:
    """One region: who covers it, its neighbours, and where nobody does, an invitation."""
    word = word_of(snapshot, "region", region)
    return made(
        request,
        snapshot,
        "pages/region.html",
        lambda: _one(snapshot, word),
        section="regions",
    )


def _one(snapshot: Snapshot, word: Word) -> dict[str, Any]:
    everything = Selection(snapshot, language=language(), day=today())
    here = everything.narrow("region", [word.value])
    view = View(snapshot.vocabulary, Address.of({"region": (word.value,)}))
    every = regions_by(snapshot, everything.ids)
    codes = FocusRegion.objects.filter(neighbours__code=word.key).values_list("code", flat=True)
    beside = [every[value_of("region", code)] for code in codes]
    beside.sort(key=lambda region: collation_key(region.name, language()))
    tiles = snapshot.vocabulary.tiles
    return {
        "region": every[word.value],
        "district": FederalDistrict(word.group),
        "count": here.count(),
        "kinds": kind_links(here, view),
        "neighbours": beside,
        "ring": ring(tiles[word.value]),
        "own_mark": mark([word.value], tiles),
        "neighbours_mark": mark([region.value for region in beside], tiles),
        "cards": cards_as_html(here[:CARDS_SHOWN], today=today()),
        "all_url": view.url(view.address),
        "reporting": _reporting(everything),
        "breadcrumbs": [Link(_("Regions of Russia"), reverse("pages:regions"))],
    }


def _reporting(everything: Selection) -> Link | None:
    """Those that report on the regions, whichever they name."""
    vocabulary = everything.snapshot.vocabulary
    word = vocabulary.word("activity", REGIONAL_NEWS)
    number = everything.narrow("activity", [REGIONAL_NEWS]).count()
    if word is None or not number:
        return None
    return Link(word.name, View(vocabulary).link("activity", word.value).url, number)
