"""Publishing: approved content becomes public, in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import content
from initiatives.content import EntryForm, Stage
from initiatives.models import (
    Action,
    By,
    CatalogueVersion,
    Initiative,
    Purpose,
    Submission,
    Vocabulary,
)
from initiatives.vetting import entry_rows, proposed_rows, record
from initiatives.vetting.entry_rows import CHUNK, EntryWrite
from initiatives.vetting.moves import check_move
from initiatives.vetting.refusals import ContentRefused, OutdatedBase
from initiatives.vetting.slugs import Slugs


@dataclass(frozen=True, slots=True)
class Approval:
    """The act that publishes: whose it is and when; and how it verifies, if it does."""

    by: By
    at: datetime
    actor: Any = None
    reason: str = ""
    comment: str = ""
    verified_how: str = ""
    verified_by: Any = None


def publish(
    submissions: Sequence[Submission],
    approval: Approval,
    *,
    check: Callable[[], None] | None = None,
) -> list[Initiative]:
    """Approve these submissions together: one transaction, one new catalogue version, or nothing.

    Locks submissions, then initiatives, each by id, then the catalogue version, so that merges
    cannot deadlock and versions commit in order (domain.md). Whoever publishes at the same time
    waits for the last of these. Returns the initiatives in the order of the submissions.

    ``check`` may refuse it for what other entries say: it is called when every lock is held, so
    that they stay as they are, and before anything is written.

    Raises MoveRefused, OutdatedBase, ContentRefused, SlugRefused; then nothing has changed.
    """
    with transaction.atomic():
        locked = lock_submissions(submissions)
        for one in locked:
            one.state = check_move(Action.APPROVE, one, by=approval.by)
            one.decided_at = approval.at
            if one.purpose == Purpose.VERIFICATION and not approval.verified_how:
                raise ValueError("a verification says how it was made")
        entries = lock_entries(locked, approval)
        version = CatalogueVersion.objects.lock()
        if check:
            check()
        rows = write_entries(entries, version)
        record.append(
            version,
            [
                record.Entry(
                    one,
                    Action.APPROVE,
                    approval.by,
                    approval.at,
                    one.content,
                    actor=approval.actor,
                    reason=approval.reason,
                    comment=approval.comment,
                )
                for one in locked
            ],
        )
    return rows


def lock_submissions(submissions: Sequence[Submission]) -> list[Submission]:
    """The rows as they are now, locked by id, returned in the order given.

    ``no_key``: rows that point at these may still be written, so no foreign key waits for us.
    """
    found: dict[int, Submission] = {}
    for some in _chunks(sorted(one.pk for one in submissions)):
        rows = Submission.objects.select_for_update(no_key=True).filter(pk__in=some)
        found.update((row.pk, row) for row in rows.order_by("pk"))
    return [found[one.pk] for one in submissions]


def lock_entries(submissions: Sequence[Submission], approval: Approval) -> list[EntryWrite]:
    """What shall be written, over the entries as they are now, locked by id.

    Raises OutdatedBase where another revision was approved since a submission was begun.
    """
    found: dict[int, Initiative] = {}
    ids = sorted({one.initiative_id for one in submissions if one.initiative_id is not None})
    for some in _chunks(ids):
        rows = Initiative.objects.select_for_update(no_key=True).filter(pk__in=some)
        found.update((row.pk, row) for row in rows.order_by("pk"))
    entries = []
    for one in submissions:
        # Taken out, so that a second change of it in the same batch has an outdated base.
        initiative = found.pop(one.initiative_id, None) if one.initiative_id else None
        if one.purpose != Purpose.NEW and (
            initiative is None or initiative.revision_id != one.base_id
        ):
            raise OutdatedBase(one.reference)
        entries.append(
            EntryWrite(
                submission=one,
                document=content.upgraded(one.content),
                slug=one.slug,
                at=approval.at,
                initiative=initiative,
                verified_how=approval.verified_how,
                verified_by=approval.verified_by,
            )
        )
    return entries


def write_entries(
    entries: Sequence[EntryWrite],
    version: CatalogueVersion,
    vocabulary: Vocabulary | None = None,
) -> list[Initiative]:
    """Validate once more and write everything but the decisions. Every lock is held.

    Slugs are settled first, so that entries of a batch may name each other. Raises
    ContentRefused, SlugRefused.
    """
    vocabulary = vocabulary or Vocabulary.load()
    slugs = _validate(entries, vocabulary)
    keys: proposed_rows.Keys = {
        (facet, word.key): word.pk
        for facet, words in vocabulary.facets.items()
        for word in words.values()
        if word.pk is not None
    }
    for entry in entries:
        entry.document = proposed_rows.settle(entry.document, vocabulary, keys)
    rows = entry_rows.write(entries, version=version.advance(), keys=keys, ids=slugs.ids)
    _refuse_circles(entries, rows)
    for entry, row in zip(entries, rows, strict=True):
        entry.submission.slug, entry.submission.initiative = entry.slug, row
    Submission.objects.bulk_update(
        [entry.submission for entry in entries],
        ["state", "slug", "initiative", "decided_at"],
        batch_size=CHUNK,
    )
    return rows


def check_publishable(submissions: Sequence[Submission], *, at: datetime) -> None:
    """That these, decided together, could be published as they are; nothing is written.

    The submissions must be locked. Raises OutdatedBase, ContentRefused, SlugRefused.
    """
    entries = lock_entries(submissions, Approval(by=By.SYSTEM, at=at))
    _validate(entries, Vocabulary.load())


def _validate(entries: Sequence[EntryWrite], vocabulary: Vocabulary) -> Slugs:
    """Settle the slugs, then bring each document into the form in which it is published."""
    slugs = Slugs()
    for entry in entries:
        present = entry.initiative.slug if entry.initiative else ""
        entry.slug = slugs.settle(entry.slug, present, entry.document, entry.submission.reference)
    for entry in entries:
        form = EntryForm(
            entry.document,
            vocabulary=vocabulary,
            entries=slugs.entries,
            stage=Stage.PUBLISH,
            slug=entry.slug,
        )
        if form.is_valid():
            entry.document = form.document()
        elif _only_hides(entry):
            entry.document = content.with_present_words(entry.document, vocabulary)
        else:
            raise ContentRefused(entry.submission.reference, form.errors)
    return slugs


def _only_hides(entry: EntryWrite) -> bool:
    """Whether all that it does is to take an entry out of sight.

    Its text passed the form when it was published, and nobody will read it: hiding must not wait
    until it passes the rules of today.
    """
    row = entry.initiative
    return row is not None and entry.document == content.hidden(content.from_initiative(row))


def _refuse_circles(entries: Sequence[EntryWrite], rows: Sequence[Initiative]) -> None:
    """Successors must lead to an end: a merged entry redirects to its successor for ever."""
    for entry, row in zip(entries, rows, strict=True):
        seen, following = {row.pk}, row.successor_id
        while following is not None:
            if following in seen:
                raise ContentRefused(
                    entry.submission.reference,
                    {"successor": [_("This successor leads back to the entry itself.")]},
                )
            seen.add(following)
            found = Initiative.objects.filter(pk=following)
            following = found.values_list("successor_id", flat=True).get()


def _chunks(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
