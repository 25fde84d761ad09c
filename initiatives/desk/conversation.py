"""What was said about a submission, and what happened to it, for moderators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from initiatives.fields.bilingual import by_its_letters
from initiatives.models import By, Submission
from initiatives.presenters.dates import shown_day
from initiatives.vetting import canned_replies


@dataclass(frozen=True, slots=True)
class Said:
    """kind: submitter, moderator or note (for moderators only)."""

    kind: str
    who: str
    day: str
    text: str


@dataclass(frozen=True, slots=True)
class Moved:
    what: str
    who: str
    day: str
    comment: str


def talk(submission: Submission) -> list[Said]:
    """Messages and notes together, in the order of time; two queries."""
    found: list[tuple[datetime, int, Said]] = []
    for one in submission.messages.select_related("author").order_by("pk"):
        if one.by == By.SUBMITTER:
            said = Said("submitter", _("Submitter"), shown_day(one.at), by_its_letters(one.text))
        else:
            who = one.author.get_username() if one.author else _("Moderator")
            said = Said("moderator", who, _moment(one.at), by_its_letters(one.text))
        found.append((one.at, one.pk, said))
    # A submitter's acts bear a day only, so order within a day is that of ids: messages keep it.
    said_so_far = [said for _at, _pk, said in found]
    for note in submission.notes.select_related("author").order_by("pk"):
        said = Said("note", note.author.get_username(), _moment(note.at), by_its_letters(note.text))
        place = sum(1 for at, _pk, _said in found if at <= note.at)
        found.insert(place, (note.at, note.pk, said))
        said_so_far.insert(place, said)
    return said_so_far


def moves(submission: Submission) -> list[Moved]:
    """Every decision, oldest first; one query."""
    found = []
    for one in submission.decisions.order_by("pk"):
        who = one.actor_name if one.by == By.MODERATOR else str(By(one.by).label)
        reason = canned_replies.find(one.action, one.reason)
        said = [str(reason.label) if reason else "", one.comment]
        day = _moment(one.at) if one.by != By.SUBMITTER else shown_day(one.at)
        label = str(one.get_action_display())
        found.append(Moved(label, who, day, "; ".join(filter(None, said))))
    return found


def openings(submission: Submission) -> list[dict[str, str]]:
    """Who opened the contact, when and why; one query."""
    return [
        {"who": one.moderator.get_username(), "day": _moment(one.at), "reason": one.reason}
        for one in submission.contact_openings.select_related("moderator").order_by("pk")
    ]


def _moment(at: datetime) -> str:
    return date_format(at, "j E Y, H:i")
