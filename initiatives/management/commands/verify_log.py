"""Whether the record of decisions is as it was written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from initiatives.vetting.record import BrokenChain, verify


class Command(BaseCommand):
    """Keep the head that it prints elsewhere: it says whether all was written anew since."""

    help = "Checks the chain of decisions and the contents they were about, and prints its head."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            head = verify()
        except BrokenChain as error:
            raise CommandError(f"The record does not hold: {error}") from error
        self.stdout.write(head)
