"""One move of one submission: locked, checked, saved and recorded, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from initiatives.content import Document, EntryForm, Stage
from initiatives.content.reading import read_text
from initiatives.models import (
    Action,
    By,
    CatalogueVersion,
    ContentVersion,
    Moderator,
    Submission,
    Vocabulary,
)
from initiatives.vetting import record, scope, slugs
from initiatives.vetting.duplicates import Known
from initiatives.vetting.moves import FINAL_STATES, check_move
from initiatives.vetting.refusals import ContentRefused, EditedElsewhere, TextMissing

TEXT_LIMIT = 2000  # of a message or a note
REASON_LIMIT = 280


def dated(at: datetime, by: By) -> datetime:
    """The time that is kept of an act: a submitter's only to the day (SR-2)."""
    at = at.astimezone(UTC)
    return at.replace(hour=0, minute=0, second=0, microsecond=0) if by == By.SUBMITTER else at


def lock(submission: Submission) -> Submission:
    """The row as it is now. ``no_key``: rows that point at it may still be written."""
    rows = Submission.objects.select_for_update(no_key=True)
    return rows.get(pk=submission.pk)


@contextmanager
def move(
    submission: Submission,
    action: Action,
    *,
    by: By,
    at: datetime,
    moderator: Moderator | None = None,
    version: int | None = None,
    publishing: bool = False,
    reason: str = "",
    comment: str = "",
) -> Iterator[Submission]:
    """Yields the locked row in its new state; what the block changes is saved with it.

    version: the number of the text that the person saw. publishing: whether the move leads to
    publication. Raises OutOfScope, ForeignCountryDropped, EditedElsewhere, MoveRefused.
    """
    at = dated(at, by)
    with transaction.atomic():
        locked = lock(submission)
        if moderator is not None:
            scope.check_scope(moderator, locked, publishing=publishing)
        locked.state = check_move(action, locked, by=by)
        check_version(locked, version)
        if locked.state in FINAL_STATES:
            locked.decided_at = at
        yield locked
        locked.save()
        record.append(
            CatalogueVersion.objects.lock(),
            [
                record.Entry(
                    locked,
                    action,
                    by,
                    at,
                    locked.content,
                    actor=moderator.user if moderator else None,
                    reason=reason,
                    comment=comment,
                )
            ],
        )


def last_version(submission: Submission) -> int:
    """The number of its last text."""
    return submission.versions.aggregate(last=Max("number"))["last"] or 0


def check_version(submission: Submission, version: int | None) -> None:
    """Raises EditedElsewhere unless this is the last text's number (None: not asked)."""
    last = last_version(submission)
    if version is not None and version != last:
        raise EditedElsewhere(submission.reference, submission.content, last)


def write_text(
    submission: Submission, document: Document, *, by: By, at: datetime, author: Any = None
) -> None:
    """The submission's content from now on, as one text more. The row must be locked."""
    submission.content = document
    submission.known_by = Known.of_document(document).stored()
    submission.hosts = scope.hosts_of(document, submission.base)
    ContentVersion.objects.create(
        submission=submission,
        number=last_version(submission) + 1,
        document=document,
        by=by,
        author=author,
        at=dated(at, by),
    )


def validated(document: Any, *, slug: str = "", reference: str = "") -> Document:
    """The document in its canonical form. Raises ContentRefused."""
    form = EntryForm(
        document,
        vocabulary=Vocabulary.load(),
        entries=slugs.entries_named(slugs.named_by(document) if isinstance(document, dict) else []),
        stage=Stage.SEND,
        slug=slug,
    )
    if not form.is_valid():
        raise ContentRefused(reference, form.errors)
    return form.document()


def read_words(text: Any, limit: int) -> str:
    """A message, note or reason as it may be kept. Raises TextMissing."""
    try:
        words = read_text(text, limit=limit, lines=True)
    except ValidationError:
        words = ""
    if not words:
        raise TextMissing(limit)
    return words
