"""Clears up after a test run that was ended before it could: server, folder and database.

`keeping()` starts this file as a program of its own, which no signal to the run reaches. It hears
through a pipe what there is, and whether all of it was cleared up; when the pipe ends without
that word, the run is dead, and the program does it.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATIENCE = 20  # seconds for a server to stop
_FOLDER, _DATABASE, _SERVER, _DONE = "folder", "database", "server", "done"


class Keeper:
    """Tell it what it has to remove if this process dies."""

    def __init__(self, tell: Callable[[str, str], None]) -> None:
        self._tell = tell

    def folder(self, path: str) -> None:
        """A folder with all that is in it."""
        self._tell(_FOLDER, path)

    def database(self, server: str, name: str) -> None:
        """A database of PostgreSQL; server: the address of another one there."""
        self._tell(_DATABASE, f"{name} {server}")

    def server(self, process: int) -> None:
        """A child of this process, by its number."""
        self._tell(_SERVER, str(process))


@contextmanager
def keeping() -> Iterator[Keeper]:
    """Yield a keeper; at the end it believes that whoever asked has cleared up."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.keeper"],
        stdin=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    assert program.stdin is not None
    pipe = program.stdin

    def tell(what: str, which: str) -> None:
        pipe.write(f"{what} {which}\n")
        pipe.flush()

    try:
        yield Keeper(tell)
    finally:
        tell(_DONE, "")
        pipe.close()
        program.wait()


def _keep(lines: Iterator[str]) -> None:
    """Read to the end, then remove what was named, the last first, unless all is done."""
    named = [line.rstrip("\n").partition(" ") for line in lines]
    if named and named[-1][0] == _DONE:
        return
    removing = {_FOLDER: _remove, _DATABASE: _drop, _SERVER: _stop}
    for what, _, which in reversed(named):
        # What one of them finds gone already must not keep the others from their work.
        with contextlib.suppress(Exception):
            removing[what](which)


def _remove(path: str) -> None:
    shutil.rmtree(path, ignore_errors=True)


def _drop(words: str) -> None:
    import psycopg

    name, _, server = words.partition(" ")
    with psycopg.connect(server, autocommit=True, connect_timeout=5) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def _stop(process: str) -> None:
    number = int(process)
    os.kill(number, signal.SIGTERM)
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        time.sleep(0.1)
        os.kill(number, 0)  # raises when it is gone
    os.kill(number, signal.SIGKILL)


if __name__ == "__main__":
    _keep(iter(sys.stdin))
