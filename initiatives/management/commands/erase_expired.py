"""`manage.py erase_expired`: what a timer runs once a day."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from initiatives.vetting.retention import erase_expired


class Command(BaseCommand):
    help = (
        "Erases contacts and texts whose time is over, sessions that are; "
        "returns questions nobody answered."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = erase_expired(at=timezone.now())
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        self.stdout.write(
            f"{done.contacts} contacts and {done.texts} texts erased, "
            f"{done.returned} questions returned."
        )
