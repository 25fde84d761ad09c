"""Addresses asked over HTTP in rounds, so that noise meets all of them alike."""

from __future__ import annotations

import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.engines import ROOT
from bench.serving import Server, free_port

ROUNDS = 60
REQUESTS = 3  # of each kind in a round, over one connection
LISTING = "/en/initiatives/?kind=media&country=ge"


_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LENGTH = re.compile(rb"\r\nContent-Length: *(\d+)", re.IGNORECASE)
_TAG = re.compile(rb"\r\nETag: *([^\r]*)", re.IGNORECASE)
_END = b"\r\n\r\n"
_LAST_CHUNK = b"\r\n0\r\n\r\n"


class Asked:
    """One address at one server, over a connection that stays open.

    It sends bytes that were put together once and reads no header that it does not need: the
    server is measured, and a client that takes its time is added to all that are compared.
    """

    def __init__(self, port: int, path: str, **headers: str) -> None:
        self.path = path
        lines = [f"GET {path} HTTP/1.1", "Host: localhost"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.request = "\r\n".join([*lines, "", ""]).encode()
        self.port = port
        self.connection: socket.socket | None = None
        self.times: list[float] = []

    def ask(self) -> tuple[int, bytes, str]:
        """Its status, its body as it was sent, and its ETag. Raises OSError."""
        try:
            return self._ask()
        except ConnectionError:
            # Idle for longer than the server keeps a connection.
            self.connection = None
            return self._ask()

    def _ask(self) -> tuple[int, bytes, str]:
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.sendall(self.request)
        found = b""
        while _END not in found:
            found += self._more()
        head, _, body = found.partition(_END)
        length, tag = _LENGTH.search(head), _TAG.search(head)
        status = int(_STATUS.match(head)[1])  # type: ignore[index]
        parts, have = [body], len(body)
        if status == 304:
            pass
        elif length:
            while have < int(length[1]):
                parts.append(self._more())
                have += len(parts[-1])
        else:
            while not b"".join(parts[-2:]).endswith(_LAST_CHUNK):
                parts.append(self._more())
        return status, b"".join(parts), tag[1].decode() if tag else ""

    def _more(self) -> bytes:
        more = self.connection.recv(1 << 18)  # type: ignore[union-attr]
        if not more:
            raise ConnectionResetError
        return more

    def round(self, status: int) -> None:
        began = time.perf_counter()
        for _ in range(REQUESTS):
            found, body, _tag = self.ask()
            if found != status:
                raise SystemExit(f"{self.path} answered {found}: {body[:200]!r}")
        self.times.append((time.perf_counter() - began) / REQUESTS)

    @property
    def milliseconds(self) -> float:
        return statistics.median(self.times) * 1000


def in_rounds(kinds: Mapping[str, tuple[Asked, int]]) -> None:
    """Ask each kind (what is asked, the status it must answer with) in turn, ROUNDS times."""
    for one, _ in kinds.values():
        one.ask()
    for number in range(ROUNDS):
        for name in sorted(kinds, reverse=number % 2 == 0):
            one, status = kinds[name]
            one.round(status)


def fill(settings: dict[str, str], size: int) -> None:
    """An empty database becomes one with so many entries."""
    manage, generate = ["manage.py"], ["-m", "tools.generate_entries", str(size)]
    for command in ([*manage, "migrate"], [*manage, "load_reference"], generate):
        subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=settings, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip


@contextmanager
def serving(settings: dict[str, str]) -> Iterator[int]:
    """The port of a server with these settings, which is stopped at the end."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(settings, free_port(), Path(folder))
        server.start()
        try:
            yield server.port
        finally:
            server.stop()
