"""Publishing: approved content becomes public, in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from initiatives import content
from initiatives.content.form import InitiativeForm, Stage
from initiatives.models import (
    Action,
    By,
    CatalogueVersion,
    Initiative,
    Moderator,
    Purpose,
    Submission,
    Vocabulary,
)
from initiatives.vetting import entry_rows, proposed_rows
from initiatives.vetting.entry_rows import CHUNK, EntryWrite
from initiatives.vetting.refusals import ContentRefused, OutdatedBase
from initiatives.vetting.slugs import Slugs
from initiatives.vetting.transition import transition


def publish(
    submissions: Sequence[Submission],
    *,
    by: By,
    at: datetime,
    moderator: Moderator | None = None,
    comment: str = "",
    verified_how: str = "",
    seen: Mapping[int, int | None] | None = None,
    check: Callable[[Sequence[Submission]], None] | None = None,
) -> list[Initiative]:
    """Approve these submissions together: one transaction, one new catalogue version, or nothing.

    Whoever publishes at the same time waits for the lock of the catalogue version. Returns the
    initiatives in the order of the submissions. ``verified_how``: the moderator has checked the
    entry, and how. ``seen``: as for ``transition``.

    ``check`` may refuse the locked rows for what other entries say: it is called when every lock
    is held, so that they stay as they are, and before anything is written.

    Raises what ``transition`` raises, OutdatedBase, ContentRefused, SlugRefused; then nothing has
    changed.
    """
    with transition(
        submissions,
        Action.APPROVE,
        by=by,
        at=at,
        moderator=moderator,
        seen=seen,
        comment=comment,
    ) as locked:
        if not verified_how and any(row.purpose == Purpose.VERIFICATION for row in locked):
            raise ValueError("a verification says how it was made")
        verified_by = moderator.user if moderator and verified_how else None
        entries = lock_entries(locked, at=at, verified_how=verified_how, verified_by=verified_by)
        version = CatalogueVersion.objects.lock()
        if check:
            check(locked)
        return write_entries(entries, version)


def lock_entries(
    submissions: Sequence[Submission],
    *,
    at: datetime,
    verified_how: str = "",
    verified_by: Any = None,
) -> list[EntryWrite]:
    """What shall be written, over the entries as they are now, locked by id.

    Raises OutdatedBase where another revision was approved since a submission was begun.
    """
    found: dict[int, Initiative] = {}
    ids = sorted({one.initiative_id for one in submissions if one.initiative_id is not None})
    for start in range(0, len(ids), CHUNK):
        rows = Initiative.objects.select_for_update(no_key=True).order_by("pk")
        found.update((row.pk, row) for row in rows.filter(pk__in=ids[start : start + CHUNK]))
    entries = []
    for submission in submissions:
        # Taken out, so that a second change of it in the same batch has an outdated base.
        initiative = found.pop(submission.initiative_id or 0, None)
        if submission.purpose != Purpose.NEW and (
            initiative is None or initiative.revision_id != submission.base_id
        ):
            raise OutdatedBase(submission.reference)
        entries.append(
            EntryWrite(
                submission=submission,
                document=content.upgraded(submission.content),
                slug=submission.slug,
                at=at,
                initiative=initiative,
                verified_how=verified_how,
                verified_by=verified_by,
            )
        )
    return entries


def write_entries(
    entries: Sequence[EntryWrite],
    version: CatalogueVersion,
    vocabulary: Vocabulary | None = None,
) -> list[Initiative]:
    """Validate once more and write everything but states and decisions. Every lock is held.

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
        [entry.submission for entry in entries], ["slug", "initiative"], batch_size=CHUNK
    )
    return rows


def check_publishable(submissions: Sequence[Submission], *, at: datetime) -> None:
    """That these, decided together, could be published as they are; nothing is written.

    The submissions must be locked. Raises OutdatedBase, ContentRefused, SlugRefused.
    """
    entries = lock_entries(submissions, at=at)
    _validate(entries, Vocabulary.load())


def _validate(entries: Sequence[EntryWrite], vocabulary: Vocabulary) -> Slugs:
    """Settle the slugs, then bring each document into the form in which it is published."""
    slugs = Slugs()
    for entry in entries:
        present = entry.initiative.slug if entry.initiative else ""
        entry.slug = slugs.settle(entry.slug, present, entry.document, entry.submission.reference)
    for entry in entries:
        form = InitiativeForm(
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
