"""What every page of the desk needs around it, and how a submission is found."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from initiatives.content import Document
from initiatives.fields.bilingual import Text, pick
from initiatives.models import TEXT_LIMIT, Moderator, Submission, SubmissionState
from initiatives.vetting import permissions

WAITING = (SubmissionState.PENDING, SubmissionState.ENDORSED)


def now() -> datetime:
    return datetime.now(UTC)


def moderator_of(request: HttpRequest) -> Moderator:
    """Who acts; ``moderators_only`` has put it there."""
    return request.moderator  # type: ignore[attr-defined]


def in_scope(moderator: Moderator, reference: str) -> Submission:
    """The submission, or Http404 where it is out of scope or not there: the same answer."""
    found = (
        permissions.in_scope(moderator)
        .select_related("base", "initiative__revision", "claimed_by")
        .filter(reference=reference.upper())
        .first()
    )
    if found is None:
        raise Http404
    return found


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, section: str, status: int = 200
) -> HttpResponse:
    """A page of the desk: of one person, and never kept."""
    response = render(request, template, {**frame(request, section), **context}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def frame(request: HttpRequest, section: str) -> dict[str, Any]:
    """One query: how much waits."""
    moderator = moderator_of(request)
    waiting = permissions.in_scope(moderator).filter(state__in=WAITING, held="").count()
    return {
        "desk": {
            "section": section,
            "waiting": waiting,
            "text_limit": TEXT_LIMIT,
            "name": moderator.user.get_username(),
            "scope": scope_label(moderator),
            "edits_tables": moderator.is_editor,
            "manages_people": moderator.manages_people,
        }
    }


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
    return pick(document.get("name_en", ""), document.get("name_ru", "")) or Text(
        _("without a text"), lang=""
    )
