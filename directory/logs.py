"""Log lines as JSON that name the route and never the reader (SR-2).

A line holds the pattern that answered ("en/initiatives/<slug:slug>/"), the status and the
time taken: no path, address, query string or user agent. Every logger of Django and of the
server that writes a path is closed; what it had to say is said here without one.
"""

import json
import logging
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_requests = logging.getLogger("directory.requests")
_errors = logging.getLogger("directory.errors")


class RequestLog:
    """Writes one line for each request that is not a static file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take the rest of the road."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then write the line."""
        started = time.perf_counter()
        response = self.get_response(request)
        _requests.info(
            "request",
            extra={
                "fields": {
                    "method": request.method if request.method in _METHODS else "other",
                    "route": route_of(request),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                }
            },
        )
        return response


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def route_of(request: HttpRequest | None) -> str:
    """Return the pattern that matched, or "" for an address that is none of ours."""
    match = getattr(request, "resolver_match", None)
    return match.route if match is not None else ""


def log_unhandled(sender: object, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Write the traceback of an error that no view handled; a receiver of Django's signal."""
    _errors.error(
        "unhandled error", exc_info=sys.exc_info(), extra={"fields": {"route": route_of(request)}}
    )


def log_missing_key(column: str) -> None:
    """Write that no key opens what is sealed in a column: "app.model.field"."""
    _errors.error("no key of CONTACT_KEYS opens it", extra={"fields": {"column": column}})


class JsonFormatter(logging.Formatter):
    """One JSON object a line. A traceback keeps files, lines and types, but no message.

    The message of an exception often quotes what was sent ("invalid literal: …"); only those
    of the database's and the system's failures are kept, since they tell what broke.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for a record."""
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
        """Return whether the line may be written."""
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
