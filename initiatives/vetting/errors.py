"""Why the road refuses something: one class for each answer that a face has to give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from initiatives.models import SubmissionState


class VettingError(Exception):
    """Nothing was changed; ``str()`` says why, in the reader's language."""


class TransitionNotAllowed(VettingError):
    """This move does not lead out of the submission's present state (domain.md, "Moves")."""

    def __init__(self, reference: str, state: str) -> None:
        self.reference = reference
        self.state = SubmissionState(state)
        super().__init__(
            _("This cannot be done now: the submission %(reference)s is “%(state)s”.")
            % {"reference": reference, "state": self.state.label}
        )


class OutdatedBase(VettingError):
    """Another revision has been approved since this submission was begun: rebase it first."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(
            _(
                "Another change of this entry has been approved since %(reference)s was begun. "
                "Compare them and start again from the present text."
            )
            % {"reference": reference}
        )


class InvalidContent(VettingError):
    """The content does not pass the form. ``errors``: field -> messages, as the form gave them."""

    def __init__(self, reference: str, errors: Mapping[str, Any]) -> None:
        self.reference = reference
        self.errors = {field: [str(one) for one in messages] for field, messages in errors.items()}
        super().__init__(
            " ".join(
                f"{field}: {message}"
                for field, messages in self.errors.items()
                for message in messages
            )
        )


class InvalidSlug(VettingError):
    """The wished address is malformed, reserved, or was ever given to another entry."""

    def __init__(self, slug: str, why: str) -> None:
        self.slug = slug
        super().__init__(why)


class OutOfScope(VettingError):
    """This moderator has nothing to say about this entry; faces answer 404."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(_("This entry is outside the countries that you moderate."))


class AlreadyHidden(VettingError):
    """Somebody hid the entry before."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(_("This entry is hidden already."))


class ForeignCountryDropped(VettingError):
    """The change takes a country away, and only its own moderators or an editor may do that."""

    def __init__(self, codes: list[str]) -> None:
        self.codes = codes
        super().__init__(
            _("This takes away %(codes)s: a moderator of that country or an editor has to decide.")
            % {"codes": ", ".join(codes)}
        )


class SecondPersonNeeded(VettingError):
    """One moderator endorses this, another one approves it.

    ``like_hidden``: because it is like a hidden entry.
    """

    def __init__(self, reference: str, *, like_hidden: bool = False) -> None:
        self.reference = reference
        super().__init__(
            _(
                "This is like a hidden entry and needs two moderators: endorse it, and another "
                "one approves it."
            )
            if like_hidden
            else _("This needs two moderators: endorse it, and another one approves it.")
        )


class EditorNeeded(VettingError):
    """It is like a hidden entry that neither of the two moderators decides about."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(
            _(
                "This is like a hidden entry that is neither in your countries nor in those of "
                "the moderator who endorsed it: an editor or a moderator of its countries has to "
                "approve it."
            )
        )


class EndorsedBeforeHiding(VettingError):
    """Whoever endorsed it could not know that what it is like would be hidden."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(
            _(
                "The entry that this is like was hidden or changed after the endorsement, which "
                "therefore no longer counts. Send it back, then two moderators can agree anew."
            )
        )


class SamePerson(VettingError):
    """Whoever endorsed it cannot be the second person too."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(_("You endorsed this yourself: another moderator has to approve it."))


class EndorserGone(VettingError):
    """Whoever endorsed it was deactivated since, or has other countries now."""

    def __init__(self, reference: str, name: str) -> None:
        self.reference = reference
        way_on = _("Send it back, then two moderators can agree anew.")
        super().__init__(f"{self.why(name)} {way_on}")

    @staticmethod
    def why(name: str) -> str:
        """What happened, for a person."""
        return _(
            "%(name)s, who endorsed this, does not decide about it any more, "
            "so that no longer counts."
        ) % {"name": name}


class OwnText(VettingError):
    """Who wrote any of it is no second person, whoever endorsed it."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(
            _("You wrote this or a part of it: another moderator has to be the second of two.")
        )


class EditedElsewhere(VettingError):
    """The text is another one than the person saw. ``document`` is the present text."""

    def __init__(self, reference: str, document: dict[str, Any], version: int) -> None:
        self.reference = reference
        self.document = document
        self.version = version
        super().__init__(
            _("The text was changed meanwhile. Look at it as it is now, and decide again.")
        )


class TextMissing(VettingError):
    """A message, a note or a reason that is empty or too long."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            _("Write a text of 1 to %(limit)d characters without invisible signs.")
            % {"limit": limit}
        )
