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
    return known(request, snapshot) or made(
        request, snapshot, template, context, section=section, query=query, robots=robots
    )


def known(request: HttpRequest, snapshot: Snapshot) -> HttpResponseBase | None:
    """304, or the page as it was made before; None for one to be made.

    Before anything of the address is read: its ETag names it, and was given to nothing but a page
    that is there, at its one address.
    """
    tag = _tag(request, snapshot)
    # By its name: a "*" would match what is not there.
    named = tag in request.META.get("HTTP_IF_NONE_MATCH", "")
    response = get_conditional_response(request, etag=tag) if named else None
    if response is None:
        response = _kept(tag)
    return _marked(response, request, tag) if response is not None else None


def made(
    request: HttpRequest,
    snapshot: Snapshot,
    template: str,
    context: Callable[[], dict[str, Any]],
    *,
    section: str,
    query: str = "",
    robots: str = "",
) -> HttpResponseBase:
    """As `answer`, of what is not `known`."""
    if request.META.get("QUERY_STRING", "") != query:
        path = request.path + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(path)
    tag = _tag(request, snapshot)
    frame = framed(request.path, snapshot, section=section, query=query, robots=robots)
    response = render(request, template, frame | context())
    with suppress(RedisError):
        caches["pages"].set(tag, response.content)
    return _marked(response, request, tag)


def _tag(request: HttpRequest, snapshot: Snapshot) -> str:
    query = request.META.get("QUERY_STRING", "")
    path = request.path + (f"?{query}" if query else "")
    return etag(version=snapshot.version, day=today(), path=path)


def _marked(response: HttpResponse, request: HttpRequest, tag: str) -> HttpResponse:
    """The response, or 304 or 412 instead of it, as the request's conditions want it."""
    answered = get_conditional_response(request, etag=tag, response=response) or response
    answered["ETag"] = tag
    # Kept, but asked about each time: a hidden entry must not live on in browsers and proxies.
    answered["Cache-Control"] = "no-cache"
    return answered


def _kept(tag: str) -> HttpResponse | None:
    """The page as it was made before: under its ETag stands nothing but the same bytes."""
    try:
        content = caches["pages"].get(tag)
    except RedisError:  # one that is away costs time, never a page
        return None
    return HttpResponse(content) if content is not None else None
