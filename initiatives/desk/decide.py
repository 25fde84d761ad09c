"""What a moderator does with a submission: claim it, write a note, open the contact, decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from initiatives.desk import frame, missing
from initiatives.desk.access import moderators_only, recently_proved
from initiatives.desk.review import answer, seen_version, waiting_references
from initiatives.models import TEXT_LIMIT, Moderator, Purpose, Submission, VerifiedHow
from initiatives.vetting import canned_replies, decisions
from initiatives.vetting.errors import InvalidContent, TextMissing, VettingError
from initiatives.vetting.transitions import read_words


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Do it and say so on the next page, or say there why the hall refused it."""
    try:
        act()
    except VettingError as refusal:
        messages.error(request, missing.in_words(refusal))
        return False
    messages.success(request, done)
    return True


@moderators_only
@require_POST
def take(request: HttpRequest, reference: str) -> HttpResponseBase:
    """A sign for the others, for half an hour; it locks nobody out."""
    moderator = frame.moderator_of(request)
    submission = frame.in_scope(moderator, reference)
    if decisions.claim(submission, moderator=moderator, at=frame.now()):
        messages.success(request, _("It is assigned to you for 30 minutes."))
    else:
        messages.warning(request, _("Somebody else has taken it; you may decide all the same."))
    return redirect("desk:review", reference=submission.reference)


@moderators_only
@require_POST
def give_back(request: HttpRequest, reference: str) -> HttpResponseBase:
    moderator = frame.moderator_of(request)
    submission = frame.in_scope(moderator, reference)
    attempt(
        request,
        lambda: decisions.release(submission, moderator=moderator, at=frame.now()),
        _("It is assigned to nobody now."),
    )
    return redirect("desk:review", reference=submission.reference)


@moderators_only
@require_POST
def note(request: HttpRequest, reference: str) -> HttpResponseBase:
    moderator = frame.moderator_of(request)
    submission = frame.in_scope(moderator, reference)
    text = request.POST.get("note", "").strip()
    if not text:
        messages.error(request, _("The note is empty."))
        return redirect("desk:review", reference=submission.reference)
    attempt(
        request,
        lambda: decisions.add_note(submission, moderator=moderator, text=text, at=frame.now()),
        _("The note is kept. Only moderators see it."),
    )
    return redirect("desk:review", reference=submission.reference)


@moderators_only
@require_POST
def contact(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The named act of SR-4: recorded with its reason before anything is shown, and shown once."""
    moderator = frame.moderator_of(request)
    submission = frame.in_scope(moderator, reference)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("Say why you need the contact: the reason is recorded."))
        return redirect("desk:review", reference=submission.reference)
    return _open(request, submission, reason)


@recently_proved
@sensitive_variables("opened")
def _open(request: HttpRequest, submission: Submission, reason: str) -> HttpResponseBase:
    """After the scope was seen: what is out of it answers 404 before any question."""
    try:
        opened = decisions.open_contact(
            submission, moderator=frame.moderator_of(request), reason=reason, at=frame.now()
        )
    except VettingError as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:review", reference=submission.reference)
    return answer(request, submission, opened=opened)


@moderators_only
@require_POST
def decide(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One of approve, endorse, ask, send back, reject, spam; whether it may be is the hall's.

    What is not decided answers with the review again, and with all that was typed.
    """
    moderator = frame.moderator_of(request)
    submission = frame.in_scope(moderator, reference)
    name = request.POST.get("act", "")
    if name not in _ACTS:
        return _again(request, submission, _("Choose a decision."))
    act, note = _ACTS[name], request.POST.get("note", "").strip()
    if problem := act.problem(request, submission):
        return _again(request, submission, problem)
    following = _next(moderator, submission)
    try:
        if note:
            read_words(note, TEXT_LIMIT)
        act.move(request, submission, moderator)
    except TextMissing as refusal:
        return _again(request, submission, str(refusal))
    except InvalidContent as refusal:
        return _again(request, submission, missing.in_words(refusal), judge=True)
    except VettingError as refusal:
        # The row as it is now: it may have been decided by somebody else.
        submission = frame.in_scope(moderator, reference)
        return _again(request, submission, str(refusal), status=409)
    messages.success(request, str(act.done) % {"reference": submission.reference})
    if note:
        attempt(
            request,
            lambda: decisions.add_note(submission, moderator=moderator, text=note, at=frame.now()),
            _("The note is kept. Only moderators see it."),
        )
    return redirect("desk:review", reference=following) if following else redirect("desk:queue")


def _again(
    request: HttpRequest,
    submission: Submission,
    why: str,
    *,
    judge: bool = False,
    status: int = 422,
) -> HttpResponseBase:
    """The review with all that was typed. ``judge``: whether what is wrong with it is told."""
    return answer(request, submission, why=why, judge=judge, status=status)


def _next(moderator: Moderator, submission: Submission) -> str:
    """Which one waits after it; at the end of the list the first that is another one."""
    waiting = waiting_references(moderator)
    if submission.reference not in waiting:
        return waiting[0] if waiting else ""
    at = waiting.index(submission.reference)
    others = waiting[at + 1 :] + waiting[:at]
    return others[0] if others else ""


def _words(request: HttpRequest, submission: Submission, act: str) -> tuple[str, str]:
    """The reason's key, and the text: as typed, else that of the ready reason in their language."""
    key = request.POST.get("reason", "")
    ready = canned_replies.find(act, key)
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    if ready and not text:
        text = ready.text(submission.language)
    return (key if ready else "other"), text


Decide = Callable[[HttpRequest, Submission, Moderator], None]


def _approve(request: HttpRequest, submission: Submission, moderator: Moderator) -> None:
    verified = request.POST.get("verified_how", "") if "verified" in request.POST else ""
    seen = seen_version(request.POST)
    with missing.given(submission, request.POST, moderator=moderator, version=seen) as version:
        decisions.approve(
            submission,
            moderator=moderator,
            at=frame.now(),
            comment=_words(request, submission, "approve")[1],
            verified_how=verified,
            version=version,
        )


def _endorse(request: HttpRequest, submission: Submission, moderator: Moderator) -> None:
    seen = seen_version(request.POST)
    with missing.given(submission, request.POST, moderator=moderator, version=seen) as version:
        decisions.endorse(submission, moderator=moderator, at=frame.now(), version=version)


def _ask(request: HttpRequest, submission: Submission, moderator: Moderator) -> None:
    text = _words(request, submission, "ask")[1]
    decisions.ask(
        submission,
        moderator=moderator,
        text=text,
        at=frame.now(),
        version=seen_version(request.POST),
    )


def _with_reason(move: str, decide: Callable[..., object]) -> Decide:
    """A decision that says why: to send back, to reject."""

    def act(request: HttpRequest, submission: Submission, moderator: Moderator) -> None:
        reason, comment = _words(request, submission, move)
        decide(
            submission,
            moderator=moderator,
            reason=reason,
            comment=comment,
            at=frame.now(),
            version=seen_version(request.POST),
        )

    return act


def _spam(request: HttpRequest, submission: Submission, moderator: Moderator) -> None:
    decisions.mark_as_spam(
        submission, moderator=moderator, at=frame.now(), version=seen_version(request.POST)
    )


def _verified_says_how(request: HttpRequest, submission: Submission) -> str:
    if "verified" in request.POST:
        if request.POST.get("verified_how", "") not in VerifiedHow.values:
            return _("Say how you verified it.")
    elif submission.purpose == Purpose.VERIFICATION:
        return _("This only verifies the entry: tick that you verified it, and how.")
    return ""


def _needs_words(act: str) -> Callable[[HttpRequest, Submission], str]:
    def problem(request: HttpRequest, submission: Submission) -> str:
        if _words(request, submission, act)[1]:
            return ""
        return _("Choose a reason or write one: the submitter reads it.")

    return problem


@dataclass(frozen=True, slots=True)
class _Act:
    """problem: what is missing, or ""."""

    move: Decide
    done: Any
    problem: Callable[[HttpRequest, Submission], str] = lambda request, submission: ""


_ACTS = {
    "approve": _Act(
        _approve, gettext_lazy("%(reference)s is approved and public now."), _verified_says_how
    ),
    "endorse": _Act(
        _endorse,
        gettext_lazy("%(reference)s is endorsed: it waits for another moderator."),
    ),
    "ask": _Act(_ask, gettext_lazy("The question on %(reference)s is asked."), _needs_words("ask")),
    "send_back": _Act(
        _with_reason("send_back", decisions.send_back),
        gettext_lazy("%(reference)s is pending again."),
        _needs_words("send_back"),
    ),
    "reject": _Act(
        _with_reason("reject", decisions.reject),
        gettext_lazy("%(reference)s is rejected."),
        _needs_words("reject"),
    ),
    "spam": _Act(_spam, gettext_lazy("%(reference)s is marked as spam.")),
}
