"""`manage.py erase_expired`: what a timer runs once a day."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.management.base import BaseCommand
from django.db import connections, router
from django.utils import timezone

from initiatives.vetting.retention import erase_expired


class Command(BaseCommand):
    help = (
        "Erases contacts and texts whose time is over, sessions and cached rows that are; "
        "returns questions nobody answered."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        done = erase_expired(at=at)
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        clear_caches(at)
        self.stdout.write(
            f"{done.contacts} contacts and {done.texts} texts erased, "
            f"{done.returned} questions returned."
        )


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
