"""What every page of the desk needs around it, and how a submission is found."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from initiatives.content import Document
from initiatives.fields.bilingual import Text, pick
from initiatives.models import (
    TEXT_LIMIT,
    Action,
    Decision,
    Moderator,
    Submission,
    SubmissionState,
)
from initiatives.vetting import permissions

WAITING = (SubmissionState.PENDING, SubmissionState.ENDORSED)
# For a queryset of submissions: whether the submitter has answered a question.
ANSWERED = Exists(Decision.objects.filter(submission=OuterRef("pk"), action=Action.ANSWER))


def moderator_of(request: HttpRequest) -> Moderator:
    """Who acts; ``moderators_only`` has put it there."""
    return request.moderator  # type: ignore[attr-defined]


def in_scope(request: HttpRequest, reference: str) -> Submission:
    """The submission, or Http404 where it is out of scope or not there: the same answer."""
    rows = permissions.in_scope(moderator_of(request)).annotate(answered=ANSWERED)
    rows = rows.select_related("base", "initiative__revision", "claimed_by")
    return get_object_or_404(rows, reference=reference.upper())


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    section: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page of the desk. One query for the frame: how much waits."""
    moderator = moderator_of(request)
    waiting = permissions.in_scope(moderator).filter(state__in=WAITING, held="")
    desk = {
        "section": section,
        "waiting": waiting.count(),
        "text_limit": TEXT_LIMIT,
        "moderator": moderator,
        "scope": scope_label(moderator),
    }
    return render(request, template, {"desk": desk, **context}, status=status)


def scope_label(moderator: Moderator) -> str:
    """The countries of a moderator in words: at most three, then their number."""
    if moderator.decides_everywhere:
        return _("everywhere")
    names = sorted(str(country.name) for country in moderator.countries.all())
    if not names:
        return _("no country yet")
    if len(names) > 3:
        return _("%(first)s and %(n)d more") % {"first": names[0], "n": len(names) - 1}
    return ", ".join(names)


def names_of(document: Document) -> Text:
    """The name that a list shows; that of an emptied document says so."""
    name = pick(document.get("name_en", ""), document.get("name_ru", ""))
    return name or Text(_("without a text"), lang="")
