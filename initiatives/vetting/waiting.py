"""How long a new entry waits at present."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

from initiatives.models import Purpose, Submission, SubmissionState

LAST = 20


def median_wait(last: int = LAST) -> timedelta | None:
    """The median time to the last decisions on new entries from the public; None for too few."""
    decided = Submission.objects.filter(
        purpose=Purpose.NEW,
        by="submitter",
        state__in=[SubmissionState.APPROVED, SubmissionState.REJECTED],
        decided_at__isnull=False,
    ).order_by("-decided_at", "-pk")
    waits = [
        (at - submitted).total_seconds()
        for submitted, at in decided.values_list("submitted_at", "decided_at")[:last]
        if at is not None
    ]
    return timedelta(seconds=median(waits)) if len(waits) == last else None
