"""How a page leaves: its ETag, and the 304 before any rendering."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import get_conditional_response

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
        frame = framed(request.path, snapshot, section=section, query=query, robots=robots)
        response = render(request, template, frame | context())
    response["ETag"] = tag
    # Kept, but asked about each time: a hidden entry must not live on in browsers and proxies.
    response["Cache-Control"] = "no-cache"
    return response
