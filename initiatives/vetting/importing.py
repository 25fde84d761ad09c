"""Importing: rows of files become submissions that the import itself approves.

What people did with an entry since its last import stays as it is.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import content
from initiatives.content import EntryForm, Stage
from initiatives.models import (
    OPEN_STATES,
    By,
    CatalogueVersion,
    EntryAddress,
    Initiative,
    OldSlug,
    Purpose,
    Submission,
    SubmissionState,
    Vocabulary,
    address_digests,
)
from initiatives.text.bad_row import BadRow
from initiatives.vetting import publishing, slugs, submitting
from initiatives.vetting.errors import InvalidContent, InvalidSlug
from initiatives.vetting.submitting import Proposal
from initiatives.vetting.transitions import CHUNK, locked


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of a file: the document's fields, and ``slug``, by which the entry is known."""

    file: str
    number: int  # from 1
    values: Mapping[str, Any]


@dataclass(slots=True)
class Imported:
    """What happened; ``left`` names the entries that people have changed or are changing."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    # Of the added and changed ones those with an address that others have: slug, theirs, address.
    same_address: list[tuple[str, str, str]] = field(default_factory=list)
    # And those whose website was an email address, which became a link: slug, what was written.
    email_for_website: list[tuple[str, str]] = field(default_factory=list)


def import_rows(rows: Sequence[ImportRow], *, at: datetime) -> Imported:
    """All of these rows in one batch, one transaction and one catalogue version; or BadRow.

    A row as at the last import changes nothing; a changed one becomes a change, unless somebody
    else's submission was approved since or waits. What is gone from the files stays as it is.
    """
    documents = _documents(rows)
    with transaction.atomic():
        _lock(documents)
        result = Imported()
        proposals, from_row = _plan(documents, result)
        if proposals:
            _refuse_bad(proposals, from_row)
            batch = secrets.token_hex(8)
            sent = submitting.enter(proposals, at=at, by=By.IMPORT, batch=batch)
            by_reference = {
                submission.reference: row for submission, row in zip(sent, from_row, strict=True)
            }
            try:
                publishing.publish(sent, by=By.IMPORT, at=at)
            except InvalidContent as refused:
                raise _bad(by_reference[refused.reference], refused.errors) from refused
            result.same_address = _same_address({*result.added, *result.changed}, documents)
            result.email_for_website = [
                (slug, written.strip())
                for slug in sorted({*result.added, *result.changed})
                if (written := documents[slug][0].values.get("website"))
                and not documents[slug][1]["website"]
            ]
    return result


def _same_address(slugs: set[str], documents: _Documents) -> list[tuple[str, str, str]]:
    """Which of these entries have an address that a listed one has too."""
    digests: dict[str, dict[str, str]] = {}  # slug -> address, one spelling of it
    for slug in sorted(slugs):
        document = documents[slug][1]
        for url in (document["website"], *(link["url"] for link in document["links"])):
            for digest in address_digests({"website": url}):
                digests.setdefault(digest, {}).setdefault(slug, url)
    wanted = sorted(digests)
    found = []
    for start in range(0, len(wanted), CHUNK):
        rows = EntryAddress.objects.filter(digest__in=wanted[start : start + CHUNK])
        rows = rows.filter(initiative__in=Initiative.objects.listed())
        found += [
            (slug, other, url)
            for digest, other in rows.values_list("digest", "initiative__slug")
            for slug, url in digests[digest].items()
            if slug != other and not (other in slugs and other < slug)  # each pair once
        ]
    return sorted(set(found))


_Documents = dict[str, tuple[ImportRow, content.Document]]


def _documents(rows: Sequence[ImportRow]) -> _Documents:
    """Slug -> row and document. The slug must be there, well formed, and in one row only."""
    documents: _Documents = {}
    for row in rows:
        if "slug" not in row.values:
            raise BadRow(row.file, row.number, "", _("slug is missing"))
        slug = row.values["slug"]
        try:
            if not isinstance(slug, str):
                raise InvalidSlug(why=_("This must be text."))
            slugs.check_wish(slug)
        except InvalidSlug as refused:
            raise BadRow(row.file, row.number, "slug", str(refused)) from refused
        if slug in documents:
            raise _twice(row, documents[slug][0])
        values = {name: value for name, value in row.values.items() if name != "slug"}
        documents[slug] = row, _as_meant(values)
    return documents


def _twice(row: ImportRow, first: ImportRow) -> BadRow:
    why = _("This is the same entry as in %(file)s, row %(row)d.") % {
        "file": first.file,
        "row": first.number,
    }
    return BadRow(row.file, row.number, "slug", why)


def _known(wanted: Iterable[str]) -> dict[str, int]:
    """Of these slugs those that an entry has or had, with its primary key."""
    old = OldSlug.objects.in_bulk(wanted, field_name="slug")
    present = Initiative.objects.only("slug").in_bulk(wanted, field_name="slug")
    known = {slug: row.initiative_id for slug, row in old.items()}
    return known | {slug: row.pk for slug, row in present.items()}


def _lock(documents: _Documents) -> None:
    """The entries by id, then the catalogue version: nobody publishes while we compare."""
    locked(Initiative, _known(documents).values())
    CatalogueVersion.objects.lock()


def _plan(documents: _Documents, result: Imported) -> tuple[list[Proposal], list[ImportRow]]:
    """What has to be sent, and the row of each; the rest is noted in ``result``."""
    known = _known(documents)
    last = _last_imports(set(known.values()))
    waiting = Submission.objects.filter(state__in=OPEN_STATES, initiative__isnull=False)
    changing = set(waiting.values_list("initiative_id", flat=True))
    proposals: list[Proposal] = []
    from_row: list[ImportRow] = []
    rows_of: dict[int, ImportRow] = {}
    for slug, (row, document) in documents.items():
        entry = known.get(slug)
        if entry is not None and rows_of.setdefault(entry, row) is not row:
            raise _twice(row, rows_of[entry])  # by its slug of today and by an old one
        base = last.get(entry) if entry else None
        if base is not None and _as_meant(base.content) == document:
            result.unchanged.append(slug)
            continue
        if entry is None:
            result.added.append(slug)
            proposals.append(Proposal(document=document, slug=slug))
        elif base is None or _is_changed(base) or entry in changing:
            result.left.append(slug)
            continue
        else:
            result.changed.append(slug)
            proposals.append(Proposal(document=document, purpose=Purpose.CHANGE, base=base))
        from_row.append(row)
    return proposals, from_row


def _as_meant(values: content.Document) -> content.Document:
    """The document of a row, or of an earlier import, as it is read today."""
    return content.tidied(content.arranged(content.upgraded(values)))


def _last_imports(entries: set[int]) -> dict[int, Submission]:
    """The newest import of each of these entries that was approved, with the entry."""
    approved = Submission.objects.filter(by=By.IMPORT, state=SubmissionState.APPROVED)
    approved = approved.select_related("initiative").order_by("pk")
    keys = sorted(entries)
    last: dict[int, Submission] = {}
    for start in range(0, len(keys), CHUNK):
        some = approved.filter(initiative__in=keys[start : start + CHUNK])
        last.update((cast("int", submission.initiative_id), submission) for submission in some)
    return last


def _is_changed(last_import: Submission) -> bool:
    """Whether another submission about its entry was approved since."""
    entry = last_import.initiative
    return entry is None or entry.revision_id != last_import.pk


def _refuse_bad(proposals: Sequence[Proposal], from_row: Sequence[ImportRow]) -> None:
    """Before anything is written: a value that no column takes must be told as a bad row too."""
    vocabulary = Vocabulary.load()
    named = [slug for proposal in proposals for slug in slugs.named_by(proposal.document)]
    entries = slugs.entries_named(named)
    entries.update((proposal.slug, proposal.slug) for proposal in proposals if proposal.slug)
    for proposal, row in zip(proposals, from_row, strict=True):
        form = EntryForm(
            proposal.document,
            vocabulary=vocabulary,
            entries=entries,
            stage=Stage.PUBLISH,
            is_new=True,
            slug=proposal.slug or (proposal.base.slug if proposal.base else ""),
        )
        if not form.is_valid():
            raise _bad(row, form.errors)


def _bad(row: ImportRow, errors: Mapping[str, Any]) -> BadRow:
    name, messages = next(iter(errors.items()))
    return BadRow(row.file, row.number, "" if name == "__all__" else name, str(messages[0]))
