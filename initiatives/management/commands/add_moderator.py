"""A new moderator -> a link with which that person, once, sets a password and a second factor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from initiatives.desk import people
from initiatives.models import Country, Moderator, Role


class Command(BaseCommand):
    """Prints the link alone on the last line. Whoever has it can become this moderator."""

    help = "Adds a moderator and prints the link for the first sign-in; it works once, three days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", choices=Role.values, default=Role.MODERATOR.value)
        parser.add_argument("--countries", default="", help="codes, as in GE,AM")
        parser.add_argument("--everywhere", action="store_true", help="every country")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES])
        parser.add_argument(
            "--anew",
            action="store_true",
            help="a new link for a moderator who lost password or second factor; both are reset, "
            "and every open session ends",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"]
        try:
            if options["anew"]:
                moderator = Moderator.objects.filter(user__username__iexact=username).first()
                if moderator is None:
                    raise CommandError(f"There is no moderator {username}.")
                people.begin_anew(moderator)
            else:
                moderator = self._add(username, options)
        except people.PeopleRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        told = "alone, over a channel you trust; it works once, for three days:"
        self.stdout.write(f"For {moderator} {told}\n{people.enrolment_link(moderator)}")

    def _add(self, username: str, options: dict[str, Any]) -> Moderator:
        codes = {code.strip().upper() for code in options["countries"].split(",") if code.strip()}
        countries = list(Country.objects.filter(code__in=codes))
        if unknown := codes - {country.code for country in countries}:
            raise CommandError(f"Unknown countries: {', '.join(sorted(unknown))}")
        if User.objects.filter(username__iexact=username).exists():
            raise CommandError(f"There is already a user {username}; --anew makes a new link.")
        if not codes and not options["everywhere"] and options["role"] == Role.MODERATOR:
            raise CommandError("Name the moderator's --countries, or use --everywhere.")
        return people.add(
            username,
            role=options["role"],
            countries=countries,
            everywhere=options["everywhere"],
            language=options["language"] or settings.LANGUAGE_CODE,
        )
