"""What a submission lacks before it can be published, and the little of it that the one who
approves gives in the decision itself: the public form asks for neither of the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from initiatives import content
from initiatives.content import Document
from initiatives.content.content_fields import LABELS
from initiatives.content.form import InitiativeForm, Stage
from initiatives.desk import frame, sheet, typed
from initiatives.models import SubmissionState
from initiatives.vetting import decisions
from initiatives.vetting.errors import InvalidContent, VettingError
from initiatives.vetting.slugs import entries_named, named_by

if TYPE_CHECKING:
    from django.http import QueryDict

    from initiatives.models import Moderator, Submission, Vocabulary

# Required to publish and not to send (domain.md, "The form"). Neither is guarded: who gives them
# corrects, and may approve alone as before (vetting/permissions.py).
_GIVEN_HERE = ("reach", "sources")


@dataclass(frozen=True, slots=True)
class Text:
    """A submission's text as the form judges it. ``valid``: in its canonical form, or None where
    it may not even be sent. ``lacks``: field -> messages, of what stands against publication."""

    valid: Document | None
    lacks: Mapping[str, list[str]]

    @property
    def labels(self) -> list[tuple[str, str]]:
        """Of what it lacks: the field, and what readers of the desk call it."""
        return [(name, str(LABELS[name])) for name in self.lacks if name in LABELS]


def judge(submission: Submission, words: Vocabulary) -> Text:
    """What the form says of it now; the hall judges again. A query where entries are named."""
    if not submission.content:
        return Text(None, {})
    document = _present(submission)
    entries = entries_named(named_by(document))
    made = [
        InitiativeForm(document, vocabulary=words, entries=entries, stage=stage)
        for stage in (Stage.SEND, Stage.PUBLISH)
    ]
    sendable, publishable = made
    return Text(
        sendable.document() if sendable.is_valid() else None,
        {name: [str(one) for one in found] for name, found in publishable.errors.items()},
    )


def given_here(submission: Submission, text: Text) -> bool:
    """Whether all that it lacks can be given in the decision. Otherwise the sheet is the place."""
    return bool(text.lacks) and _may_be_given(submission) and set(text.lacks) <= set(_GIVEN_HERE)


def controls(
    submission: Submission,
    text: Text,
    words: Vocabulary,
    before: Mapping[str, Any] | None = None,
) -> list[sheet.Control]:
    """The fields for it. ``before``: what was typed into them already, and ``errors`` by field."""
    given = before or {}
    document = _present(submission)
    document["reach"] = given.get("reach", "")
    document["sources"] = typed.lines(given.get("sources", ""))
    errors = given.get("errors", {})
    if errors:  # the hall stops at the first step that refuses; what is still empty is told too
        errors = {name: text.lacks[name] for name in text.lacks if not given[name]} | errors
    return [
        sheet.control(name, document, words, errors.get(name, []))
        for name in _GIVEN_HERE
        if name in text.lacks
    ]


@contextmanager
def given(
    submission: Submission, post: QueryDict, *, moderator: Moderator, version: int
) -> Iterator[int]:
    """Keeps what was given as the moderator's correction, in one transaction with what follows.

    Yields the number of the text to decide on. Raises what ``decisions.correct`` raises.
    """
    with transaction.atomic():
        document = _completed(submission, post)
        if document is not None:
            decisions.correct(
                submission, moderator=moderator, document=document, at=frame.now(), version=version
            )
            version += 1
        yield version


def in_words(refusal: VettingError) -> str:
    """A refusal for a person: of a text that does not pass, its fields by their labels."""
    if not isinstance(refusal, InvalidContent):
        return str(refusal)
    told = []
    for name, found in refusal.errors.items():
        label = f"{LABELS[name]}: " if name in LABELS else ""
        told += [label + message for message in found]
    return " ".join(told)


def _present(submission: Submission) -> Document:
    return content.arranged(content.upgraded(submission.content))


def _may_be_given(submission: Submission) -> bool:
    """For a new entry on its own. A change cannot lack it unless it takes it away, and locks of
    a batch are taken in the order of its ids; an endorsement would fall by a correction."""
    return (
        submission.initiative_id is None
        and not submission.batch
        and submission.state != SubmissionState.ENDORSED
    )


def _completed(submission: Submission, post: QueryDict) -> Document | None:
    """The text with what it lacked; None where nothing was given. Never over what stands there."""
    if not submission.content or not _may_be_given(submission):
        return None
    document = _present(submission)
    was = {name: document[name] for name in _GIVEN_HERE}
    document["reach"] = document["reach"] or post.get("reach", "").strip()
    document["sources"] = document["sources"] or typed.lines(post.get("sources", ""))
    return document if any(document[name] != was[name] for name in was) else None
