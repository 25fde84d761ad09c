"""One initiative: its page, and where its earlier addresses lead."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from initiatives.catalogue.selection import cards as card_rows
from initiatives.catalogue.snapshot import Snapshot, current
from initiatives.fields.links import LinkType
from initiatives.models import Action, Decision, EntryState, Initiative, OldSlug, Purpose
from initiatives.pages.caching import answer
from initiatives.pages.caching import today as utc_today
from initiatives.pages.cards import card, shown_day
from initiatives.pages.errors import gone
from initiatives.pages.links import Link, View, crumbs
from initiatives.pages.sources import source_links
from initiatives.text.hosts import shown_host
from initiatives.text.markdown import render as markdown

# What stands beside a link: it comes from the link's type, never from its submitter.
LEADS = {
    "website": gettext_lazy("website"),
    LinkType.RSS: gettext_lazy("news feed for a reader"),
    LinkType.EMAIL: gettext_lazy("write a letter"),
    LinkType.SIGNAL: gettext_lazy("encrypted messenger"),
    LinkType.WHATSAPP: gettext_lazy("messenger"),
    LinkType.DISCORD: gettext_lazy("chat rooms"),
    LinkType.MATRIX: gettext_lazy("encrypted chat rooms"),
    LinkType.LINKEDIN: gettext_lazy("professional network"),
    LinkType.CONTACT_FORM: gettext_lazy("form for messages"),
    LinkType.MIRROR: gettext_lazy("copy of the website for when it is blocked"),
    LinkType.ONION: gettext_lazy("address for the Tor browser"),
    LinkType.TELEGRAM: gettext_lazy("channel, chat or bot"),
    LinkType.YOUTUBE: gettext_lazy("videos"),
    LinkType.INSTAGRAM: gettext_lazy("photos and posts"),
    LinkType.FACEBOOK: gettext_lazy("page or group"),
    LinkType.X: gettext_lazy("short posts"),
    LinkType.MASTODON: gettext_lazy("short posts"),
    LinkType.BLUESKY: gettext_lazy("short posts"),
    LinkType.TIKTOK: gettext_lazy("short videos"),
    LinkType.VK: gettext_lazy("Russian network; the authorities can see who reads"),
    LinkType.GITHUB: gettext_lazy("source code"),
    LinkType.PODCAST: gettext_lazy("to listen to"),
    LinkType.APP: gettext_lazy("for a phone"),
    LinkType.DONATE: gettext_lazy("support with money"),
    LinkType.OTHER: gettext_lazy("another page"),
}

EVENTS = {
    Purpose.NEW: gettext_lazy("Added to the directory"),
    Purpose.CHANGE: gettext_lazy("Entry changed"),
    Purpose.VERIFICATION: gettext_lazy("Verified"),
}


@require_safe
def entry(request: HttpRequest, slug: str) -> HttpResponseBase:
    snapshot = current()
    if slug not in snapshot.slugs:
        return _elsewhere(request, slug)
    try:
        return answer(
            request,
            snapshot,
            "pages/entry.html",
            lambda: _context(card_rows().get(slug=slug), snapshot),
            section="initiatives",
        )
    except Initiative.DoesNotExist:
        # Hidden or renamed since the snapshot was taken.
        return _elsewhere(request, slug)


def _elsewhere(request: HttpRequest, slug: str) -> HttpResponseBase:
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
    today = utc_today()
    view = View(snapshot.vocabulary)
    facets = initiative.facets
    description = initiative.description
    shown = card(initiative, view, today=today)
    partners = _named(initiative.partners.listed())
    # Who names it back stands among its partners already.
    named_by = [one for one in _named(initiative.named_by.listed()) if one not in partners]
    return {
        "card": shown,
        "focus_all": view.links("region", facets["region"]),
        "description": markdown(description),
        "description_lang": description.lang,
        "terms": initiative.terms,
        "cost_label": initiative.get_cost_display(),
        "links": _links(initiative),
        "audiences": view.links("audience", facets["audience"]),
        "seeks": view.links("seeks", facets["seeks"]),
        "tags": view.links("tag", facets["tag"]),
        "reach_label": initiative.get_reach_display(),
        "designations": [
            {
                "type": one.type,
                "label": one.get_type_display(),
                "since": one.since.display() if one.since else "",
                "ended": one.ended.display() if one.ended else "",
                "name_in_register": one.name_in_register,
                "source": one.source,
                "source_host": shown_host(one.source),
                "in_force": one.in_force,
            }
            for one in initiative.designations.all()
        ],
        "partners": partners,
        "named_by": named_by,
        "other_names": initiative.other_names,
        "sources": source_links(initiative.sources),
        "history": _history(initiative),
        "breadcrumbs": crumbs(
            (_("Initiatives"), reverse("pages:listing")),
            (shown.kind.label, shown.kind.url),
        ),
    }


def _links(initiative: Initiative) -> list[dict[str, Any]]:
    typed = [{"type": "website", "url": initiative.website}] if initiative.website else []
    typed += initiative.links
    return [
        {
            "type": link["type"],
            "label": shown_host(link["url"])
            if link["type"] == "website"
            else LinkType(link["type"]).label,
            "lead": LEADS[link["type"]],
            "url": link["url"],
            "host": shown_host(link["url"]),
        }
        for link in typed
    ]


def _named(initiatives: Any) -> list[Link]:
    names = initiatives.only("slug", "name_en", "name_ru").order_by("slug")
    return [Link(one.name, one.get_absolute_url()) for one in names]


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
