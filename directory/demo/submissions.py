"""What waits in the queue of the demonstration: invented submissions, sent through the process."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from initiatives import content
from initiatives.models import By, Initiative, Moderator, Purpose, Submission
from initiatives.reference.rows import read_json
from initiatives.vetting.decisions import ask
from initiatives.vetting.submitting import submit

_FILE = "submissions.json"


def load_submissions(*, at: datetime, asks: Moderator) -> list[Submission]:
    """All of them, each so many days old; `asks` has put the one question.

    Every host is a reserved one (.example), so that nothing in them leads anywhere.
    """
    rows = read_json(Path(__file__).parent, _FILE)
    return [_send(row, at=at, asks=asks) for row in rows]


def _send(row: dict[str, Any], *, at: datetime, asks: Moderator) -> Submission:
    document, purpose, base = row["document"], Purpose.NEW, None
    if slug := row.get("change_of"):
        entry = content.with_content(Initiative.objects.filter(slug=slug)).get()
        document = {**content.from_initiative(entry), **document}
        purpose, base = Purpose.CHANGE, entry.revision
    submission = submit(
        document,
        at=at - timedelta(days=row["days"]),
        by=By.SUBMITTER,
        purpose=purpose,
        base=base,
        language=row["language"],
        relation=row["relation"],
        contact=row.get("contact", ""),
        note=row.get("note", ""),
    )
    if question := row.get("question"):
        ask(submission, moderator=asks, text=question, at=at)
    return submission
