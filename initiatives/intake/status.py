"""The private page of one submission: its state, what comes next, the conversation."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from math import ceil
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.content.reading import read_text
from initiatives.fields.bilingual import by_its_letters
from initiatives.intake.anti_spam import Nonce, PublicFormView
from initiatives.intake.form import UNREADABLE
from initiatives.models import (
    TEXT_LIMIT,
    Action,
    By,
    Submission,
    SubmissionState,
)
from initiatives.presenters.dates import shown_day
from initiatives.presenters.entry import entry_of_document
from initiatives.presenters.frame import today
from initiatives.text.site_address import site_address
from initiatives.vetting import canned_replies, receipts, submitting
from initiatives.vetting.errors import TransitionNotAllowed
from initiatives.vetting.submitting import median_wait

LONGEST = 80  # of what is read at all; a receipt has 28 characters and six hyphens
# What a wrong receipt costs. Not every thread of the server may wait at once, or guessing would
# keep everybody else out.
DELAY = 0.5
_waiting = threading.BoundedSemaphore(2)


def read_typed(text: str) -> str | None:
    """The receipt that was typed, or the one in an address that was pasted instead of it."""
    typed = _code_in(text)
    return receipts.read_receipt(typed) if len(typed) <= LONGEST else None


def _code_in(text: str) -> str:
    _site, path, rest = text[: 4 * LONGEST].partition("/status/")
    return rest.partition("/")[0] if path else text


def opened_by(receipt: str) -> Submission | None:
    """The submission of this receipt; None, after a while, for any that is none."""
    submission = receipts.find_by_receipt(receipt) if len(receipt) <= LONGEST else None
    if submission is None and _waiting.acquire(blocking=False):
        try:
            time.sleep(DELAY)
        finally:
            _waiting.release()
    return submission


_NOT_PUBLISHED = (
    gettext_lazy("Not published."),
    gettext_lazy(
        "The moderators decided not to publish it. You can correct it and "
        "submit it again at any time."
    ),
)
# State -> what is so, and what happens next. That one is held apart is not said; nor is
# one that was taken for spam told from one that was refused, nor one that was endorsed from one
# that waits: that two are needed would tell that a new entry is like a hidden one.
WORDS: dict[str, tuple[Promise, Promise]] = {
    SubmissionState.PENDING: (
        gettext_lazy("Received."),
        gettext_lazy("A moderator will publish it, ask you a question, or explain why not."),
    ),
    SubmissionState.NEEDS_INFO: (
        gettext_lazy("The moderators have a question."),
        gettext_lazy("Please answer below; your submission is waiting for it."),
    ),
    SubmissionState.APPROVED: (
        gettext_lazy("Published."),
        gettext_lazy("It is in the directory; everyone can see it."),
    ),
    **dict.fromkeys((SubmissionState.REJECTED, SubmissionState.SPAM), _NOT_PUBLISHED),
    SubmissionState.WITHDRAWN: (
        gettext_lazy("Withdrawn."),
        gettext_lazy("It will not be considered; any contact you left has been deleted."),
    ),
}


class Step(NamedTuple):
    """how: done, now, care (something is asked of the reader) or ahead."""

    title: str
    how: str
    when: str = ""


class Said(NamedTuple):
    mine: bool
    day: str
    text: str


def waiting_words() -> str:
    """How long a decision takes at present, in words (the median of the last twenty)."""
    wait = median_wait()
    if wait is None:
        return _("We cannot say yet how long a decision takes: there have been too few so far.")
    if wait < timedelta(hours=24):
        return _("At present, half of all decisions are made within a day.")
    days = ceil(wait / timedelta(days=1))
    return ngettext(
        "At present, half of all decisions are made within %(n)s day.",
        "At present, half of all decisions are made within %(n)s days.",
        days,
    ) % {"n": days}


def progress(submission: Submission, *, can_answer: bool) -> dict[str, Any]:
    """What the page says of its state. ``can_answer``: whether a question is still open."""
    asks = submission.state == SubmissionState.NEEDS_INFO
    headline, comes_next = WORDS.get(submission.state, WORDS[SubmissionState.PENDING])
    if can_answer and not asks:
        comes_next = gettext_lazy(
            "It is in the moderators’ queue. You can still answer the question below."
        )
    return {
        "headline": headline,
        "comes_next": comes_next,
        "asks": asks,
        "waiting": "" if submission.is_final else waiting_words(),
        "steps": _steps(submission),
        "messages": _conversation(submission),
    }


def _steps(submission: Submission) -> list[Step]:
    received = Step(_("Received"), "done", shown_day(submission.submitted_at))
    day = shown_day(submission.decided_at) if submission.decided_at else ""
    if submission.state == SubmissionState.WITHDRAWN:
        return [received, Step(_("Withdrawn"), "now", day)]
    if submission.is_final:
        approved = submission.state == SubmissionState.APPROVED
        title = _("Published") if approved else _("Not published")
        return [received, Step(_("Reviewed"), "done"), Step(title, "now", day)]
    ahead = Step(_("Decision"), "ahead")
    if submission.state != SubmissionState.NEEDS_INFO:
        return [received, Step(_("Waiting for a moderator"), "now"), ahead]
    asked = submission.messages.filter(by=By.MODERATOR).order_by("-pk").first()
    question = Step(_("Question for you"), "care", shown_day(asked.at) if asked else "")
    return [received, Step(_("Under review"), "done"), question, ahead]


def _conversation(submission: Submission) -> list[Said]:
    """Messages by id, and last the words that came with a refusal."""
    said = [
        Said(message.by == By.SUBMITTER, shown_day(message.at), by_its_letters(message.text))
        for message in submission.messages.order_by("pk")
    ]
    if submission.state in (SubmissionState.REJECTED, SubmissionState.APPROVED):
        final = submission.decisions.filter(action__in=[Action.REJECT, Action.APPROVE]).last()
        if final is not None:
            # The moderator's own words, else those of the canned reply that was chosen.
            reply = canned_replies.find(final.action, final.reason)
            words = final.comment or (reply.text(submission.language) if reply else "")
            if words and all(message.text != words for message in said):
                said.append(Said(mine=False, day=shown_day(final.at), text=by_its_letters(words)))
    return said


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
            is_short = sum(c.isalnum() for c in _code_in(typed)) < receipts.CHARACTERS
            return unknown(self, typed, is_short=is_short)
        return see_other(reverse("intake:status", args=[receipt]))


def unknown(view: PublicFormView, typed: str, *, is_short: bool = False) -> HttpResponse:
    """One answer for every receipt that is none: never given, renewed, mistyped or cut off.
    ``is_short``: what was typed has too few characters, so that it is asked for once more."""
    characters = (c for c in typed[:LONGEST] if c.isprintable() and c != "\ufffd")
    context = {"typed": "".join(characters), "is_unknown": True, "is_short": is_short}
    return view.page("intake/status_entry.html", context, status=404)


class ReceiptView(PublicFormView):
    """A page behind a receipt."""

    private = True
    submission: Submission
    receipt = ""

    def opened(self, receipt: str) -> HttpResponseBase | None:
        """None where the receipt opens a submission; else the answer in place of the page."""
        submission = opened_by(receipt)
        if submission is None:
            return unknown(self, receipt)
        self.submission, self.receipt = submission, receipt
        return None


class StatusView(ReceiptView):
    purpose = "status"

    def get(self, request: HttpRequest, receipt: str) -> HttpResponseBase:
        return self.opened(receipt) or self._page()

    def post(self, request: HttpRequest, receipt: str) -> HttpResponseBase:
        nonce, step = self.nonce(), request.POST.get("step", "")
        if step == "renew" and nonce.since:
            # A second press comes with a receipt that the first one has replaced.
            renewed = receipts.new_receipt(nonce.text)
            if receipts.find_by_receipt(renewed) is not None:
                return see_other(reverse("intake:status", args=[renewed]))
        if unopened := self.opened(receipt):
            return unopened
        text = request.POST.get("text", "")
        if self.comes_from_elsewhere():
            return self._page(text=text, problem=self.ELSEWHERE, status=403)
        if step not in ("answer", "withdraw", "kept", "renew"):
            return self._page(text=text)
        if not nonce.since:
            return self._page(text=text, problem=self.EXPIRED)
        try:
            return self._take(step, nonce, text)
        except ValidationError as error:
            return self._page(text=text, error=" ".join(error.messages))
        except TransitionNotAllowed:
            # Not in the error's own words: they name states that the page does not tell apart.
            words = _(
                "This cannot be done now. The page shows the current state of your submission."
            )
            return self._page(text=text, problem=words)

    def _take(self, step: str, nonce: Nonce, text: str) -> HttpResponseBase:
        """What was pressed. Raises ValidationError about an answer, and TransitionNotAllowed."""
        submission, receipt, anchor = self.submission, self.receipt, ""
        if step == "answer":
            answer = self._read_answer(text)
            self.once(nonce, lambda: submitting.answer(submission, text=answer, at=self.at))
            anchor = "#conversation"
        elif step == "withdraw":
            self.once(nonce, lambda: submitting.withdraw(submission, at=self.at))
        elif step == "kept":
            self.once(nonce, lambda: submitting.keep_receipt(submission))
        else:
            receipt = receipts.new_receipt(nonce.text)
            digest = receipts.receipt_hash(receipt)
            self.once(
                nonce, lambda: submitting.renew_token(submission, token_hash=digest, at=self.at)
            )
        return see_other(reverse("intake:status", args=[receipt]) + anchor)

    def _read_answer(self, typed: str) -> str:
        if cut := getattr(self.request, "cut", {}).get("text"):
            raise cut
        text = read_text(typed, limit=TEXT_LIMIT, lines=True)
        if "\ufffd" in text:
            raise ValidationError(UNREADABLE)
        if not text:
            raise ValidationError(_("Write an answer, then send it."))
        return text

    def _page(
        self, *, text: str = "", error: str = "", problem: Any = "", status: int = 200
    ) -> HttpResponse:
        submission, token = self.submission, receipts.read_receipt(self.receipt) or self.receipt
        submission.refresh_from_db()
        can_answer = submitting.has_open_question(submission)
        host = self.request.META.get("HTTP_HOST", "")
        sent: dict[str, Any] = {}  # empty once retention has emptied the text
        if submission.content:
            vocabulary = self.snapshot.vocabulary
            sent = entry_of_document(submission.content, vocabulary, today=today())
        context = {
            "submission": submission,
            "receipt": token,
            "groups": token.split("-"),
            "address": site_address(host) + reverse("intake:status", args=[token]),
            "nonce": self.new_nonce().text,
            "text": text,
            "text_limit": TEXT_LIMIT,
            "error": error,
            "problem": problem,
            "can_answer": can_answer,
            # No step of the page's own: it only shows what was typed, in the other language.
            "other_form": "look" if can_answer else "",
            **progress(submission, can_answer=can_answer),
            "sent": sent,
            "card": sent.get("card"),
        }
        return self.page("intake/status.html", context, status=status)
