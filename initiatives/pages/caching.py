"""How a page leaves: its frame's context, its ETag, and the 304 before any rendering."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from initiatives.catalogue.snapshot import Snapshot
from initiatives.catalogue.version import etag
from initiatives.models import ONLINE, EntryState


def today() -> date:
    """The day that orders and ages are counted by: UTC, the same for all readers."""
    return datetime.now(UTC).date()


def language() -> str:
    return "ru" if get_language() == "ru" else "en"


def answer(
    request: HttpRequest,
    snapshot: Snapshot,
    template: str,
    context: Callable[[], dict[str, Any]],
    *,
    section: str,
    query: str = "",
    robots: str = "",
) -> HttpResponseBase:
    """The page, or 304 when the reader has it already, or the way to its one address.

    context: called only when the page is rendered. query: the canonical query string.
    robots: what search engines are told, empty for nothing.
    """
    path = request.path + (f"?{query}" if query else "")
    if request.META.get("QUERY_STRING", "") != query:
        return HttpResponsePermanentRedirect(path)
    tag = etag(version=snapshot.version, day=today(), path=path)
    fresh = get_conditional_response(request, etag=tag)
    if fresh is not None:
        response = fresh
    else:
        frame = framed(request, snapshot, section=section, query=query, robots=robots)
        response = render(request, template, frame | context())
    response["ETag"] = tag
    # Kept, but asked about each time: a hidden entry must not live on in browsers and proxies.
    response["Cache-Control"] = "no-cache"
    return response


def framed(
    request: HttpRequest,
    snapshot: Snapshot,
    *,
    section: str,
    query: str = "",
    robots: str = "",
    known: bool = True,
) -> dict[str, Any]:
    """What the frame around every page needs. known: the address exists in both languages."""
    here = language()
    other = "en" if here == "ru" else "ru"
    tail = (request.path[3:] if known else "/") + (f"?{query}" if query else "")
    countries = snapshot.facets["country"]
    published = snapshot.states[EntryState.PUBLISHED.value]
    return {
        "page": {
            "section": section,
            "canonical": f"{settings.SITE_URL}/{here}{tail}" if known else "",
            "alternates": [
                (code, f"{settings.SITE_URL}/{code}{tail}") for code in ("en", "ru") if known
            ],
            "other_url": f"/{other}{tail}",
            "other_language": other,
            "robots": robots,
            "demo": settings.DEMO,
        },
        "registers_compared": _registers_compared(snapshot),
        "total": len(published),
        "country_total": sum(
            1 for value, ids in countries.items() if value != ONLINE and ids & published
        ),
        "exit_url": settings.EXIT_URLS[here],
        "site_url": settings.SITE_URL,
        "today": today(),
    }


def _registers_compared(snapshot: Snapshot) -> object:
    """The oldest day on which a register was compared; None while one of them never was."""
    days = list(snapshot.vocabulary.registers.values())
    return min(days) if all(days) else None  # type: ignore[type-var]
