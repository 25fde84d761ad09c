"""What moderators do with a submission: each a move of its own, in one transaction."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from initiatives import content
from initiatives.models import (
    Action,
    By,
    Initiative,
    Message,
    Moderator,
    Note,
    Purpose,
    Submission,
    SubmissionState,
)
from initiatives.vetting import scope
from initiatives.vetting.moves import check_move
from initiatives.vetting.publishing import (
    Approval,
    check_publishable,
    lock_submissions,
    publish,
)
from initiatives.vetting.refusals import AlreadyHidden, EndorserGone, MoveRefused
from initiatives.vetting.submitting import Proposal, enter
from initiatives.vetting.transition import (
    REASON_LIMIT,
    TEXT_LIMIT,
    check_version,
    move,
    read_words,
    validated,
    write_text,
)
from initiatives.vetting.unlisted import HiddenEntries


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


def ask(
    submission: Submission,
    *,
    moderator: Moderator,
    text: str,
    at: datetime,
    version: int | None = None,
) -> Submission:
    """A question to the submitter, on the private page."""
    words = read_words(text, TEXT_LIMIT)
    with move(
        submission, Action.ASK, by=By.MODERATOR, at=at, moderator=moderator, version=version
    ) as locked:
        Message.objects.create(
            submission=locked, by=By.MODERATOR, author=moderator.user, text=words, at=at
        )
        locked.held = ""  # whoever asks takes it for somebody's, not for a robot's
    return locked


def endorse(
    submission: Submission,
    *,
    moderator: Moderator,
    at: datetime,
    comment: str = "",
    version: int | None = None,
) -> Submission:
    """The first of two persons agrees; refused where the second could not publish it either.

    Raises what ``publishing.check_publishable`` and ``transition.move`` raise.
    """
    with transaction.atomic():
        batch = lock_submissions(whole_batch(submission))
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
            check_publishable(batch, at=at)
            locked.held = ""
    return locked


def send_back(
    submission: Submission,
    *,
    moderator: Moderator,
    at: datetime,
    reason: str,
    comment: str = "",
    version: int | None = None,
) -> Submission:
    """An endorsed submission returns to the queue."""
    with move(
        submission,
        Action.SEND_BACK,
        by=By.MODERATOR,
        at=at,
        moderator=moderator,
        version=version,
        reason=reason,
        comment=comment,
    ) as locked:
        pass
    return locked


def undo_endorsements(person: Moderator, *, moderator: Moderator, at: datetime) -> None:
    """What this person endorsed and nobody has decided on returns to the queue, by a moderator
    who decides everywhere: for one who is deactivated and might be let in again."""
    comment = EndorserGone.why(person.user.get_username())
    for one in Submission.objects.filter(state=SubmissionState.ENDORSED).order_by("pk"):
        if scope.endorser_of(one) == person.user:
            with suppress(MoveRefused):  # somebody decided it at this moment
                send_back(one, moderator=moderator, at=at, reason="other", comment=comment)


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
    only verifies needs it. Returns the initiatives. Raises what
    ``scope.check_second_person``, ``publishing.publish`` and ``transition.move`` raise.
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
        check_version(next(one for one in batch if one.pk == submission.pk), version)

        def check_persons() -> None:
            hidden = HiddenEntries()
            for one in batch:
                scope.check_second_person(one, moderator, hidden)

        return publish(batch, approval, check=check_persons)


def reject(
    submission: Submission,
    *,
    moderator: Moderator,
    at: datetime,
    reason: str,
    comment: str = "",
    version: int | None = None,
) -> list[Submission]:
    """Refuse a submission, with all others of its batch: they are one change."""
    return _end(
        submission,
        Action.REJECT,
        version,
        moderator=moderator,
        at=at,
        reason=reason,
        comment=comment,
    )


def mark_as_spam(
    submission: Submission, *, moderator: Moderator, at: datetime, version: int | None = None
) -> list[Submission]:
    """Away with it and its batch; nobody is told, and the texts are emptied after 30 days."""
    return _end(submission, Action.SPAM, version, moderator=moderator, at=at)


def _end(
    submission: Submission, action: Action, version: int | None, *, moderator: Moderator, **how: Any
) -> list[Submission]:
    """``version``: of the one that was looked at; the others of its batch go with it."""
    ended = []
    with transaction.atomic():
        for one in whole_batch(submission):
            seen = version if one.pk == submission.pk else None
            with move(
                one, action, by=By.MODERATOR, moderator=moderator, version=seen, **how
            ) as locked:
                scope.check_confirmation(moderator, locked)
            ended.append(locked)
    return ended


def whole_batch(submission: Submission) -> list[Submission]:
    """The submission and those that are decided with it, by id."""
    if not submission.batch:
        return [submission]
    return list(Submission.objects.filter(batch=submission.batch).order_by("pk"))


def hide(initiative: Initiative, *, moderator: Moderator, reason: str, at: datetime) -> Submission:
    """Take an entry away from the public at once, by one moderator.

    Returns what then waits in the queue for a second person: the proposal to show it again.
    Rejecting it confirms the hiding; approving it, by two, takes the hiding back, and then the
    text has to pass the form. Raises TextMissing, AlreadyHidden, OutOfScope,
    ForeignCountryDropped, OutdatedBase; never anything about the content.
    """
    words = read_words(reason, REASON_LIMIT)
    with transaction.atomic():
        row = content.with_content(Initiative.objects.all()).get(pk=initiative.pk)
        if not row.is_listed:
            raise AlreadyHidden(row.slug)
        shown = content.from_initiative(row)

        def propose(document: content.Document, base: Submission) -> Submission:
            # Not by ``submit``: this is the published text, whatever the form says of it today.
            proposal = Proposal(document, Purpose.CHANGE, base)
            return enter([proposal], at=at, by=By.MODERATOR, actor=moderator.user)[0]

        hidden = propose(content.hidden(shown), row.revision)
        scope.check_scope(moderator, hidden, publishing=True)
        publish([hidden], Approval(by=By.MODERATOR, at=at, actor=moderator.user, comment=words))
        hidden.refresh_from_db()
        again = propose(shown, hidden)
        Note.objects.create(submission=again, author=moderator.user, text=words, at=at)
    return again
