"""The moves of a submission: who may make them, and from which state to which (domain.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from initiatives.models import (
    FINAL_ACTIONS,
    OPEN_STATES,
    Action,
    By,
    Submission,
    SubmissionState,
)
from initiatives.vetting.refusals import MoveRefused

_PENDING = SubmissionState.PENDING
_NEEDS_INFO = SubmissionState.NEEDS_INFO
_ENDORSED = SubmissionState.ENDORSED


@dataclass(frozen=True, slots=True)
class Move:
    by: frozenset[By]
    # State before (None: it is not in the database yet) -> state after.
    after: Mapping[SubmissionState | None, SubmissionState]


def _to(
    state: SubmissionState, *before: SubmissionState
) -> dict[SubmissionState | None, SubmissionState]:
    return dict.fromkeys(before or OPEN_STATES, state)


_MODERATOR, _SUBMITTER = frozenset([By.MODERATOR]), frozenset([By.SUBMITTER])

# Every other pair of action and state is refused. Each move writes a Decision.
MOVES = {
    Action.SUBMIT: Move(frozenset([By.SUBMITTER, By.MODERATOR, By.IMPORT]), {None: _PENDING}),
    # An endorsement falls, as by a moderator's correction: refusing would tell of it.
    Action.EDIT: Move(
        _SUBMITTER, {_PENDING: _PENDING, _NEEDS_INFO: _NEEDS_INFO, _ENDORSED: _PENDING}
    ),
    # Out of the queue too, while a question is open (``submitting.answer``).
    Action.ANSWER: Move(
        _SUBMITTER, {_NEEDS_INFO: _PENDING, _PENDING: _PENDING, _ENDORSED: _ENDORSED}
    ),
    Action.WITHDRAW: Move(_SUBMITTER, _to(FINAL_ACTIONS[Action.WITHDRAW])),
    Action.CORRECT: Move(
        _MODERATOR, {_PENDING: _PENDING, _NEEDS_INFO: _NEEDS_INFO, _ENDORSED: _PENDING}
    ),
    Action.ASK: Move(_MODERATOR, _to(_NEEDS_INFO)),
    Action.ENDORSE: Move(_MODERATOR, _to(_ENDORSED, _PENDING, _NEEDS_INFO)),
    Action.SEND_BACK: Move(_MODERATOR, _to(_PENDING, _ENDORSED)),
    Action.APPROVE: Move(frozenset([By.MODERATOR, By.IMPORT]), _to(FINAL_ACTIONS[Action.APPROVE])),
    Action.REJECT: Move(_MODERATOR, _to(FINAL_ACTIONS[Action.REJECT])),
    Action.SPAM: Move(_MODERATOR, _to(FINAL_ACTIONS[Action.SPAM])),
    Action.RETURN: Move(frozenset([By.SYSTEM]), _to(_PENDING, _NEEDS_INFO)),
}


def check_move(action: Action, submission: Submission, *, by: By) -> SubmissionState:
    """The state after this move. The submission must be locked, or not yet saved.

    Raises MoveRefused where the table has no such move; ValueError for one that this side never
    makes, which is a fault of the program.
    """
    move = MOVES[action]
    if by not in move.by:
        raise ValueError(f"{by} does not {action}")
    after = move.after.get(SubmissionState(submission.state) if submission.pk else None)
    if after is None:
        raise MoveRefused(submission.reference, submission.state)
    return after
