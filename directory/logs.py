"""Log lines as JSON that name the route and never the reader (SR-2).

A line holds the pattern that answered ("en/initiatives/<slug:slug>/"), the status and the
time taken: no path, address, query string or user agent. Every logger of Django and of the
server that writes a path is closed; what it had to say is said here without one.

Where the public sends something there is no line, since its time would be that of a submission:
each process counts these requests and writes the numbers of a day when the day is over.
"""

import json
import logging
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_requests = logging.getLogger("directory.requests")
_errors = logging.getLogger("directory.errors")


class RequestLog:
    """Writes one line for each request, or counts it; static files are not seen here.

    A process that ends loses what it counted that day: a number written at its end would tell
    more of the time than the day.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._counted: dict[str, Counter[str]] = {}  # day -> how many of each kind
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        method = request.method if request.method in _METHODS else "other"
        if is_counted(request):
            with self._lock:
                counter = self._counted.setdefault(_today(), Counter())
                counter[f"{method} {route_of(request) or '-'} {response.status_code}"] += 1
            return response
        self._write_past_days()
        _requests.info(
            "request",
            extra={
                "fields": {
                    "method": method,
                    "route": route_of(request),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                }
            },
        )
        return response

    def _write_past_days(self) -> None:
        """Write the numbers of each day that is over, beside a line that tells the time anyway."""
        with self._lock:
            past = [day for day in self._counted if day < _today()]
            counts = [(day, self._counted.pop(day)) for day in past]
        for day, counter in counts:
            _requests.info(
                "requests of a day", extra={"fields": {"day": day, "counts": dict(counter)}}
            )


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def is_counted(request: HttpRequest | None) -> bool:
    """Return whether the time of this request may not be told.

    Of the public's forms and private pages; and of what reached no view, for that may be one of
    them with a letter missing, or a form that was too long.
    """
    match = getattr(request, "resolver_match", None)
    return match is None or "intake" in match.namespaces


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def route_of(request: HttpRequest | None) -> str:
    """Return the pattern that matched, or "" for an address that is none of ours."""
    match = getattr(request, "resolver_match", None)
    return match.route if match is not None else ""


def log_unhandled(sender: object, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Write the traceback of an error that no view handled; a receiver of Django's signal.

    At once, also where requests are only counted: whoever runs the site has to learn of it, and
    what failed was not stored. The line itself then tells the day only; what collects the lines
    may add the time at which it got them.
    """
    fields = {"route": route_of(request)}
    if request is not None and is_counted(request):
        fields["time"] = _today()
    _errors.error("unhandled error", exc_info=sys.exc_info(), extra={"fields": fields})


def log_missing_key(column: str) -> None:
    """Write that no key opens what is sealed in a column: "app.model.field"."""
    _errors.error("no key of CONTACT_KEYS opens it", extra={"fields": {"column": column}})


class JsonFormatter(logging.Formatter):
    """One JSON object a line. A traceback keeps files, lines and types, but no message.

    The message of an exception often quotes what was sent ("invalid literal: …"); only those
    of the database's and the system's failures are kept, since they tell what broke.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = list(_told(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def _told(error: BaseException) -> Iterator[dict[str, Any]]:
    """Yield the error and what led to it, the last one first."""
    current: BaseException | None = error
    while current is not None:
        told: dict[str, Any] = {"type": type(current).__qualname__}
        if isinstance(current, OperationalError):
            told["reason"] = str(current)
        elif isinstance(current, OSError):
            told["reason"] = current.strerror or ""
        told["at"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        ]
        yield told
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)


class NoReader(logging.Filter):
    """Drops the lines of the server that quote an address or a path."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith(("Invalid request from", "Error handling request"))


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": JsonFormatter}},
    "filters": {"no_reader": {"()": NoReader}},
    "handlers": {
        "lines": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["no_reader"],
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "directory": {"level": "INFO"},
        "initiatives": {"level": "INFO"},
        # These quote the path, the host or the body of a request.
        "django": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
    },
}
