"""Errors in the site's look. Each says what is so and where to go on; none needs the request."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from initiatives.catalogue.snapshot import current
from initiatives.pages.caching import site_of
from initiatives.presenters.frame import framed, language
from initiatives.presenters.links import Link


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page(request, "413.html", 413, {})
    message = _("The server could not read this request.")
    return _page(request, "400.html", 400, {"message": message, "problems": []})


def unreadable(request: HttpRequest, problem: str, without: str) -> HttpResponse:
    """An address with a value that means nothing there. without: the address that leaves it out."""
    message = _("This address asks for something that the directory does not know.")
    problems = [{"text": problem, "url": without}]
    return _page(request, "400.html", 400, {"message": message, "problems": problems})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404, {})


def gone(request: HttpRequest) -> HttpResponse:
    """For an entry that was hidden: without its name, for it was hidden for a reason."""
    return _page(request, "410.html", 410, {})


class MethodNotAllowedPage:
    """Gives the empty 405 of Django's views a page to read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 405 or getattr(response, "content", None):
            return response
        page = _page(request, "405.html", 405, {})
        page["Allow"] = response["Allow"]
        return page


def _page(
    request: HttpRequest, template: str, status: int, context: dict[str, object]
) -> HttpResponse:
    # The middleware that knows the language may not have run: take it from the path.
    code = "ru" if request.path.startswith("/ru/") else language()
    with override(code):
        snapshot = current()
        frame = framed(
            request.path,
            snapshot,
            site=site_of(request),
            section="",
            robots="noindex",
            known=False,
        )
        index = [
            Link(_("All initiatives"), reverse("pages:listing"), frame["total"]),
            Link(_("Countries"), reverse("pages:countries"), frame["country_total"]),
            Link(_("Regions"), reverse("pages:regions"), len(snapshot.vocabulary.facets["region"])),
            Link(_("Safety"), reverse("pages:safety")),
        ]
        return render(request, template, frame | {"index": index} | context, status=status)
