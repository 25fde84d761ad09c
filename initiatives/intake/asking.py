"""The form and its preview, for a new initiative and for editing what was sent alike.

Everything typed travels in the pages themselves: from the form to the preview and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from initiatives.intake.form import PublicForm, kept_of
from initiatives.intake.gate import PublicFormView
from initiatives.intake.nonces import Nonce, Trust
from initiatives.intake.previewing import preview_of, waiting_words

# Buttons that only give the page another form; nothing is validated, nothing is sent.
_TURNS = {"edit": "", "country": "host_countries", "link": "links"}


class AskingView(PublicFormView):
    """Says nothing itself of what sending means: that is ``send`` of the two views."""

    form_template = preview_template = ""
    about_you = True

    def make_form(self, typed: QueryDict | None, **kwargs: Any) -> PublicForm:
        """The form of what was typed; None: as it begins."""
        return PublicForm(
            typed,
            vocabulary=self.snapshot.vocabulary,
            about_you=self.about_you,
            cut=self.cut,
            **kwargs,
        )

    @property
    def cut(self) -> Mapping[str, ValidationError]:
        """What was more than is read of a form, by field, with its message."""
        return getattr(self.request, "cut", {})

    def send(self, form: PublicForm, typed: QueryDict, nonce: Nonce) -> HttpResponseBase:
        """The second press, with a nonce that may be used."""
        raise NotImplementedError

    def more_context(self) -> dict[str, Any]:
        return {}

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """What a POST gets."""
        typed = kept_of(request.POST)
        nonce, step = self.nonce(), request.POST.get("step", "")
        if self.comes_from_elsewhere():
            words = _("This was not sent from our page. Look at it and press once more.")
            return self.told_page(typed, self.new_nonce(), words, status=403)
        if step in _TURNS and not self.cut:
            form = self.make_form(typed, judge=False, one_more=_TURNS[step])
            return self.form_page(form, self.usable(nonce))
        form = self.make_form(typed)
        if not form.is_valid():
            return self.form_page(form, self.usable(nonce))
        if step != "send":
            return self.preview_page(form, typed, self.usable(nonce))
        if nonce.trust != Trust.FRESH:
            words = _("This page had been open for too long. Nothing is lost: press once more.")
            return self.preview_page(form, typed, self.new_nonce(), told=words)
        return self.send(form, typed, nonce)

    def told_page(
        self, typed: QueryDict, nonce: Nonce, words: str, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        """The form with what was typed, and above it why it was not taken."""
        form = self.make_form(typed, judge=False)
        problems = [{"text": words, "id": ""}]
        return self.form_page(form, nonce, status=status, problems=problems, **more)

    def form_page(
        self, form: PublicForm, nonce: Nonce, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {
            "form": form,
            "problems": form.problems(),
            "is_cut": bool(self.cut),
            "nonce": nonce.text,
            "waiting": waiting_words(),
            "other_form": "edit",
        }
        return self.page(self.form_template, context | self.more_context() | more, status=status)

    def preview_page(
        self, form: PublicForm, typed: QueryDict, nonce: Nonce, **more: Any
    ) -> HttpResponse:
        context = {
            **preview_of(form.document(), self.snapshot.vocabulary),
            "about_you": form.about_you() if self.about_you else None,
            "fields": [(name, value) for name, values in typed.lists() for value in values],
            "nonce": nonce.text,
            "waiting": waiting_words(),
            "other_form": "preview",
        }
        return self.page(self.preview_template, context | self.more_context() | more)


def see_other(url: str) -> HttpResponseRedirect:
    """After a POST: what is there is fetched by a GET, so that reloading sends nothing."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
