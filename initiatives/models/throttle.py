"""How often a network has sent something: keyed hashes that expire within a day (SR-6)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Throttle(models.Model):
    """One network in one hour. The network is a keyed hash: no address is stored."""

    network_hash = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network_hash", "hour"], name="throttle_once_an_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.network_hash[:8]} {self.count}"
