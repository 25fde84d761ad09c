"""`manage.py end_sessions NAME`: sign somebody out everywhere, at once."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Ends all sessions of a moderator. Password and second factor stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name for signing in")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        user = User.objects.filter(username__iexact=name).first()
        if user is None:
            raise CommandError(f"There is no user {name}.")
        ended = import_module(settings.SESSION_ENGINE).SessionStore.end_all(user.pk)
        self.stdout.write(f"Sessions of {user.get_username()} ended: {ended}.")
