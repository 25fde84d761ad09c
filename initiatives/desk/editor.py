"""The editor: a correction of what was sent, a new entry, a change of one; and hiding at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from initiatives import content
from initiatives.content import Document, comparison
from initiatives.desk import frame
from initiatives.desk.access import moderators_only, recently_proved
from initiatives.desk.form import EditorForm
from initiatives.desk.frame import names_of
from initiatives.models import By, Initiative, Purpose, Submission, Vocabulary
from initiatives.vetting import decisions, permissions, submitting
from initiatives.vetting.duplicates import HiddenEntries, missing_designations
from initiatives.vetting.errors import InvalidContent, OutOfScope, VettingError
from initiatives.vetting.transitions import last_version

GET_OR_POST = ["GET", "HEAD", "POST"]
_CUT = gettext_lazy("Everything you typed is still here, except the end of what was far too long.")


@moderators_only
@require_http_methods(GET_OR_POST)
def correction(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One's own correction of a submission: a new content version, its author named."""
    moderator = frame.moderator_of(request)
    submission = frame.in_scope(moderator, reference)
    about: dict[str, Any] = {
        "title": _("Correct “%(name)s”") % {"name": names_of(submission.content)},
        "lead": _(
            "Your text takes the place of what was sent; what was sent is kept. Of these changes "
            "you are an author: where two moderators are needed, another one has to approve."
        ),
        "button": _("Keep the correction"),
        "says": _("Nothing is published by this."),
        "back": {
            "url": reverse("desk:review", args=[submission.reference]),
            "label": names_of(submission.content),
        },
        "version": last_version(submission),
    }
    if request.method != "POST":
        return _editor(request, _form(None, _with_designations(request, submission, about)), about)
    form = _form(request, submission.content)
    if request.POST.get("version") != str(about["version"]):
        about["version"] = last_version(submission)
        refusal = _(
            "Somebody changed the text while you wrote. What you wrote stands below and would "
            "replace it: compare with the review, then press again."
        )
        return _editor(request, form, about, refusal=refusal)
    if not form.is_valid():
        return _editor(request, form, about)
    try:
        decisions.correct(
            submission,
            moderator=moderator,
            document=form.document(),
            at=frame.now(),
            version=about["version"],
        )
    except VettingError as refused:
        return _refused(request, form, about, refused)
    messages.success(request, _("The correction is kept."))
    return redirect("desk:review", reference=submission.reference)


@moderators_only
@require_http_methods(GET_OR_POST)
def propose(request: HttpRequest) -> HttpResponseBase:
    """A moderator's own new entry: an ordinary submission, which another one approves."""
    about = {
        "title": _("Propose a new entry"),
        "lead": _("It enters the queue like any other. Another moderator has to approve it."),
        "button": _("Send it to the queue"),
        "says": _("Nothing is published by this."),
        "ask_slug": True,
        "slug": request.POST.get("slug", "").strip(),
    }
    before = content.empty()
    if request.method != "POST":
        return _editor(request, _form(None, before), about, section="propose")
    return _send(request, before, about, section="propose", purpose=Purpose.NEW)


@moderators_only
@require_http_methods(GET_OR_POST)
def change(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A change of an entry, from its present text. It may ask for another address."""
    initiative = _entry(request, slug)
    about = {
        "title": _("Change %(name)s") % {"name": initiative.name},
        "lead": _(
            "It enters the queue like any other. If website, links or designations change, or a "
            "hidden entry is shown again, another moderator has to approve it."
        ),
        "button": _("Send the change to the queue"),
        "says": _("Nothing is published by this."),
        "ask_slug": True,
        "slug": request.POST.get("slug", "").strip(),
        "hide": initiative if initiative.is_listed else None,
        "back": {"url": initiative.get_absolute_url(), "label": initiative.name}
        if initiative.is_listed
        else None,
    }
    before = content.from_initiative(initiative)
    if request.method != "POST":
        return _editor(request, _form(None, _with_another(request, initiative, before)), about)
    return _send(request, before, about, purpose=Purpose.CHANGE, base=initiative.revision)


@moderators_only
@require_POST
def take_down(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Hide at once; the confirmation waits in the queue."""
    initiative = _entry(request, slug)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("Say why it is hidden: the reason is recorded."))
        return redirect("desk:change", slug=initiative.slug)
    return _take_down(request, initiative, reason)


@recently_proved
def _take_down(request: HttpRequest, initiative: Initiative, reason: str) -> HttpResponseBase:
    moderator = frame.moderator_of(request)
    try:
        waiting = decisions.hide(initiative, moderator=moderator, reason=reason, at=frame.now())
    except OutOfScope as refusal:
        raise Http404 from refusal
    except VettingError as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:change", slug=initiative.slug)
    messages.success(request, _("The entry is hidden. Another moderator confirms it."))
    return redirect("desk:review", reference=waiting.reference)


def _with_another(request: HttpRequest, initiative: Initiative, present: Document) -> Document:
    """The present text; with ``?over=`` what an outdated submission changes laid over it."""
    reference = request.GET.get("over", "")
    if not reference:
        return present
    over = frame.in_scope(frame.moderator_of(request), reference)
    if over.initiative_id != initiative.pk or over.base is None:
        raise Http404
    base, proposed = (content.arranged(content.upgraded(one.content)) for one in (over.base, over))
    return comparison.rebased(base, present, proposed)


def _with_designations(
    request: HttpRequest, submission: Submission, about: dict[str, Any]
) -> Document:
    """The present text; with ``?like=`` the designations that it lacks of a hidden entry that it
    is like are filled in, and the page says so."""
    present = content.arranged(content.upgraded(submission.content))
    slug = request.GET.get("like", "")
    if not slug:
        return present
    alike = {one.initiative.slug: one.initiative for one in HiddenEntries().like(submission)}
    entry = alike.get(slug)
    covers = frame.moderator_of(request).covers
    if entry is None or not covers(permissions.hosts_of_entry(entry)):
        raise Http404
    about["notice"] = _(
        "The designations of the hidden entry “%(name)s” are filled in. Compare each with its "
        "register before you keep them."
    ) % {"name": entry.name}
    missing = missing_designations(present, entry)
    return {**present, "designations": [*present["designations"], *missing]}


def _entry(request: HttpRequest, slug: str) -> Initiative:
    in_scope = permissions.entries_in_scope(frame.moderator_of(request)).select_related("revision")
    initiative = content.with_content(in_scope).filter(slug=slug).first()
    if initiative is None:
        raise Http404
    return initiative


def _form(request: HttpRequest | None, before: Document) -> EditorForm:
    """The editor of what was sent; without a request it begins with ``before``."""
    return EditorForm(
        request.POST if request else None,
        before=before,
        vocabulary=Vocabulary.load(),
        cut=getattr(request, "cut", {}),
    )


def _send(
    request: HttpRequest,
    before: Document,
    about: dict[str, Any],
    *,
    section: str = "",
    purpose: Purpose,
    base: Submission | None = None,
) -> HttpResponseBase:
    moderator = frame.moderator_of(request)
    form = _form(request, before)
    if not form.is_valid():
        return _editor(request, form, about, section=section)
    document = form.document()
    if base and document == before and about["slug"] in ("", request.path.split("/")[-3]):
        refusal = _("Nothing is changed yet.")
        return _editor(request, form, about, section=section, refusal=refusal)
    try:
        sent = submitting.submit(
            document,
            at=frame.now(),
            by=By.MODERATOR,
            moderator=moderator,
            purpose=purpose,
            base=base,
            slug=about["slug"],
            language=moderator.language,
        )
    except OutOfScope as refused:
        raise PermissionDenied from refused
    except VettingError as refused:
        return _refused(request, form, about, refused, section=section)
    messages.success(request, _("It waits in the queue as %(reference)s.") % {"reference": sent})
    covered = permissions.in_scope(moderator).filter(pk=sent.pk).exists()
    return redirect("desk:review", reference=sent.reference) if covered else redirect("desk:queue")


def _refused(
    request: HttpRequest,
    form: EditorForm,
    about: dict[str, Any],
    refused: VettingError,
    *,
    section: str = "",
) -> HttpResponse:
    """The page once more, with what stands against the text at its fields."""
    if not isinstance(refused, InvalidContent):
        return _editor(request, form, about, section=section, refusal=str(refused))
    for name, found in refused.errors.items():
        form.add_error(name if name in form.fields else None, found)
    return _editor(request, form, about, section=section)


def _editor(
    request: HttpRequest,
    form: EditorForm,
    about: dict[str, Any],
    *,
    section: str = "",
    refusal: str = "",
) -> HttpResponse:
    """The page; with errors or ``refusal`` it is answered as not taken, and keeps all typed."""
    refusals = [refusal] if refusal else [str(_CUT)] if form.cut else []
    context = {"version": None, **about, "form": form, "refusals": refusals}
    status = 422 if refusals or form.errors else 200
    return frame.page(request, "desk/editor.html", context, section=section, status=status)
