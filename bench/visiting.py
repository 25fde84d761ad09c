"""Somebody who submits over plain HTTP, and remembers what they were answered.

No cookie, no script: the form is opened, filled in, previewed and sent with what the preview
holds, as a browser would, not sooner than a person could.
"""

from __future__ import annotations

import html
import http.client
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

# A form that comes back sooner than three seconds is held (initiatives/intake/anti_spam.py).
FILLING = 3.2
PATIENCE = 60.0
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Unexpected(Exception):
    """The server answered, but not as it should; the words name step and status."""


@dataclass
class Sending:
    """One form that somebody opened, and what its sender knows of it."""

    name: str
    nonce: str
    opened: float
    fields: list[tuple[str, str]] = field(default_factory=list)
    receipt: str = ""  # what reached the client
    presses: int = 0
    unanswered: int = 0
    left: bool = False  # gone before the answer, of the client's own accord

    def is_ripe(self) -> bool:
        return time.monotonic() - self.opened >= FILLING


@dataclass
class Visitor:
    """network: the address that a proxy names. language: that of the site."""

    port: int
    network: str
    language: str
    # How long each step took, in seconds.
    times: list[tuple[str, float]] = field(default_factory=list)

    def open(self, name: str) -> Sending:
        """The empty form. Raises OSError, HTTPException, Unexpected."""
        status, page, _to = self._ask("form", "GET", "submit/")
        if status != 200:
            raise Unexpected(f"form {status}")
        return Sending(name, dict(_hidden(page))["nonce"], time.monotonic())

    def preview(self, sending: Sending) -> None:
        """The first press; from then on the sending holds what the preview holds."""
        typed = [("nonce", sending.nonce), *_typed(sending.name), ("step", "preview")]
        status, page, _to = self._ask("preview", "POST", "submit/", typed)
        fields = _hidden(page)
        if status != 200 or ("name_en", sending.name) not in fields:
            raise Unexpected(f"preview {status}")
        sending.fields = [*fields, ("homepage", ""), ("step", "send")]

    def send(self, sending: Sending) -> str:
        """The second press; the receipt. Raises as ``open``: nobody knows then what happened."""
        status, _page, to = self._ask("send", "POST", "submit/", sending.fields)
        receipt = re.fullmatch(rf"/{self.language}/status/([0-9A-Z-]+)/", to)
        if status != 303 or receipt is None:
            raise Unexpected(f"send {status}")
        return receipt[1]

    def hang_up(self, sending: Sending) -> None:
        """The second press, and nobody there for the answer."""
        connection = self._connected("POST", "submit/", sending.fields)
        connection.close()

    def opens(self, sending: Sending) -> bool:
        """Whether the receipt leads to the page of this very submission. Raises as ``open``."""
        status, page, _to = self._ask("status", "GET", f"status/{sending.receipt}/")
        if status >= 500:
            raise Unexpected(f"status {status}")
        return status == 200 and sending.name in html.unescape(page)

    def _ask(
        self, step: str, method: str, path: str, fields: list[tuple[str, str]] | None = None
    ) -> tuple[int, str, str]:
        started = time.perf_counter()
        connection = self._connected(method, path, fields)
        try:
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        self.times.append((step, time.perf_counter() - started))
        return answer.status, page, answer.getheader("Location") or ""

    def _connected(
        self, method: str, path: str, fields: list[tuple[str, str]] | None = None
    ) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {
            "Host": f"localhost:{self.port}",
            "X-Forwarded-For": self.network,
            "Connection": "close",
        }
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": "null",
                "Sec-Fetch-Site": "same-origin",
            }
        connection.request(method, f"/{self.language}/{path}", body, headers)
        return connection


def _hidden(page: str) -> list[tuple[str, str]]:
    return [(name, html.unescape(value)) for name, value in _HIDDEN.findall(page)]


def _typed(name: str) -> list[tuple[str, str]]:
    host = re.sub(r"\W+", "-", name.lower())
    return [
        ("website", f"https://{host}.example/"),
        ("name_en", name),
        ("name_ru", f"Пример {name}"),
        ("kind", "mutual_aid"),
        ("summary_en", "Tea and help with documents on Sundays."),
        ("summary_ru", "Чай и помощь с документами по воскресеньям."),
        ("description_en", "A paragraph of a usual length about what happens there. " * 8),
        ("host_countries", "RS"),
        ("cities", "Belgrade"),
        ("languages", "ru"),
        ("languages", "en"),
        ("activities", "legal-aid"),
        ("relation", "knows"),
        ("contact", "@example_contact"),
        ("note", "Found it in a chat."),
    ]
