"""Where a submission stands, in plain words, and what has been said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.fields.bilingual import by_its_letters
from initiatives.intake.previewing import waiting_words
from initiatives.models import Action, By, Decision, Submission, SubmissionState
from initiatives.presenters.dates import shown_day
from initiatives.vetting import canned_replies

# State -> what is so, and what happens next. That one is held apart is not said (SR-6); nor is
# one that was taken for spam told from one that was refused, nor one that was endorsed from one
# that waits: that two are needed would tell that a new entry is like a hidden one.
WORDS: dict[str, tuple[Promise, Promise]] = {
    SubmissionState.PENDING: (
        _("Received."),
        _("It waits for a moderator, who publishes it, asks you something, or says why not."),
    ),
    SubmissionState.NEEDS_INFO: (
        _("The moderators have a question."),
        _("Answer below; until then your submission waits."),
    ),
    SubmissionState.APPROVED: (
        _("Published."),
        _("It is in the directory, for everybody to see."),
    ),
    SubmissionState.REJECTED: (
        _("Not published."),
        _("The moderators decided against it. You can submit it again, corrected, at any time."),
    ),
    SubmissionState.SPAM: (
        _("Not published."),
        _("The moderators decided against it. You can submit it again, corrected, at any time."),
    ),
    SubmissionState.WITHDRAWN: (
        _("Withdrawn."),
        _("You took it back. Nobody will decide on it, and your contact is erased."),
    ),
}


@dataclass(frozen=True)
class Step:
    """how: done, now, care (something is asked of the reader) or ahead."""

    title: str | Promise
    how: str
    when: str | Promise = ""


@dataclass(frozen=True)
class Said:
    mine: bool
    day: str
    text: str


def progress(submission: Submission, *, can_answer: bool) -> dict[str, Any]:
    """What the page says of its state. ``can_answer``: whether a question is still open."""
    state = submission.state
    headline, comes_next = WORDS.get(state, WORDS[SubmissionState.PENDING])
    if can_answer and state != SubmissionState.NEEDS_INFO:
        comes_next = _("It is in the moderators’ queue; you can still answer the question below.")
    entry = submission.initiative if state == SubmissionState.APPROVED else None
    return {
        "headline": headline,
        "comes_next": comes_next,
        "asks": state == SubmissionState.NEEDS_INFO,
        "is_final": submission.is_final,
        "waiting": "" if submission.is_final else waiting_words(),
        "entry_url": entry.get_absolute_url() if entry and entry.is_listed else "",
        "steps": _steps(submission),
        "messages": _conversation(submission),
    }


def _steps(submission: Submission) -> list[Step]:
    state = submission.state
    steps = [Step(_("Received"), "done", shown_day(submission.submitted_at))]
    if state == SubmissionState.WITHDRAWN:
        return [*steps, Step(_("Withdrawn"), "now", _day(_decided_at(submission)))]
    if submission.is_final:
        title = _("Published") if state == SubmissionState.APPROVED else _("Not published")
        return [
            *steps,
            Step(_("Checked"), "done"),
            Step(title, "now", _day(_decided_at(submission))),
        ]
    if state == SubmissionState.NEEDS_INFO:
        asked = submission.messages.filter(by=By.MODERATOR).order_by("-pk").first()
        steps += [
            Step(_("Being checked"), "done"),
            Step(_("Question for you"), "care", _day(asked.at if asked else None)),
        ]
    else:
        steps.append(Step(_("Waits for a moderator"), "now"))
    return [*steps, Step(_("Decision"), "ahead")]


def _conversation(submission: Submission) -> list[Said]:
    """Messages by id, and last the words that came with a refusal."""
    said = [
        Said(one.by == By.SUBMITTER, shown_day(one.at), by_its_letters(one.text))
        for one in submission.messages.order_by("pk")
    ]
    if submission.state in (SubmissionState.REJECTED, SubmissionState.APPROVED):
        final = submission.decisions.filter(action__in=[Action.REJECT, Action.APPROVE]).last()
        words = _words_of(final, submission.language) if final else ""
        if final and words and all(one.text != words for one in said):
            said.append(Said(mine=False, day=shown_day(final.at), text=by_its_letters(words)))
    return said


def _words_of(decision: Decision, language: str) -> str:
    """The moderator's own words, else those of the ready reason that was chosen."""
    ready = canned_replies.find(decision.action, decision.reason)
    return decision.comment or (ready.text(language) if ready else "")


def _decided_at(submission: Submission) -> datetime | None:
    return submission.decided_at


def _day(moment: datetime | None) -> str:
    return shown_day(moment) if moment else ""
