"""What a moderator does about a submission short of deciding it: claim, note, contact."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import Q

from initiatives.fields.sealed import Sealed
from initiatives.models import (
    REASON_LIMIT,
    TEXT_LIMIT,
    ContactOpening,
    Initiative,
    Moderator,
    Note,
    Submission,
)
from initiatives.vetting import scope
from initiatives.vetting.refusals import OutOfScope
from initiatives.vetting.transition import lock, read_words

CLAIMED_FOR = timedelta(minutes=30)


def claim(submission: Submission, *, moderator: Moderator, at: datetime) -> bool:
    """A sign that somebody is at it, for 30 minutes; False while it is another's.

    Only a sign: it hinders no decision.
    """
    _see(moderator, submission)
    free = Q(claimed_by=None) | Q(claimed_until__lt=at) | Q(claimed_by=moderator.user)
    waiting = Submission.objects.filter(free, pk=submission.pk)
    return bool(waiting.update(claimed_by=moderator.user, claimed_until=at + CLAIMED_FOR))


def release(submission: Submission, *, moderator: Moderator, at: datetime) -> None:
    """Take one's own sign off."""
    _see(moderator, submission)
    own = Submission.objects.filter(pk=submission.pk, claimed_by=moderator.user)
    own.update(claimed_by=None, claimed_until=None)


def open_contact(submission: Submission, *, moderator: Moderator, reason: str, at: datetime) -> str:
    """The submitter's contact, and a record of who opened it and why (SR-4).

    Raises OutOfScope, TextMissing for want of a reason.
    """
    _see(moderator, submission)
    words = read_words(reason, REASON_LIMIT)
    with transaction.atomic():
        [locked] = lock([submission])
        ContactOpening.objects.create(
            submission=locked, moderator=moderator.user, reason=words, at=at
        )
        return cast("Sealed", locked.contact).open()


def add_note(
    about: Submission | Initiative, *, moderator: Moderator, text: str, at: datetime
) -> Note:
    """A note for moderators only."""
    words = read_words(text, TEXT_LIMIT)
    if isinstance(about, Submission):
        _see(moderator, about)
        return Note.objects.create(submission=about, author=moderator.user, text=words, at=at)
    return Note.objects.create(initiative=about, author=moderator.user, text=words, at=at)


def _see(moderator: Moderator, submission: Submission) -> None:
    if not scope.may_see(moderator, submission):
        raise OutOfScope(submission.reference)
