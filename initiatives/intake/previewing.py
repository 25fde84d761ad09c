"""What a submitter sees before sending: the entry, what is like it, and what is new to us."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.content import Document
from initiatives.content.proposed_field import is_complete
from initiatives.models import Vocabulary
from initiatives.presenters.entry import entry_of_document
from initiatives.presenters.frame import today
from initiatives.vetting.duplicates import likely_duplicates
from initiatives.vetting.submitting import median_wait


def preview_of(document: Document, vocabulary: Vocabulary) -> dict[str, Any]:
    """The context of the preview. Duplicates are sought among listed entries only."""
    proposed = document["proposed"]
    return {
        **entry_of_document(document, vocabulary, today=today()),
        "duplicates": likely_duplicates(document),
        "new_cities": [_place(one, vocabulary) for one in proposed["cities"] if _waits(one)],
        "new_tags": [one["name"] for one in proposed["tags"] if _waits(one)],
    }


def waiting_words() -> str:
    """How long a decision takes at present, in words (the median of the last twenty)."""
    wait = median_wait()
    if wait is None:
        return _("There is no figure yet for how long this takes: too few decisions so far.")
    if wait < timedelta(hours=24):
        return _("At present half of all decisions come within a day.")
    days = ceil(wait / timedelta(days=1))
    return ngettext(
        "At present half of all decisions come within %(n)s day.",
        "At present half of all decisions come within %(n)s days.",
        days,
    ) % {"n": days}


def _waits(proposal: dict[str, Any]) -> bool:
    return not is_complete(proposal)


def _place(proposal: dict[str, Any], vocabulary: Vocabulary) -> str:
    country = vocabulary.by_key("country", proposal["country"])
    return f"{proposal['name']}, {country.name}" if country else str(proposal["name"])
