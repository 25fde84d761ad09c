"""Small acts around a submission: claim it, write a note, open the contact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from initiatives.desk import frame, missing
from initiatives.desk.access import moderators_only, recently_proved
from initiatives.desk.review import answer
from initiatives.models import Submission
from initiatives.vetting import decisions
from initiatives.vetting.errors import VettingError


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
