"""One initiative: its page, and where its earlier addresses lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives.catalogue.similar import similar
from initiatives.catalogue.snapshot import Snapshot
from initiatives.fields.bilingual import Text
from initiatives.models import EntryState, Initiative, OldSlug
from initiatives.pages.caching import made, of_catalogue, site_of
from initiatives.pages.errors import gone
from initiatives.pages.history import history
from initiatives.presenters.entry import entry_of
from initiatives.presenters.frame import today as utc_today
from initiatives.presenters.linked_data import linked_data
from initiatives.presenters.links import View, crumbs

SIMILAR_SHOWN = 4
# Of what makes two entries alike.
WORDS_SHOWN = 3


@require_safe
@of_catalogue
def entry(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponseBase:
    try:
        row = _row(slug)
    except Initiative.DoesNotExist:  # hidden or renamed, or never there
        return elsewhere(request, slug)
    return made(
        request,
        snapshot,
        "pages/entry.html",
        lambda: _context(row, snapshot, site_of(request)),
        section="initiatives",
    )


def _row(slug: str) -> Initiative:
    rows = Initiative.objects.listed().select_related("successor")
    return rows.prefetch_related("designations").get(slug=slug)


def elsewhere(request: HttpRequest, slug: str) -> HttpResponseBase:
    """An address without a page: renamed, merged, hidden, or never there."""
    found = Initiative.objects.filter(slug=slug).select_related("successor").first()
    if found is None:
        old = OldSlug.objects.filter(slug=slug).select_related("initiative__successor").first()
        found = old.initiative if old else None
    seen: set[int] = set()
    while found is not None and found.state == EntryState.HIDDEN and found.successor is not None:
        # Merged, perhaps more than once.
        if found.pk in seen:
            break
        seen.add(found.pk)
        found = found.successor
    if found is None:
        raise Http404
    if found.state == EntryState.HIDDEN:
        return gone(request)
    return HttpResponsePermanentRedirect(found.get_absolute_url())


def _context(initiative: Initiative, snapshot: Snapshot, site: str) -> dict[str, Any]:
    view = View(snapshot.vocabulary)
    shown = entry_of(initiative, view, today=utc_today())
    kind = shown["card"].kind
    named = {link.url for link in [*shown["partners"], *shown["named_by"]]}
    if shown["card"].successor:
        named.add(shown["card"].successor.url)
    return {
        **shown,
        "similar": _similar(initiative, snapshot, view, named),
        "history": history(initiative),
        "linked_data": linked_data(initiative, view, site=site),
        "breadcrumbs": crumbs((_("Initiatives"), reverse("pages:listing")), (kind.label, kind.url)),
    }


@dataclass(frozen=True, slots=True)
class SimilarLink:
    label: Text
    url: str
    words: list[Text]  # of what both have


def _similar(
    initiative: Initiative, snapshot: Snapshot, view: View, named: set[str]
) -> list[SimilarLink]:
    """Those most like it that the page does not name already."""
    found = similar(
        snapshot, initiative.facets, besides=[initiative.pk], most=SIMILAR_SHOWN + len(named)
    )
    rows = (
        Initiative.objects.published()
        .only("slug", "name_en", "name_ru")
        .in_bulk([one.pk for one in found])
    )
    links = [
        SimilarLink(
            rows[one.pk].name,
            rows[one.pk].get_absolute_url(),
            [view.word(facet, value).name for facet, value in one.shared[:WORDS_SHOWN]],
        )
        for one in found
        if one.pk in rows
    ]
    return [link for link in links if link.url not in named][:SIMILAR_SHOWN]
