"""The number that moves whenever anything public changes, and the last lock of every write."""

from __future__ import annotations

from typing import Any

from django.db import InterfaceError, OperationalError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper


class CatalogueVersionManager(models.Manager["CatalogueVersion"]):
    def lock(self) -> CatalogueVersion:
        """The one row, locked to the end of the transaction.

        Taken after every other lock, so that merges cannot deadlock and versions commit in order.

        Raises: django.db.transaction.TransactionManagementError outside ``atomic()``.
        """
        return self.select_for_update().get(pk=CatalogueVersion.THE_ROW)

    def number(self) -> int:
        """The version now: one indexed row, in plain SQL, for each request asks for it.

        A request begins with it, so that it serves as the check that Django would make of a kept
        connection beforehand: one that was cut off is opened anew, and no reader waits for a
        statement that asks for nothing.

        Raises: CatalogueVersion.DoesNotExist.
        """
        connection: Any = connections[self.db]  # the stubs do not know `health_check_done`
        is_open = connection.connection is not None
        unchecked = is_open and connection.health_check_enabled and not connection.health_check_done
        connection.health_check_done = True
        try:
            row = self._row(connection)
        except (InterfaceError, OperationalError):
            if not unchecked or connection.in_atomic_block:
                raise
            connection.close()
            row = self._row(connection)
        if row is None:
            raise CatalogueVersion.DoesNotExist
        number: int = row[0]
        return number

    def _row(self, connection: BaseDatabaseWrapper) -> Any:
        with connection.cursor() as cursor:
            # Without parameters, which psycopg would write into the text each time.
            cursor.execute(
                f"SELECT number FROM {self.model._meta.db_table} "  # noqa: S608
                f"WHERE id = {CatalogueVersion.THE_ROW}"
            )
            return cursor.fetchone()


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
