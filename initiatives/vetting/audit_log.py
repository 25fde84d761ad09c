"""The audit log: every transition appended under the last lock, in one chain of hashes.

``CatalogueVersion.log_head`` holds the hash of the newest decision, so that it cannot be changed
or cut off unseen either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from initiatives.content import hash_of
from initiatives.models import (
    FINAL_ACTIONS,
    TEXT_KEPT,
    Action,
    By,
    CatalogueVersion,
    ContentVersion,
    Decision,
    Submission,
)

FIRST = "0" * 64  # what the first decision holds in place of a hash
CHUNK = 500


class BrokenChain(Exception):
    """The log was tampered with. ``decision_id`` is the first row that does not hold."""

    def __init__(self, decision_id: int | None, why: str) -> None:
        self.decision_id = decision_id
        super().__init__(f"decision {decision_id}: {why}")


def append(
    submissions: Sequence[Submission],
    action: Action,
    *,
    by: By,
    at: datetime,
    actor: Any = None,
    reason: str = "",
    comment: str = "",
) -> None:
    """Write one decision for each submission, in this order, under the last lock.

    ``actor`` is a user; only moderators are named.
    """
    version = CatalogueVersion.objects.lock()
    head = version.log_head
    rows = []
    for submission in submissions:
        row = Decision(
            submission=submission,
            by=by,
            actor=actor,
            actor_name=actor.get_username() if actor else "",
            action=action,
            reason=reason,
            comment=comment,
            content_hash=hash_of(submission.content),
            at=at,
            previous_hash=head,
        )
        head = own_hash(row, submission.reference)
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


def verify(*, at: datetime | None = None) -> str:
    """Read the whole log and return its head.

    Raises BrokenChain with the first row that does not hold: its chain, its actor, or, of the
    last one, the head beside the catalogue version; then with all whose texts do not. ``at``: the
    present moment, by which texts may have been emptied.
    """
    head, last = FIRST, None
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
    if head != log_head():
        raise BrokenChain(last.pk if last else None, "it is not the newest that was written")
    if errors := sorted(_text_errors(at or timezone.now())):
        raise BrokenChain(errors[0][0], "\n".join(why for _decision, why in errors))
    return head


def _culprit(row: Decision, before: Decision | None) -> BrokenChain:
    """What to name where a row does not hold the hash of the one before.

    If its own hash is the one that is remembered after it, the row is as it was written: then
    the one before was changed, or rows between them are gone. Else it was changed itself.
    """
    after = Decision.objects.filter(pk__gt=row.pk).order_by("pk").first()
    remembered = after.previous_hash if after else log_head()
    if before is not None and own_hash(row, row.submission.reference) == remembered:
        return BrokenChain(before.pk, "it was changed, or what came after it is gone")
    return BrokenChain(row.pk, "it does not hold the hash of the one before")


def log_head() -> str:
    return CatalogueVersion.objects.get(pk=CatalogueVersion.THE_ROW).log_head


def _user_ids() -> dict[str, int]:
    """Who bears today the names that the log holds."""
    people = get_user_model()
    named = Decision.objects.exclude(actor_name="").values_list("actor_name", flat=True).distinct()
    found = people._default_manager.filter(**{f"{people.USERNAME_FIELD}__in": list(named)})
    return dict(found.values_list(people.USERNAME_FIELD, "pk"))


def _text_errors(at: datetime) -> Iterator[tuple[int, str]]:
    """Submissions whose texts are not those that were decided on: the first decision, and why."""
    columns = ("pk", "reference", "content")
    last = 0
    while rows := list(
        Submission.objects.filter(pk__gt=last).order_by("pk").values_list(*columns)[:CHUNK]
    ):
        last = rows[-1][0]
        decided, texts = defaultdict(list), defaultdict(list)
        for row in Decision.objects.filter(submission__in=[row[0] for row in rows]).order_by("pk"):
            decided[row.submission_id].append(row)
        versions = ContentVersion.objects.filter(submission__in=[row[0] for row in rows])
        for submission, document in versions.order_by("number").values_list(
            "submission_id", "document"
        ):
            texts[submission].append(document)
        for pk, reference, document in rows:
            why = _text_error([*texts[pk], document], decided[pk], at=at)
            if why:
                first = decided[pk][0].pk if decided[pk] else 0
                yield first, f"submission {reference}: {why}"


def _text_error(texts: Sequence[Any], decisions: Sequence[Decision], *, at: datetime) -> str:
    """What is wrong with the texts of one submission, last among them the present one; or ""."""
    seen = [decision.content_hash for decision in decisions]
    kept = [hash_of(text) for text in texts if text != {}]
    if len(kept) == len(texts):
        is_same = _changes(kept[:-1]) == _changes(seen) and kept[-2:] == kept[-1:] * 2
        return "" if is_same else "the content that was decided on was changed"
    # The log has the hash of a text that was emptied, so it still holds.
    end = next((decision for decision in decisions if decision.action in FINAL_ACTIONS), None)
    period = TEXT_KEPT.get(FINAL_ACTIONS[Action(end.action)]) if end else None
    if end is None or period is None or at < end.at + period:
        return "its content was emptied before its time"
    return "" if set(kept) <= set(seen) else "the content that was decided on was changed"


def _changes(hashes: Iterable[str]) -> list[str]:
    return [hash_ for hash_, _same in groupby(hashes)]
