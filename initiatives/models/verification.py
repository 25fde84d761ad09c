"""Who checked an entry, how and when. Only a named act verifies, never an import or an edit."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from initiatives.models.initiative import Initiative, VerifiedHow
from initiatives.models.loaded import is_known
from initiatives.models.submission import Submission


class Verification(models.Model):
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="verifications"
    )
    revision = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="verifications")
    how = models.CharField(max_length=20, choices=VerifiedHow)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            is_known("verification", "how", VerifiedHow),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.how}"
