"""The number that moves whenever anything public changes, and the last lock of every write."""

from __future__ import annotations

from django.db import models


class CatalogueVersionManager(models.Manager["CatalogueVersion"]):
    def lock(self) -> CatalogueVersion:
        """The one row, locked to the end of the transaction.

        Taken after every other lock, so that merges cannot deadlock and versions commit in order.

        Raises: django.db.transaction.TransactionManagementError outside ``atomic()``.
        """
        return self.select_for_update().get(pk=CatalogueVersion.THE_ROW)

    def number(self) -> int:
        """The version now. Raises CatalogueVersion.DoesNotExist."""
        return self.values_list("number", flat=True).get(pk=CatalogueVersion.THE_ROW)


class CatalogueVersion(models.Model):
    """One row. Written by ``publish()``, by reference tables, and by the log of decisions."""

    THE_ROW = 1

    number = models.PositiveBigIntegerField(default=0)
    # The hash of the newest decision: without it the last row of the chain could be changed
    # or cut off unseen, since nothing after it holds its hash.
    log_head = models.CharField(max_length=64, default="0" * 64)

    objects = CatalogueVersionManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="catalogue_version_is_one_row")
        ]

    def __str__(self) -> str:
        return str(self.number)

    def advance(self) -> int:
        """Move to the next version and return it. The row must be locked."""
        self.number += 1
        self.save(update_fields=["number"])
        return self.number
