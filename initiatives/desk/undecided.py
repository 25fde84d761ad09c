"""A decision that was not taken: why, what was typed into it, and what changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from initiatives.desk import differing

if TYPE_CHECKING:
    from django.http import QueryDict

    from initiatives.models import Submission, Vocabulary

_NO_VERSION = -1


@dataclass(frozen=True, slots=True)
class Undecided:
    """``seen``: the number of the text that was looked at. ``errors``: of the text, by field."""

    why: str
    act: str
    text: str
    reason: str
    note: str
    verified: bool
    verified_how: str
    seen: int
    reach: str
    sources: str
    errors: Mapping[str, list[str]]


def version(post: QueryDict) -> int:
    """The number of the text that was looked at; for what is no number one that no text has."""
    given = post.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else _NO_VERSION


def read(post: QueryDict, why: str, errors: Mapping[str, list[str]]) -> Undecided:
    """What the moderator typed, as it was typed."""
    return Undecided(
        why=why,
        act=post.get("act", ""),
        text=post.get("text", "").replace("\r\n", "\n"),
        reason=post.get("reason", ""),
        note=post.get("note", ""),
        verified="verified" in post,
        verified_how=post.get("verified_how", ""),
        seen=version(post),
        reach=post.get("reach", ""),
        sources=post.get("sources", "").replace("\r\n", "\n"),
        errors=errors,
    )


def changed_since(submission: Submission, seen: int, vocabulary: Vocabulary) -> list[differing.Row]:
    """The fields in which the present text differs from the one that was looked at; one query."""
    old = submission.versions.filter(number=seen).first()
    if old is None or not old.document or not submission.content:
        return []
    rows = differing.rows(old.document, submission.content, vocabulary)
    return [one for one in rows if one.changed]
