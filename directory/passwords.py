"""What a password has to be: Django's validators, with sentences of our own in both languages."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.utils.translation import gettext, ngettext


class LongEnough(password_validation.MinimumLengthValidator):
    """At least ``min_length`` characters."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short: use at least %(n)s character.",
            "This password is too short: use at least %(n)s characters.",
            self.min_length,
        ) % {"n": self.min_length}


class UnlikeTheName(password_validation.UserAttributeSimilarityValidator):
    """Not too similar to the user name, the only thing that an account here has."""

    def get_error_message(self) -> str:
        return gettext("This password is too similar to the user name.")


class Uncommon(password_validation.CommonPasswordValidator):
    """None of the 20,000 that are tried first."""

    def get_error_message(self) -> str:
        return gettext("This password is one of the most common ones: choose another.")


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    """Something else than digits, too."""

    def get_error_message(self) -> str:
        return gettext("This password has only digits: add letters or words.")
