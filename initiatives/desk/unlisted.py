"""Hidden entries and refused submissions that a submission is like, in words for one moderator.

What lies outside the moderator's countries is told without its name and without a link.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.models import (
    DesignationType,
    Initiative,
    Moderator,
    Submission,
    SubmissionState,
)
from initiatives.presenters.links import Link
from initiatives.vetting import duplicates, permissions
from initiatives.vetting.duplicates import MOST


@dataclass(frozen=True, slots=True)
class Alike:
    """One sentence about it. ``grave``: two moderators have to agree because of it."""

    text: str
    grave: bool = False
    links: list[Link] = field(default_factory=list)


class Unlisted:
    """What is compared with, read once for a page of the desk: one query for the hidden entries,
    one for the refused submissions and one for the moderator's countries."""

    def __init__(self, moderator: Moderator) -> None:
        self._moderator = moderator
        self._refused = duplicates.RefusedTexts()
        self.hidden = duplicates.HiddenEntries()

    @cached_property
    def _covers(self) -> Callable[[AbstractSet[str]], bool]:
        return self._moderator.coverage()

    def _sees(self, entry: Initiative) -> bool:
        return self._covers(permissions.hosts_of_entry(entry))

    def hidden_in_a_line(self, submission: Submission) -> Alike | None:
        """For a row of the queue: the hidden entry that the submission is most like."""
        found = self.hidden.like(submission)
        if not found:
            return None
        grave = bool(self.hidden.brought_back(submission))
        for one in found:
            if self._sees(one.initiative):
                text = _("Like the hidden entry “%(name)s”") % {"name": one.initiative.name}
                return Alike(text, grave)
        return Alike(_("Like a hidden entry outside your countries"), grave)

    def refused_in_a_line(self, submission: Submission) -> Alike | None:
        """For a row of the queue: the newest refused submission that the submission is like."""
        for one in self._refused.like(submission):
            spam = one.state == SubmissionState.SPAM
            if not self._covers(one.hosts):
                return Alike(_outside(spam=spam))
            text = (
                _("Like “%(name)s”, which was marked as spam")
                if spam
                else _("Like “%(name)s”, which was rejected")
            )
            return Alike(text % {"name": one.name})
        return None

    def why_two(self, submission: Submission) -> str:
        """For whoever endorses it: that two have to agree because of a hidden entry, or ""."""
        back = self.hidden.brought_back(submission)
        if not back:
            return ""
        if all(self._sees(one.initiative) for one in back):
            return _("Two are needed because it is like a hidden entry.")
        return _(
            "Two are needed because it is like a hidden entry outside your countries; one of them "
            "has to be an editor or a moderator of its countries."
        )

    def told(self, submission: Submission, *, correct: str) -> list[Alike]:
        """For the review, the gravest first. ``correct``: the URL of the correction."""
        is_open = submission.is_open
        alike = [one.initiative for one in self.hidden.like(submission)]
        back = [one.initiative for one in self.hidden.brought_back(submission)] if is_open else []
        seen = [row for row in alike if self._sees(row)][:MOST]
        return [
            *self._hidden(back, seen, grave=True),
            *self._hidden([row for row in alike if row not in back], seen, grave=False),
            *_designations(submission, seen, correct if is_open else ""),
            *self._refused_told(submission, {row.pk for row in alike}),
        ]

    def _hidden(
        self, rows: Sequence[Initiative], seen: Sequence[Initiative], *, grave: bool
    ) -> list[Alike]:
        told = []
        links = [
            Link(row.name, reverse("desk:change", args=[row.slug])) for row in seen if row in rows
        ]
        if links:
            text = (
                _("Like a hidden entry, so two moderators have to agree:")
                if grave
                else _("Like a hidden entry:")
            )
            told.append(Alike(text, grave, links))
        if not all(map(self._sees, rows)):
            text = (
                _(
                    "Like a hidden entry outside your countries: an editor or a moderator of its "
                    "countries has to agree too."
                )
                if grave
                else _("Like a hidden entry outside your countries")
            )
            told.append(Alike(text, grave))
        return told

    def _refused_told(self, submission: Submission, hidden: AbstractSet[int]) -> list[Alike]:
        """What was refused about a hidden entry, above all to show it again, is told with it."""
        found = [one for one in self._refused.like(submission) if one.initiative_id not in hidden]
        told = []
        for state, text in (
            (
                SubmissionState.REJECTED,
                _("Like a rejected submission:"),
            ),
            (SubmissionState.SPAM, _("Like a submission that was marked as spam:")),
        ):
            some = [one for one in found if one.state == state]
            links = [
                Link(
                    f"{one.name} ({one.reference})",
                    reverse("desk:review", args=[one.reference]),
                )
                for one in some
                if self._covers(one.hosts)
            ]
            if links:
                told.append(Alike(text, links=links))
            if len(links) < len(some):
                told.append(Alike(_outside(spam=state == SubmissionState.SPAM)))
        return told


def _outside(*, spam: bool) -> str:
    if spam:
        return _("Like a submission outside your countries that was marked as spam")
    return _("Like a rejected submission outside your countries")


def _designations(submission: Submission, seen: Sequence[Initiative], correct: str) -> list[Alike]:
    """Those of the hidden entries that it lacks, each with the way to take them over."""
    prefetch_related_objects(seen, "designations")
    told = []
    for row in seen:
        missing = duplicates.missing_designations(submission.content, row)
        if missing:
            types = dict.fromkeys(str(DesignationType(one["type"]).label) for one in missing)
            text = _(
                "The hidden entry “%(name)s” has designations that are missing here: %(types)s"
            ) % {"name": row.name, "types": ", ".join(types)}
            link = Link(_("Add them in a correction"), f"{correct}?{urlencode({'like': row.slug})}")
            told.append(Alike(text, links=[link] if correct else []))
    return told
