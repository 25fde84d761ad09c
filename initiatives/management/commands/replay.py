"""The record published again in an empty database (initiatives/operations/replaying.py)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from initiatives.operations.replaying import BadDatabaseUrl, ReplayFailed, replay
from initiatives.vetting.audit_log import BrokenChain
from initiatives.vetting.errors import VettingError


class Command(BaseCommand):
    help = "Publishes every approved submission again, in order, in an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--into", metavar="URL", required=True, help="an empty database, as in DATABASE_URL"
        )

    def handle(self, *args: Any, into: str, **options: Any) -> None:
        try:
            done = replay(into)
        except BadDatabaseUrl as error:
            raise CommandError(
                "--into is not the address of a SQLite or PostgreSQL database."
            ) from error
        except BrokenChain as error:
            raise CommandError(f"The log does not verify: {error}") from error
        except (ReplayFailed, VettingError, Error) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{done.submissions} submissions, {done.entries} entries; the dumps are equal. "
            f"Head of the log: {done.head}"
        )
