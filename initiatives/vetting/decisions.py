"""Deciding on what was sent: approve, which publishes, and reject."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from initiatives.models import Action, By, CatalogueVersion, Initiative, Submission
from initiatives.vetting import record
from initiatives.vetting.moves import check_move
from initiatives.vetting.publishing import Approval, lock_submissions, publish


def approve(
    submission: Submission,
    *,
    at: datetime,
    by: By = By.MODERATOR,
    actor: Any = None,
    reason: str = "",
    comment: str = "",
    verified_how: str = "",
) -> list[Initiative]:
    """Publish a submission, with all others of its batch (domain.md).

    ``verified_how`` ticks that whoever decides has checked the entry, and how; a submission that
    only verifies needs it. Returns the initiatives. Raises what ``publishing.publish`` raises.
    """
    approval = Approval(
        by=by,
        at=at,
        actor=actor,
        reason=reason,
        comment=comment,
        verified_how=verified_how,
        verified_by=actor if verified_how else None,
    )
    return publish(whole_batch(submission), approval)


def reject(
    submission: Submission,
    *,
    at: datetime,
    actor: Any,
    reason: str,
    comment: str = "",
    by: By = By.MODERATOR,
) -> list[Submission]:
    """Refuse a submission with all others of its batch: they are one change. Or MoveRefused."""
    with transaction.atomic():
        locked = lock_submissions(whole_batch(submission))
        for one in locked:
            one.state = check_move(Action.REJECT, one, by=by)
            one.save(update_fields=["state"])
        record.append(
            CatalogueVersion.objects.lock(),
            [
                record.Entry(
                    one,
                    Action.REJECT,
                    by,
                    at,
                    one.content,
                    actor=actor,
                    reason=reason,
                    comment=comment,
                )
                for one in locked
            ],
        )
    return locked


def whole_batch(submission: Submission) -> list[Submission]:
    """The submission and those that are decided with it, by id."""
    if not submission.batch:
        return [submission]
    return list(Submission.objects.filter(batch=submission.batch).order_by("pk"))
