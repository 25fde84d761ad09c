"""What a submission lacks before it can be published, and the little of it that the one who
approves gives in the decision itself: the public form asks for neither of the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from initiatives import content
from initiatives.content import FIELDS, Document, EntryForm, Stage
from initiatives.desk import frame
from initiatives.desk.form import MissingForm
from initiatives.models import SubmissionState
from initiatives.vetting import decisions
from initiatives.vetting.errors import InvalidContent, VettingError
from initiatives.vetting.slugs import entries_named, named_by

if TYPE_CHECKING:
    from django.http import QueryDict

    from initiatives.models import Moderator, Submission, Vocabulary


@dataclass(frozen=True, slots=True)
class Text:
    """A submission's text as the form judges it. ``valid``: in its canonical form, or None where
    it may not even be sent. ``lacks``: field -> messages, of what stands against publication."""

    valid: Document | None
    lacks: Mapping[str, list[str]]

    @property
    def labels(self) -> list[tuple[str, str]]:
        """Of what it lacks: the field, and what readers of the desk call it."""
        return [(name, str(FIELDS[name].label)) for name in self.lacks if name in FIELDS]


def judge(submission: Submission, words: Vocabulary) -> Text:
    """What the form says of it now; publishing judges again. A query where entries are named."""
    if not submission.content:
        return Text(None, {})
    document = content.arranged(content.upgraded(submission.content))
    entries = entries_named(named_by(document))
    sendable, publishable = (
        EntryForm(document, vocabulary=words, entries=entries, stage=stage) for stage in Stage
    )
    return Text(
        sendable.document() if sendable.is_valid() else None,
        {name: [str(one) for one in found] for name, found in publishable.errors.items()},
    )


def given_here(submission: Submission, text: Text) -> bool:
    """Whether all that it lacks can be given in the decision. Otherwise it is for the editor."""
    return bool(text.lacks) and set(text.lacks) <= set(_may_be_given(submission))


def fields(
    submission: Submission, text: Text, words: Vocabulary, typed: QueryDict | None, *, judge: bool
) -> list[Any]:
    """The fields for it. ``typed``: what was typed into them already; ``judge``: with errors."""
    form = MissingForm(typed, vocabulary=words, stage=Stage.PUBLISH, judge=judge)
    return [form[name] for name in form.fields if name in text.lacks]


@contextmanager
def given(
    submission: Submission, post: QueryDict, *, moderator: Moderator, version: int
) -> Iterator[int]:
    """Keeps what was given as the moderator's correction, in one transaction with what follows.

    Yields the number of the text to decide on. Raises what ``decisions.correct`` raises.
    """
    said = {
        name: value
        for name in _may_be_given(submission)
        if (value := MissingForm.base_fields[name].widget.value_from_datadict(post, {}, name))
    }
    with transaction.atomic():
        if said:
            document = content.arranged(content.upgraded(submission.content)) | said
            decisions.correct(
                submission, moderator=moderator, document=document, at=frame.now(), version=version
            )
            version += 1
        yield version


def in_words(refused: VettingError) -> str:
    """A refusal for a person: of a text that does not pass, its fields by their labels."""
    if not isinstance(refused, InvalidContent):
        return str(refused)
    told = []
    for name, messages in refused.errors.items():
        label = f"{FIELDS[name].label}: " if name in FIELDS else ""
        told += [label + message for message in messages]
    return " ".join(told)


def _may_be_given(submission: Submission) -> list[str]:
    """The fields that may be given in the decision, never over what stands there.

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
