"""What a moderator does with a submission: claim it, write a note, open the contact, decide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now
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


@moderators_only
@require_POST
def claim(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Show the others for half an hour that somebody works on it; it locks nobody out."""
    submission = frame.in_scope(request, reference)
    if decisions.claim(submission, moderator=frame.moderator_of(request), at=now()):
        messages.success(request, _("Assigned to you for 30 minutes."))
    else:
        messages.warning(request, _("Someone else has taken it; you can still decide."))
    return redirect("desk:review", reference=submission.reference)


@moderators_only
@require_POST
def release(request: HttpRequest, reference: str) -> HttpResponseBase:
    submission = frame.in_scope(request, reference)
    decisions.release(submission, moderator=frame.moderator_of(request), at=now())
    messages.success(request, _("No longer assigned."))
    return redirect("desk:review", reference=submission.reference)


@moderators_only
@require_POST
def note(request: HttpRequest, reference: str) -> HttpResponseBase:
    submission = frame.in_scope(request, reference)
    if text := request.POST.get("note", "").strip():
        _keep_note(request, submission, text)
    else:
        messages.error(request, _("The note is empty."))
    return redirect("desk:review", reference=submission.reference)


def _keep_note(request: HttpRequest, submission: Submission, text: str) -> None:
    try:
        decisions.add_note(submission, moderator=frame.moderator_of(request), text=text, at=now())
    except VettingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Note saved. Only moderators see it."))


@moderators_only
@require_POST
def contact(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Recorded with its reason before anything is shown, and shown once."""
    submission = frame.in_scope(request, reference)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("Say why you need the contact: the reason is logged."))
        return redirect("desk:review", reference=submission.reference)
    return _open_contact(request, submission, reason)


@recently_proved
@sensitive_variables("opened")
def _open_contact(request: HttpRequest, submission: Submission, reason: str) -> HttpResponseBase:
    """After the scope was seen: what is out of it answers 404 before any question."""
    moderator = frame.moderator_of(request)
    try:
        opened = decisions.open_contact(submission, moderator=moderator, reason=reason, at=now())
    except VettingError as error:
        messages.error(request, str(error))
        return redirect("desk:review", reference=submission.reference)
    return answer(request, submission, opened=opened)


_DONE = {
    "approve": gettext_lazy("%(reference)s is approved and now public."),
    "endorse": gettext_lazy("%(reference)s is endorsed and needs another moderator."),
    "ask": gettext_lazy("Your question about %(reference)s was sent."),
    "send_back": gettext_lazy("%(reference)s is back in the queue."),
    "reject": gettext_lazy("%(reference)s is rejected."),
    "spam": gettext_lazy("%(reference)s is marked as spam."),
}


@moderators_only
@require_POST
def decide(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One of approve, endorse, ask, send back, reject, spam; ``decisions`` says whether it may be.

    What is not decided answers with the review again, and with all that was typed.
    """
    submission = frame.in_scope(request, reference)
    act, note = request.POST.get("act", ""), request.POST.get("note", "").strip()
    reason, text = _words(request, submission, act)
    if problem := _problem(request, submission, act, text):
        return answer(request, submission, why=problem, status=422)
    following = _next(frame.moderator_of(request), submission)
    try:
        if note:
            read_words(note, TEXT_LIMIT)
        _apply(request, submission, act, reason, text)
    except TextMissing as error:
        return answer(request, submission, why=str(error), status=422)
    except InvalidContent as error:
        why = missing.in_words(error)
        return answer(request, submission, why=why, judge=True, status=422)
    except VettingError as error:
        # The row as it is now: it may have been decided by somebody else.
        submission = frame.in_scope(request, reference)
        return answer(request, submission, why=str(error), status=409)
    messages.success(request, str(_DONE[act]) % {"reference": submission.reference})
    if note:
        _keep_note(request, submission, note)
    return redirect("desk:review", reference=following) if following else redirect("desk:queue")


def _words(request: HttpRequest, submission: Submission, act: str) -> tuple[str, str]:
    """The key of the canned reply, and the text: as typed, else that reply in their language."""
    key = request.POST.get("reason", "")
    reply = canned_replies.find(act, key)
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    if reply and not text:
        text = reply.text(submission.language)
    return (key if reply else canned_replies.OTHER), text


def _problem(request: HttpRequest, submission: Submission, act: str, text: str) -> str:
    """What the decision lacks, or ""."""
    if act not in _DONE:
        return _("Choose a decision.")
    if act in ("ask", "send_back", "reject") and not text:
        return _("Choose a reason or write one: the submitter will read it.")
    if act == "approve":
        if "verified" in request.POST:
            if request.POST.get("verified_how", "") not in VerifiedHow.values:
                return _("Say how you checked it.")
        elif submission.purpose == Purpose.VERIFICATION:
            return _(
                "This submission only verifies the entry: tick that you checked it, and say how."
            )
    return ""


def _apply(request: HttpRequest, submission: Submission, act: str, reason: str, text: str) -> None:
    moderator, post = frame.moderator_of(request), request.POST
    how: dict[str, Any] = {"moderator": moderator, "at": now(), "version": seen_version(post)}
    if act in ("approve", "endorse"):
        with missing.given(submission, post, **how) as how["version"]:
            if act == "endorse":
                decisions.endorse(submission, **how)
            else:
                verified = post.get("verified_how", "") if "verified" in post else ""
                decisions.approve(submission, comment=text, verified_how=verified, **how)
    elif act == "ask":
        decisions.ask(submission, text=text, **how)
    elif act == "send_back":
        decisions.send_back(submission, reason=reason, comment=text, **how)
    elif act == "reject":
        decisions.reject(submission, reason=reason, comment=text, **how)
    else:
        decisions.mark_as_spam(submission, **how)


def _next(moderator: Moderator, submission: Submission) -> str:
    """Which one waits after it; at the end of the list the first that is another one."""
    waiting = waiting_references(moderator)
    at = waiting.index(submission.reference) if submission.reference in waiting else -1
    others = waiting[at + 1 :] + waiting[: max(at, 0)]
    return others[0] if others else ""
