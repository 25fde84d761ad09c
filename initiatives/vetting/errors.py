"""Why something cannot be done: one class for each answer that a view has to give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.models import SubmissionState


class VettingError(Exception):
    """Nothing was changed; ``str()`` says why, in the reader's language.

    ``message``: the sentence, in which ``reference`` (of the submission) and ``values`` stand.
    """

    message: Any = ""

    def __init__(self, reference: str = "", **values: Any) -> None:
        self.reference = reference
        super().__init__(str(self.message) % {"reference": reference, **values})


class TransitionNotAllowed(VettingError):
    """The table of transitions has none like this out of the submission's present state."""

    message = _("This cannot be done now: the submission %(reference)s is “%(state)s”.")

    def __init__(self, reference: str, state: str) -> None:
        self.state = SubmissionState(state)
        super().__init__(reference, state=self.state.label)


class OutdatedBase(VettingError):
    """Another revision has been approved since this submission was begun: rebase it first."""

    message = _(
        "Another change to this entry was approved after %(reference)s was "
        "started. Compare them and start again from the current text."
    )


class InvalidContent(VettingError):
    """The content does not pass the form. ``errors``: field -> messages, as the form gave them."""

    message = "%(errors)s"

    def __init__(self, reference: str, errors: Mapping[str, Any]) -> None:
        self.errors = {
            field: [str(text) for text in messages] for field, messages in errors.items()
        }
        lines = [f"{field}: {text}" for field, texts in self.errors.items() for text in texts]
        super().__init__(reference, errors=" ".join(lines))


class InvalidSlug(VettingError):
    """The wished address is malformed, reserved, or was ever given to another entry."""

    message = "%(why)s"


class OutOfScope(VettingError):
    """This moderator has nothing to say about this entry; views answer 404."""

    message = _("This entry is outside the countries that you moderate.")


class AlreadyHidden(VettingError):
    """Somebody hid the entry before."""

    message = _("This entry is hidden already.")


class ForeignCountryDropped(VettingError):
    """The change takes countries away, and only their own moderators or an editor may do that."""

    message = _("This removes %(codes)s: a moderator of that country or an editor has to decide.")


class SecondPersonNeeded(VettingError):
    """One moderator endorses this, another one approves it."""

    message = _("This needs two moderators: endorse it, then another one approves it.")


class SecondPersonNeededByLikeness(SecondPersonNeeded):
    """The same, because it is like a hidden entry."""

    message = _(
        "This is similar to a hidden entry and needs two moderators: endorse "
        "it, then another one approves it."
    )


class EditorNeeded(VettingError):
    """It is like a hidden entry that neither of the two moderators decides about."""

    message = _(
        "This is similar to a hidden entry that is neither in your countries "
        "nor in those of the moderator who endorsed it: an editor or a "
        "moderator of its countries has to approve it."
    )


class EndorsedBeforeHiding(VettingError):
    """Whoever endorsed it could not know that what it is like would be hidden."""

    message = _(
        "The entry that this is similar to was hidden or changed after the "
        "endorsement, so the endorsement no longer counts. Send it back; "
        "then two moderators can approve it again."
    )


class SamePerson(VettingError):
    """Whoever endorsed it cannot be the second person too."""

    message = _("You endorsed this yourself: another moderator has to approve it.")


class EndorserGone(VettingError):
    """Whoever endorsed it was deactivated since, or has other countries now."""

    message = "%(why)s %(way_on)s"

    def __init__(self, reference: str, name: str) -> None:
        way_on = gettext("Send it back; then two moderators can approve it again.")
        super().__init__(reference, why=self.why(name), way_on=way_on)

    @staticmethod
    def why(name: str) -> str:
        """What happened, for a person."""
        return gettext(
            "%(name)s, who endorsed this, can no longer decide on it, so the "
            "endorsement does not count."
        ) % {"name": name}


class OwnText(VettingError):
    """Who wrote any of it is not a second person, whoever endorsed it."""

    message = _("You wrote all or part of this: the second of the two has to be another moderator.")


class EditedElsewhere(VettingError):
    """The text is another one than the person saw. ``document`` is the present text."""

    message = _("The text has changed in the meantime. Look at the new text and decide again.")

    def __init__(self, reference: str, document: dict[str, Any], version: int) -> None:
        self.document = document
        self.version = version
        super().__init__(reference)


class TextMissing(VettingError):
    """A message, a note or a reason that is empty or too long."""

    message = _("Write 1 to %(limit)d characters, without invisible ones.")
