"""The form and its preview: sending a new initiative, and correcting it until it is decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    QueryDict,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives import content
from initiatives.content import Document
from initiatives.content.comparison import changed
from initiatives.content.proposed_field import is_complete
from initiatives.intake.anti_spam import Nonce, PublicFormView
from initiatives.intake.form import PublicForm, kept_of
from initiatives.intake.status import ReceiptView, see_other, waiting_words
from initiatives.models import By, Purpose, Submission, Vocabulary
from initiatives.presenters.entry import entry_of_document
from initiatives.presenters.frame import language, today
from initiatives.text.characters import without_deceptive
from initiatives.vetting import receipts, submitting
from initiatives.vetting.duplicates import likely_duplicates
from initiatives.vetting.errors import EditedElsewhere, TransitionNotAllowed
from initiatives.vetting.transitions import last_version


def preview_of(document: Document, vocabulary: Vocabulary) -> dict[str, Any]:
    """The context of the preview. Duplicates are sought among listed entries only."""
    proposed = document["proposed"]
    return {
        **entry_of_document(document, vocabulary, today=today()),
        "duplicates": likely_duplicates(document),
        "new_cities": [
            _place(city, vocabulary) for city in proposed["cities"] if not is_complete(city)
        ],
        "new_tags": [tag["name"] for tag in proposed["tags"] if not is_complete(tag)],
    }


def _place(proposal: dict[str, Any], vocabulary: Vocabulary) -> str:
    country = vocabulary.by_key("country", proposal["country"])
    return f"{proposal['name']}, {country.name}" if country else str(proposal["name"])


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

    def post(self, request: HttpRequest, **url: str) -> HttpResponseBase:
        typed = kept_of(request.POST)
        nonce, step = self.nonce(), request.POST.get("step", "")
        if self.comes_from_elsewhere():
            return self.told_page(typed, self.new_nonce(), self.ELSEWHERE, status=403)
        if step in _TURNS and not self.cut:
            form = self.make_form(typed, judge=False, one_more=_TURNS[step])
            return self.form_page(form, self.usable(nonce))
        form = self.make_form(typed)
        if not form.is_valid():
            return self.form_page(form, self.usable(nonce))
        if step != "send":
            return self.preview_page(form, typed, self.usable(nonce))
        if not nonce.since:
            return self.preview_page(form, typed, self.new_nonce(), told=self.EXPIRED)
        return self.send(form, typed, nonce)

    def told_page(
        self, typed: QueryDict, nonce: Nonce, words: Any, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        """The form with what was typed, and above it why it was not taken."""
        problems = [{"text": words, "id": ""}]
        form = self.make_form(typed, judge=False)
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
            "notes": form.notes(),
            "about_you": form.about_you() if self.about_you else None,
            "fields": [(name, value) for name, values in typed.lists() for value in values],
            "nonce": nonce.text,
            "waiting": waiting_words(),
            "other_form": "preview",
        }
        return self.page(self.preview_template, context | self.more_context() | more)


class SubmitView(AskingView):
    purpose = "submit"
    section = "submit"
    form_template = "intake/submit.html"
    preview_template = "intake/preview.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        kept = request.GET.copy()
        for name in request.GET.keys() - PREFILLED:
            del kept[name]
        if len(kept) < len(request.GET):  # what networks add, as on pages that are kept
            query = f"?{kept.urlencode()}" if kept else ""
            return HttpResponsePermanentRedirect(request.path + query)
        begun = _prefilled(request.GET, self.snapshot.vocabulary)
        return self.form_page(self.make_form(None, before=begun), self.new_nonce())

    def send(self, form: PublicForm, typed: QueryDict, nonce: Nonce) -> HttpResponseBase:
        token = receipts.new_receipt(nonce.text)
        document, about_you = form.document(), form.about_you()
        held = self.held(nonce)

        def act() -> Submission:
            return submitting.submit(
                document,
                at=self.at,
                by=By.SUBMITTER,
                purpose=Purpose.NEW,
                held=held,
                language=language(),
                relation=about_you["relation"],
                token_hash=receipts.receipt_hash(token),
                contact=about_you["contact"],
                contact_asked_yearly=bool(about_you["contact"] and about_you["contact_yearly"]),
                note=about_you["note"],
            )

        if not self.once(nonce, act):
            first = receipts.find_by_receipt(token)
            if first is None or not _says_the_same(first, document):
                # Sent, then changed by way of the browser's Back: that would be lost in silence.
                words = _(
                    "An earlier version has already been sent from this page. Press "
                    "again only if you want to send this as a separate submission."
                )
                url = reverse("intake:status", args=[token]) if first else ""
                return self.preview_page(form, typed, self.new_nonce(), told=words, sent_url=url)
        return see_other(reverse("intake:status", args=[token]))


def _says_the_same(submission: Submission, document: dict[str, Any]) -> bool:
    first = submission.versions.order_by("number").first()
    return first is not None and first.document == document


PREFILLED = {"country", "city", "region", "name"}


def _prefilled(asked: QueryDict, vocabulary: Vocabulary) -> Document:
    """What a link from an empty place says already, or one from a search that found nothing.

    ``?country=ge``, ``?city=ge-kutaisi``, of a region of Russia ``?region=ru-bu``, or ``?name=``
    with the words that were searched for.
    """
    document = content.empty()
    document[f"name_{language()}"] = without_deceptive(asked.get("name", ""))[:120].strip()
    # Not a federal district, which filters take too.
    region = vocabulary.word("region", asked.get("region", "")[:80].lower())
    if region:
        document["focus_regions"] = [region.key]
    for facet, field in (("country", "host_countries"), ("city", "cities")):
        value = vocabulary.canonical(facet, asked.get(facet, "")[:80])
        word = vocabulary.word(facet, value) if value else None
        if word and word.pk:
            document[field] = [word.key]
            document["host_countries"] = [word.key.partition("/")[0]]
    return document


class EditView(ReceiptView, AskingView):
    purpose = "edit"
    about_you = False
    form_template = "intake/edit.html"
    preview_template = "intake/edit_preview.html"

    def get(self, request: HttpRequest, receipt: str) -> HttpResponseBase:
        return self.opened(receipt) or self.form_page(self.make_form(None), self.new_nonce())

    def post(self, request: HttpRequest, receipt: str) -> HttpResponseBase:  # type: ignore[override]
        return self.opened(receipt) or super().post(request)

    def opened(self, receipt: str) -> HttpResponseBase | None:
        unopened = super().opened(receipt)
        if unopened or self.submission.is_editable:
            return unopened
        return see_other(reverse("intake:status", args=[receipt]))

    def make_form(self, typed: QueryDict | None, **kwargs: Any) -> PublicForm:
        return super().make_form(typed, before=self.submission.content, **kwargs)

    def more_context(self) -> dict[str, Any]:
        return {
            "receipt": self.receipt,
            "submission": self.submission,
            "version": self._version_of_page(),
        }

    def _version_of_page(self) -> int:
        """The text that the person began from: the page says it, a new page takes the newest."""
        typed = self.request.POST.get("version", "")
        if typed.isascii() and typed.isdecimal() and len(typed) < 7:
            return int(typed)
        return last_version(self.submission)

    def send(self, form: PublicForm, typed: QueryDict, nonce: Nonce) -> HttpResponseBase:
        document = form.document()

        def act() -> Submission:
            return submitting.edit(
                self.submission, document=document, version=self._version_of_page(), at=self.at
            )

        try:
            self.once(nonce, act)
        except EditedElsewhere as elsewhere:
            words = _(
                "In the meantime this was changed in another window or by a "
                "moderator. The differences are below; save again to keep your text."
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
        return see_other(reverse("intake:status", args=[self.receipt]))
