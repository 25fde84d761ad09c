"""One initiative: its page, and where its earlier addresses lead."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from initiatives.catalogue.snapshot import Snapshot, current
from initiatives.models import Action, Decision, EntryState, Initiative, OldSlug, Purpose
from initiatives.pages.caching import answer
from initiatives.pages.errors import gone
from initiatives.showing.cards import shown_day
from initiatives.showing.entry import entry_of
from initiatives.showing.frame import today as utc_today
from initiatives.showing.linked_data import linked_data
from initiatives.showing.links import View, crumbs
from initiatives.showing.pictures import of_entry

EVENTS = {
    Purpose.NEW: gettext_lazy("Added to the directory"),
    Purpose.CHANGE: gettext_lazy("Entry changed"),
    Purpose.VERIFICATION: gettext_lazy("Verified"),
}


@require_safe
def entry(request: HttpRequest, slug: str) -> HttpResponseBase:
    snapshot = current()
    if slug not in snapshot.slugs:
        return elsewhere(request, slug)
    try:
        return answer(
            request,
            snapshot,
            "pages/entry.html",
            lambda: _context(_row(slug), snapshot),
            section="initiatives",
        )
    except Initiative.DoesNotExist:
        # Hidden or renamed since the snapshot was taken.
        return elsewhere(request, slug)


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


def _context(initiative: Initiative, snapshot: Snapshot) -> dict[str, Any]:
    view = View(snapshot.vocabulary)
    shown = entry_of(initiative, view, today=utc_today())
    kind = shown["card"].kind
    return {
        **shown,
        "history": _history(initiative),
        "picture": of_entry(shown["card"]),
        "linked_data": linked_data(initiative, view),
        "breadcrumbs": crumbs((_("Initiatives"), reverse("pages:listing")), (kind.label, kind.url)),
    }


def _history(initiative: Initiative) -> list[dict[str, str]]:
    """Approved submissions, newest first. Approval and purpose only: never who sent what."""
    approvals = (
        Decision.objects.filter(submission__initiative=initiative, action=Action.APPROVE)
        .order_by("-pk")
        .values_list("at", "submission__purpose")
    )
    return [
        {"date": shown_day(at), "text": str(EVENTS[Purpose(purpose)])} for at, purpose in approvals
    ]
