"""A new moderator -> a link with which that person, once, sets a password and a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse

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
            help="a new link for a moderator who lost password or second factor; both are taken "
            "away, and with them every open session",
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"]
        user = User.objects.select_for_update().filter(username__iexact=username).first()
        if options["anew"]:
            if user is None or not Moderator.objects.filter(user=user).exists():
                raise CommandError(f"There is no moderator {username}.")
            self._forget(user)
        elif user is not None:
            raise CommandError(f"There is a user {user.username} already; --anew makes a new link.")
        else:
            user = self._add(username, options)
        token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
        path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])
        self.stdout.write(
            f"For {user.username} alone, over a channel you trust; it works once, for three days:"
        )
        self.stdout.write(settings.SITE_URL + path)

    def _add(self, username: str, options: dict[str, Any]) -> User:
        codes = {code.strip().upper() for code in options["countries"].split(",") if code.strip()}
        countries = list(Country.objects.filter(code__in=codes))
        if unknown := codes - {country.code for country in countries}:
            raise CommandError(f"Unknown countries: {', '.join(sorted(unknown))}")
        if not codes and not options["everywhere"] and options["role"] == Role.MODERATOR:
            raise CommandError("Name the moderator's --countries, or say --everywhere.")
        user = User(username=username)
        user.set_unusable_password()
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.save()
        moderator = Moderator.objects.create(
            user=user,
            role=options["role"],
            everywhere=options["everywhere"] or options["role"] != Role.MODERATOR,
            language=options["language"] or settings.LANGUAGE_CODE,
        )
        moderator.countries.set(countries)
        return user

    def _forget(self, user: User) -> None:
        Authenticator.objects.filter(user=user).delete()
        user.set_unusable_password()  # sessions hold a hash of the password, and end with it
        user.save()
