"""Another database for a while: everything between acts on it instead of on the usual one.

All of the program speaks to the connection ``default``. A replay needs the same program to read
one database and write another, so for the time of a block this thread's ``default`` is another
connection: no function of the road has to carry the name of a database, and none can forget it.
Other threads keep theirs (connections belong to threads).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

_SQLITE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    # NORMAL: what a loss of power takes from a copy is made again from the record.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
    ),
}


class BadAddress(Exception):
    """It is no address of a SQLite or PostgreSQL database."""


@contextmanager
def connected(url: str) -> Iterator[BaseDatabaseWrapper]:
    """A connection to the database at this address (as in ``DATABASE_URL``), closed at the end."""
    try:
        settings: dict[str, Any] = dict(environ.Env.db_url_config(url))
        backend = load_backend(settings["ENGINE"])
    except Exception as error:
        raise BadAddress(url.partition("://")[0]) from error
    if not settings.get("NAME"):
        raise BadAddress(url.partition("://")[0])
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
