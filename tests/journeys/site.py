"""A whole site of its own for a while: database, static files, and gunicorn as in production.

`serving()` fills a fresh database by the commands that everybody uses and starts the server
that production runs (directory/serving.py), on a free port of this machine. Run as a program,
this file prepares such a site in its environment.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.journeys.commands import ROOT, Run, loaded
from tests.journeys.keeper import Keeper, keeping

_START = 30  # seconds in which the server must answer


@dataclass(frozen=True)
class Site:
    """url: scheme, host and port. log: what the server wrote, a JSON object on each line.

    The host is called localhost, for which alone a browser makes passkeys without https.
    """

    url: str
    log: Path
    environment: dict[str, str]
    run: Run

    def __getstate__(self) -> dict[str, object]:
        """What another process gets: it looks at the site, and has no commands for it."""
        return {**self.__dict__, "run": None}

    def manage(self, *command: str) -> str:
        """What a command of manage.py prints, run as on the site's own computer."""
        return self.run(command)

    def complaints(self) -> list[str]:
        """Lines of the log that are no plain record of a request."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if not _is_quiet(line)]


@contextmanager
def serving(database_url: str = "", **variables: str) -> Iterator[Site]:
    """Yield a running site with the real data, and leave nothing of it behind.

    database_url: a PostgreSQL server's, on which a database of its own is made; else it is a
    SQLite file. variables: of its environment, beside or in place of the usual ones. Raises
    RuntimeError when the site cannot be prepared or does not answer, and at the end when the
    server did not stop cleanly.
    """
    with keeping() as keeper, tempfile.TemporaryDirectory(prefix="directory-site-") as name:
        keeper.folder(name)
        folder = Path(name)
        with _database(database_url, folder, keeper) as address, socket.socket() as listening:
            # The server gets the open socket, so that nobody else can take the port before it.
            listening.bind(("127.0.0.1", 0))
            listening.listen(128)
            url = f"http://localhost:{listening.getsockname()[1]}"
            environment = _environment(url, address, folder) | variables
            _run([sys.executable, "-m", "tests.journeys.site"], environment)
            with loaded(environment) as run:
                site = Site(url, folder / "log", environment, run)
                with _server(site, listening, keeper):
                    yield site


def _environment(url: str, database: str, folder: Path) -> dict[str, str]:
    from directory.environment import VARIABLES

    ours = {*VARIABLES, "ENV"}
    kept = {n: v for n, v in os.environ.items() if n.removesuffix("_FILE") not in ours}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "SITE_URL": url,
        "DATABASE_URL": database,
        "STATIC_ROOT": str(folder / "static"),
        "SECRET_KEY": "test-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-test",
        "ORDER_KEY": "order-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-test",
        "CONTACT_KEYS": "dGVzdHMtb25seS10aGlzLWlzLW5vLXNlY3JldC0tLS0=",
        # So that each browser can come from a network of its own.
        "TRUSTED_PROXIES": "1",
    }


def _run(command: list[str], environment: dict[str, str]) -> str:
    result = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if result.returncode:
        raise RuntimeError(f"{command[-1]} failed.\n{result.stdout}{result.stderr}")
    return result.stdout


@contextmanager
def _database(database_url: str, folder: Path, keeper: Keeper) -> Iterator[str]:
    """Yield the address of an empty database."""
    if not database_url.startswith("postgres"):
        yield f"sqlite:///{folder / 'site.sqlite3'}"
        return
    import psycopg

    name = f"site_{uuid.uuid4().hex}"
    # From there databases are made; the one that the address names may not be there yet.
    server = urlunsplit(urlsplit(database_url)._replace(path="/postgres"))
    keeper.database(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextmanager
def _server(site: Site, listening: socket.socket, keeper: Keeper) -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:directory.serving"]
    number = listening.fileno()
    with site.log.open("w") as log:
        server = subprocess.Popen(
            [*command, "directory.wsgi"],
            cwd=ROOT,
            env=site.environment | {"BIND": f"fd://{number}", "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[number],
        )
    keeper.server(server.pid)
    try:
        _wait_until_it_answers(site, server)
        yield
    finally:
        server.terminate()
        try:
            code = server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            code = server.wait()
    if code:
        raise RuntimeError(f"The server ended with {code}.\n{site.log.read_text()}")


def _wait_until_it_answers(site: Site, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _START
    problem: object = ""
    while server.poll() is None and time.monotonic() < until:
        try:
            # As its proxy asks: a site on https would lead a plain request away.
            asked = urllib.request.Request(
                f"{site.url}/en/", headers={"X-Forwarded-Proto": "https"}
            )
            with urllib.request.urlopen(asked, timeout=_START):
                return
        except (urllib.error.URLError, TimeoutError) as error:
            problem = error
            if isinstance(error, urllib.error.HTTPError):
                break
        time.sleep(0.05)
    raise RuntimeError(f"The site does not answer: {problem}\n{site.log.read_text()}")


def _is_quiet(line: str) -> bool:
    try:
        entry = json.loads(line)
    except ValueError:
        return False
    return entry.get("level") == "info" and entry.get("status", 200) < 500


def _prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("load_samples", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from tests.journeys import rare

    rare.write()


if __name__ == "__main__":
    _prepare()
