"""Addresses asked over HTTP in rounds, so that noise meets all of them alike."""

from __future__ import annotations

import http.client
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


class Asked:
    """One address at one server, over a connection that stays open."""

    def __init__(self, port: int, path: str, **headers: str) -> None:
        self.path = path
        self.headers = {"Host": "localhost", **headers}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.times: list[float] = []

    def ask(self) -> tuple[int, bytes, str]:
        try:
            self.connection.request("GET", self.path, headers=self.headers)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            # Idle for longer than the server keeps a connection.
            self.connection.close()
            self.connection.request("GET", self.path, headers=self.headers)
            response = self.connection.getresponse()
        return response.status, response.read(), response.headers.get("ETag", "")

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
    for command in (["migrate"], ["load_reference"], ["generate_entries", str(size)]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=settings, check=True,
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
