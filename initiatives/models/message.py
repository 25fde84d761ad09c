"""Words about a submission: between its submitter and the moderators, and for moderators only."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from initiatives.models.initiative import Initiative
from initiatives.models.submission import By, Submission

TEXT_LIMIT = 2000  # of a message or a note
REASON_LIMIT = 280


class Message(models.Model):
    """One message on the private status page. Its moderator is not named there."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="messages")
    by = models.CharField(max_length=20, choices=By)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(max_length=TEXT_LIMIT)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(by__in=[By.MODERATOR, By.SUBMITTER]), name="message_by_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(by=By.MODERATOR) | models.Q(author__isnull=True),
                name="message_names_only_moderators",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.by}"


class Note(models.Model):
    """For moderators only: a table of its own, so that no forgotten filter can leak it."""

    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="notes"
    )
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, null=True, blank=True, related_name="notes"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(max_length=TEXT_LIMIT)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(submission__isnull=True, initiative__isnull=False)
                | models.Q(submission__isnull=False, initiative__isnull=True),
                name="note_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id or self.initiative_id}"


class ContactOpening(models.Model):
    """That a moderator opened a submitter's contact, and why."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="contact_openings")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=REASON_LIMIT)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="contact_opening_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.at:%Y-%m-%d}"
