"""How a page leaves: its ETag, the 304 before any rendering, and the pages kept meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.cache import caches
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from redis.exceptions import RedisError

from initiatives.catalogue.snapshot import Snapshot
from initiatives.catalogue.version import etag
from initiatives.showing.frame import framed, today


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
        response = _kept(tag) or _rendered(
            request,
            tag,
            template,
            lambda: (
                framed(request.path, snapshot, section=section, query=query, robots=robots)
                | context()
            ),
        )
    response["ETag"] = tag
    # Kept, but asked about each time: a hidden entry must not live on in browsers and proxies.
    response["Cache-Control"] = "no-cache"
    return response


def _kept(tag: str) -> HttpResponse | None:
    """The page as it was made before: under its ETag stands nothing but the same bytes."""
    try:
        content = caches["pages"].get(tag)
    except RedisError:  # one that is away costs time, never a page
        return None
    return HttpResponse(content) if content is not None else None


def _rendered(
    request: HttpRequest, tag: str, template: str, context: Callable[[], dict[str, Any]]
) -> HttpResponse:
    response = render(request, template, context())
    with suppress(RedisError):
        caches["pages"].set(tag, response.content)
    return response
