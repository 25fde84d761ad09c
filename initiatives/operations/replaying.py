"""Replay: the audit log published again in an empty database.

It proves that what the public reads follows from the log alone, on either engine. Copied are the
reference tables, submissions and the log; everything else is made by publishing.
Rules may therefore be loosened, but not tightened for documents of a schema that is in use; those
of what somebody gives anew (docs/rules.md, "What people type") may.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, cast

import environ
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import OuterRef, Subquery
from django.db.utils import load_backend

from initiatives.models import (
    Action,
    Activity,
    Audience,
    CatalogueVersion,
    City,
    ContentVersion,
    Country,
    Decision,
    FocusRegion,
    Language,
    Register,
    Submission,
    SubmissionState,
    SupportNeed,
    Tag,
    Verification,
    Vocabulary,
)
from initiatives.operations import dumping
from initiatives.vetting import audit_log, publishing
from initiatives.vetting.transitions import lock

_SQLITE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    # NORMAL: what a loss of power takes from a copy is made again from the log.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
    ),
}


class BadDatabaseUrl(Exception):
    """It is not the address of a SQLite or PostgreSQL database."""


@contextmanager
def connected(url: str) -> Iterator[BaseDatabaseWrapper]:
    """A connection to the database at this address (as in ``DATABASE_URL``), closed at the end."""
    try:
        settings: dict[str, Any] = dict(environ.Env.db_url_config(url))
        backend = load_backend(settings["ENGINE"])
    except Exception as error:
        raise BadDatabaseUrl(url.partition("://")[0]) from error
    if not settings.get("NAME"):
        raise BadDatabaseUrl(url.partition("://")[0])
    # Pools are held by name: one here would be that of the usual database.
    settings.setdefault("OPTIONS", {}).pop("pool", None)
    complete = connections.configure_settings({DEFAULT_DB_ALIAS: settings})[DEFAULT_DB_ALIAS]
    connection: BaseDatabaseWrapper = backend.DatabaseWrapper(complete, DEFAULT_DB_ALIAS)
    if connection.vendor == "sqlite":
        complete["OPTIONS"] = {**_SQLITE, **complete["OPTIONS"]}
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def acting_on(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For this thread, ``default`` is this connection. Blocks may be nested."""
    usual = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connection
    ContentType.objects.clear_cache()  # it remembers rows by the name of the database
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        ContentType.objects.clear_cache()


CHUNK = 500

REFERENCE: Sequence[type[models.Model]] = (
    Country, City, FocusRegion, FocusRegion.neighbours.through, Language,
    Activity, Audience, SupportNeed, Tag, Register,
)  # fmt: skip
# What is known of a person in the copy; they cannot sign in there.
NAMES = ("username", "first_name", "last_name")


class ReplayFailed(Exception):
    """The target was not empty, the source moved meanwhile, or the two came out different."""


@dataclass(frozen=True, slots=True)
class Replayed:
    submissions: int
    entries: int
    head: str


def replay(url: str) -> Replayed:
    """Make the directory anew in the empty database at ``url``, and compare both dumps.

    Raises BadDatabaseUrl, ReplayFailed, BrokenChain for a log that does not hold, and what
    ``publish`` raises. A target that it began to fill has to be emptied before the next try.
    """
    head = audit_log.verify()
    version = CatalogueVersion.objects.number()
    with connected(url) as target:
        with acting_on(target):
            if connection.introspection.table_names(include_views=True):
                raise ReplayFailed("The database is not empty.")
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        number = _copy_all(lambda: acting_on(target))
        approvals = _approvals()
        with acting_on(target):
            with transaction.atomic():
                _publish_all(approvals)
                _finish(head)
            _go_on_counting()
            if audit_log.verify() != head:
                raise ReplayFailed("The log of the copy is another one.")
            entries, made = _digest()
        if CatalogueVersion.objects.number() != version:
            raise ReplayFailed("Something was published meanwhile. Try again.")
        if _digest()[1] != made:
            raise ReplayFailed("The dumps of the two databases differ.")
    return Replayed(submissions=number, entries=entries, head=head)


def _copy_all(on_target: Callable[[], Any]) -> int:
    """Reference tables, people's names and the log; the number of submissions.

    Approved submissions arrive as pending ones without an entry, but with their slug: publishing
    gives them both again.
    """
    for table in REFERENCE:
        _copy(table, on_target)
    _copy_people(on_target)
    number = _copy(Submission, on_target, _before_approval)
    _copy(ContentVersion, on_target)
    _copy(Decision, on_target)
    return number


def _before_approval(row: Submission) -> Submission:
    row.initiative_id = None
    row.claimed_by = row.claimed_until = None
    row.contact = ""  # sealed, and never leaves
    if row.state == SubmissionState.APPROVED:
        row.state = SubmissionState.PENDING
    return row


def _copy(
    table: type[models.Model],
    on_target: Callable[[], Any],
    change: Callable[[Any], Any] = lambda row: row,
) -> int:
    """All rows with their keys, so that the chain's order is kept; in chunks, by key."""
    number = 0
    query, last = table._default_manager.order_by("pk"), 0
    while rows := list(query.filter(pk__gt=last)[:CHUNK]):
        last = rows[-1].pk
        with on_target():
            table._default_manager.bulk_create([change(row) for row in rows], batch_size=CHUNK)
        number += len(rows)
    return number


def _copy_people(on_target: Callable[[], Any]) -> None:
    people = get_user_model()
    named: set[int] = set()
    for table, column in ((Decision, "actor"), (ContentVersion, "author"), (Verification, "by")):
        ids = table._default_manager.values_list(f"{column}_id", flat=True).distinct()
        named.update(pk for pk in ids if pk is not None)
    rows = people._default_manager.filter(pk__in=named).order_by("pk").values("pk", *NAMES)
    copies = [people(is_active=False, **row) for row in rows]
    for copy in copies:
        copy.set_unusable_password()
    with on_target():
        people._default_manager.bulk_create(copies, batch_size=CHUNK)


@dataclass(frozen=True, slots=True)
class _Group:
    """Submissions that were published together."""

    ids: list[int]
    at: datetime
    verified_how: str
    verified_by: Any


def _approvals() -> list[_Group]:
    """In the order of the decisions; those of one batch belong together."""
    verified = {
        row["revision_id"]: row
        for row in Verification.objects.values("revision_id", "how", "by_id")
    }
    rows = Decision.objects.filter(action=Action.APPROVE).order_by("pk")
    found = rows.values_list("submission_id", "submission__batch", "at", "pk")
    groups = []
    for _key, some in groupby(found, key=lambda row: row[1] or row[3]):
        decisions = list(some)
        how = verified.get(decisions[0][0])
        groups.append(
            _Group(
                ids=[row[0] for row in decisions],
                at=decisions[0][2],
                verified_how=how["how"] if how else "",
                verified_by=get_user_model()(pk=how["by_id"]) if how and how["by_id"] else None,
            )
        )
    return groups


def _publish_all(groups: Sequence[_Group]) -> None:
    """Write the entries of each group as they were; the log has their decisions already.

    No proposal is open here: their rows came with the tables.
    """
    vocabulary = Vocabulary.load()
    entry_of: dict[int, int] = {}  # submission -> its initiative in this database
    for group in groups:
        version = CatalogueVersion.objects.lock()
        submissions = lock([Submission(pk=pk) for pk in group.ids])
        for submission in submissions:
            if submission.base_id is not None:
                submission.initiative_id = entry_of[submission.base_id]
        entries = publishing.lock_entries(
            submissions,
            at=group.at,
            verified_how=group.verified_how,
            verified_by=group.verified_by,
        )
        rows = publishing.write_entries(entries, version, vocabulary)
        entry_of.update(
            (submission.pk, row.pk) for submission, row in zip(submissions, rows, strict=True)
        )


def _finish(head: str) -> None:
    """The states of what was approved; what waits or was refused belongs to the entry of its base;
    and the log has its head."""
    approved = Decision.objects.filter(action=Action.APPROVE).values("submission")
    Submission.objects.filter(pk__in=approved).update(state=SubmissionState.APPROVED)
    based = Submission.objects.filter(initiative=None, base__isnull=False)
    base = Submission.objects.filter(pk=OuterRef("base_id")).values("initiative_id")[:1]
    based.update(initiative_id=Subquery(base))
    version = CatalogueVersion.objects.lock()
    version.log_head = head
    version.save(update_fields=["log_head"])


def _go_on_counting() -> None:
    """Rows were copied with their keys: new ones must come after them (PostgreSQL)."""
    tables = [*REFERENCE, get_user_model(), Submission, ContentVersion, Decision]
    statements = connection.ops.sequence_reset_sql(no_style(), cast("list[Any]", tables))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _digest() -> tuple[int, str]:
    """The number of lines of the dump, and their SHA-256."""
    digest, number = hashlib.sha256(), 0
    for line in dumping.lines():
        digest.update(line.encode())
        number += 1
    return number, digest.hexdigest()
