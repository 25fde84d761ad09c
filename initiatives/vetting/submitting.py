"""Submitting: how a content document comes in, and what its submitter may still do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db import transaction

from initiatives.content import Document
from initiatives.models import (
    TEXT_LIMIT,
    Action,
    By,
    CatalogueVersion,
    ContentVersion,
    Message,
    Moderator,
    Purpose,
    Submission,
    SubmissionState,
)
from initiatives.vetting import permissions, receipts, slugs
from initiatives.vetting.duplicates import Known
from initiatives.vetting.errors import TransitionNotAllowed
from initiatives.vetting.transitions import (
    CHUNK,
    dated,
    lock,
    read_words,
    transition,
    validated,
    write_text,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One content document on its way in. ``base`` is the revision that it started from."""

    document: Document
    purpose: Purpose = Purpose.NEW
    base: Submission | None = None
    slug: str = ""  # the wish for an address; "" keeps the present one, or makes one


def submit(
    document: Any,
    *,
    at: datetime,
    by: By = By.SUBMITTER,
    moderator: Moderator | None = None,
    purpose: Purpose = Purpose.NEW,
    base: Submission | None = None,
    slug: str = "",
    note: str = "",
    **details: Any,
) -> Submission:
    """One document into the queue, validated and put into its canonical form.

    ``base``: the approved submission that a change or a verification started from. ``note``: the
    submitter's words to the moderators. ``details``: batch, held, language, relation, token_hash,
    contact, contact_asked_yearly. Raises InvalidContent, InvalidSlug, TextMissing.
    """
    if purpose == Purpose.VERIFICATION and base is not None:
        document = base.content
    else:
        document = validated(document, slug=base.slug if base else "")
    words = read_words(note, TEXT_LIMIT) if note else ""
    proposal = Proposal(document=document, purpose=purpose, base=base, slug=slug)
    with transaction.atomic():
        submission = enter([proposal], at=at, by=by, moderator=moderator, **details)[0]
        if words:
            Message.objects.create(
                submission=submission, by=By.SUBMITTER, text=words, at=dated(at, By.SUBMITTER)
            )
    return submission


def enter(
    proposals: Sequence[Proposal],
    *,
    at: datetime,
    by: By,
    moderator: Moderator | None = None,
    batch: str = "",
    **details: Any,
) -> list[Submission]:
    """Rows, first content versions and decisions of documents that a form has passed.

    Inside ``atomic()``. Raises InvalidSlug for a wished address that can never be given.
    """
    CatalogueVersion.objects.lock()  # so that nobody else draws the same references
    submissions = []
    references = receipts.draw_references(len(proposals))
    for proposal, reference in zip(proposals, references, strict=True):
        if proposal.slug:
            slugs.check_wish(proposal.slug)
        submissions.append(
            Submission(
                purpose=proposal.purpose,
                content=proposal.document,
                known_by=Known.of_document(proposal.document).stored(),
                base=proposal.base,
                initiative_id=proposal.base.initiative_id if proposal.base else None,
                by=by,
                batch=batch,
                slug=proposal.slug,
                hosts=permissions.hosts_of(proposal.document, proposal.base),
                reference=reference,
                submitted_at=dated(at, by),
                **details,
            )
        )
    with transition(submissions, Action.SUBMIT, by=by, at=at, moderator=moderator):
        ContentVersion.objects.bulk_create(
            [
                ContentVersion(
                    submission=submission,
                    number=1,
                    document=submission.content,
                    by=by,
                    author=moderator.user if moderator else None,
                    at=submission.submitted_at,
                )
                for submission in submissions
            ],
            batch_size=CHUNK,
        )
    return submissions


def edit(submission: Submission, *, document: Any, version: int, at: datetime) -> Submission:
    """Another text by the submitter. ``version``: the number of the text that it started from.

    Raises TransitionNotAllowed, EditedElsewhere with the present text, InvalidContent.
    """
    seen = {submission.pk: version}
    with transition([submission], Action.EDIT, by=By.SUBMITTER, at=at, seen=seen) as [locked]:
        new = validated(
            document,
            slug=locked.base.slug if locked.base else "",
            reference=locked.reference,
        )
        write_text(locked, new, by=By.SUBMITTER, at=at)
    return locked


def has_open_question(submission: Submission) -> bool:
    """Whether it waits undecided with a question that was asked and not answered since.

    Such a question stays open when it has returned to the queue, and when one moderator has
    endorsed the submission meanwhile.
    """
    if not submission.is_open:
        return False
    said = submission.decisions.filter(action__in=[Action.ASK, Action.ANSWER]).order_by("pk")
    last = said.last()
    return last is not None and last.action == Action.ASK


def answer(submission: Submission, *, text: str, at: datetime) -> Submission:
    """The submitter's answer to a question. Raises TransitionNotAllowed, TextMissing."""
    words = read_words(text, TEXT_LIMIT)
    with transition([submission], Action.ANSWER, by=By.SUBMITTER, at=at) as [locked]:
        if not has_open_question(locked):
            raise TransitionNotAllowed(locked.reference, locked.state)
        Message.objects.create(
            submission=locked, by=By.SUBMITTER, text=words, at=dated(at, By.SUBMITTER)
        )
    return locked


def withdraw(submission: Submission, *, at: datetime) -> Submission:
    """The submitter takes it back; the contact is erased at once. Raises TransitionNotAllowed."""
    with transition([submission], Action.WITHDRAW, by=By.SUBMITTER, at=at) as [locked]:
        locked.contact = ""
        locked.save(update_fields=["contact"])
    return locked


def renew_token(submission: Submission, *, token_hash: str, at: datetime) -> Submission:
    """From now on another receipt opens the status page; ``at`` is when, for symmetry of calls."""
    with transaction.atomic():
        [locked] = lock([submission])
        locked.token_hash = token_hash
        locked.receipt_kept = False
        locked.save(update_fields=["token_hash", "receipt_kept"])
    return locked


def keep_receipt(submission: Submission) -> None:
    """The submitter has written the receipt down."""
    Submission.objects.filter(pk=submission.pk).update(receipt_kept=True)


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
