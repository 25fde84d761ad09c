"""The editor: a correction of what was sent, a new entry, a change of one; and hiding at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_POST

from initiatives import content
from initiatives.content import Document, comparison
from initiatives.desk import frame
from initiatives.desk.access import moderators_only, recently_proved
from initiatives.desk.form import EditorForm
from initiatives.models import By, Initiative, Moderator, Purpose, Vocabulary
from initiatives.presenters.links import Link
from initiatives.vetting import decisions, permissions, submitting
from initiatives.vetting.duplicates import HiddenEntries, missing_designations
from initiatives.vetting.errors import InvalidContent, OutOfScope, VettingError
from initiatives.vetting.transitions import last_version


@method_decorator(moderators_only, name="dispatch")
class EditorView(View):
    """The form for all fields. ``before``: the text that it begins with.

    What is not taken answers with the page again, and with all that was typed.
    """

    http_method_names = ["get", "head", "post"]
    section = title = notice = ""
    lead: Any
    button: Any
    back: Link | None = None
    ask_slug = True
    hide: Initiative | None = None
    version: int | None = None
    before: Document
    moderator: Moderator

    def open(self, **url: str) -> None:
        """Finds what is edited. Raises Http404."""
        raise NotImplementedError

    def first_text(self) -> Document:
        """What the form holds at first."""
        return self.before

    def keep(self, document: Document) -> HttpResponseBase:
        """Takes what was written. Raises VettingError."""
        raise NotImplementedError

    def refusal(self) -> str:
        """Why the form is not even looked at, or ""."""
        return ""

    def dispatch(self, request: HttpRequest, *args: Any, **url: str) -> HttpResponseBase:
        self.moderator = frame.moderator_of(request)
        self.slug = request.POST.get("slug", "").strip()
        self.open(**url)
        return super().dispatch(request, *args, **url)

    def get(self, request: HttpRequest, **url: str) -> HttpResponseBase:
        return self.page(self.form(None, self.first_text()))

    def post(self, request: HttpRequest, **url: str) -> HttpResponseBase:
        form = self.form(request.POST, self.before)
        if refusal := self.refusal():
            return self.page(form, refusal)
        if not form.is_valid():
            return self.page(form)
        try:
            kept = self.keep(form.document())
        except InvalidContent as error:
            for name, texts in error.errors.items():
                form.add_error(name if name in form.fields else None, texts)
            return self.page(form)
        except VettingError as error:
            return self.page(form, str(error))
        for note in form.notes():
            messages.info(request, note)
        return kept

    def form(self, typed: QueryDict | None, before: Document) -> EditorForm:
        cut = getattr(self.request, "cut", {})
        return EditorForm(typed, before=before, vocabulary=Vocabulary.load(), cut=cut)

    def page(self, form: EditorForm, refusal: str = "") -> HttpResponse:
        if form.cut and not refusal:
            refusal = _(
                "Everything you typed is still here, except the end of a text that "
                "was far too long."
            )
        return frame.page(
            self.request,
            "desk/editor.html",
            {"view": self, "form": form, "refusal": refusal},
            section=self.section,
            status=422 if refusal or form.errors else 200,
        )

    def submit(self, document: Document, purpose: Purpose, **how: Any) -> HttpResponseBase:
        """Send it to the queue like any other submission."""
        try:
            sent = submitting.submit(
                document,
                at=now(),
                by=By.MODERATOR,
                moderator=self.moderator,
                purpose=purpose,
                slug=self.slug,
                language=self.moderator.language,
                **how,
            )
        except OutOfScope as error:
            raise PermissionDenied from error
        text = _("It is in the queue as %(reference)s.") % {"reference": sent}
        messages.success(self.request, text)
        if permissions.may_see(self.moderator, sent):
            return redirect("desk:review", reference=sent.reference)
        return redirect("desk:queue")


class CorrectionView(EditorView):
    """One's own correction of a submission: a new content version, its author named."""

    lead = gettext_lazy(
        "Your text replaces what was sent; the original is kept. You become "
        "an author of these changes: where two moderators are needed, "
        "another one has to approve."
    )
    button = gettext_lazy("Save the correction")
    ask_slug = False

    def open(self, reference: str) -> None:  # type: ignore[override]
        self.submission = frame.in_scope(self.request, reference)
        self.before = self.submission.content
        self.version = last_version(self.submission)
        name = frame.names_of(self.before)
        self.title = _("Correct “%(name)s”") % {"name": name}
        self.back = Link(name, reverse("desk:review", args=[self.submission.reference]))

    def first_text(self) -> Document:
        """The present text; with ``?like=`` the designations that it lacks of a hidden entry that
        it is like are filled in, and the page says so."""
        present = content.arranged(content.upgraded(self.before))
        slug = self.request.GET.get("like", "")
        if not slug:
            return present
        alike = HiddenEntries().like(self.submission)
        entry = next(
            (hidden.initiative for hidden in alike if hidden.initiative.slug == slug), None
        )
        if entry is None or not self.moderator.covers(permissions.hosts_of_entry(entry)):
            raise Http404
        self.notice = _(
            "The designations of the hidden entry “%(name)s” have been filled "
            "in. Check each in its register before you save them."
        ) % {"name": entry.name}
        missing = missing_designations(present, entry)
        return {**present, "designations": [*present["designations"], *missing]}

    def refusal(self) -> str:
        if self.request.POST.get("version") == str(self.version):
            return ""
        return _(
            "Someone changed the text while you were writing. Your text is below "
            "and would replace theirs: compare it with the submission, then "
            "press again."
        )

    def keep(self, document: Document) -> HttpResponseBase:
        decisions.correct(
            self.submission,
            moderator=self.moderator,
            document=document,
            at=now(),
            version=self.version,
        )
        messages.success(self.request, _("Correction saved."))
        return redirect("desk:review", reference=self.submission.reference)


class ProposeView(EditorView):
    """A moderator's own new entry: an ordinary submission, which another one approves."""

    section = "propose"
    lead = gettext_lazy(
        "It joins the queue like any other submission. Another moderator has to approve it."
    )
    button = gettext_lazy("Send it to the queue")

    def open(self, **url: str) -> None:
        self.title = _("Propose a new entry")
        self.before = content.empty()

    def keep(self, document: Document) -> HttpResponseBase:
        return self.submit(document, Purpose.NEW)


class ChangeView(EditorView):
    """A change of an entry, from its present text. It may ask for another address."""

    lead = gettext_lazy(
        "It joins the queue like any other submission. If the website, links "
        "or designations change, or a hidden entry is shown again, another "
        "moderator has to approve it."
    )
    button = gettext_lazy("Send the change to the queue")

    def open(self, slug: str) -> None:  # type: ignore[override]
        self.initiative = _entry(self.request, slug)
        self.before = content.from_initiative(self.initiative)
        self.title = _("Change %(name)s") % {"name": self.initiative.name}
        if self.initiative.is_listed:
            self.hide = self.initiative
            self.back = Link(self.initiative.name, self.initiative.get_absolute_url())

    def first_text(self) -> Document:
        """The present text; with ``?over=`` what an outdated submission changes laid over it."""
        reference = self.request.GET.get("over", "")
        if not reference:
            return self.before
        over = frame.in_scope(self.request, reference)
        if over.initiative_id != self.initiative.pk or over.base is None:
            raise Http404
        base, proposed = (
            content.arranged(content.upgraded(submission.content))
            for submission in (over.base, over)
        )
        return comparison.rebased(base, self.before, proposed)

    def keep(self, document: Document) -> HttpResponseBase:
        if document == self.before and self.slug in ("", self.initiative.slug):
            return self.page(self.form(self.request.POST, document), _("Nothing is changed yet."))
        return self.submit(document, Purpose.CHANGE, base=self.initiative.revision)


@moderators_only
@require_POST
def hide(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Hide at once; the confirmation waits in the queue."""
    initiative = _entry(request, slug)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("Say why it should be hidden: the reason is logged."))
        return redirect("desk:change", slug=initiative.slug)
    return _hide(request, initiative, reason)


@recently_proved
def _hide(request: HttpRequest, initiative: Initiative, reason: str) -> HttpResponseBase:
    moderator = frame.moderator_of(request)
    try:
        waiting = decisions.hide(initiative, moderator=moderator, reason=reason, at=now())
    except OutOfScope as error:
        raise Http404 from error
    except VettingError as error:
        messages.error(request, str(error))
        return redirect("desk:change", slug=initiative.slug)
    messages.success(request, _("The entry is hidden. Another moderator has to confirm this."))
    return redirect("desk:review", reference=waiting.reference)


def _entry(request: HttpRequest, slug: str) -> Initiative:
    """The entry, or Http404 where it is out of scope or not there."""
    in_scope = permissions.entries_in_scope(frame.moderator_of(request)).select_related("revision")
    return get_object_or_404(content.with_content(in_scope), slug=slug)
