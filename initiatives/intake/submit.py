"""Submitting a new initiative: the form, its preview, and the receipt."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives import content
from initiatives.content import Document
from initiatives.intake.asking import AskingView, see_other
from initiatives.intake.form import PublicForm
from initiatives.intake.nonces import Nonce
from initiatives.models import By, Purpose, Submission, Vocabulary
from initiatives.presenters.frame import language
from initiatives.vetting import receipts, submitting


class SubmitView(AskingView):
    purpose = "submit"
    section = "submit"
    form_template = "intake/submit.html"
    preview_template = "intake/preview.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        begun = _prefilled(request.GET, self.snapshot.vocabulary)
        return self.form_page(self.make_form(None, before=begun), self.new_nonce())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def send(self, form: PublicForm, typed: QueryDict, nonce: Nonce) -> HttpResponseBase:
        token = receipts.new_receipt(nonce.text)
        document, given = form.document(), form.about_you()
        held = self.held(nonce)

        def act() -> Submission:
            return submitting.submit(
                document,
                at=self.at,
                by=By.SUBMITTER,
                purpose=Purpose.NEW,
                held=held,
                language=language(),
                relation=given["relation"],
                token_hash=receipts.receipt_hash(token),
                contact=given["contact"],
                contact_asked_yearly=bool(given["contact"] and given["contact_yearly"]),
                note=given["note"],
            )

        if not self.once(nonce, act):
            first = receipts.find_by_receipt(token)
            if first is None or not _says_the_same(first, document):
                # Sent, then changed by way of the browser's Back: that would be lost in silence.
                words = _(
                    "An earlier text has been sent from this page already. Press once more only "
                    "to send this as another submission."
                )
                url = reverse("intake:status", args=[token]) if first else ""
                return self.preview_page(form, typed, self.new_nonce(), told=words, sent_url=url)
        return see_other(reverse("intake:status", args=[token]))


def _says_the_same(submission: Submission, document: dict[str, Any]) -> bool:
    first = submission.versions.order_by("number").first()
    return first is not None and first.document == document


def _prefilled(asked: QueryDict, vocabulary: Vocabulary) -> Document:
    """What a link from an empty place says already.

    ``?country=ge``, ``?city=ge-kutaisi`` or, of a region of Russia, ``?region=ru-bu``.
    """
    document = content.empty()
    region = vocabulary.canonical("region", asked.get("region", "")[:80])
    if region:
        document["focus_regions"] = [vocabulary.facets["region"][region].key]
    for facet, field in (("country", "host_countries"), ("city", "cities")):
        value = vocabulary.canonical(facet, asked.get(facet, "")[:80])
        word = vocabulary.word(facet, value) if value else None
        if word and word.pk:
            document[field] = [word.key]
            document["host_countries"] = [word.key.partition("/")[0]]
    return document
