"""A form that was handed out: single use, and the key that makes sending idempotent (SR-5)."""

from __future__ import annotations

from django.db import models


class Nonce(models.Model):
    """A used nonce: only its hash. Gone after its expiry, which is a midnight: the time at which
    a form was sent is not kept (SR-2), nor what it made, which its receipt finds."""

    hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.hash[:8]
