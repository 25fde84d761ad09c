"""Countries, regions, cities, languages, vocabulary and tags from files into the database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from initiatives.reference.loading import FOLDER, load_reference
from initiatives.text.bad_row import BadRow


class Command(BaseCommand):
    help = (
        "Adds the reference rows that are missing, updates those that nobody changed, "
        "and names the others. A second run changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--folder", type=Path, default=FOLDER, help="a folder with a full set of the files"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            done = load_reference(folder)
        except BadRow as error:
            raise CommandError(f"{error}. Nothing was loaded.") from error
        for row in done.left:
            self.stdout.write(f"left because someone changed it: {row}")
        self.stdout.write(
            f"reference data: {done.added} added, {done.updated} updated, {len(done.left)} left"
        )
