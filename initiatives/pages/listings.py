"""The listing, the phone's panel of filters, and what they say when nothing fits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from initiatives.catalogue import facets
from initiatives.catalogue import listing as find_listing
from initiatives.catalogue.address import Address
from initiatives.catalogue.listing import BeyondTheLast, Listing, Unreadable
from initiatives.catalogue.ordering import MATCH, SORTS
from initiatives.catalogue.snapshot import Snapshot
from initiatives.models import FACETS, EntryState
from initiatives.pages.caching import made, of_catalogue, site_of
from initiatives.presenters.cards import cards_as_html
from initiatives.presenters.facets import facets_of
from initiatives.presenters.frame import framed, language, today
from initiatives.presenters.headings import heading as heading_of
from initiatives.presenters.links import Link, View
from initiatives.presenters.search import for_any_country, search_context, search_heading

SORT_LABELS = {
    "balanced": pgettext_lazy("order", "Mixed"),
    "name": pgettext_lazy("order", "Name"),
    "newest": pgettext_lazy("order", "Newest"),
    "verified": pgettext_lazy("order", "Verified"),
    "match": pgettext_lazy("order", "By match"),
}
# Of a search: the best match comes first, and the mixed order means nothing there.
SEARCH_SORTS = (MATCH, *SORTS[1:])


@require_safe
@of_catalogue
def listing(request: HttpRequest, snapshot: Snapshot, *, panel: bool) -> HttpResponseBase:
    """panel: the page of filters for phones, in place of the entries."""
    try:
        found = find_listing.find(request.GET, snapshot=snapshot, language=language(), day=today())
    except Unreadable as unreadable:
        return _unreadable(request, snapshot, unreadable, panel=panel)
    except BeyondTheLast as beyond:
        return _beyond(request, snapshot, beyond.listing)

    address = found.address
    view = View(snapshot.vocabulary, address.at_page(1))
    if panel:
        return made(
            request,
            snapshot,
            "pages/filters.html",
            lambda: _frame_of(found, view, panel=True) | {"result_count": found.total},
            section="initiatives",
            query=address.query,
            robots=robots(found) or "noindex",
            search=address.q,
        )
    nothing = found.total == 0
    return made(
        request,
        snapshot,
        "pages/nothing.html" if nothing else "pages/listing.html",
        lambda: _nothing(found, view) if nothing else found_context(found, view),
        section="initiatives",
        query=address.query,
        robots=robots(found),
        search=address.q,
    )


def robots(found: Listing) -> str:
    address = found.address
    if address.q:  # what somebody looked for is nobody else's
        return "noindex, nofollow"
    plain = address.filter_count < 2 and address == Address(address.chosen).at_page(address.page)
    return "" if plain and found.total else "noindex"


def _frame_of(found: Listing, view: View, *, panel: bool = False) -> dict[str, Any]:
    """What the listing, its panel and its empty form share."""
    address = view.address
    return {
        "heading": heading(found),
        "total_found": found.total,
        "search": search_context(found.selection, view) if address.q else None,
        "facets": facets_of(found, view, panel=panel),
        "chips": _chips(view, panel=panel),
        "clear_url": view.url(address.cleared(), panel=panel),
        "filter_count": address.filter_count,
        "filters_url": view.url(address, panel=True),
        "show_url": view.url(address),
        "is_closed": address.state == EntryState.CLOSED,
        "other_state": _other_state(found, view),
    }


def found_context(found: Listing, view: View) -> dict[str, Any]:
    return _frame_of(found, view) | {
        "groups": _groups(found),
        "sorts": [
            {
                "label": SORT_LABELS[sort],
                "url": view.url(view.address.sorted_by(sort)),
                "current": sort == view.address.order,
            }
            for sort in (SEARCH_SORTS if view.address.q else SORTS)
        ],
        "pager": _pager(found, view),
    }


def _groups(found: Listing) -> list[dict[str, Any]]:
    """The cards of a page. Under a heading of their own come those that have only some of the
    words that are searched for, and in the mixed order those behind which all are old."""
    entries = found.entries
    cards = cards_as_html(entries, today=today())
    begin, name = entries.old_from, "is_old"
    if (hits := entries.hits) and entries.sort == MATCH:
        begin, name = sum(pk in hits.whole for pk in entries.pks), "is_partial"
        begin = begin if hits.whole else len(cards)
    groups: list[dict[str, Any]] = [{"cards": cards[:begin]}, {"cards": cards[begin:], name: True}]
    return [group for group in groups if group["cards"]]


def _nothing(found: Listing, view: View) -> dict[str, Any]:
    address = view.address
    return _frame_of(found, view) | {
        "any_country": None if address.q else for_any_country(found.selection, view),
        "drops": [
            {
                "facet": FACETS[facet],
                "label": word.name,
                "count": number,
                "url": view.dropping(facet, word.value),
            }
            for facet, word, number in facets.drops(found.selection, address)
        ],
    }


def _chips(view: View, *, panel: bool) -> list[dict[str, Any]]:
    return [
        {
            "facet": FACETS[facet],
            "label": view.word(facet, value).name,
            "url": view.dropping(facet, value, panel=panel),
        }
        for facet, values in view.address.chosen
        for value in values
    ]


def _other_state(found: Listing, view: View) -> Link | None:
    state, number = facets.other_state(found.selection)
    if not number:
        return None
    if state:
        label = ngettext("%(n)s closed initiative", "%(n)s closed initiatives", number)
    else:
        label = ngettext("%(n)s active initiative", "%(n)s active initiatives", number)
    return Link(label % {"n": number}, view.url(view.address.in_state(state)), number)


def _pager(found: Listing, view: View) -> dict[str, Any]:
    page = found.page
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)

    def url(number: int) -> str:
        return view.url(view.address.at_page(number))

    following = None
    if page.has_next():
        number = page.next_page_number()
        entries = found.paginator.per_page
        if number == found.paginator.num_pages:
            entries = found.total - page.end_index()
        following = {"url": url(number), "number_of_entries": entries}
    previous = {"url": url(page.previous_page_number())} if page.has_previous() else None
    return {
        "pages": [
            None
            if not isinstance(number, int)
            else {"number": number, "url": url(number), "current": number == page.number}
            for number in elided
        ],
        "next": following,
        "previous": previous,
    }


def _unreadable(
    request: HttpRequest, snapshot: Snapshot, unreadable: Unreadable, *, panel: bool
) -> HttpResponse:
    without = View(snapshot.vocabulary).url(unreadable.without, panel=panel)
    problems = [
        {
            "text": problem.message
            if problem.parameter not in FACETS
            else f"{FACETS[problem.parameter]}: {problem.message}",
            "url": without,
        }
        for problem in unreadable.problems[:10]
    ]
    context = {
        "message": _("This address asks for something the directory does not have."),
        "problems": problems,
        "without_url": without,
    }
    frame = framed(
        request.path,
        snapshot,
        site=site_of(request),
        section="initiatives",
        robots="noindex",
        search=unreadable.without.q,
    )
    frame["page"]["other_url"] = reverse("pages:listing").replace(
        f"/{language()}/", f"/{frame['page']['other_language']}/", 1
    )
    return render(request, "400.html", frame | context, status=400)


def _beyond(request: HttpRequest, snapshot: Snapshot, last: Listing) -> HttpResponse:
    view = View(snapshot.vocabulary, last.address)
    label = _("Page %(number)s, the last one") % {"number": last.address.page}
    frame = framed(
        request.path,
        snapshot,
        site=site_of(request),
        section="initiatives",
        query=last.address.query,
        robots="noindex",
        search=last.address.q,
    )
    context = {"last": Link(label, view.url(last.address)), "heading": heading(last)}
    return render(request, "pages/beyond.html", frame | context, status=404)


def heading(found: Listing) -> str:
    address = found.address
    if address.q:
        return search_heading(address.q, found.total)
    if not found.total:
        return _nothing_heading(found)
    return heading_of(address, found.selection.snapshot.vocabulary)


def _nothing_heading(found: Listing) -> str:
    number = found.address.filter_count
    if not number:
        return _("There is no entry here yet")
    if number == 1:
        return _("Nothing matches this filter")
    return _("Nothing matches all these filters at once")
