"""The private page of one submission: its state, what comes next, the conversation."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.content.reading import read_text
from initiatives.fields.bilingual import by_its_letters
from initiatives.intake.anti_spam import Nonce, PublicFormView, Trust
from initiatives.intake.form import UNREADABLE
from initiatives.models import (
    TEXT_LIMIT,
    Action,
    By,
    Decision,
    Submission,
    SubmissionState,
    Vocabulary,
)
from initiatives.presenters.dates import shown_day
from initiatives.presenters.entry import entry_of_document
from initiatives.presenters.frame import today
from initiatives.text.site_address import site_address
from initiatives.vetting import canned_replies, receipts, submitting
from initiatives.vetting.errors import TransitionNotAllowed
from initiatives.vetting.receipts import find_by_receipt, read_receipt
from initiatives.vetting.submitting import median_wait

LONGEST = 80  # of what is read at all; a receipt has 28 signs and six hyphens
# What a wrong receipt costs. Not every thread of the server may wait at once, or guessing would
# keep everybody else out.
DELAY = 0.5
_waiting = threading.BoundedSemaphore(2)


def read_typed(text: str) -> str | None:
    """The receipt that was typed, or stands in an address that was pasted instead of it."""
    _site, found, rest = text[: 4 * LONGEST].partition("/status/")
    typed = rest.partition("/")[0] if found else text
    return read_receipt(typed) if len(typed) <= LONGEST else None


def opened_by(receipt: str) -> Submission | None:
    """The submission of this receipt; None, after a while, for any that is none."""
    found = find_by_receipt(receipt) if len(receipt) <= LONGEST else None
    if found is None and _waiting.acquire(blocking=False):
        try:
            time.sleep(DELAY)
        finally:
            _waiting.release()
    return found


# State -> what is so, and what happens next. That one is held apart is not said (SR-6); nor is
# one that was taken for spam told from one that was refused, nor one that was endorsed from one
# that waits: that two are needed would tell that a new entry is like a hidden one.
WORDS: dict[str, tuple[Promise, Promise]] = {
    SubmissionState.PENDING: (
        gettext_lazy("Received."),
        gettext_lazy(
            "It waits for a moderator, who publishes it, asks you something, or says why not."
        ),
    ),
    SubmissionState.NEEDS_INFO: (
        gettext_lazy("The moderators have a question."),
        gettext_lazy("Answer below; until then your submission waits."),
    ),
    SubmissionState.APPROVED: (
        gettext_lazy("Published."),
        gettext_lazy("It is in the directory, for everybody to see."),
    ),
    SubmissionState.REJECTED: (
        gettext_lazy("Not published."),
        gettext_lazy(
            "The moderators decided against it. You can submit it again, corrected, at any time."
        ),
    ),
    SubmissionState.SPAM: (
        gettext_lazy("Not published."),
        gettext_lazy(
            "The moderators decided against it. You can submit it again, corrected, at any time."
        ),
    ),
    SubmissionState.WITHDRAWN: (
        gettext_lazy("Withdrawn."),
        gettext_lazy("You took it back. Nobody will decide on it, and your contact is erased."),
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


def waiting_words() -> str:
    """How long a decision takes at present, in words (the median of the last twenty)."""
    wait = median_wait()
    if wait is None:
        return _("There is no figure yet for how long this takes: too few decisions so far.")
    if wait < timedelta(hours=24):
        return _("At present half of all decisions come within a day.")
    days = ceil(wait / timedelta(days=1))
    return ngettext(
        "At present half of all decisions come within %(n)s day.",
        "At present half of all decisions come within %(n)s days.",
        days,
    ) % {"n": days}


def progress(submission: Submission, *, can_answer: bool) -> dict[str, Any]:
    """What the page says of its state. ``can_answer``: whether a question is still open."""
    state = submission.state
    comes_next: Any
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


def see_other(url: str) -> HttpResponseRedirect:
    """After a POST: what is there is fetched by a GET, so that reloading sends nothing."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


class StatusEntryView(PublicFormView):
    """Where the receipt is typed."""

    purpose = "find"
    private = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page("intake/status_entry.html", {"typed": "", "is_unknown": False})

    def post(self, request: HttpRequest) -> HttpResponseBase:
        typed = request.POST.get("receipt", "")
        receipt = read_typed(typed)
        if opened_by(receipt or "") is None:
            return unknown(self, typed)
        return see_other(reverse("intake:status", args=[receipt]))


def unknown(view: PublicFormView, typed: str) -> HttpResponse:
    """One answer for every receipt that is none: never given, renewed, mistyped or cut off."""
    shown = "".join(sign for sign in typed[:LONGEST] if sign.isprintable() and sign != "\ufffd")
    context = {"typed": shown, "is_unknown": True}
    return view.page("intake/status_entry.html", context, status=404)


class StatusView(PublicFormView):
    purpose = "status"
    private = True

    def get(self, request: HttpRequest, receipt: str) -> HttpResponseBase:
        submission = opened_by(receipt)
        return self._page(submission, receipt) if submission else unknown(self, receipt)

    def post(self, request: HttpRequest, receipt: str) -> HttpResponseBase:
        nonce, step = self.nonce(), request.POST.get("step", "")
        if step == "renew" and nonce.trust == Trust.FRESH:
            # A second press comes with a receipt that the first one has replaced.
            renewed = receipts.new_receipt(nonce.text)
            if receipts.find_by_receipt(renewed) is not None:
                return see_other(reverse("intake:status", args=[renewed]))
        submission = opened_by(receipt)
        if submission is None:
            return unknown(self, receipt)
        text = request.POST.get("text", "")
        if self.comes_from_elsewhere():
            words = _("This was not sent from our page. Look at it and press once more.")
            return self._page(submission, receipt, text=text, problem=words, status=403)
        act = {
            "answer": self._answer,
            "withdraw": self._withdraw,
            "kept": self._kept,
            "renew": self._renew,
        }.get(step)
        if act is None:
            return self._page(submission, receipt, text=text)
        if nonce.trust != Trust.FRESH:
            words = _("This page had been open for too long. Nothing is lost: press once more.")
            return self._page(submission, receipt, text=text, problem=words)
        try:
            return act(submission, receipt, nonce)
        except TransitionNotAllowed:
            # Not in the refusal's own words: they name states that the page does not tell apart.
            words = _(
                "This cannot be done now. The page shows the present state of your submission."
            )
            return self._page(submission, receipt, text=text, problem=words)

    def _answer(self, submission: Submission, receipt: str, nonce: Nonce) -> HttpResponseBase:
        typed = self.request.POST.get("text", "")
        try:
            if cut := getattr(self.request, "cut", {}).get("text"):
                raise cut
            text = read_text(typed, limit=TEXT_LIMIT, lines=True)
        except ValidationError as fault:
            return self._page(submission, receipt, text=typed, error=" ".join(fault.messages))
        if "\ufffd" in text:
            return self._page(submission, receipt, text=typed, error=str(UNREADABLE))
        if not text:
            return self._page(submission, receipt, error=_("Write an answer, then send it."))
        self.once(nonce, lambda: submitting.answer(submission, text=text, at=self.at))
        return see_other(reverse("intake:status", args=[receipt]) + "#conversation")

    def _withdraw(self, submission: Submission, receipt: str, nonce: Nonce) -> HttpResponseBase:
        self.once(nonce, lambda: submitting.withdraw(submission, at=self.at))
        return see_other(reverse("intake:status", args=[receipt]))

    def _kept(self, submission: Submission, receipt: str, nonce: Nonce) -> HttpResponseBase:
        self.once(nonce, lambda: submitting.keep_receipt(submission))
        return see_other(reverse("intake:status", args=[receipt]))

    def _renew(self, submission: Submission, receipt: str, nonce: Nonce) -> HttpResponseBase:
        token = receipts.new_receipt(nonce.text)
        self.once(
            nonce,
            lambda: submitting.renew_token(
                submission, token_hash=receipts.receipt_hash(token), at=self.at
            ),
        )
        return see_other(reverse("intake:status", args=[token]))

    def _page(
        self,
        submission: Submission,
        receipt: str,
        *,
        text: str = "",
        error: str = "",
        problem: str = "",
        status: int = 200,
    ) -> HttpResponse:
        token = receipts.read_receipt(receipt) or receipt
        submission.refresh_from_db()
        can_answer = submitting.has_open_question(submission)
        host = self.request.META.get("HTTP_HOST", "")
        context: dict[str, Any] = {
            "submission": submission,
            "receipt": token,
            "groups": token.split("-"),
            "address": site_address(host) + reverse("intake:status", args=[token]),
            "nonce": self.new_nonce().text,
            "text": text,
            "text_limit": TEXT_LIMIT,
            "error": error,
            "problem": problem,
            "can_edit": submission.is_editable,
            "can_answer": can_answer,
            # No step of the page's own: it only shows what was typed, in the other language.
            "other_form": "look" if can_answer else "",
            "can_withdraw": submission.is_open,
            **progress(submission, can_answer=can_answer),
            **_what_was_sent(submission, self.snapshot.vocabulary),
        }
        return self.page("intake/status.html", context, status=status)


def _what_was_sent(submission: Submission, vocabulary: Vocabulary) -> dict[str, Any]:
    """What its submitter sees again; empty once retention has emptied the text."""
    if not submission.content:
        return {"sent": None, "card": None}
    shown = entry_of_document(submission.content, vocabulary, today=today())
    return {"sent": shown, "card": shown["card"], "has_contact": bool(submission.contact)}
