"""The rows of entries: what publishing writes, for many entries in few statements.

Only ``publishing`` calls this, with every lock held and every document validated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import models

from initiatives.content import FIELDS, Document
from initiatives.fields.partial_date import PartialDate
from initiatives.models import (
    WORD_FIELDS,
    EntryAddress,
    Initiative,
    LegalDesignation,
    OldSlug,
    Submission,
    TaggedInitiative,
    Verification,
    address_digests,
    facets_of,
    gravest,
)

CHUNK = 500

# The content's fields that are columns of the initiative itself.
COLUMNS: dict[str, Any] = {
    name: Initiative._meta.get_field(name) for name, field in FIELDS.items() if field.is_column
}


@dataclass(slots=True)
class EntryWrite:
    """One entry as it shall be."""

    submission: Submission
    document: Document  # settled: with every word in a table, and no proposal
    slug: str
    at: datetime
    initiative: Initiative | None = None  # None: a new one
    verified_how: str = ""
    verified_by: Any = None


def write(
    entries: Sequence[EntryWrite],
    *,
    version: int,
    keys: Mapping[tuple[str, str], int],
    ids: dict[str, int],
) -> list[Initiative]:
    """Write all rows of these entries; their initiatives, in the same order.

    ``keys``: (facet, natural key) -> primary key of its row. ``ids``: slug -> initiative, for
    partners and successors; new entries are added, so these may point inside the batch.
    """
    new: list[Initiative] = []
    changed: list[Initiative] = []
    old_slugs: list[tuple[str, Initiative]] = []
    for entry in entries:
        if entry.initiative is None:
            entry.initiative = Initiative(published_at=entry.at)
            new.append(entry.initiative)
        else:
            changed.append(entry.initiative)
            if entry.initiative.slug != entry.slug:
                old_slugs.append((entry.initiative.slug, entry.initiative))
        _fill(entry.initiative, entry, version)
    Initiative.objects.bulk_create(new, batch_size=CHUNK)
    ids.update((row.slug, row.pk) for row in new)
    _write_successors(entries, new, ids)
    _write_old_slugs(old_slugs)
    for row in changed:
        row.save()
    _clear(changed)
    _write_words(entries, keys)
    _write_partners(entries, ids)
    _write_designations(entries)
    _write_addresses(entries)
    _write_verifications(entries)
    return [_row(entry) for entry in entries]


def _row(entry: EntryWrite) -> Initiative:
    return cast("Initiative", entry.initiative)  # write() has given each its own


def _fill(row: Initiative, entry: EntryWrite, version: int) -> None:
    for name, column in COLUMNS.items():
        setattr(row, name, column.to_python(entry.document[name]))
    row.slug = entry.slug
    row.facets = facets_of(entry.document)
    row.designated_since = designated_since(entry.document)
    row.changed_in = version
    row.revision = entry.submission
    if entry.verified_how:
        row.verified_at, row.verified_how = entry.at, entry.verified_how


def designated_since(document: Document) -> PartialDate | None:
    since = {one["type"]: one["since"] for one in document["designations"] if not one["ended"]}
    return PartialDate.parse(since[gravest(since)]) if since else None


def _write_successors(
    entries: Sequence[EntryWrite], new: Sequence[Initiative], ids: Mapping[str, int]
) -> None:
    """Only now has every entry of the batch a row to point at; changed ones are saved after."""
    for entry in entries:
        successor = entry.document["successor"]
        _row(entry).successor_id = ids[successor] if successor else None
    pointing = [row for row in new if row.successor_id]
    Initiative.objects.bulk_update(pointing, ["successor"], batch_size=CHUNK)


def _write_old_slugs(left: Sequence[tuple[str, Initiative]]) -> None:
    """Remember the slugs that were left; one that an entry returns to is its present one again."""
    if left:
        returned = [row.slug for _slug, row in left]
        OldSlug.objects.filter(slug__in=returned).delete()
        OldSlug.objects.bulk_create(
            [OldSlug(slug=slug, initiative=row) for slug, row in left], batch_size=CHUNK
        )


def _through(name: str) -> tuple[type[models.Model], str, str]:
    """The table behind a relation, and its two columns: the entry's, and the other row's."""
    if name == "tags":  # taggit's manager is not quite a field
        return TaggedInitiative, "content_object_id", "tag_id"
    field: Any = Initiative._meta.get_field(name)
    return (
        field.remote_field.through,
        f"{field.m2m_field_name()}_id",
        f"{field.m2m_reverse_field_name()}_id",
    )


def _clear(changed: Sequence[Initiative]) -> None:
    """Take away what is written anew, so that the relations have the document's order."""
    ids = [row.pk for row in changed]
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        for name in (*WORD_FIELDS.values(), "partners"):
            table, mine, _other = _through(name)
            table._default_manager.filter(**{f"{mine}__in": some}).delete()
        LegalDesignation.objects.filter(initiative_id__in=some).delete()
        EntryAddress.objects.filter(initiative_id__in=some).delete()


def _write_words(entries: Sequence[EntryWrite], keys: Mapping[tuple[str, str], int]) -> None:
    for facet, name in WORD_FIELDS.items():
        _relate(
            name,
            (
                (_row(entry).pk, keys[facet, key])
                for entry in entries
                for key in entry.document[name]
            ),
        )


def _write_partners(entries: Sequence[EntryWrite], ids: Mapping[str, int]) -> None:
    _relate(
        "partners",
        ((_row(entry).pk, ids[slug]) for entry in entries for slug in entry.document["partners"]),
    )


def _relate(name: str, pairs: Iterable[tuple[int, int]]) -> None:
    table, mine, other = _through(name)
    table._default_manager.bulk_create(
        [table(**{mine: one, other: two}) for one, two in pairs], batch_size=CHUNK
    )


def _write_designations(entries: Sequence[EntryWrite]) -> None:
    LegalDesignation.objects.bulk_create(
        [
            LegalDesignation(initiative=_row(entry), **one)
            for entry in entries
            for one in entry.document["designations"]
        ],
        batch_size=CHUNK,
    )


def _write_addresses(entries: Sequence[EntryWrite]) -> None:
    EntryAddress.objects.bulk_create(
        [
            EntryAddress(initiative=_row(entry), digest=digest)
            for entry in entries
            for digest in address_digests(entry.document)
        ],
        batch_size=CHUNK,
    )


def _write_verifications(entries: Sequence[EntryWrite]) -> None:
    Verification.objects.bulk_create(
        [
            Verification(
                initiative=_row(entry),
                revision=entry.submission,
                how=entry.verified_how,
                by=entry.verified_by,
                at=entry.at,
            )
            for entry in entries
            if entry.verified_how
        ],
        batch_size=CHUNK,
    )
