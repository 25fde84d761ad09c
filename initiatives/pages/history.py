"""The history of an entry for readers: days and kinds of change, never who or which words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.content import FIELDS, Changed
from initiatives.models import Action, Decision, EntryState, Initiative, Purpose
from initiatives.presenters.dates import shown_day

ADDED = gettext_lazy("Added to the directory")
VERIFIED = gettext_lazy("Verified")
CLOSED = gettext_lazy("Marked as closed")
AT_WORK = gettext_lazy("At work again")
CHANGED = gettext_lazy("Entry changed")


def history(initiative: Initiative) -> list[dict[str, str]]:
    """Its approved submissions, newest first: a day and what happened. One query."""
    approvals = (
        Decision.objects.filter(submission__initiative=initiative, action=Action.APPROVE)
        .order_by("pk")
        .values_list("at", "submission__purpose", "submission__content")
    )
    events = []
    before: dict[str, Any] = {}
    for at, purpose, content in approvals:
        events.append({"date": shown_day(at), "text": _event(purpose, before, content)})
        before = content
    return events[::-1]


def _event(purpose: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    if purpose == Purpose.NEW:
        return str(ADDED)
    if purpose == Purpose.VERIFICATION:
        return str(VERIFIED)
    was, now = before.get("state"), after.get("state")
    # That an entry was hidden for a while is not told: it was for a reason.
    if was != now and EntryState.CLOSED in (was, now):
        return str(CLOSED if now == EntryState.CLOSED else AT_WORK)
    changed = {
        field.history
        for name, field in FIELDS.items()
        if (before.get(name) or None) != (after.get(name) or None)
    }
    what = ", ".join(str(one.label) for one in Changed if one in changed)
    return _("Changed: %(what)s") % {"what": what} if what else str(CHANGED)
