"""What moderators do with a submission: each a move of its own, in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import Q

from initiatives.fields.sealed import Sealed
from initiatives.models import (
    Action,
    By,
    ContactOpening,
    EntryState,
    Initiative,
    Message,
    Moderator,
    Note,
    Purpose,
    Submission,
    SubmissionState,
)
from initiatives.vetting import content, scope
from initiatives.vetting.moves import check_move
from initiatives.vetting.publishing import Approval, lock_submissions, publish
from initiatives.vetting.refusals import AlreadyHidden, OutOfScope, SecondPersonNeeded
from initiatives.vetting.submitting import TEXT_LIMIT, submit
from initiatives.vetting.transition import (
    check_version,
    lock,
    move,
    read_words,
    validated,
    write_text,
)

CLAIMED_FOR = timedelta(minutes=30)
REASON_LIMIT = 280


def correct(
    submission: Submission,
    *,
    moderator: Moderator,
    document: Any,
    at: datetime,
    version: int | None = None,
) -> Submission:
    """The moderator's own text, as one version more; an endorsement falls."""
    with move(
        submission, Action.CORRECT, by=By.MODERATOR, at=at, moderator=moderator, version=version
    ) as locked:
        new = validated(
            document,
            slug=locked.base.slug if locked.base else "",
            reference=locked.reference,
        )
        write_text(locked, new, by=By.MODERATOR, at=at, author=moderator.user)
        # Out of scope by the moderator's own hand would be a way to hand things over unseen.
        scope.check_scope(moderator, locked, publishing=False)
    return locked


def ask(submission: Submission, *, moderator: Moderator, text: str, at: datetime) -> Submission:
    """A question to the submitter, on the private page."""
    words = read_words(text, TEXT_LIMIT)
    with move(submission, Action.ASK, by=By.MODERATOR, at=at, moderator=moderator) as locked:
        Message.objects.create(
            submission=locked, by=By.MODERATOR, author=moderator.user, text=words, at=at
        )
    return locked


def endorse(
    submission: Submission,
    *,
    moderator: Moderator,
    at: datetime,
    comment: str = "",
    version: int | None = None,
) -> Submission:
    """The first of two persons agrees."""
    with move(
        submission,
        Action.ENDORSE,
        by=By.MODERATOR,
        at=at,
        moderator=moderator,
        version=version,
        publishing=True,
        comment=comment,
    ) as locked:
        pass
    return locked


def send_back(
    submission: Submission, *, moderator: Moderator, at: datetime, reason: str, comment: str = ""
) -> Submission:
    """An endorsed submission returns to the queue."""
    with move(
        submission,
        Action.SEND_BACK,
        by=By.MODERATOR,
        at=at,
        moderator=moderator,
        reason=reason,
        comment=comment,
    ) as locked:
        pass
    return locked


def approve(
    submission: Submission,
    *,
    moderator: Moderator,
    at: datetime,
    comment: str = "",
    verified_how: str = "",
    version: int | None = None,
) -> list[Initiative]:
    """Publish a submission, with all others of its batch (domain.md).

    ``verified_how`` ticks that the moderator has checked the entry, and how; a submission that
    only verifies needs it. Returns the initiatives. Raises SecondPersonNeeded, SamePerson, and
    what ``publishing.publish`` and ``transition.move`` raise.
    """
    approval = Approval(
        by=By.MODERATOR,
        at=at,
        actor=moderator.user,
        comment=comment,
        verified_how=verified_how,
        verified_by=moderator.user if verified_how else None,
    )
    with transaction.atomic():
        batch = lock_submissions(whole_batch(submission))
        for one in batch:
            scope.check_scope(moderator, one, publishing=True)
            check_move(Action.APPROVE, one, by=By.MODERATOR)
            if not scope.check_second_person(one, moderator):
                raise SecondPersonNeeded(one.reference)
        check_version(next(one for one in batch if one.pk == submission.pk), version)
        return publish(batch, approval)


def reject(
    submission: Submission, *, moderator: Moderator, at: datetime, reason: str, comment: str = ""
) -> list[Submission]:
    """Refuse a submission, with all others of its batch: they are one change."""
    with transaction.atomic():
        return [
            _end(one, Action.REJECT, moderator, at, reason, comment)
            for one in whole_batch(submission)
        ]


def mark_as_spam(submission: Submission, *, moderator: Moderator, at: datetime) -> list[Submission]:
    """Away with it and its batch; nobody is told, and the texts are emptied after 30 days."""
    with transaction.atomic():
        return [_end(one, Action.SPAM, moderator, at, "", "") for one in whole_batch(submission)]


def _end(
    submission: Submission,
    action: Action,
    moderator: Moderator,
    at: datetime,
    reason: str,
    comment: str,
) -> Submission:
    with move(
        submission,
        action,
        by=By.MODERATOR,
        at=at,
        moderator=moderator,
        reason=reason,
        comment=comment,
    ) as locked:
        scope.check_confirmation(moderator, locked)
    return locked


def whole_batch(submission: Submission) -> list[Submission]:
    """The submission and those that are decided with it, by id."""
    if not submission.batch:
        return [submission]
    return list(Submission.objects.filter(batch=submission.batch).order_by("pk"))


def hide(initiative: Initiative, *, moderator: Moderator, reason: str, at: datetime) -> Submission:
    """Take an entry away from the public at once, by one moderator.

    Returns what then waits in the queue for a second person: the proposal to show it again.
    Rejecting it confirms the hiding; approving it, by two, takes the hiding back.
    """
    words = read_words(reason, REASON_LIMIT)
    with transaction.atomic():
        row = content.with_content(Initiative.objects.all()).get(pk=initiative.pk)
        if not row.is_listed:
            raise AlreadyHidden(row.slug)
        shown = content.from_initiative(row)
        hidden = submit(
            {**shown, "state": EntryState.HIDDEN, "successor": "", "closed_on": ""},
            at=at,
            by=By.MODERATOR,
            moderator=moderator,
            purpose=Purpose.CHANGE,
            base=row.revision,
        )
        scope.check_scope(moderator, hidden, publishing=True)
        publish([hidden], Approval(by=By.MODERATOR, at=at, actor=moderator.user, comment=words))
        hidden.refresh_from_db()
        again = submit(
            shown,
            at=at,
            by=By.MODERATOR,
            moderator=moderator,
            purpose=Purpose.CHANGE,
            base=hidden,
        )
        Note.objects.create(submission=again, author=moderator.user, text=words, at=at)
    return again


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
        locked = lock(submission)
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


def return_unanswered(*, at: datetime, after: timedelta) -> int:
    """Questions that nobody answered return to the queue, by the system; how many."""
    asked = Submission.objects.filter(state=SubmissionState.NEEDS_INFO)
    returned = 0
    for one in asked.order_by("pk"):
        last = one.decisions.filter(action=Action.ASK).order_by("-pk").first()
        if last is not None and last.at <= at - after:
            with move(one, Action.RETURN, by=By.SYSTEM, at=at):
                returned += 1
    return returned
