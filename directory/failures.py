"""What is answered when something broke: a static page, for the database, the templates or the
words may be what failed. Which one says whether to wait or whether the fault is ours."""

import sqlite3
import sys

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

RETRY_AFTER = 120  # seconds; the page says "in a few minutes"


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: 503 while the database cannot be had, else 500. Makes no query."""
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
