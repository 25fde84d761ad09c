"""The record: every move appended under the last lock, in one chain of hashes (domain.md).

``CatalogueVersion.log_head`` holds the hash of the newest decision, so that it cannot be changed
or cut off unseen either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model

from initiatives.models import (
    Action,
    By,
    CatalogueVersion,
    ContentVersion,
    Decision,
    Submission,
)
from initiatives.vetting.content import Document, hash_of

FIRST = "0" * 64  # what the first decision holds in place of a hash
CHUNK = 500


class BrokenChain(Exception):
    """The record was tampered with. ``decision_id`` is the first row that does not hold."""

    def __init__(self, decision_id: int | None, why: str) -> None:
        self.decision_id = decision_id
        super().__init__(f"decision {decision_id}: {why}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision to be written. ``actor`` is a user; only moderators are named."""

    submission: Submission
    action: Action
    by: By
    at: datetime
    content: Document
    actor: Any = None
    reason: str = ""
    comment: str = ""


def append(version: CatalogueVersion, entries: Sequence[Entry]) -> None:
    """Write the decisions, in this order. ``version`` must be the locked row."""
    head = version.log_head
    rows = []
    for entry in entries:
        row = Decision(
            submission=entry.submission,
            by=entry.by,
            actor=entry.actor,
            actor_name=entry.actor.get_username() if entry.actor else "",
            action=entry.action,
            reason=entry.reason,
            comment=entry.comment,
            content_hash=hash_of(entry.content),
            at=entry.at,
            previous_hash=head,
        )
        head = own_hash(row, entry.submission.reference)
        rows.append(row)
    Decision.objects.bulk_create(rows, batch_size=CHUNK)
    version.log_head = head
    version.save(update_fields=["log_head"])


def own_hash(row: Decision, reference: str) -> str:
    """The hash that the next decision holds: SHA-256 of canonical JSON, times in UTC."""
    return hash_of(
        {
            "previous": row.previous_hash,
            "reference": reference,
            "by": str(row.by),
            "actor": row.actor_name,
            "action": str(row.action),
            "reason": row.reason,
            "comment": row.comment,
            "content": row.content_hash,
            "at": row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
    )


def verify() -> str:
    """Walk the whole record and return its head.

    Raises BrokenChain with the first row that does not hold: its chain, its actor, the content
    that it was about, or, of the last one, the head beside the catalogue version.
    """
    head, last = FIRST, None
    decided: dict[int, list[tuple[str, int]]] = {}
    names: dict[str, int] = _user_ids()
    rows = Decision.objects.select_related("submission").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        if row.previous_hash != head:
            raise _culprit(row, last)
        if bool(row.actor_name) != bool(row.actor_id) or (
            row.actor_id and names.get(row.actor_name, row.actor_id) != row.actor_id
        ):
            raise BrokenChain(row.pk, "its actor is not the person whom it names")
        head, last = own_hash(row, row.submission.reference), row
        decided.setdefault(row.submission_id, []).append((row.content_hash, row.pk))
    if head != _log_head():
        raise BrokenChain(last.pk if last else None, "it is not the newest that was written")
    _verify_contents(decided)
    return head


def _culprit(row: Decision, before: Decision | None) -> BrokenChain:
    """What to name where a row does not hold the hash of the one before.

    If its own hash is the one that is remembered after it, the row is as it was written: then
    the one before was changed, or rows between them are gone. Else it was changed itself.
    """
    after = Decision.objects.filter(pk__gt=row.pk).order_by("pk").first()
    remembered = after.previous_hash if after else _log_head()
    if before is not None and own_hash(row, row.submission.reference) == remembered:
        return BrokenChain(before.pk, "it was changed, or what came after it is gone")
    return BrokenChain(row.pk, "it does not hold the hash of the one before")


def _log_head() -> str:
    return CatalogueVersion.objects.get(pk=CatalogueVersion.THE_ROW).log_head


def _user_ids() -> dict[str, int]:
    """Who bears today the names that the record holds."""
    people = get_user_model()
    named = Decision.objects.exclude(actor_name="").values_list("actor_name", flat=True).distinct()
    found = people._default_manager.filter(**{f"{people.USERNAME_FIELD}__in": list(named)})
    return dict(found.values_list(people.USERNAME_FIELD, "pk"))


def _verify_contents(decided: dict[int, list[tuple[str, int]]]) -> None:
    """Each text that is kept must be one that was decided on, in the same order.

    A text that retention emptied leaves its hash in the record, and nothing to compare.
    """
    versions: dict[int, list[str]] = {}
    emptied = set()
    rows = ContentVersion.objects.order_by("submission_id", "number")
    for submission, document in rows.values_list("submission_id", "document").iterator(CHUNK):
        if document:
            versions.setdefault(submission, []).append(hash_of(document))
        else:
            emptied.add(submission)
    kept = Submission.objects.order_by("pk").values_list("pk", "content").iterator(CHUNK)
    last = {submission: hash_of(document) for submission, document in kept}
    faults = []
    for submission, seen in decided.items():
        if submission in emptied:
            continue
        hashes = _changes(versions.get(submission, []))
        if hashes != _changes(hash_ for hash_, _pk in seen) or last[submission] != hashes[-1]:
            faults.append(seen[0][1])
    if faults:
        raise BrokenChain(min(faults), "the content that it was about was changed")


def _changes(hashes: Iterable[str]) -> list[str]:
    return [hash_ for hash_, _same in groupby(hashes)]
