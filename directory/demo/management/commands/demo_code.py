"""The demonstration -> what one types to sign in as one of its two moderators, now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directory.demo.moderators import OTHER_KEYS, told
from initiatives.fields.sealed import SealBrokenError


class Command(BaseCommand):
    """Prints digits that were not used yet; they are good for at least half a minute."""

    help = "Prints user names, passwords and the next digits of the demonstration's moderators."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = told(settings.VAR_DIR)
        except SealBrokenError as error:
            raise CommandError(OTHER_KEYS) from error
        if not lines:
            raise CommandError("There is no demonstration here; `make demo` makes one.")
        self.stdout.write("\n".join(lines))
