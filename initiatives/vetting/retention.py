"""What is erased, and when (SR-4): contacts, the texts of what was refused, used-up throttles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from initiatives.models import (
    Action,
    By,
    ContentVersion,
    Message,
    Nonce,
    Note,
    Submission,
    SubmissionState,
    Throttle,
)
from initiatives.vetting.transition import move

CONTACT_KEPT = timedelta(days=90)
SPAM_KEPT = timedelta(days=30)
REFUSED_KEPT = timedelta(days=180)
QUESTION_OPEN = timedelta(days=14)

_EMPTY: dict[str, object] = {}


@dataclass(frozen=True, slots=True)
class Erased:
    contacts: int
    texts: int
    returned: int


def erase_expired(*, at: datetime) -> Erased:
    """Erase what is due, and return questions that nobody answered for 14 days.

    Decisions stay, with the hash of each text, so that the chain still verifies.
    """
    with transaction.atomic():
        contacts = (
            Submission.objects.filter(decided_at__lte=at - CONTACT_KEPT, contact_asked_yearly=False)
            .exclude(contact="")
            .update(contact="")
        )
        spam = Q(state=SubmissionState.SPAM, decided_at__lte=at - SPAM_KEPT)
        refused = Q(
            state__in=[SubmissionState.REJECTED, SubmissionState.WITHDRAWN],
            decided_at__lte=at - REFUSED_KEPT,
        )
        due = list(
            Submission.objects.filter(spam | refused)
            .exclude(content=_EMPTY)
            .values_list("pk", flat=True)
        )
        Submission.objects.filter(pk__in=due).update(content=_EMPTY, known_by=_EMPTY, contact="")
        ContentVersion.objects.filter(submission__in=due).update(document=_EMPTY)
        Message.objects.filter(submission__in=due).delete()
        Note.objects.filter(submission__in=due).delete()
        Nonce.objects.filter(expires_at__lte=at).delete()
        Throttle.objects.filter(expires_at__lte=at).delete()
    return Erased(contacts, len(due), _return_unanswered(at=at, after=QUESTION_OPEN))


def _return_unanswered(*, at: datetime, after: timedelta) -> int:
    """Questions that nobody answered return to the queue, by the system; how many."""
    asked = Submission.objects.filter(state=SubmissionState.NEEDS_INFO)
    returned = 0
    for one in asked.order_by("pk"):
        last = one.decisions.filter(action=Action.ASK).order_by("-pk").first()
        if last is not None and last.at <= at - after:
            with move(one, Action.RETURN, by=By.SYSTEM, at=at):
                returned += 1
    return returned
