"""The demonstration's moderators and its queue -> the database, once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from directory.demo.moderators import load_moderators
from directory.demo.submissions import load_submissions


class Command(BaseCommand):
    """A second call changes nothing: what a tester did to the queue stays as it is."""

    help = "Adds two moderators with printed secrets and eight submissions (with DEMO=1 only)."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            made = load_moderators(settings.VAR_DIR)
            sent = load_submissions(at=timezone.now(), asks=made[0]) if made else []
        self.stdout.write(f"{len(made)} moderators and {len(sent)} submissions added.")
