"""Publishing: approved content becomes public, in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from initiatives import content
from initiatives.content import FIELDS, Document, EntryForm, Stage
from initiatives.models import (
    WORD_FIELDS,
    Action,
    By,
    CatalogueVersion,
    City,
    Country,
    EntryAddress,
    Initiative,
    LegalDesignation,
    Moderator,
    OldSlug,
    Purpose,
    Submission,
    Tag,
    TaggedInitiative,
    Verification,
    Vocabulary,
    address_digests,
    facets_of,
    search_terms_of,
)
from initiatives.text.search_words import ANALYSER
from initiatives.vetting.errors import InvalidContent, OutdatedBase
from initiatives.vetting.slugs import Slugs
from initiatives.vetting.transitions import CHUNK, locked, transition

Keys = dict[tuple[str, str], int]  # (facet, natural key) -> primary key of its row

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
    initiative: Initiative  # not saved yet: a new one
    verified_how: str = ""
    verified_by: Any = None


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

    Raises what ``transition`` raises, OutdatedBase, InvalidContent, InvalidSlug; then nothing has
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
    ) as rows:
        if not verified_how and any(row.purpose == Purpose.VERIFICATION for row in rows):
            raise ValueError("a verification says how it was made")
        verified_by = moderator.user if moderator and verified_how else None
        entries = lock_entries(rows, at=at, verified_how=verified_how, verified_by=verified_by)
        version = CatalogueVersion.objects.lock()
        if check:
            check(rows)
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
    ids = [row.initiative_id for row in submissions if row.initiative_id]
    found = locked(Initiative, ids)
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
                document=content.arranged(content.upgraded(submission.content)),
                slug=submission.slug,
                at=at,
                initiative=initiative or Initiative(published_at=at),
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
    InvalidContent, InvalidSlug.
    """
    vocabulary = vocabulary or Vocabulary.load()
    slugs = _validate(entries, vocabulary)
    keys: Keys = {
        (facet, word.key): word.pk
        for facet, words in vocabulary.facets.items()
        for word in words.values()
        if word.pk is not None
    }
    for entry in entries:
        entry.document = _settle_proposals(entry.document, vocabulary, keys)
    rows = write_rows(entries, version=version.advance(), keys=keys, ids=slugs.ids)
    _refuse_circles(entries, rows)
    for entry, row in zip(entries, rows, strict=True):
        entry.submission.slug, entry.submission.initiative = entry.slug, row
    Submission.objects.bulk_update(
        [entry.submission for entry in entries], ["slug", "initiative"], batch_size=CHUNK
    )
    return rows


def check_publishable(submissions: Sequence[Submission], *, at: datetime) -> None:
    """That these, decided together, could be published as they are; nothing is written.

    The submissions must be locked. Raises OutdatedBase, InvalidContent, InvalidSlug.
    """
    entries = lock_entries(submissions, at=at)
    _validate(entries, Vocabulary.load())


def _validate(entries: Sequence[EntryWrite], vocabulary: Vocabulary) -> Slugs:
    """Settle the slugs, then bring each document into the form in which it is published."""
    slugs = Slugs()
    for entry in entries:
        entry.slug = slugs.settle(
            entry.slug, entry.initiative.slug, entry.document, entry.submission.reference
        )
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
            raise InvalidContent(entry.submission.reference, form.errors)
    return slugs


def _only_hides(entry: EntryWrite) -> bool:
    """Whether all that it does is to take an entry out of sight.

    Its text passed the form when it was published, and nobody will read it: hiding must not wait
    until it passes the rules of today.
    """
    row = entry.initiative
    return bool(row.pk) and entry.document == content.hidden(content.from_initiative(row))


def _refuse_circles(entries: Sequence[EntryWrite], rows: Sequence[Initiative]) -> None:
    """Successors and parents must lead to an end: a merged entry redirects to its successor for
    ever, and nothing is its own project."""
    messages = {
        "successor": _("This successor leads back to the entry itself."),
        "parent": _("This entry is itself a project of the one that it would belong to."),
    }
    for entry, row in zip(entries, rows, strict=True):
        for name, message in messages.items():
            seen, following = {row.pk}, getattr(row, f"{name}_id")
            while following is not None:
                if following in seen:
                    raise InvalidContent(entry.submission.reference, {name: [message]})
                seen.add(following)
                found = Initiative.objects.filter(pk=following)
                following = found.values_list(f"{name}_id", flat=True).get()


def write_rows(
    entries: Sequence[EntryWrite],
    *,
    version: int,
    keys: Keys,
    ids: dict[str, int],
) -> list[Initiative]:
    """Write all rows of these entries; their initiatives, in the same order.

    ``ids``: slug -> initiative, for the entries that these name; new entries are added, so these
    may point inside the batch.
    """
    rows = [entry.initiative for entry in entries]
    new, changed = [row for row in rows if not row.pk], [row for row in rows if row.pk]
    old_slugs = [
        (entry.initiative.slug, entry.initiative)
        for entry in entries
        if entry.initiative.pk and entry.initiative.slug != entry.slug
    ]
    for entry in entries:
        _fill(entry.initiative, entry, version)
    Initiative.objects.bulk_create(new, batch_size=CHUNK)
    ids.update((row.slug, row.pk) for row in new)
    _write_others(entries, new, ids)
    _write_old_slugs(old_slugs)
    for row in changed:
        row.save()
    _clear(changed)
    _write_words(entries, keys)
    _write_partners(entries, ids)
    _write_designations(entries, ids)
    _write_addresses(entries)
    _write_verifications(entries)
    return rows


def _fill(row: Initiative, entry: EntryWrite, version: int) -> None:
    for name, column in COLUMNS.items():
        setattr(row, name, column.to_python(entry.document[name]))
    row.slug = entry.slug
    row.facets = facets_of(entry.document)
    row.search_terms = search_terms_of(entry.document)
    row.analysed_by = ANALYSER
    row.changed_in = version
    row.revision = entry.submission
    if entry.verified_how:
        row.verified_at, row.verified_how = entry.at, entry.verified_how


def _write_others(
    entries: Sequence[EntryWrite], new: Sequence[Initiative], ids: Mapping[str, int]
) -> None:
    """Only now has every entry of the batch a row to point at; changed ones are saved after."""
    for entry in entries:
        successor, parent = entry.document["successor"], entry.document["parent"]
        entry.initiative.successor_id = ids[successor] if successor else None
        entry.initiative.parent_id = ids[parent] if parent else None
    pointing = [row for row in new if row.successor_id or row.parent_id]
    Initiative.objects.bulk_update(pointing, ["successor", "parent"], batch_size=CHUNK)


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


def _write_words(entries: Sequence[EntryWrite], keys: Keys) -> None:
    for facet, name in WORD_FIELDS.items():
        _relate(
            name,
            (
                (entry.initiative.pk, keys[facet, key])
                for entry in entries
                for key in entry.document[name]
            ),
        )


def _write_partners(entries: Sequence[EntryWrite], ids: Mapping[str, int]) -> None:
    _relate(
        "partners",
        (
            (entry.initiative.pk, ids[slug])
            for entry in entries
            for slug in entry.document["partners"]
        ),
    )


def _relate(name: str, pairs: Iterable[tuple[int, int]]) -> None:
    table, mine, other = _through(name)
    table._default_manager.bulk_create(
        [table(**{mine: one, other: two}) for one, two in pairs], batch_size=CHUNK
    )


def _write_designations(entries: Sequence[EntryWrite], ids: Mapping[str, int]) -> None:
    LegalDesignation.objects.bulk_create(
        [
            LegalDesignation(
                initiative=entry.initiative,
                **{name: value for name, value in designation.items() if name != "of"},
                of_id=ids[designation["of"]] if designation["of"] else None,
            )
            for entry in entries
            for designation in entry.document["designations"]
        ],
        batch_size=CHUNK,
    )


def _write_addresses(entries: Sequence[EntryWrite]) -> None:
    EntryAddress.objects.bulk_create(
        [
            EntryAddress(initiative=entry.initiative, digest=digest)
            for entry in entries
            for digest in address_digests(entry.document)
        ],
        batch_size=CHUNK,
    )


def _write_verifications(entries: Sequence[EntryWrite]) -> None:
    Verification.objects.bulk_create(
        [
            Verification(
                initiative=entry.initiative,
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


def _settle_proposals(document: Document, vocabulary: Vocabulary, born: Keys) -> Document:
    """The document with its completed proposals among its words, and no proposal left.

    Makes the rows that no table has yet and notes them in ``born``. Under the last lock: nobody
    else makes one at the same time.
    """
    proposed = document["proposed"]
    if not proposed["cities"] and not proposed["tags"]:
        return document
    cities = [_settle_city(city, vocabulary, born) for city in proposed["cities"]]
    tags = [_settle_tag(tag, vocabulary, born) for tag in proposed["tags"]]
    return {
        **document,
        "cities": list(dict.fromkeys([*document["cities"], *cities])),
        "tags": list(dict.fromkeys([*document["tags"], *tags])),
        "proposed": {"cities": [], "tags": []},
    }


def _settle_city(proposal: dict[str, Any], vocabulary: Vocabulary, born: Keys) -> str:
    key = f"{proposal['country']}/{proposal['slug']}"
    if word := vocabulary.by_key("city", key):
        return word.key
    if ("city", key) not in born:
        country = Country.objects.get(code=proposal["country"])
        row, _made = City.objects.get_or_create(
            country=country,
            slug=proposal["slug"],
            defaults={
                name: proposal[name] for name in ("name_en", "name_ru", "latitude", "longitude")
            },
        )
        born["city", key] = row.pk
    return key


def _settle_tag(proposal: dict[str, Any], vocabulary: Vocabulary, born: Keys) -> str:
    key: str = proposal["slug"]
    if word := vocabulary.by_key("tag", key):
        return word.key
    if ("tag", key) not in born:
        row, _made = Tag.objects.get_or_create(
            slug=key,
            defaults={
                "name": key,
                "name_en": proposal["name_en"],
                "name_ru": proposal["name_ru"],
            },
        )
        if row.retired:
            row.retired = False
            row.save(update_fields=["retired"])
        born["tag", key] = row.pk
    return key
