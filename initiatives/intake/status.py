"""The private page of one submission: what is so, what comes next, the conversation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.content.reading import read_text
from initiatives.intake.asking import see_other
from initiatives.intake.form import UNREADABLE
from initiatives.intake.gate import PublicFormView
from initiatives.intake.nonces import Nonce, Trust
from initiatives.intake.progress import progress
from initiatives.intake.receipts import LONGEST, opened_by, read_typed
from initiatives.models import TEXT_LIMIT, Submission, Vocabulary
from initiatives.presenters.entry import entry_of_document
from initiatives.presenters.frame import today
from initiatives.text.site_address import site_address
from initiatives.vetting import receipts, submitting
from initiatives.vetting.errors import TransitionNotAllowed


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
