"""What tables have in common: what `load_reference` fills, and constraints; knows no table."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

# For check constraints; \Z, not $, which lets a line end follow. Both engines read it.
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"


class LoadedRow(models.Model):
    """A row that may come with the program, and may be changed by an editor afterwards."""

    # SHA-256 of what load_reference wrote last; "" when the row never came from a file. While the
    # row still has this digest nobody has touched it, and a newer file may overwrite it.
    digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        abstract = True


class SearchedRow(LoadedRow):
    """A row with the words that people type for it: for search only, they are not names."""

    also_en = models.JSONField(_("search words in English"), default=list, blank=True)
    also_ru = models.JSONField(_("search words in Russian"), default=list, blank=True)

    class Meta:
        abstract = True


class SearchedChoices(models.TextChoices):
    """Choices of the program, with the words that people type for each."""

    also_en: tuple[str, ...]
    also_ru: tuple[str, ...]

    def __new__(
        cls, value: str, also_en: tuple[str, ...] = (), also_ru: tuple[str, ...] = ()
    ) -> Self:
        choice = str.__new__(cls, value)
        choice._value_ = value
        choice.also_en, choice.also_ru = also_en, also_ru
        return choice


def has_a_name(model: str) -> models.CheckConstraint:
    """At least one of the two names is written."""
    return models.CheckConstraint(
        condition=~models.Q(name_en="") | ~models.Q(name_ru=""), name=f"{model}_has_a_name"
    )


def has_a_slug(model: str) -> models.CheckConstraint:
    """ASCII, lower case, single hyphens, never empty."""
    return models.CheckConstraint(
        condition=models.Q(slug__regex=SLUG), name=f"{model}_slug_is_plain"
    )


def lies_on_earth(model: str) -> models.CheckConstraint:
    """Degrees within the range that degrees have."""
    return models.CheckConstraint(
        condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
        name=f"{model}_lies_on_earth",
    )


def is_known(model: str, column: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """The column holds one of the choices."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__in": choices.values}), name=f"{model}_{column}_is_known"
    )
