"""Made-up entries of the real shape, for measuring; never beside real ones."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from initiatives.reference.generating import OtherEntries, generate_entries
from initiatives.text.bad_row import BadRow


class Command(BaseCommand):
    """See initiatives/reference/generating.py."""

    help = "Fills a database that holds no other entries; needs load_reference first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="how many entries there shall be")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same entries")

    def handle(self, *args: Any, number: int, seed: int, **options: Any) -> None:
        try:
            added = generate_entries(number, seed=seed, said=self._say(options["verbosity"]))
        except OtherEntries as error:
            raise CommandError(
                "The database holds other entries; made-up ones do not belong beside them. "
                "Name an empty one in DATABASE_URL."
            ) from error
        except BadRow as error:
            raise CommandError(f"Nothing was loaded (load_reference first?). {error}") from error
        self.stdout.write(f"{added} entries generated.")

    def _say(self, verbosity: int) -> Any:
        return self.stdout.write if verbosity > 1 else lambda _line: None
