"""Editing what was sent, until it is decided."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.content.comparison import changed
from initiatives.intake.asking import AskingView, see_other
from initiatives.intake.form import PublicForm
from initiatives.intake.nonces import Nonce
from initiatives.intake.receipts import opened_by
from initiatives.intake.status import unknown
from initiatives.models import Submission
from initiatives.vetting import submitting
from initiatives.vetting.errors import EditedElsewhere, TransitionNotAllowed


class EditView(AskingView):
    purpose = "edit"
    private = True
    about_you = False
    form_template = "intake/edit.html"
    preview_template = "intake/edit_preview.html"

    submission: Submission
    receipt = ""

    def get(self, request: HttpRequest, receipt: str) -> HttpResponseBase:
        return self._opened(receipt) or self.form_page(self.make_form(None), self.new_nonce())

    def post(self, request: HttpRequest, receipt: str) -> HttpResponseBase:
        return self._opened(receipt) or self.answer(request)

    def _opened(self, receipt: str) -> HttpResponseBase | None:
        """None when it may be edited; else the answer that says why not."""
        found = opened_by(receipt)
        if found is None:
            return unknown(self, receipt)
        self.submission, self.receipt = found, receipt
        if not found.is_editable:
            return see_other(reverse("intake:status", args=[receipt]))
        return None

    def make_form(self, typed: QueryDict | None, **kwargs: Any) -> PublicForm:
        return super().make_form(typed, before=self.submission.content, **kwargs)

    def more_context(self) -> dict[str, Any]:
        return {
            "receipt": self.receipt,
            "submission": self.submission,
            "version": self._version_of_page(),
        }

    def _present_version(self) -> int:
        newest = self.submission.versions.order_by("-number").values_list("number", flat=True)
        return newest.first() or 1

    def _version_of_page(self) -> int:
        """The text that the person began from: the page says it, a new page takes the newest."""
        said = self.request.POST.get("version", "")
        if said.isascii() and said.isdecimal() and len(said) < 7:
            return int(said)
        return self._present_version()

    def send(self, form: PublicForm, typed: QueryDict, nonce: Nonce) -> HttpResponseBase:
        document = form.document()

        def act() -> Submission:
            return submitting.edit(
                self.submission, document=document, version=self._version_of_page(), at=self.at
            )

        status_url = reverse("intake:status", args=[self.receipt])
        try:
            self.once(nonce, act)
        except EditedElsewhere as elsewhere:
            words = _(
                "Meanwhile this was changed in another window or by a moderator. "
                "Below is what differs; save once more to keep your text."
            )
            return self.told_page(
                typed,
                self.new_nonce(),
                words,
                version=elsewhere.version,
                differences=changed(elsewhere.document, document, self.snapshot.vocabulary),
            )
        except TransitionNotAllowed:
            pass  # decided meanwhile: the status page says what is so
        return see_other(status_url)
