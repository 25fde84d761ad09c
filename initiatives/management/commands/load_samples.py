"""Entries of files -> the directory; what people changed since stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from initiatives.reference.samples import FOLDER, load_samples
from initiatives.text.bad_row import BadRow


class Command(BaseCommand):
    help = "Imports the entries of a folder; entries that people have changed are left and named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder", type=Path, default=FOLDER, help="where the *.json files lie"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = load_samples(options["folder"], at=timezone.now())
        except BadRow as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.stdout.write(
            f"Entries: {len(done.added)} added, {len(done.changed)} changed, "
            f"{len(done.unchanged)} unchanged, {len(done.left)} left."
        )
        for slug in done.left:
            self.stdout.write(f"Left because people have changed it: {slug}")
        for slug, email in done.email_for_website:
            self.stdout.write(f"{slug} has an email address for a website, now a link: {email}")
        for slug, other, url in done.same_address:
            self.stdout.write(f"{slug} has an address that {other} has too: {url}")
