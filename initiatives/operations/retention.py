"""What is erased, and when: contacts, the texts of what was refused, used-up throttles."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection, models, transaction
from django.db.models import Q

from initiatives.models import (
    TEXT_KEPT,
    Action,
    By,
    ContentVersion,
    Message,
    Nonce,
    Note,
    Submission,
    SubmissionState,
    Throttle,
)
from initiatives.vetting.transitions import transition

CONTACT_KEPT = timedelta(days=90)
QUESTION_OPEN = timedelta(days=14)
# The tables that something is erased from.
ERASED_FROM = (Submission, ContentVersion, Message, Note, Nonce, Throttle)
# While the files are rewritten nobody can write: less than anybody waits for the database.
LOCK_SECONDS = 5

_EMPTY: dict[str, object] = {}


class StillInFiles(Exception):
    """What was erased may still be in the database's files; says why."""


@dataclass(frozen=True, slots=True)
class Erased:
    contacts: int
    texts: int
    returned: int


def erase_expired(*, at: datetime) -> Erased:
    """Erase what is due, and return questions that nobody answered for 14 days.

    Decisions stay, with the hash of each text, so that the chain still verifies.
    """
    with transaction.atomic():
        contacts = (
            Submission.objects.filter(decided_at__lte=at - CONTACT_KEPT, contact_asked_yearly=False)
            .exclude(contact="")
            .update(contact="")
        )
        is_over = Q()
        for state, kept in TEXT_KEPT.items():
            is_over |= Q(state=state, decided_at__lte=at - kept)
        over = Submission.objects.filter(is_over)
        ContentVersion.objects.filter(submission__in=over).exclude(document=_EMPTY).update(
            document=_EMPTY
        )
        Message.objects.filter(submission__in=over).delete()
        Note.objects.filter(submission__in=over).delete()  # written since, too
        texts = over.exclude(content=_EMPTY, known_by=_EMPTY, contact="", slug="").update(
            content=_EMPTY, known_by=_EMPTY, contact="", slug=""
        )
        Nonce.objects.filter(expires_at__lte=at).delete()
        Throttle.objects.filter(expires_at__lte=at).delete()
    return Erased(contacts, texts, _return_unanswered(at=at))


def _return_unanswered(*, at: datetime) -> int:
    """Questions that nobody answered return to the queue, by the system; how many."""
    asked = Submission.objects.filter(state=SubmissionState.NEEDS_INFO)
    returned = 0
    for submission in asked.order_by("pk"):
        last = submission.decisions.filter(action=Action.ASK).order_by("-pk").first()
        if last is not None and last.at <= at - QUESTION_OPEN:
            with transition([submission], Action.RETURN, by=By.SYSTEM, at=at):
                returned += 1
    return returned


def rewrite_files(tables: Iterable[type[models.Model]] = ERASED_FROM) -> None:
    """Write the database's files anew, without what was erased. Outside any transaction.

    Erasing alone leaves copies. SQLite: in the write-ahead log and in the file until a checkpoint,
    and, in spite of ``secure_delete``, where rows were moved from one page to another. PostgreSQL:
    dead rows, whose bytes ``VACUUM`` gives free but leaves, and samples of values among the
    statistics of the planner. ``tables``: which ones there.

    Raises StillInFiles.
    """
    rewrite = {"sqlite": _rewrite_sqlite, "postgresql": _rewrite_postgresql}[connection.vendor]
    try:
        with connection.cursor() as cursor:
            rewrite(cursor, tables)
    except OperationalError as error:
        raise StillInFiles(str(error).strip()) from error


def _rewrite_sqlite(cursor: Any, tables: Iterable[type[models.Model]]) -> None:
    cursor.execute("PRAGMA busy_timeout")
    usual = cursor.fetchone()[0]
    cursor.execute(f"PRAGMA busy_timeout = {LOCK_SECONDS * 1000}")
    try:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if cursor.fetchone()[0]:
            raise StillInFiles("another connection was reading, so the log could not be emptied")
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {usual}")


def _wait_for_writers(cursor: Any) -> None:
    """Wait until no transaction runs that may have begun before what was erased, in any database of
    the server: PostgreSQL copies rows along that were deleted since the oldest of them began.
    """
    cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())")
    next_one = cursor.fetchone()
    until = time.monotonic() + LOCK_SECONDS
    while True:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= %s::xid8", next_one)
        if cursor.fetchone()[0]:
            return
        if time.monotonic() > until:
            raise StillInFiles(
                "another transaction was still open, perhaps in another database of the server"
            )
        time.sleep(0.05)


def _rewrite_postgresql(cursor: Any, tables: Iterable[type[models.Model]]) -> None:
    _wait_for_writers(cursor)
    cursor.execute("SELECT clock_timestamp()")
    begun = cursor.fetchone()
    cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
    try:
        for table in tables:
            cursor.execute(f"VACUUM (FULL, ANALYZE) {table._meta.db_table}")
        cursor.execute("VACUUM (FULL) pg_statistic")
    finally:
        cursor.execute("RESET lock_timeout")
    cursor.execute(
        "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"
    )
    if not cursor.fetchone()[0]:  # then PostgreSQL only warns
        raise StillInFiles(
            "only the owner of the database can rewrite its statistics, and the site's role is not"
        )
    # A transaction that began before still sees the dead rows, so they were copied along.
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid() "
        "AND backend_xmin IS NOT NULL AND xact_start < %s",
        begun,
    )
    if cursor.fetchone()[0]:
        raise StillInFiles("another transaction was still reading what was erased")
