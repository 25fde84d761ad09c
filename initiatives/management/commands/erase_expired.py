"""`manage.py erase_expired`: what a timer runs once a day."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections, router
from django.utils import timezone

from initiatives.vetting.retention import ERASED_FROM, StillInFiles, erase_expired, rewrite_files


class Command(BaseCommand):
    help = (
        "Erases contacts and texts whose time is over, sessions and cached rows that are; "
        "returns questions nobody answered; then rewrites the database's files, so that no copy "
        "of what was erased is left in them. Fails when it could not: run it again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        done = erase_expired(at=at)
        sessions = import_module(settings.SESSION_ENGINE).SessionStore
        sessions.clear_expired()
        clear_caches(at)
        self.stdout.write(
            f"{done.contacts} contacts and {done.texts} texts erased, "
            f"{done.returned} questions returned."
        )
        try:
            rewrite_files([*ERASED_FROM, sessions.get_model_class()])
        except StillInFiles as error:
            raise CommandError(
                "All this is erased, but copies of it may still be in the database's files: "
                f"{error}. Run the command again."
            ) from error
        self.stdout.write(f"No copy is left in {_FILES[connection.vendor]}.")


# What is rewritten, and what the engine keeps elsewhere.
_FILES = {
    "sqlite": "the database's file and its write-ahead log",
    "postgresql": "the files of these tables. PostgreSQL's write-ahead log, its archive and "
    "replicas hold it until they are recycled",
}


def clear_caches(at: datetime) -> None:
    """Delete the rows of caches in the database that are over.

    Django itself does so only when a table is full, and the sign-in's limits would lie there.
    """
    for cache in caches.all():
        if isinstance(cache, DatabaseCache):
            connection = connections[router.db_for_write(cache.cache_model_class)]
            table, expires = map(connection.ops.quote_name, (cast("Any", cache)._table, "expires"))
            over = connection.ops.adapt_datetimefield_value(at.replace(microsecond=0))
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table} WHERE {expires} < %s", [over])  # noqa: S608
