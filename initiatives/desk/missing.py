"""What a submission lacks before it can be published, and the little of it that the one who
approves gives in the decision itself: the public form asks for neither of the two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.http import QueryDict

from initiatives import content
from initiatives.content import FIELDS, Document, EntryForm, Stage
from initiatives.desk.form import MissingForm
from initiatives.models import Moderator, Submission, SubmissionState, Vocabulary
from initiatives.vetting import decisions
from initiatives.vetting.errors import InvalidContent, VettingError
from initiatives.vetting.slugs import entries_named, named_by


class Judged(NamedTuple):
    """A submission's text as the form judges it. ``valid``: in its canonical form, or None where
    it may not even be sent. ``missing``: the fields that stand against publication."""

    valid: Document | None
    missing: list[str]

    @property
    def labels(self) -> list[tuple[str, str]]:
        """Of what is missing: the field, and what readers of the desk call it."""
        return [(name, str(FIELDS[name].label)) for name in self.missing if name in FIELDS]


def judge(submission: Submission, words: Vocabulary) -> Judged:
    """What the form says of it now; publishing judges again. A query where entries are named."""
    if not submission.content:
        return Judged(None, [])
    document = content.arranged(content.upgraded(submission.content))
    entries = entries_named(named_by(document))
    sendable, publishable = (
        EntryForm(document, vocabulary=words, entries=entries, stage=stage) for stage in Stage
    )
    valid = sendable.document() if sendable.is_valid() else None
    return Judged(valid, list(publishable.errors))


def given_here(submission: Submission, judged: Judged) -> bool:
    """Whether all that is missing can be given in the decision. Otherwise the editor is for it."""
    return bool(judged.missing) and set(judged.missing) <= set(_may_be_given(submission))


def fields(judged: Judged, words: Vocabulary, typed: QueryDict | None, *, judge: bool) -> list[Any]:
    """The fields for it. ``typed``: what was typed into them already; ``judge``: with errors."""
    form = MissingForm(typed, vocabulary=words, stage=Stage.PUBLISH, judge=judge)
    return [form[name] for name in form.fields if name in judged.missing]


@contextmanager
def given(
    submission: Submission, post: QueryDict, *, moderator: Moderator, at: datetime, version: int
) -> Iterator[int]:
    """Keeps what was given as the moderator's correction, in one transaction with what follows.

    Yields the number of the text to decide on. Raises what ``decisions.correct`` raises.
    """
    typed = {
        name: value
        for name in _may_be_given(submission)
        if (value := MissingForm.base_fields[name].widget.value_from_datadict(post, {}, name))
    }
    with transaction.atomic():
        if typed:
            document = content.arranged(content.upgraded(submission.content)) | typed
            decisions.correct(
                submission, moderator=moderator, document=document, at=at, version=version
            )
            version += 1
        yield version


def in_words(error: VettingError) -> str:
    """An error for a person: of a text that does not pass, its fields by their labels."""
    if not isinstance(error, InvalidContent):
        return str(error)
    return " ".join(
        f"{FIELDS[name].label}: {message}" if name in FIELDS else message
        for name, messages in error.errors.items()
        for message in messages
    )


def _may_be_given(submission: Submission) -> list[str]:
    """The fields that may be given in the decision, never over what is there.

    Of a new entry on its own: a change cannot lack them unless it takes them away, and locks of a
    batch are taken in the order of its ids; an endorsement would fall by a correction. Neither
    field is guarded: who gives them corrects, and may approve alone as before.
    """
    if (
        not submission.content
        or submission.initiative_id is not None
        or submission.batch
        or submission.state == SubmissionState.ENDORSED
    ):
        return []
    return [name for name in MissingForm.asked() if not submission.content.get(name)]
