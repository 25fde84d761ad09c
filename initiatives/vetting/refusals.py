"""Why the road refuses something: one class for each answer that a face has to give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from initiatives.models import SubmissionState


class Refused(Exception):
    """Nothing was changed; ``str()`` says why, in the reader's language."""


class MoveRefused(Refused):
    """This move does not lead out of the submission's present state (domain.md, "Moves")."""

    def __init__(self, reference: str, state: str) -> None:
        self.reference = reference
        self.state = SubmissionState(state)
        super().__init__(
            _("This cannot be done now: the submission %(reference)s is “%(state)s”.")
            % {"reference": reference, "state": self.state.label}
        )


class OutdatedBase(Refused):
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


class ContentRefused(Refused):
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


class SlugRefused(Refused):
    """The wished address is malformed, reserved, or was ever given to another entry."""

    def __init__(self, slug: str, why: str) -> None:
        self.slug = slug
        super().__init__(why)
