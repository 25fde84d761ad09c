"""Which decisions are offered on a submission, and what each says of its consequences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.models import By, Moderator, Purpose, Submission, SubmissionState, VerifiedHow
from initiatives.vetting import canned_replies

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
