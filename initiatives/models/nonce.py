"""A form that was handed out: single use, and the key that makes sending idempotent (SR-5)."""

from __future__ import annotations

from django.db import models

from initiatives.models.submission import Submission


class Nonce(models.Model):
    """A used nonce: only its hash, and the submission that it made. Gone after its expiry."""

    hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    submission = models.ForeignKey(
        Submission, models.CASCADE, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.hash[:8]
