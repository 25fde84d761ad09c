"""The one way through which the state of a submission changes, and the table of what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max

from initiatives.content import Document, EntryForm, Stage
from initiatives.content.reading import read_text
from initiatives.models import (
    FINAL_ACTIONS,
    OPEN_STATES,
    Action,
    By,
    ContentVersion,
    Moderator,
    Submission,
    SubmissionState,
    Vocabulary,
)
from initiatives.vetting import audit_log, permissions, slugs
from initiatives.vetting.duplicates import Known
from initiatives.vetting.errors import (
    EditedElsewhere,
    InvalidContent,
    TextMissing,
    TransitionNotAllowed,
)

CHUNK = 500
Row = TypeVar("Row", bound=models.Model)
# What leads to publication: then no country of another moderator may be taken away.
_PUBLISHING = (Action.ENDORSE, Action.APPROVE)

_PENDING = SubmissionState.PENDING
_NEEDS_INFO = SubmissionState.NEEDS_INFO
_ENDORSED = SubmissionState.ENDORSED


@dataclass(frozen=True, slots=True)
class Transition:
    by: frozenset[By]
    # State before (None: it is not in the database yet) -> state after.
    after: Mapping[SubmissionState | None, SubmissionState]


def _to(
    state: SubmissionState, *before: SubmissionState
) -> dict[SubmissionState | None, SubmissionState]:
    return dict.fromkeys(before or OPEN_STATES, state)


_MODERATOR, _SUBMITTER = frozenset([By.MODERATOR]), frozenset([By.SUBMITTER])

# Every other pair of action and state is refused. Each transition writes a Decision.
TRANSITIONS = {
    Action.SUBMIT: Transition(frozenset([By.SUBMITTER, By.MODERATOR, By.IMPORT]), {None: _PENDING}),
    # An endorsement falls, as by a moderator's correction: refusing would tell of it.
    Action.EDIT: Transition(
        _SUBMITTER, {_PENDING: _PENDING, _NEEDS_INFO: _NEEDS_INFO, _ENDORSED: _PENDING}
    ),
    # Out of the queue too, while a question is open (``submitting.answer``).
    Action.ANSWER: Transition(
        _SUBMITTER, {_NEEDS_INFO: _PENDING, _PENDING: _PENDING, _ENDORSED: _ENDORSED}
    ),
    Action.WITHDRAW: Transition(_SUBMITTER, _to(FINAL_ACTIONS[Action.WITHDRAW])),
    Action.CORRECT: Transition(
        _MODERATOR, {_PENDING: _PENDING, _NEEDS_INFO: _NEEDS_INFO, _ENDORSED: _PENDING}
    ),
    Action.ASK: Transition(_MODERATOR, _to(_NEEDS_INFO)),
    Action.ENDORSE: Transition(_MODERATOR, _to(_ENDORSED, _PENDING, _NEEDS_INFO)),
    Action.SEND_BACK: Transition(_MODERATOR, _to(_PENDING, _ENDORSED)),
    Action.APPROVE: Transition(
        frozenset([By.MODERATOR, By.IMPORT]), _to(FINAL_ACTIONS[Action.APPROVE])
    ),
    Action.REJECT: Transition(_MODERATOR, _to(FINAL_ACTIONS[Action.REJECT])),
    Action.SPAM: Transition(_MODERATOR, _to(FINAL_ACTIONS[Action.SPAM])),
    Action.RETURN: Transition(frozenset([By.SYSTEM]), _to(_PENDING, _NEEDS_INFO)),
}


def state_after(action: Action, submission: Submission, *, by: By) -> SubmissionState:
    """The state to which this action leads. The submission must be locked, or not yet saved.

    Raises TransitionNotAllowed where the table has no such transition; ValueError for an action
    that this side never takes, which is an error of the program.
    """
    transition = TRANSITIONS[action]
    if by not in transition.by:
        raise ValueError(f"{by} does not {action}")
    after = transition.after.get(SubmissionState(submission.state) if submission.pk else None)
    if after is None:
        raise TransitionNotAllowed(submission.reference, submission.state)
    return after


def dated(at: datetime, by: By) -> datetime:
    """The time that is kept of an action: a submitter's only to the day, which tells less."""
    at = at.astimezone(UTC)
    return at.replace(hour=0, minute=0, second=0, microsecond=0) if by == By.SUBMITTER else at


def locked(table: type[Row], keys: Iterable[int]) -> dict[int, Row]:
    """The rows with these keys as they are now, by key; locked in the order of their keys.

    ``no_key``: rows that point at these may still be written, so no foreign key waits for us.
    """
    rows: dict[int, Row] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        some = table._default_manager.select_for_update(no_key=True).order_by("pk")
        rows.update((row.pk, row) for row in some.filter(pk__in=ordered[start : start + CHUNK]))
    return rows


def lock(submissions: Sequence[Submission]) -> list[Submission]:
    """The rows of these submissions as they are now, locked, in the order given."""
    rows = locked(Submission, [submission.pk for submission in submissions])
    return [rows[submission.pk] for submission in submissions]


@contextmanager
def transition(
    submissions: Sequence[Submission],
    action: Action,
    *,
    by: By,
    at: datetime,
    moderator: Moderator | None = None,
    seen: Mapping[int, int | None] | None = None,
    reason: str = "",
    comment: str = "",
) -> Iterator[list[Submission]]:
    """Change the state of these submissions together: lock, check, save and record, or nothing.

    Yields the locked rows, still in their old state; what else of them the block changes, it saves
    itself. New ones are saved before. ``seen``: submission -> the number of the text that the
    person saw of it.
    Locks submissions by id; the block may lock entries; the catalogue version comes last, so that
    two of these cannot deadlock. Raises OutOfScope, ForeignCountryDropped, TransitionNotAllowed,
    EditedElsewhere.
    """
    at, is_new = dated(at, by), action == Action.SUBMIT
    with transaction.atomic():
        rows = list(submissions) if is_new else lock(submissions)
        after = []
        for row in rows:
            if moderator is not None and not is_new:
                permissions.check_scope(moderator, row, publishing=action in _PUBLISHING)
            after.append(state_after(action, row, by=by))
            check_version(row, (seen or {}).get(row.pk))
        if is_new:
            _set_states(rows, after, at)
            Submission.objects.bulk_create(rows, batch_size=CHUNK)
        yield rows
        if not is_new:
            _set_states(rows, after, at)
            Submission.objects.bulk_update(rows, ["state", "decided_at"], batch_size=CHUNK)
        audit_log.append(
            rows,
            action,
            by=by,
            at=at,
            actor=moderator.user if moderator else None,
            reason=reason,
            comment=comment,
        )


def _set_states(
    submissions: Sequence[Submission], states: Sequence[SubmissionState], at: datetime
) -> None:
    for submission, state in zip(submissions, states, strict=True):
        submission.state = state
        if submission.is_final:
            submission.decided_at = at


def last_version(submission: Submission) -> int:
    """The number of its last text."""
    return submission.versions.aggregate(last=Max("number"))["last"] or 0


def check_version(submission: Submission, version: int | None) -> None:
    """Raises EditedElsewhere unless this is the last text's number (None: not asked)."""
    if version is not None and version != (last := last_version(submission)):
        raise EditedElsewhere(submission.reference, submission.content, last)


def write_text(
    submission: Submission, document: Document, *, by: By, at: datetime, author: Any = None
) -> None:
    """Save this as the submission's content, as one text more. The row must be locked."""
    submission.content = document
    submission.known_by = Known.of_document(document).stored()
    submission.hosts = permissions.hosts_of(document, submission.base)
    submission.save(update_fields=["content", "known_by", "hosts"])
    ContentVersion.objects.create(
        submission=submission,
        number=last_version(submission) + 1,
        document=document,
        by=by,
        author=author,
        at=dated(at, by),
    )


def validated(document: Any, *, slug: str = "", reference: str = "") -> Document:
    """The document in its canonical form. Raises InvalidContent."""
    form = EntryForm(
        document,
        vocabulary=Vocabulary.load(),
        entries=slugs.entries_named(slugs.named_by(document) if isinstance(document, dict) else []),
        stage=Stage.SEND,
        slug=slug,
    )
    if not form.is_valid():
        raise InvalidContent(reference, form.errors)
    return form.document()


def read_words(text: Any, limit: int) -> str:
    """A message, note or reason as it may be kept. Raises TextMissing."""
    try:
        words = read_text(text, limit=limit, lines=True)
    except ValidationError:
        words = ""
    if not words:
        raise TextMissing(limit=limit)
    return words
