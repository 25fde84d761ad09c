"""What a journeys' site leaves behind when the run is killed is cleared up by its keeper."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

# A run that has made a folder, a database where there is a server for it, and a child, and says so.
RUN = """
import subprocess, sys, time
from tests.journeys.keeper import keeping
folder, server, name = sys.argv[1:]
with keeping() as keeper:
    keeper.folder(folder)
    if server:
        keeper.database(server, name)
    child = subprocess.Popen(["sleep", "600"])
    keeper.server(child.pid)
    print(child.pid, flush=True)
    if name == "ends":
        child.kill()
        child.wait()
    else:
        time.sleep(600)
"""

pytestmark = pytest.mark.whole


def started(folder: Path, server: str, name: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", RUN, str(folder), server, name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # Where nobody collects orphans, a dead one stays as a zombie.
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


@pytest.fixture
def database() -> Iterator[tuple[str, str]]:
    """Server and name of an empty database; no server where the engine is SQLite."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield "", "killed"
        return
    server = urlunsplit(urlsplit(address)._replace(path="/postgres"))
    name = f"keeper_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    yield server, name
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        assert found.fetchone() is None


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_run_leaves_nothing_behind(
    tmp_path: Path, database: tuple[str, str], how: signal.Signals
):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "log").touch()
    run = started(folder, *database)
    assert run.stdout is not None
    child = int(run.stdout.readline())
    assert runs(child)
    run.send_signal(how)
    run.wait()
    until = time.monotonic() + 30
    while (folder.exists() or runs(child)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not folder.exists()
    assert not runs(child)


def test_a_run_that_ends_clears_up_itself(tmp_path: Path):
    folder = tmp_path / "site"
    folder.mkdir()
    run = started(folder, "", "ends")
    assert run.wait(30) == 0
    assert folder.exists()
