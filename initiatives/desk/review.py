"""One submission on one screen: what would change, what to look out for, what was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from initiatives.catalogue.snapshot import current
from initiatives.content import Document, comparison
from initiatives.content.comparison import Difference
from initiatives.desk import checks, frame, missing, queue
from initiatives.desk.access import moderators_only
from initiatives.desk.checks import Unlisted
from initiatives.fields.bilingual import by_its_letters
from initiatives.fields.partial_date import PartialDate
from initiatives.models import (
    By,
    EntryState,
    Initiative,
    Moderator,
    Purpose,
    Relation,
    Submission,
    SubmissionState,
    VerifiedHow,
    Vocabulary,
)
from initiatives.presenters.cards import entry_link
from initiatives.presenters.dates import shown_day
from initiatives.presenters.designations import Status, gravest_of
from initiatives.presenters.entry import DocumentCard, entry_of_document, shown_designation
from initiatives.presenters.frame import today
from initiatives.vetting import canned_replies, permissions
from initiatives.vetting.slugs import named_by
from initiatives.vetting.transitions import last_version

_LABELS = {
    "approve": (gettext_lazy("Approve"), gettext_lazy("Approve and publish")),
    "endorse": (gettext_lazy("Endorse"), gettext_lazy("Endorse as the first of two")),
    "ask": (gettext_lazy("Ask"), gettext_lazy("Send question")),
    "send_back": (gettext_lazy("Send back"), gettext_lazy("Send back to the queue")),
    "reject": (gettext_lazy("Reject"), gettext_lazy("Reject submission")),
    "spam": (gettext_lazy("Spam"), gettext_lazy("Mark as spam")),
}


@moderators_only
@require_safe
def review(request: HttpRequest, reference: str) -> HttpResponseBase:
    return answer(request, frame.in_scope(request, reference))


def answer(
    request: HttpRequest,
    submission: Submission,
    *,
    opened: str = "",
    why: str = "",
    judge: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page. ``opened``: the contact, in the one answer that follows its opening.

    ``why``: why a decision was refused; what was typed into it stays where it was, with
    ``judge`` beside what is wrong with it.
    """
    typed = request.POST if why else None
    moderator, at = frame.moderator_of(request), now()
    vocabulary = current().vocabulary
    is_open = submission.is_open
    unlisted = Unlisted(moderator)
    second = is_open and permissions.needs_second_person(submission, moderator, unlisted.hidden)
    waiting = waiting_references(moderator)
    place = waiting.index(submission.reference) + 1 if submission.reference in waiting else 0
    row = queue.Row(submission, moderator, vocabulary, at)
    language = request.GET.get("preview")
    if language not in ("en", "ru"):
        language = (translation.get_language() or "en")[:2]
    outdated = is_open and _outdated(submission)
    # The entry may have moved out of the moderator's countries since, and been hidden there.
    seen = permissions.entries_seen_by(moderator).filter(submissions=submission)
    sees_entry = outdated and seen.exists()
    hindered = permissions.why_not_second(submission, moderator, unlisted.hidden)
    text = missing.judge(submission, vocabulary)
    given_here = is_open and missing.given_here(submission, text)
    unready = is_open and bool(text.missing) and not given_here
    # What was typed into a refused approval keeps its place.
    publishable = not (hindered or outdated or (unready and not why))
    offered = list(_panels(submission, moderator, second, publishable)) if is_open else []
    return frame.page(
        request,
        "desk/review.html",
        {
            "submission": submission,
            "row": row,
            "about": _about(submission, row, outdated),
            "place": place,
            "previous": waiting[place - 2] if place > 1 else "",
            "following": next(iter(waiting[place:]), ""),
            "is_open": is_open,
            "claimed_by_me": row.assigned == _("you"),
            "outdated": outdated,
            "three": _three(submission, vocabulary) if sees_entry else [],
            "sees_entry": sees_entry,
            "differences": _differences(submission, vocabulary, second),
            "shown": preview(text.valid, vocabulary, language=language) if text.valid else None,
            "reader_language": language,
            "other_language": "en" if language == "ru" else "ru",
            "checks": list(checks.checks(submission, unlisted, text.labels if is_open else None)),
            "conversation": _conversation(submission),
            "decisions": _decisions(submission),
            "has_contact": bool(submission.contact) and is_open or bool(opened),
            "openings": submission.contact_openings.select_related("moderator").order_by("pk"),
            "opened": opened,
            "panels": offered,
            "second": second,
            "why_two": unlisted.why_two(submission) if is_open else "",
            "verified_choices": VerifiedHow.choices,
            "version": last_version(submission),
            "hindered": hindered,
            "unready": unready,
            "missing": text.labels,
            "given": missing.fields(text, vocabulary, typed, judge=judge) if given_here else [],
            "why": why,
            "typed": typed,
            "acts": [panel.act for panel in offered],
            "meanwhile": _changed_since(submission, typed, vocabulary) if typed else [],
        },
        status=status,
    )


def seen_version(post: QueryDict) -> int:
    """The number of the text that was looked at; for what is not a number, one that no text has."""
    given = post.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def _changed_since(
    submission: Submission, typed: QueryDict, vocabulary: Vocabulary
) -> list[Difference]:
    """The fields in which the present text differs from the one that was looked at; one query."""
    old = submission.versions.filter(number=seen_version(typed)).first()
    if old is None or not old.document or not submission.content:
        return []
    return comparison.changed(old.document, submission.content, vocabulary)


def waiting_references(moderator: Moderator) -> list[str]:
    """The queue's plain list, oldest first: what "next" and "3 of 17" mean."""
    waiting = permissions.in_scope(moderator).filter(state__in=frame.WAITING, held="")
    return list(waiting.order_by("submitted_at", "pk").values_list("reference", flat=True))


def _outdated(submission: Submission) -> bool:
    initiative = submission.initiative
    return initiative is not None and submission.base_id not in (None, initiative.revision_id)


def _about(submission: Submission, row: queue.Row, outdated: bool) -> str:
    """Who sent it, in which language, how long it waits, and what it is based on."""
    senders = {
        By.MODERATOR: _("From a moderator, %(language)s"),
        By.IMPORT: _("From an import, %(language)s"),
        Relation.SPEAKS: _("From someone who speaks for it, %(language)s"),
        Relation.KNOWS: _("From someone who knows of it, %(language)s"),
    }
    sender = submission.by if submission.by in senders else submission.relation
    text = senders.get(sender, _("From a visitor, %(language)s"))  # type: ignore[call-overload]
    language = _("in Russian") if submission.language == "ru" else _("in English")
    parts = [text % {"language": language}]
    if submission.is_open:
        parts.append(
            ngettext("waiting for %(n)d day", "waiting for %(n)d days", row.days) % {"n": row.days}
            if row.days
            else _("came in today")
        )
        if row.assigned:
            parts.append(_("assigned to %(who)s") % {"who": row.assigned})
    if submission.base and submission.purpose != Purpose.NEW:
        day = shown_day(submission.base.decided_at or submission.base.submitted_at)
        parts.append(
            _("based on the version of %(day)s, which is no longer the current one") % {"day": day}
            if outdated
            else _("based on the version of %(day)s, which is still the current one") % {"day": day}
        )
    return " · ".join(parts)


def _differences(submission: Submission, words: Vocabulary, second: bool) -> dict[str, Any]:
    """For a change what differs from its base, and the rest folded; for a new one every field."""
    before = submission.base.content if submission.base else None
    rows = comparison.compare(before, submission.content, words)
    is_change = before is not None
    if is_change:
        changed = [row for row in rows if row.is_changed]
    else:
        # That it shall be published goes without saying, and would read as if it were.
        published = submission.content.get("state") == EntryState.PUBLISHED
        changed = [row for row in rows if row.after and not (row.field == "state" and published)]
    return {
        "before_is_there": is_change,
        "changed": changed,
        "unchanged": [row for row in rows if is_change and not row.is_changed],
        "of_two": permissions.GUARDED if second and is_change else (),
        "total": len(rows),
    }


def _three(submission: Submission, words: Vocabulary) -> list[comparison.ThreeWay]:
    if submission.base is None or submission.initiative is None:
        return []
    present = submission.initiative.revision.content
    return comparison.three_way(submission.base.content, present, submission.content, words)


def preview(document: Document, vocabulary: Vocabulary, *, language: str) -> dict[str, Any]:
    """The context of parts/entry.html for a valid document, with the moderators' fields.

    One query where other entries are named.
    """
    with translation.override(language):
        context = entry_of_document(document, vocabulary, today=today())
        slugs = named_by(document)
        entries = Initiative.objects.listed().filter(slug__in=slugs) if slugs else []
        links = {entry.slug: entry_link(entry) for entry in entries}
        designations = [
            shown_designation(
                value,
                links.get(value["of"]),
                of_parent=value["of"] == document["parent"],
            )
            for value in document["designations"]
        ]
        card: DocumentCard = context["card"]
        until = document["closed_on"]
        card.until = PartialDate.parse(until).display() if until else ""
        card.designation = gravest_of(
            [
                Status(value["type"], value["since"], value["whose"])
                for value in designations
                if value["in_force"]
            ]
        )
        card.successor = links.get(document["successor"])
        partners = [links[slug] for slug in document["partners"] if slug in links]
        parents = [links[slug] for slug in [document["parent"]] if slug in links]
        return {
            **context,
            "designations": designations,
            "parents": parents,
            "partners": [one for one in partners if one not in parents],
        }


class Panel(NamedTuple):
    """A decision that is offered. how: who reads its words; lang: in which language they are."""

    act: str
    label: Any
    button: Any
    how: str
    lang: str
    replies: list[tuple[str, Any, str]]  # key, label, text


def _panels(
    submission: Submission, moderator: Moderator, second: bool, publishable: bool
) -> Iterator[Panel]:
    """The transitions that the present state allows; each is judged again when it is pressed.

    ``publishable``: whether it can be published now, and by this moderator.
    """
    endorsed = submission.state == SubmissionState.ENDORSED
    acts = ["endorse" if second and not endorsed else "approve"] if publishable else []
    acts += ["ask", *(["send_back"] if endorsed else []), "reject", "spam"]
    for act in acts:
        lang, how = submission.language, _("sent in English")
        if act == "send_back" or submission.by != By.SUBMITTER:
            lang, how = moderator.language, _("read by moderators")
        elif lang == "ru":
            how = _("sent in Russian")
        canned = canned_replies.CANNED_REPLIES.get(act, ())
        replies = [(reply.key, reply.label, reply.text(lang)) for reply in canned]
        yield Panel(act, *_LABELS[act], how, lang, replies)


class Said(NamedTuple):
    """kind: submitter, moderator or note (for moderators only)."""

    kind: str
    who: str
    day: str
    text: str


def _conversation(submission: Submission) -> list[Said]:
    """Messages and notes together, in the order of time; two queries."""
    conversation: list[tuple[datetime, Said]] = []
    for message in submission.messages.select_related("author").order_by("pk"):
        who, day = _("Submitter"), shown_day(message.at)
        if message.by != By.SUBMITTER:
            who = message.author.get_username() if message.author else _("Moderator")
            day = _moment(message.at)
        kind = "submitter" if message.by == By.SUBMITTER else "moderator"
        conversation.append((message.at, Said(kind, who, day, by_its_letters(message.text))))
    # A submitter's acts bear a day only, so order within a day is that of ids: messages keep it.
    for note in submission.notes.select_related("author").order_by("pk"):
        text = by_its_letters(note.text)
        place = sum(at <= note.at for at, _said in conversation)
        said = Said("note", note.author.get_username(), _moment(note.at), text)
        conversation.insert(place, (note.at, said))
    return [said for _at, said in conversation]


def _decisions(submission: Submission) -> Iterator[dict[str, str]]:
    """Every decision, oldest first; one query."""
    for decision in submission.decisions.order_by("pk"):
        by = By(decision.by)
        reply = canned_replies.find(decision.action, decision.reason)
        label = str(reply.label) if reply else ""
        yield {
            "what": decision.get_action_display(),
            "who": decision.actor_name if by == By.MODERATOR else str(by.label),
            "day": shown_day(decision.at) if by == By.SUBMITTER else _moment(decision.at),
            "comment": "; ".join(filter(None, [label, decision.comment])),
        }


def _moment(at: datetime) -> str:
    return date_format(at, "j E Y, H:i")
