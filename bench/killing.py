"""`make road`, second part: the server is killed again and again while everybody submits.

`python -m bench.killing KILLS` with a whole environment; bench/road.py gives it one. On
PostgreSQL every third time all processes of the database are killed first, but the one that
starts the others again: what stood in memory only is gone, and so is every connection of the
server, which then serves on for a moment.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import django

from bench.counting import count, machine, told
from bench.crowd import CLIENTS, Crowd
from bench.serving import Server, free_port, prepare

BEFORE = 100  # acknowledged before the first kill
LONGEST = 600.0


def main(kills: int) -> int:
    django.setup()
    prepare(os.environ)
    port = free_port()
    chance = random.Random(5)
    with tempfile.TemporaryDirectory() as folder:
        server = Server({**os.environ, "SITE_URL": f"http://localhost:{port}"}, port, Path(folder))
        began = time.monotonic()
        server.start()
        try:
            crowd = Crowd(port, CLIENTS)
            crowd.start()
            while crowd.acknowledged() < BEFORE and time.monotonic() - began < LONGEST:
                time.sleep(0.1)
            before = crowd.acknowledged()
            databases = rounds = 0
            while rounds < kills and time.monotonic() - began < LONGEST:
                time.sleep(chance.uniform(0.1, 1.5))
                pids = _database() if rounds % 3 == 2 else []
                if rounds % 2 or pids:
                    _next_receipt(crowd)
                if pids:
                    _kill(pids)
                    databases += 1
                    time.sleep(chance.uniform(0, 0.5))
                server.kill()
                server.start()
                rounds += 1
            crowd.stop()
            done = count(crowd, server)
        finally:
            server.kill()
    # Without a database a page can only say so; whatever else is wrong is a fault.
    done.faults += [
        f"bad answer: {one}" for one in set(crowd.wrong) if not (databases and one.endswith(" 503"))
    ]
    if before < BEFORE or rounds < kills:
        done.faults.append(
            f"{before} acknowledged before, {rounds} kills: not enough in {LONGEST} s"
        )
    cut = sum(one.unanswered > 0 for one in crowd.sendings)
    again = sum(one.unanswered > 0 and bool(one.receipt) for one in crowd.sendings)
    print(f"killing: {machine()}")
    print(
        f"  {CLIENTS} clients, {rounds} kills of the server, {databases} of the database, in "
        f"{time.monotonic() - began:.0f} s; {before} acknowledged before the first"
    )
    print(f"  {cut} lost an answer; {again} of them got their receipt by pressing again")
    print("\n".join(told(done, crowd)), flush=True)
    return 1 if done.faults else 0


def _next_receipt(crowd: Crowd) -> None:
    """Wait for a moment in which somebody has just got a receipt: what can be lost is youngest."""
    known, until = crowd.acknowledged(), time.monotonic() + 5
    while crowd.acknowledged() == known and time.monotonic() < until:
        time.sleep(0.002)


def _database() -> list[int]:
    """Every process of PostgreSQL that serves or writes; none on SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity")
        return [pid for (pid,) in cursor.fetchall()]


def _kill(pids: list[int]) -> None:
    """`kill -9` of them all; returns when the database is there again."""
    from django.db import Error, connection

    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    connection.close()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(Error):
            connection.ensure_connection()
            connection.close()
            return
        time.sleep(0.1)
    raise RuntimeError("the database does not come back")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
