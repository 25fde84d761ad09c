"""What moderators do with a submission: each a transition, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import Q

from initiatives import content
from initiatives.fields.sealed import Sealed
from initiatives.models import (
    REASON_LIMIT,
    TEXT_LIMIT,
    Action,
    By,
    ContactOpening,
    Initiative,
    Message,
    Moderator,
    Note,
    Purpose,
    Submission,
    SubmissionState,
)
from initiatives.vetting import permissions
from initiatives.vetting.duplicates import HiddenEntries
from initiatives.vetting.errors import AlreadyHidden, EndorserGone, OutOfScope
from initiatives.vetting.publishing import check_publishable, publish
from initiatives.vetting.submitting import Proposal, enter
from initiatives.vetting.transitions import (
    lock,
    locked,
    read_words,
    transition,
    validated,
    write_text,
)


def correct(
    submission: Submission,
    *,
    moderator: Moderator,
    document: Any,
    at: datetime,
    version: int | None = None,
) -> Submission:
    """The moderator's own text, as one version more; an endorsement falls."""
    with transition(
        [submission],
        Action.CORRECT,
        by=By.MODERATOR,
        at=at,
        moderator=moderator,
        seen={submission.pk: version},
    ) as [locked]:
        new = validated(
            document,
            slug=locked.base.slug if locked.base else "",
            reference=locked.reference,
        )
        write_text(locked, new, by=By.MODERATOR, at=at, author=moderator.user)
        # Out of scope by the moderator's own hand would be a way to hand things over unseen.
        permissions.check_scope(moderator, locked, publishing=False)
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
    with transition(
        [submission],
        Action.ASK,
        by=By.MODERATOR,
        at=at,
        moderator=moderator,
        seen={submission.pk: version},
    ) as [locked]:
        Message.objects.create(
            submission=locked, by=By.MODERATOR, author=moderator.user, text=words, at=at
        )
        _let_through(locked)
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

    Raises what ``publishing.check_publishable`` and ``transitions.transition`` raise.
    """
    with transaction.atomic():
        batch = lock(whole_batch(submission))
        with transition(
            [submission],
            Action.ENDORSE,
            by=By.MODERATOR,
            at=at,
            moderator=moderator,
            seen={submission.pk: version},
            comment=comment,
        ) as [locked]:
            check_publishable(batch, at=at)
            _let_through(locked)
    return locked


def _let_through(submission: Submission) -> None:
    """Hold it apart no more: whoever asks or endorses takes it for somebody's, not a robot's."""
    submission.held = ""
    submission.save(update_fields=["held"])


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
    with transition(
        [submission],
        Action.SEND_BACK,
        by=By.MODERATOR,
        at=at,
        moderator=moderator,
        seen={submission.pk: version},
        reason=reason,
        comment=comment,
    ) as [locked]:
        return locked


def undo_endorsements(person: Moderator, *, moderator: Moderator, at: datetime) -> None:
    """What this person endorsed and nobody has decided on returns to the queue, by a moderator
    who decides everywhere: for one who is deactivated and might be let in again."""
    comment = EndorserGone.why(person.user.get_username())
    endorsed = Submission.objects.filter(state=SubmissionState.ENDORSED)
    theirs = [one for one in endorsed if permissions.endorser_of(one) == person.user]
    with transaction.atomic():
        # All are locked before the first is sent back, which locks the catalogue version.
        for submission in lock(theirs):
            if permissions.endorser_of(submission) == person.user:
                send_back(submission, moderator=moderator, at=at, reason="other", comment=comment)


def approve(
    submission: Submission,
    *,
    moderator: Moderator,
    at: datetime,
    comment: str = "",
    verified_how: str = "",
    version: int | None = None,
) -> list[Initiative]:
    """Publish a submission, with all others of its batch.

    ``verified_how`` ticks that the moderator has checked the entry, and how; a submission that
    only verifies needs it. Returns the initiatives. Raises what
    ``permissions.check_second_person`` and ``publishing.publish`` raise.
    """

    def check_persons(batch: Sequence[Submission]) -> None:
        hidden = HiddenEntries()
        for submission in batch:
            permissions.check_second_person(submission, moderator, hidden)

    return publish(
        whole_batch(submission),
        by=By.MODERATOR,
        at=at,
        moderator=moderator,
        comment=comment,
        verified_how=verified_how,
        seen={submission.pk: version},
        check=check_persons,
    )


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
    with transition(
        whole_batch(submission),
        action,
        by=By.MODERATOR,
        moderator=moderator,
        seen={submission.pk: version},
        **how,
    ) as ended:
        for locked in ended:
            permissions.check_confirmation(moderator, locked)
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
        locked(Initiative, [initiative.pk])  # before the catalogue version, as whoever approves
        row = content.with_content(Initiative.objects.all()).get(pk=initiative.pk)
        if not row.is_listed:
            raise AlreadyHidden
        shown = content.from_initiative(row)

        def propose(document: content.Document, base: Submission) -> Submission:
            # Not by ``submit``: this is the published text, whatever the form says of it today.
            proposal = Proposal(document, Purpose.CHANGE, base)
            return enter([proposal], at=at, by=By.MODERATOR, moderator=moderator)[0]

        hidden = propose(content.hidden(shown), row.revision)
        publish([hidden], by=By.MODERATOR, at=at, moderator=moderator, comment=words)
        hidden.refresh_from_db()
        again = propose(shown, hidden)
        Note.objects.create(submission=again, author=moderator.user, text=words, at=at)
    return again


CLAIMED_FOR = timedelta(minutes=30)


def claim(submission: Submission, *, moderator: Moderator, at: datetime) -> bool:
    """Show that somebody works on it, for 30 minutes; False while somebody else does.

    It hinders no decision.
    """
    _see(moderator, submission)
    free = Q(claimed_by=None) | Q(claimed_until__lt=at) | Q(claimed_by=moderator.user)
    waiting = Submission.objects.filter(free, pk=submission.pk)
    return bool(waiting.update(claimed_by=moderator.user, claimed_until=at + CLAIMED_FOR))


def release(submission: Submission, *, moderator: Moderator, at: datetime) -> None:
    """Show no longer that this moderator works on it."""
    _see(moderator, submission)
    own = Submission.objects.filter(pk=submission.pk, claimed_by=moderator.user)
    own.update(claimed_by=None, claimed_until=None)


def open_contact(submission: Submission, *, moderator: Moderator, reason: str, at: datetime) -> str:
    """The submitter's contact, and a row that says who opened it and why.

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
    if not permissions.may_see(moderator, submission):
        raise OutOfScope(submission.reference)
