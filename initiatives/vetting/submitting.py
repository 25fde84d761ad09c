"""Submitting: how a content document enters the road, and how its submitter takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from initiatives.models import (
    Action,
    By,
    CatalogueVersion,
    ContentVersion,
    Purpose,
    Submission,
    SubmissionState,
    Vocabulary,
)
from initiatives.vetting import record, references, slugs
from initiatives.vetting.content import Document
from initiatives.vetting.initiative_form import InitiativeForm, Stage
from initiatives.vetting.moves import check_move
from initiatives.vetting.refusals import ContentRefused

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Proposal:
    """One content document on its way in. ``base`` is the revision that it started from."""

    document: Document
    purpose: Purpose = Purpose.NEW
    base: Submission | None = None
    slug: str = ""  # the wish for an address; "" keeps the present one, or makes one


def dated(at: datetime, by: By) -> datetime:
    """The time that is kept of an act: a submitter's only to the day (SR-2)."""
    at = at.astimezone(UTC)
    return at.replace(hour=0, minute=0, second=0, microsecond=0) if by == By.SUBMITTER else at


def submit(
    document: Any,
    *,
    at: datetime,
    by: By = By.SUBMITTER,
    actor: Any = None,
    purpose: Purpose = Purpose.NEW,
    base: Submission | None = None,
    slug: str = "",
    **details: Any,
) -> Submission:
    """One document into the queue, validated and put into its canonical form.

    ``base``: the approved submission that a change or a verification started from. ``details``:
    batch, held, language, relation, token_hash, contact. Raises ContentRefused, SlugRefused.
    """
    if purpose == Purpose.VERIFICATION and base is not None:
        document = base.content
    form = InitiativeForm(
        document,
        vocabulary=Vocabulary.load(),
        entries=slugs.entries_named(slugs.named_by(document) if isinstance(document, dict) else []),
        stage=Stage.SEND,
        slug=base.slug if base else "",
    )
    if not form.is_valid():
        raise ContentRefused("", form.errors)
    if purpose != Purpose.VERIFICATION:
        document = form.document()
    proposal = Proposal(document=document, purpose=purpose, base=base, slug=slug)
    with transaction.atomic():
        return enter([proposal], at=at, by=by, actor=actor, **details)[0]


def enter(
    proposals: Sequence[Proposal],
    *,
    at: datetime,
    by: By,
    actor: Any = None,
    batch: str = "",
    **details: Any,
) -> list[Submission]:
    """Rows, first content versions and decisions of documents that a form has passed.

    Inside ``atomic()``. The new rows are nobody else's yet, so the last lock is the only one.
    Raises SlugRefused for a wished address that can never be given.
    """
    at = dated(at, by)
    version = CatalogueVersion.objects.lock()
    submissions = []
    for proposal, reference in zip(proposals, references.draw(len(proposals)), strict=True):
        if proposal.slug:
            slugs.check_wish(proposal.slug)
        submissions.append(
            Submission(
                purpose=proposal.purpose,
                content=proposal.document,
                base=proposal.base,
                initiative_id=proposal.base.initiative_id if proposal.base else None,
                state=SubmissionState.PENDING,
                by=by,
                batch=batch,
                slug=proposal.slug,
                reference=reference,
                submitted_at=at,
                **details,
            )
        )
    Submission.objects.bulk_create(submissions, batch_size=CHUNK)
    ContentVersion.objects.bulk_create(
        [
            ContentVersion(
                submission=one,
                number=1,
                document=one.content,
                by=by,
                author=actor if by == By.MODERATOR else None,
                at=at,
            )
            for one in submissions
        ],
        batch_size=CHUNK,
    )
    record.append(
        version,
        [record.Entry(one, Action.SUBMIT, by, at, one.content, actor=actor) for one in submissions],
    )
    return submissions


def withdraw(submission: Submission, *, at: datetime) -> Submission:
    """The submitter takes it back; the contact is erased at once. Raises MoveRefused."""
    with transaction.atomic():
        locked = Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
        locked.state = check_move(Action.WITHDRAW, locked, by=By.SUBMITTER)
        locked.contact = ""
        locked.save(update_fields=["state", "contact"])
        record.append(
            CatalogueVersion.objects.lock(),
            [
                record.Entry(
                    locked,
                    Action.WITHDRAW,
                    By.SUBMITTER,
                    dated(at, By.SUBMITTER),
                    locked.content,
                )
            ],
        )
    return locked
