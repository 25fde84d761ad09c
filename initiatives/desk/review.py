"""One submission on one screen: what would change, what to look out for, what was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from initiatives.catalogue.snapshot import current
from initiatives.content import Document, comparison
from initiatives.content.comparison import Difference, ThreeWay
from initiatives.desk import checks, conversation, frame, missing, queue
from initiatives.desk.access import moderators_only
from initiatives.desk.checks import Unlisted
from initiatives.desk.frame import names_of
from initiatives.fields.partial_date import PartialDate
from initiatives.models import (
    Action,
    By,
    Decision,
    DesignationType,
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
from initiatives.presenters.dates import shown_day
from initiatives.presenters.designations import Designated
from initiatives.presenters.entry import DocumentCard, entry_of_document, shown_designation
from initiatives.presenters.frame import today
from initiatives.presenters.links import Link
from initiatives.vetting import canned_replies, permissions
from initiatives.vetting.transitions import last_version


def preview(document: Document, vocabulary: Vocabulary, *, language: str) -> dict[str, Any]:
    """The context of parts/entry.html for a valid document, with the moderators' fields.

    One query where other entries are named.
    """
    with translation.override(language):
        context = entry_of_document(document, vocabulary, today=today())
        named = [slug for slug in [*document["partners"], document["successor"]] if slug]
        entries = Initiative.objects.listed().filter(slug__in=named) if named else []
        found = {one.slug: Link(one.name, one.get_absolute_url()) for one in entries}
        designations = [shown_designation(one) for one in document["designations"]]
        card: DocumentCard = context["card"]
        until = document["closed_on"]
        card.until = PartialDate.parse(until).display() if until else ""
        card.designation = _gravest(designations)
        card.successor = found.get(document["successor"])
        return {
            **context,
            "designations": designations,
            "partners": [found[slug] for slug in document["partners"] if slug in found],
        }


def _gravest(designations: list[dict[str, Any]]) -> Designated | None:
    in_force = [one for one in designations if one["in_force"]]
    if not in_force:
        return None
    gravest = max(in_force, key=lambda one: DesignationType.values.index(one["type"]))
    return Designated(gravest["type"], gravest["since"], len(in_force) - 1)


VERIFIED = VerifiedHow.choices


@dataclass(frozen=True, slots=True)
class Ready:
    key: str
    label: Any
    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One decision: its button, the words that go out with it, and what it will do."""

    act: str
    label: Any
    button: Any
    says: list[str]
    lang: str = ""
    text_label: str = ""
    reason_label: str = ""
    reasons: list[Ready] = field(default_factory=list)
    danger: bool = False
    completes: str = ""  # what it means to give here what the text lacks
    is_logged: bool = False  # whether its words enter the log of decisions, which is never erased


_LABELS = {
    "approve": (gettext_lazy("Approve"), gettext_lazy("Approve and publish")),
    "endorse": (gettext_lazy("Endorse"), gettext_lazy("Endorse as the first of two")),
    "ask": (gettext_lazy("Ask"), gettext_lazy("Send question")),
    "send_back": (gettext_lazy("Send back"), gettext_lazy("Send back to the queue")),
    "reject": (gettext_lazy("Reject"), gettext_lazy("Reject submission")),
    "spam": (gettext_lazy("Spam"), gettext_lazy("Mark as spam")),
}


def panels(
    submission: Submission,
    moderator: Moderator,
    *,
    second: bool,
    hindered: bool,
    given: bool = False,
    why_two: str = "",
) -> list[Panel]:
    """The moves that the present state allows; the halls judge again when one is pressed.

    ``hindered``: it cannot be published now, or not by this moderator. ``given``: what it lacks
    can be given with the decision. ``why_two``: why two are needed, where that is not seen in
    what differs.
    """
    if not submission.is_open:
        return []
    acts = []
    endorsed = submission.state == SubmissionState.ENDORSED
    if not hindered:
        acts.append("endorse" if second and not endorsed else "approve")
    acts.append("ask")
    if endorsed:
        acts.append("send_back")
    acts += ["reject", "spam"]
    return [_panel(act, submission, moderator, second, given, why_two) for act in acts]


def _panel(
    act: str,
    submission: Submission,
    moderator: Moderator,
    second: bool,
    given: bool,
    why_two: str,
) -> Panel:
    label, button = _LABELS[act]
    language = submission.language
    to_moderators = act == "send_back" or submission.by != By.SUBMITTER
    sent_in = (
        _("read by moderators")
        if to_moderators
        else _("sent in Russian")
        if language == "ru"
        else _("sent in English")
    )
    ready = [
        Ready(one.key, one.label, one.text(moderator.language if to_moderators else language))
        for one in canned_replies.CANNED_REPLIES.get(act, ())
    ]
    text_label = {
        "approve": _("A word to the submitter, %(how)s (optional)") if not to_moderators else "",
        "ask": _("Question, %(how)s"),
        "send_back": _("Why, %(how)s"),
        "reject": _("Why, %(how)s"),
    }.get(act, "")
    return Panel(
        act=act,
        label=label,
        button=button,
        says=[
            *_says(act, submission, second),
            *([why_two] if why_two and act in ("approve", "endorse") else []),
        ],
        completes=_completes(second) if given and act in ("approve", "endorse") else "",
        lang=moderator.language if to_moderators else language,
        text_label=text_label % {"how": sent_in} if text_label else "",
        is_logged=act != "ask",  # a question is a message, which is erased with the text
        reason_label=_("Ready reason, %(how)s") % {"how": sent_in} if ready else "",
        reasons=ready,
        danger=act in ("reject", "spam"),
    )


def _says(act: str, submission: Submission, second: bool) -> list[str]:
    """What happens: what is sent, to whom, and whether somebody else has to agree."""
    russian = submission.language == "ru"
    visitor = submission.by == By.SUBMITTER
    told = ""
    if visitor:
        told = (
            _("The submitter reads it in Russian on the private page.")
            if russian
            else _("The submitter reads it in English on the private page.")
        )
    if act == "approve":
        if submission.state == SubmissionState.ENDORSED and second:
            first = _("You are the second of two moderators: it is public at once.")
        elif submission.purpose == Purpose.VERIFICATION:
            first = _("Nothing changes but the date of verification.")
        else:
            first = _("It is public at once. Nobody else has to agree.")
        return [first, *([told] if told else [])]
    if act == "endorse":
        return [
            _(
                "Two moderators have to agree: yours is the first. It stays unpublished until "
                "another one approves. Nothing is sent."
            )
        ]
    if act == "ask":
        return [*([told] if told else []), _("It waits for the answer, and then for you again.")]
    if act == "send_back":
        return [_("The endorsement is undone and it waits again. Nothing is sent.")]
    if act == "reject":
        return [
            *([told] if told else []),
            _("There is no way back: a mistake is mended by a new submission."),
        ]
    return [_("Nothing is sent. The texts are erased after 30 days.")]


def _completes(second: bool) -> str:
    """A correction of these fields makes its author no person that is missing."""
    if second:
        return _(
            "The public form does not ask for this. It is kept as your correction; another "
            "moderator approves it with the rest."
        )
    return _(
        "The public form does not ask for this. It is kept as your correction and needs no second "
        "moderator."
    )


# A change of these to a published entry needs a second person.
OF_TWO = frozenset(permissions.GUARDED)


@moderators_only
@require_safe
def review(request: HttpRequest, reference: str) -> HttpResponseBase:
    submission = frame.in_scope(frame.moderator_of(request), reference)
    return answer(request, submission)


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

    ``why``: why a decision was refused; what was typed into it stands where it stood, with
    ``judge`` beside what is wrong with it.
    """
    typed = request.POST if why else None
    moderator, at = frame.moderator_of(request), frame.now()
    vocabulary = current().vocabulary
    is_open = submission.is_open
    unlisted = Unlisted(moderator)
    second = is_open and permissions.needs_second_person(submission, moderator, unlisted.hidden)
    others = waiting_references(moderator)
    place = others.index(submission.reference) if submission.reference in others else None
    row = queue.row(_answered(submission), moderator, vocabulary, at)
    language = _reader_language(request)
    outdated = is_open and _outdated(submission)
    # The entry may have moved out of the moderator's countries since, and been hidden there.
    sees_entry = outdated and _is_seen(submission, moderator)
    hindered = permissions.why_not_second(submission, moderator, unlisted.hidden)
    text = missing.judge(submission, vocabulary)
    here = is_open and missing.given_here(submission, text)
    unready = is_open and bool(text.lacks) and not here
    made = panels(
        submission,
        moderator,
        second=second,
        # What was typed into a refused approval keeps its place.
        hindered=bool(hindered) or outdated or (unready and not why),
        given=here,
        why_two=unlisted.why_two(submission) if is_open else "",
    )
    newest = last_version(submission)
    return frame.page(
        request,
        "desk/review.html",
        {
            "submission": submission,
            "name": names_of(submission.content),
            "row": row,
            "about": _about(submission, row, outdated),
            "place": place + 1 if place is not None else 0,
            "previous": others[place - 1] if place else "",
            "following": _after(others, place),
            "is_open": is_open,
            "claimed_by_me": row.assigned == _("you"),
            "can": {"correct": is_open},
            "public_url": _public_url(submission),
            "outdated": outdated,
            "three": _three(submission, vocabulary) if sees_entry else [],
            "sees_entry": sees_entry,
            "differences": _differences(submission, vocabulary, second),
            "shown": preview(text.valid, vocabulary, language=language) if text.valid else None,
            "reader_language": language,
            "other_language": "en" if language == "ru" else "ru",
            "checks": checks.checks(
                submission,
                vocabulary,
                lacks=text.labels if is_open else None,
                in_scope=lambda: permissions.in_scope(moderator),
                unlisted=unlisted,
                reverse=lambda other: reverse("desk:review", args=[other]),
                correct=reverse("desk:correct", args=[submission.reference]),
            ),
            "talk": conversation.talk(submission),
            "moves": conversation.moves(submission),
            "has_contact": bool(submission.contact) and is_open or bool(opened),
            "openings": conversation.openings(submission),
            "opened": opened,
            "panels": made,
            "verified_choices": VERIFIED,
            "version": newest,
            "hindered": hindered,
            "unready": unready,
            "lacks": text.labels,
            "given": missing.fields(submission, text, vocabulary, typed, judge=judge)
            if here
            else [],
            "why": why,
            "typed": typed,
            "acts": [one.act for one in made],
            "meanwhile": _changed_since(submission, typed, vocabulary) if typed else [],
        },
        section="",
        status=status,
    )


def seen_version(post: QueryDict) -> int:
    """The number of the text that was looked at; for what is no number one that no text has."""
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


def _after(others: list[str], place: int | None) -> str:
    if place is None:
        return others[0] if others else ""
    return others[place + 1] if place + 1 < len(others) else ""


def _answered(submission: Submission) -> Any:
    answers = Decision.objects.filter(submission=submission, action=Action.ANSWER)
    submission.answered = answers.exists()  # type: ignore[attr-defined]
    return submission


def _outdated(submission: Submission) -> bool:
    initiative = submission.initiative
    return initiative is not None and submission.base_id not in (None, initiative.revision_id)


def _public_url(submission: Submission) -> str:
    initiative = submission.initiative
    return initiative.get_absolute_url() if initiative and initiative.is_listed else ""


def _reader_language(request: HttpRequest) -> str:
    wanted = request.GET.get("preview")
    return wanted if wanted in ("en", "ru") else (translation.get_language() or "en")[:2]


def _about(submission: Submission, row: queue.Row, outdated: bool) -> str:
    """Who sent it, in which language, how long it waits, and what it is based on."""
    language = _("in Russian") if submission.language == "ru" else _("in English")
    who = {
        By.MODERATOR: _("From a moderator, %(language)s"),
        By.IMPORT: _("From an import, %(language)s"),
    }.get(
        By(submission.by),
        {
            Relation.SPEAKS: _("From someone who speaks for it, %(language)s"),
            Relation.KNOWS: _("From someone who knows it, %(language)s"),
        }.get(Relation(submission.relation), _("From a visitor, %(language)s"))
        if submission.relation
        else _("From a visitor, %(language)s"),
    )
    parts = [who % {"language": language}]
    if submission.is_open:
        parts.append(
            ngettext("waits %(n)d day", "waits %(n)d days", row.days) % {"n": row.days}
            if row.days
            else _("came today")
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
    changed = [one for one in rows if (one.is_changed if is_change else _is_said(one, submission))]
    return {
        "before_is_there": is_change,
        "changed": changed,
        "unchanged": [one for one in rows if is_change and not one.is_changed],
        "of_two": OF_TWO if second and is_change else (),
        "total": len(rows),
    }


def _is_seen(submission: Submission, moderator: Moderator) -> bool:
    seen = permissions.entries_seen_by(moderator)
    return submission.initiative is not None and seen.contains(submission.initiative)


def _three(submission: Submission, words: Vocabulary) -> list[ThreeWay]:
    if submission.base is None or submission.initiative is None:
        return []
    now = submission.initiative.revision.content
    return comparison.three_way(submission.base.content, now, submission.content, words)


def _is_said(row: Difference, submission: Submission) -> bool:
    """Whether a new entry's field is worth a row. That it shall be published goes without saying,
    and would read as if it were."""
    if row.field == "state" and submission.content.get("state") == EntryState.PUBLISHED:
        return False
    return bool(row.after)
