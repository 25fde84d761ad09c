"""`manage.py reindex`: to be run after an update that changed how the search reads words."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from initiatives.operations.reindexing import reindex


class Command(BaseCommand):
    help = (
        "Writes the search terms of entries that an older analyser made. A second run changes "
        "nothing; `manage.py check --database default` says when it is needed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reindex()} entries reindexed.")
