"""What was sent, as its submitter sees it again on the status page."""

from __future__ import annotations

from typing import Any

from initiatives.models import Submission, Vocabulary
from initiatives.presenters.entry import entry_of_document
from initiatives.presenters.frame import today


def what_was_sent(submission: Submission, vocabulary: Vocabulary) -> dict[str, Any]:
    """The context of the page's list; empty once retention has emptied the text."""
    if not submission.content:
        return {"sent": None, "card": None}
    shown = entry_of_document(submission.content, vocabulary, today=today())
    return {
        "sent": shown,
        "card": shown["card"],
        "has_contact": bool(submission.contact),
    }
