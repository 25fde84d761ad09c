"""The site, and beside it the same page from ready data and as a constant."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from directory.urls import urlpatterns as site

READY: dict[str, Any] = {"context": {}, "bytes": b""}


def bare(request: HttpRequest) -> HttpResponse:
    """Renders the listing's template from finished values: no query, no counting, no links."""
    return render(request, "pages/listing.html", READY["context"])


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(READY["bytes"])


urlpatterns = [path("en/bare/", bare), path("en/constant/", constant), *site]
