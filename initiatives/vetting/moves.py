"""The moves of a submission: who may make them, and from which state to which (domain.md)."""

from __future__ import annotations

from dataclasses import dataclass

from initiatives.models import Action, By, Submission, SubmissionState
from initiatives.vetting.refusals import MoveRefused

_PENDING = SubmissionState.PENDING
_OPEN = frozenset([_PENDING, SubmissionState.NEEDS_INFO, SubmissionState.ENDORSED])


@dataclass(frozen=True, slots=True)
class Move:
    by: frozenset[By]
    before: frozenset[SubmissionState]
    after: SubmissionState


# One row for each move that exists; every other pair of act and state is refused. "submit" has
# no state before it. Each move writes a Decision.
MOVES = {
    Action.SUBMIT: Move(frozenset([By.SUBMITTER, By.MODERATOR, By.IMPORT]), frozenset(), _PENDING),
    Action.WITHDRAW: Move(frozenset([By.SUBMITTER]), _OPEN, SubmissionState.WITHDRAWN),
    Action.APPROVE: Move(frozenset([By.MODERATOR, By.IMPORT]), _OPEN, SubmissionState.APPROVED),
    Action.REJECT: Move(frozenset([By.MODERATOR]), _OPEN, SubmissionState.REJECTED),
}

# Submissions that wait for somebody.
OPEN_STATES = _OPEN


def check_move(action: Action, submission: Submission, *, by: By) -> SubmissionState:
    """The state after this move. The submission must be locked, or not yet saved.

    Raises MoveRefused where the table has no such move; ValueError for one that this side never
    makes, which is a fault of the program.
    """
    move = MOVES[action]
    if by not in move.by:
        raise ValueError(f"{by} does not {action}")
    if submission.state not in move.before:
        raise MoveRefused(submission.reference, submission.state)
    return move.after
