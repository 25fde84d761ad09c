"""The history of an entry for readers: days and kinds of change, never who or which words."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from initiatives.models import Action, Decision, EntryState, Initiative, Purpose
from initiatives.presenters.dates import shown_day

# What changed -> the fields of the document that say so.
CHANGES: dict[Promise, tuple[str, ...]] = {
    pgettext_lazy("changed", "name"): ("name_en", "name_ru", "other_names"),
    pgettext_lazy("changed", "texts"): (
        *("summary_en", "summary_ru", "description_en", "description_ru"),
        *("terms_en", "terms_ru", "cost"),
    ),
    pgettext_lazy("changed", "links"): ("website", "links"),
    pgettext_lazy("changed", "places"): ("host_countries", "cities", "online"),
    pgettext_lazy("changed", "what it does and for whom"): (
        *("kind", "focus_regions", "languages", "activities", "audiences"),
        *("seeks", "tags", "reach", "founded"),
    ),
    pgettext_lazy("changed", "partners"): ("partners", "successor"),
    pgettext_lazy("changed", "status in Russia"): ("designations",),
    pgettext_lazy("changed", "sources"): ("sources", "checked"),
}

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
    changed = [
        str(label)
        for label, fields in CHANGES.items()
        if any((before.get(name) or None) != (after.get(name) or None) for name in fields)
    ]
    return _("Changed: %(what)s") % {"what": ", ".join(changed)} if changed else str(CHANGED)
