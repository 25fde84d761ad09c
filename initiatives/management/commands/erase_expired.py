"""`manage.py erase_expired`: what a timer runs once a day."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from initiatives.operations.retention import ERASED_FROM, StillInFiles, erase_expired, rewrite_files


class Command(BaseCommand):
    help = (
        "Erases contacts and texts whose time is over, sessions that are; "
        "returns questions nobody answered; then rewrites the database's files, so that no copy "
        "of what was erased is left in them. Fails when it could not: run it again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = erase_expired(at=timezone.now())
        sessions = import_module(settings.SESSION_ENGINE).SessionStore
        sessions.clear_expired()
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
