"""A person who decides, and where."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.models.loaded import is_known
from initiatives.models.places import Country


class Role(models.TextChoices):
    MODERATOR = "moderator", _("Moderator")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Moderator(models.Model):
    """A user's part at the desk. Without countries and without *everywhere* nothing is in scope.

    A moderator decides within the countries; an editor everywhere, and edits reference tables; an
    administrator also manages people.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="moderator", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MODERATOR)
    countries = models.ManyToManyField(
        Country, blank=True, related_name="moderators", verbose_name=_("countries")
    )
    everywhere = models.BooleanField(_("everywhere"), default=False)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="en"
    )

    class Meta:
        verbose_name = _("moderator")
        verbose_name_plural = _("moderators")
        constraints: ClassVar = [
            is_known("moderator", "role", Role),
        ]

    def __str__(self) -> str:
        return self.user.get_username()

    @property
    def is_editor(self) -> bool:
        """Whether the role includes an editor's rights."""
        return self.role in (Role.EDITOR, Role.ADMINISTRATOR)

    @property
    def manages_people(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def decides_everywhere(self) -> bool:
        return self.everywhere or self.is_editor

    def country_codes(self) -> frozenset[str]:
        """ISO codes of the countries in scope, one query; empty for one who decides everywhere."""
        return frozenset(self.countries.values_list("code", flat=True))

    def covers(self, country_codes: AbstractSet[str]) -> bool:
        """Whether an entry with these host countries is in scope; one without any country is in
        the scope of every moderator who has one."""
        return self.coverage()(country_codes)

    def coverage(self) -> Callable[[AbstractSet[str]], bool]:
        """``covers`` for many entries, with the moderator's countries read once."""
        if self.decides_everywhere:
            return lambda country_codes: True
        own = self.country_codes()
        return lambda country_codes: bool(own & country_codes) if country_codes else bool(own)
