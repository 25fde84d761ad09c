"""The site, and beside it the same page from ready data and as a constant."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation

from directory.urls import urlpatterns as site
from initiatives.catalogue.listing import find
from initiatives.catalogue.snapshot import current
from initiatives.pages import listings
from initiatives.presenters.frame import framed, today
from initiatives.presenters.links import View

QUERY = "kind=media&country=ge"
LISTING = f"/en/initiatives/?{QUERY}"


@cache
def ready() -> dict[str, Any]:
    """The finished values of the page, taken from the view itself."""
    with translation.override("en"):
        request = RequestFactory().get(LISTING)
        snapshot = current()
        found = find(request.GET, snapshot=snapshot, language="en", day=today())
        frame = framed(
            request.path,
            snapshot,
            site=settings.SITE_URL,
            section="initiatives",
            query=QUERY,
            robots=listings.robots(found),
        )
        view = View(snapshot.vocabulary, found.address.at_page(1))
        return frame | listings.found_context(found, view)


@cache
def content() -> bytes:
    return Client().get(LISTING).content


def bare(request: HttpRequest) -> HttpResponse:
    """Renders the listing's template from what the view read and counted: no query, no counting."""
    return render(request, "pages/listing.html", ready())


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(content())


urlpatterns = [path("en/bare/", bare), path("en/constant/", constant), *site]
