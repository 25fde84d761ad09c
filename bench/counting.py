"""Afterwards: is everything that was acknowledged there, once, and nothing that nobody sent?

Reads the database itself, and opens every receipt at the running server.
"""

from __future__ import annotations

import os
import platform
import statistics
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.crowd import Crowd
from bench.serving import Server
from bench.visiting import Sending, Unexpected, Visitor

OPENING = 4  # receipts at once


@dataclass
class Count:
    """What was found. ``faults``: sentences; a run without one has passed."""

    pressed: int = 0
    acknowledged: int = 0
    several: int = 0  # pressed more than once
    unanswered: int = 0  # pressed, and no receipt ever came
    arrived: int = 0  # of those, what is in the database all the same
    rows: int = 0
    held: int = 0
    faults: list[str] = field(default_factory=list)


def count(crowd: Crowd, server: Server) -> Count:
    """Compare what the clients know with what the server has, and stop it. Needs Django set up."""
    from initiatives.models import Action, By, ContentVersion, Decision, Nonce, Submission
    from initiatives.vetting import receipts

    closed = _closed(crowd)
    # Somebody who hung up may still be served: only a server that has ended writes no more.
    server.stop()
    sent = Submission.objects.filter(by=By.SUBMITTER)
    rows: dict[str, list[str | None]] = {}
    for name, token_hash in sent.values_list("content__name_en", "token_hash"):
        rows.setdefault(name, []).append(token_hash)
    done = Count(rows=sent.count(), held=sent.exclude(held="").count())
    for one in crowd.sendings:
        found = rows.pop(one.name, [])
        done.pressed += 1
        done.several += one.presses > 1
        if len(found) > 1:
            done.faults.append(f"{len(found)} times there: {one.name}")
        if one.receipt:
            done.acknowledged += 1
            if receipts.receipt_hash(one.receipt) not in found:
                done.faults.append(f"acknowledged and lost: {one.name}")
        else:
            done.unanswered += 1
            done.arrived += len(found)
    done.faults += [f"nobody sent it: {name}" for name in rows]
    done.faults += closed
    if done.rows != done.acknowledged + done.arrived:
        done.faults.append(
            f"{done.rows} rows, but {done.acknowledged} acknowledged and {done.arrived} arrived"
        )
    entered = Decision.objects.filter(action=Action.SUBMIT, submission__by=By.SUBMITTER)
    versions = ContentVersion.objects.filter(submission__by=By.SUBMITTER)
    nonces = Nonce.objects.all()  # the crowd sends no other form
    for what, number in (
        ("decisions", entered.count()),
        ("texts", versions.count()),
        ("nonces", nonces.count()),
    ):
        if number != done.rows:
            done.faults.append(f"{number} {what} for {done.rows} submissions")
    done.faults += _damage()
    return done


def _closed(crowd: Crowd) -> list[str]:
    """Receipts that do not open."""
    visitor = crowd.visitors[0]
    # Apart from the clients' own: these times are none of a submission.
    reader = Visitor(visitor.port, visitor.network, visitor.language)
    given = [one for one in crowd.sendings if one.receipt]

    def opens(one: Sending) -> bool:
        try:
            return reader.opens(one)
        except Unexpected:
            return False

    with ThreadPoolExecutor(OPENING) as pool:
        opened = list(pool.map(opens, given))
    return [
        f"its receipt does not open: {one.name}"
        for one, good in zip(given, opened, strict=True)
        if not good
    ]


def _damage() -> list[str]:
    """What the engine and the chain of decisions say of themselves."""
    from django.db import connection

    from initiatives.vetting.audit_log import BrokenChain, verify

    found = []
    try:
        verify()
    except BrokenChain as broken:
        found.append(f"the record: {broken}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            said = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            found.append(f"the database: {said}")
    return found


def machine() -> str:
    """The engine and what it ran on, on one line."""
    import django
    from django.db import connection

    if connection.vendor == "sqlite":
        from sqlite3 import sqlite_version as version
    else:
        version = str(connection.cursor().execute("SHOW server_version").fetchone()[0])
    return (
        f"{connection.vendor} {version}, Python {platform.python_version()}, Django "
        f"{django.__version__}, {platform.machine()}, {os.cpu_count()} cores, load "
        f"{os.getloadavg()[0]:.1f}"
    )


def told(done: Count, crowd: Crowd) -> list[str]:
    """Lines of figures; the times are information, no bar."""
    wrong = Counter(crowd.wrong)
    lines = [
        f"  pressed {done.pressed}, acknowledged {done.acknowledged}, without an answer "
        f"{done.unanswered} (of which {done.arrived} arrived), rows {done.rows}",
        f"  pressed more than once {done.several}, held {done.held}, bad answers "
        f"{dict(wrong) or 'none'}",
    ]
    for step in ("form", "preview", "send", "status"):
        times = [
            1000 * seconds
            for visitor in crowd.visitors
            for name, seconds in list(visitor.times)
            if name == step
        ]
        if len(times) > 1:
            p99 = statistics.quantiles(times, n=100)[98]
            lines.append(
                f"  {step:<8} N {len(times):>5}  p50 {statistics.median(times):6.0f} ms  "
                f"p99 {p99:6.0f} ms"
            )
    return lines + [f"  FAULT {fault}" for fault in done.faults[:20]]
