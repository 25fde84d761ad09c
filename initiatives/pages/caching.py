"""How what is public leaves: its ETag, the 304 before it is made, and the pages kept meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, Concatenate, ParamSpec

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

from initiatives.catalogue.snapshot import Snapshot, current
from initiatives.catalogue.version import etag
from initiatives.presenters.frame import framed, today
from initiatives.text.site_address import site_address

P = ParamSpec("P")

# A query string with words that somebody looks for: what answers it is for its reader alone.
_SEARCHES = re.compile("(?:^|[&;])q=", re.IGNORECASE)


def of_catalogue(
    view: Callable[Concatenate[HttpRequest, Snapshot, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A view of the present snapshot, called only for what is to be made.

    Before anything of the address is read, what the reader has is answered by 304, and what was
    made before is given again: its ETag names the address, and was given to nothing but a page
    that is there, at its one address.
    """

    def answer_to(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        snapshot = current()
        tag = _tag(request, snapshot)
        # By its name: a "*" would be met by what is not there.
        if not snapshot.behind and tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            if answer := get_conditional_response(request, etag=tag):
                return _headed(answer, tag)
        elif not snapshot.behind and (kept := _kept(tag)):
            return _answered(request, tag, kept)
        return view(request, snapshot, *args, **kwargs)

    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = answer_to(request, *args, **kwargs)
        is_search = _SEARCHES.search(request.META.get("QUERY_STRING", ""))
        # Redirects, 304 and refusals hold the words, or tell of them, as the page does.
        if is_search and response.get("Cache-Control") != "no-store":
            response["Cache-Control"] = "private, no-cache"
        return response

    return asked


def site_of(request: HttpRequest) -> str:
    """The site's address for this reader; a page made for the onion service is for no other."""
    return site_address(request.META.get("HTTP_HOST", ""))


def made(
    request: HttpRequest,
    snapshot: Snapshot,
    template: str,
    context: Callable[[], dict[str, Any]],
    *,
    section: str,
    query: str = "",
    robots: str = "",
    search: str = "",
) -> HttpResponseBase:
    """The page, kept for whoever asks next, or the way to its one address.

    context: called only when the page is rendered. query: the canonical query string.
    robots: what search engines are told, empty for nothing. search: the words that somebody looks
    for: such a page is kept by nobody but its reader (``of_catalogue`` says so to others).
    """
    if request.META.get("QUERY_STRING", "") != query:
        path = request.path + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(path)
    # Of the day on which it is begun: kept under the next day's, its words of age would be stale.
    tag = _tag(request, snapshot)
    frame = framed(
        request.path,
        snapshot,
        site=site_of(request),
        section=section,
        query=query,
        robots=robots,
        search=search,
    )
    response = render(request, template, frame | context())
    if snapshot.behind:
        return _of_no_version(response)
    if not search:
        with suppress(RedisError):
            caches["pages"].set(tag, response.content)
    return _answered(request, tag, response)


def asked_about(
    request: HttpRequest, snapshot: Snapshot, write: Callable[[], HttpResponse]
) -> HttpResponse:
    """What is not a page and not kept here, with its ETag, or the 304 before it is made.

    write: makes it, called only when it is to be sent.
    """
    if snapshot.behind:
        return _of_no_version(write())
    tag = _tag(request, snapshot, query="")
    return _headed(get_conditional_response(request, etag=tag) or write(), tag)


def _tag(request: HttpRequest, snapshot: Snapshot, query: str | None = None) -> str:
    """query: of the address, else that of the request."""
    if query is None:
        query = request.META.get("QUERY_STRING", "")
    path = request.path + (f"?{query}" if query else "")
    return etag(version=snapshot.version, day=today(), address=site_of(request) + path)


def _answered(request: HttpRequest, tag: str, response: HttpResponse) -> HttpResponse:
    """The response, or 304 or 412 in its place where the request's conditions want it."""
    return _headed(get_conditional_response(request, etag=tag, response=response) or response, tag)


def _of_no_version(response: HttpResponse) -> HttpResponse:
    """What was made while a change is being taken up: it is for this one reader."""
    response["Cache-Control"] = "no-store"
    return response


def _headed(response: HttpResponse, tag: str) -> HttpResponse:
    if response.status_code < 400:  # a refusal is not what the address leads to
        response["ETag"] = tag
        # Kept, but asked about each time: a hidden entry must not live on in browsers and proxies.
        response["Cache-Control"] = "no-cache"
    return response


def _kept(tag: str) -> HttpResponse | None:
    """The page as it was made before: under its ETag there is nothing but the same bytes."""
    try:
        content = caches["pages"].get(tag)
    except RedisError:  # one that is away costs time, never a page
        return None
    return HttpResponse(content) if content is not None else None
