"""Errors in the site's look. Each says what is so and where to go on; none needs the request."""

from __future__ import annotations

import sqlite3
import sys

import psycopg
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import Resolver404, resolve, reverse
from django.utils.deprecation import MiddlewareMixin
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
    message = _("This address asks for something the directory does not have.")
    problems = [{"text": problem, "url": without}]
    return _page(request, "400.html", 400, {"message": message, "problems": problems})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what is not there; or the way to the address that was meant, whether something
    is there or not: in lower case, without what a messenger took of the sentence behind it."""
    meant = request.path.rstrip(_SENTENCE_END).lower() + "/"
    if meant != request.path and request.method in ("GET", "HEAD") and _is_page(meant):
        return HttpResponsePermanentRedirect(meant)
    return _page(request, "404.html", 404, {})


_SENTENCE_END = "/)]}>.,;:!?»”’\"'*"


def _is_page(path: str) -> bool:
    """Whether a public page of ours may stand there."""
    try:
        return resolve(path).app_names == ["pages"]
    except Resolver404:
        return False


def gone(request: HttpRequest) -> HttpResponse:
    """For an entry that was hidden: without its name, for it was hidden for a reason."""
    return _page(request, "410.html", 410, {})


class MethodNotAllowedPage(MiddlewareMixin):
    """Gives the empty 405 of Django's views a page to read."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
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


RETRY_AFTER = 120  # seconds; the page says "in a few minutes"


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: 503 while the database cannot be had, else 500. A static page without a
    query, for the database, the templates or the words may be what failed."""
    if not _is_database_away(sys.exc_info()[1]):
        return HttpResponse(get_template("500.html").render(), status=500)
    page = HttpResponse(get_template("503.html").render(), status=503)
    page["Retry-After"] = str(RETRY_AFTER)
    page["Cache-Control"] = "no-store"
    return page


def _is_database_away(error: BaseException | None) -> bool:
    """Whether it is down, cut off or locked. What SQLite calls an error in a statement, a missing
    table say, is a fault of ours and does not pass by waiting."""
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        # What closing a cursor raises reaches us as psycopg's own: Django has wrapped nothing then.
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return getattr(error.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
