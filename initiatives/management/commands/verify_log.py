"""Whether the audit log is as it was written, and the entries are what was decided."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from initiatives.operations.verifying import Unverified, verify_all


class Command(BaseCommand):
    """Keep the head that it prints elsewhere: it says whether all was written anew since."""

    help = (
        "Checks the chain of decisions, the contents they were about, and that each entry shows "
        "what was approved; prints the chain's head."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            head = verify_all(at=timezone.now())
        except Unverified as error:
            raise CommandError(f"The log does not verify: {error}") from error
        self.stdout.write(head)
