"""What Russian authorities have declared an initiative to be, and when we last compared."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.fields.partial_date import PartialDateField
from initiatives.models.loaded import is_known


class DesignationType(models.TextChoices):
    """In order of gravity for a reader in Russia: the last is the gravest."""

    FOREIGN_AGENT = "foreign_agent", _("“Foreign agent”")
    UNDESIRABLE = "undesirable", _("“Undesirable organisation”")
    EXTREMIST = "extremist", _("“Extremist organisation”")
    TERRORIST = "terrorist", _("“Terrorist organisation”")


_GRAVITY = {one: place for place, one in enumerate(DesignationType.values)}


def gravest(types: Iterable[str]) -> str:
    """Of designation types that are in force, the one a reader has to know first; "" of none."""
    return max((one for one in types if one in _GRAVITY), key=_GRAVITY.__getitem__, default="")


class LegalDesignation(models.Model):
    """Written by publishing, from an entry's content. One without a source cannot be saved."""

    initiative = models.ForeignKey(
        "initiatives.Initiative", on_delete=models.CASCADE, related_name="designations"
    )
    type = models.CharField(max_length=20, choices=DesignationType)
    name_in_register = models.CharField(max_length=500, blank=True)
    since = PartialDateField()
    ended = PartialDateField(blank=True, default="")
    source = models.URLField(max_length=500)
    # The entry that has the status, where it covers this one only as its project.
    of = models.ForeignKey(
        "initiatives.Initiative",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="covering",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            is_known("designation", "type", DesignationType),
            models.CheckConstraint(
                condition=models.Q(source__startswith="http"), name="designation_has_a_source"
            ),
            models.CheckConstraint(condition=~models.Q(since=""), name="designation_has_a_date"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.since}"

    @property
    def in_force(self) -> bool:
        return not self.ended


class Register(models.Model):
    """When a person last compared the entries with the register of one designation."""

    type = models.CharField(_("designation"), max_length=20, choices=DesignationType, unique=True)
    compared_on = PartialDateField(_("compared on"), blank=True, default="")

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")

    def __str__(self) -> str:
        return f"{self.type} {self.compared_on}"
