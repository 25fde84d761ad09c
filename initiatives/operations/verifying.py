"""Whether what is public is what was decided: the log, the texts, and each entry's rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from initiatives import content
from initiatives.content import FIELDS, Document, EntryForm, Stage
from initiatives.models import (
    FINAL_ACTIONS,
    FINAL_STATES,
    Action,
    CatalogueVersion,
    Decision,
    EntryAddress,
    Initiative,
    OldSlug,
    Submission,
    SubmissionState,
    Verification,
    Vocabulary,
    address_digests,
    search_terms_of,
)
from initiatives.operations import integrity
from initiatives.text.search_words import ANALYSER
from initiatives.vetting import audit_log, permissions, slugs
from initiatives.vetting.duplicates import Known

CHUNK = 500
TRIES = 5
# What a document or a row of a wrong shape leads to.
_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


class Unverified(Exception):
    """Something is not as it was decided; each line of the text names one thing."""


def verify_all(*, at: datetime) -> str:
    """Compare the log, the texts that it is about and every entry; return the head of the log.

    If something was decided meanwhile, it looks again. Raises Unverified.
    """
    for _try in range(TRIES):
        before, errors = audit_log.log_head(), []
        try:
            head = audit_log.verify(at=at)
        except audit_log.BrokenChain as broken:
            errors.append(str(broken))
        errors += [*_state_errors(), *_row_errors(), *_entry_errors()]
        if not errors:
            return head
        if audit_log.log_head() == before:
            break
    raise Unverified("\n".join(errors))


def _state_errors() -> Iterator[str]:
    """Submissions whose state is not what was decided; else retention might empty their texts."""
    ends = Decision.objects.filter(submission=OuterRef("pk"), action__in=FINAL_ACTIONS).order_by(
        "pk"
    )
    rows = Submission.objects.order_by("pk").values_list(
        "reference",
        "state",
        "decided_at",
        Subquery(ends.values("action")[:1]),
        Subquery(ends.values("at")[:1]),
    )
    for reference, state, decided_at, action, at in rows.iterator(CHUNK):
        is_right = state == FINAL_ACTIONS[action] if action else state not in FINAL_STATES
        if not is_right or decided_at != at:
            yield f"submission {reference}: its state is not what was decided"


def _row_errors() -> Iterator[str]:
    """Submissions whose derived columns are not what their text gives, or that were given to
    another entry than that of the text which they change; 500 at a time."""
    rows = Submission.objects.select_related("base").only(
        "reference", "content", "known_by", "hosts", "initiative", "base__content",
        "base__initiative",
    )  # fmt: skip
    for row in rows.order_by("pk").iterator(CHUNK):
        if row.base and row.initiative_id != row.base.initiative_id:
            yield f"submission {row.reference}: it is not of the entry that it changes"
        try:
            known_by = Known.of_document(row.content).stored() if row.content else {}
            hosts = permissions.hosts_of(row.content, row.base) if row.content else row.hosts
            wrong = known_by != row.known_by or hosts != row.hosts
        except _UNREADABLE:
            wrong = True
        if wrong:
            yield f"submission {row.reference}: what it is compared by, or its scope, is changed"


def _entry_errors() -> Iterator[str]:
    """What of an entry is not what publishing its revision wrote; 500 entries at a time."""
    vocabulary, version = Vocabulary.load(), CatalogueVersion.objects.number()
    gone = Submission.objects.filter(state=SubmissionState.APPROVED).exclude(
        Exists(Initiative.objects.filter(pk=OuterRef("initiative_id")))
    )
    for reference in gone.order_by("pk").values_list("reference", flat=True):
        yield f"submission {reference}: its entry is gone"
    keys = Initiative.objects.order_by("pk").values_list("pk", flat=True)
    last = 0
    while some := list(keys.filter(pk__gt=last)[:CHUNK]):
        last = some[-1]
        rows, unreadable = _read(some)
        yield from (f"entry {pk} (its key): not readable" for pk in unreadable)
        yield from _errors_of(rows, vocabulary, version)


def _read(keys: Sequence[int]) -> tuple[list[Initiative], list[int]]:
    """These entries, and the keys of those with a value that their column does not take."""
    query = content.with_content(Initiative.objects.order_by("pk"))
    try:
        return list(query.filter(pk__in=keys)), []
    except ValueError:
        if len(keys) == 1:
            return [], list(keys)
    found = [_read([key]) for key in keys]
    return [row for rows, _bad in found for row in rows], [pk for _rows, bad in found for pk in bad]


@dataclass(frozen=True, slots=True)
class _Approval:
    """One revision of an entry, and when and by whom it was approved, as the log has it."""

    revision: Submission
    at: datetime
    by: int | None


def _errors_of(rows: Sequence[Initiative], vocabulary: Vocabulary, version: int) -> Iterator[str]:
    ids = [row.pk for row in rows if _has_facets(row)]
    for line in integrity.differences(ids):
        yield f"entry {line}: facets and relations disagree"
    approvals = _approvals(ids)
    verifications = _grouped(Verification, ids, "revision_id", "at", "by_id", "how")
    old_slugs = _grouped(OldSlug, ids, "slug")
    digests = _grouped(EntryAddress, ids, "digest")
    documents = {pk: _document(found[-1].revision) for pk, found in approvals.items()}
    entries = slugs.entries_named(
        [slug for document in documents.values() for slug in slugs.named_by(document)]
    )
    for row in rows:
        if row.pk not in approvals:
            yield f"entry {row.slug}: " + (
                "nothing was approved of it" if row.pk in ids else "facets not readable"
            )
            continue
        found = approvals[row.pk]
        try:
            shown = content.with_present_words(content.from_initiative(row), vocabulary)
            wrong = [
                *_differing(documents[row.pk], shown, vocabulary, entries, slug=row.slug),
                *_derived(row, found, version),
            ]
            if sorted(digests[row.pk]) != sorted((digest,) for digest in address_digests(shown)):
                wrong.append("addresses by which it is known")
            wrong += _search_terms(row, shown)
        except _UNREADABLE:
            wrong = ["row or revision not readable, so"]
        if {slug for (slug,) in old_slugs[row.pk]} != {
            approval.revision.slug for approval in found if approval.revision.slug != row.slug
        }:
            wrong.append("old slugs")
        if not _is_verified_as_decided(row, verifications[row.pk], found):
            wrong.append("verified_at")
        if wrong:
            yield (
                f"entry {row.slug}: {', '.join(wrong)} not as decided "
                f"with submission {found[-1].revision.reference}"
            )


def _search_terms(row: Initiative, shown: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the words by which it is found; those of an older analyser are known."""
    if row.analysed_by > ANALYSER:
        yield "analysed_by"
    elif row.analysed_by == ANALYSER and row.search_terms != search_terms_of(shown):
        yield "search_terms"


def _has_facets(row: Initiative) -> bool:
    return isinstance(row.facets, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values)
        for values in row.facets.values()
    )


def _approvals(ids: Sequence[int]) -> dict[int, list[_Approval]]:
    """Entry -> what was approved of it, in the order of the log."""
    approved = Decision.objects.filter(action=Action.APPROVE, submission__initiative__in=ids)
    found: dict[int, list[_Approval]] = {}
    for decision in (
        approved.order_by("pk").select_related("submission").defer("submission__content")
    ):
        entry = cast("int", decision.submission.initiative_id)
        found.setdefault(entry, []).append(
            _Approval(decision.submission, decision.at, decision.actor_id)
        )
    newest = Submission.objects.in_bulk([approvals[-1].revision.pk for approvals in found.values()])
    for approvals in found.values():
        approvals[-1].revision.content = newest[approvals[-1].revision.pk].content
    return found


def _grouped(
    table: type[models.Model], ids: Sequence[int], *columns: str
) -> Mapping[int, list[tuple[Any, ...]]]:
    """Entry -> these columns of its rows, in their order."""
    found = defaultdict(list)
    rows = table._default_manager.filter(initiative__in=ids).order_by("pk")
    for pk, *values in rows.values_list("initiative_id", *columns):
        found[pk].append(tuple(values))
    return found


def _document(revision: Submission) -> Document:
    document = revision.content
    return content.arranged(content.upgraded(document)) if isinstance(document, dict) else {}


def _differing(
    document: Document,
    shown: Document,
    vocabulary: Vocabulary,
    entries: Mapping[str, str],
    *,
    slug: str,
) -> list[str]:
    """The fields in which an entry's rows do not show the document that was approved."""
    wrong = _fields(_as_published(document, vocabulary, entries), shown)
    if wrong:
        # An import is kept as it came, and publishing writes what the form makes of it. Asked
        # only here, because it takes ten times as long as the comparison.
        form = EntryForm(
            document, vocabulary=vocabulary, entries=entries, stage=Stage.PUBLISH, slug=slug
        )
        if form.is_valid():
            return _fields(_as_published(form.document(), vocabulary, entries), shown)
    return wrong


def _fields(approved: Document, shown: Document) -> list[str]:
    return [name for name in FIELDS if approved[name] != shown[name]]


def _as_published(
    document: Document, vocabulary: Vocabulary, entries: Mapping[str, str]
) -> Document:
    """The document with what it proposed among its words, and in the names of today: words were
    merged since, and entries that it names have other slugs."""
    proposed = document["proposed"]
    cities = [f"{city['country']}/{city['slug']}" for city in proposed["cities"]]
    tags = [tag["slug"] for tag in proposed["tags"]]
    said = {
        **document,
        "cities": [*document["cities"], *cities],
        "tags": [*document["tags"], *tags],
        "partners": sorted({entries.get(slug, slug) for slug in document["partners"]}),
        "successor": entries.get(document["successor"], document["successor"]),
        "parent": entries.get(document["parent"], document["parent"]),
        "designations": [
            {**one, "of": entries.get(one["of"], one["of"])} for one in document["designations"]
        ],
        "proposed": content.empty()["proposed"],
    }
    return content.with_present_words(said, vocabulary)


def _derived(row: Initiative, found: Sequence[_Approval], version: int) -> Iterator[str]:
    """The columns that publishing writes beside the content."""
    revision = found[-1].revision
    right = {"slug": revision.slug, "revision_id": revision.pk, "published_at": found[0].at}
    yield from (name for name, value in right.items() if getattr(row, name) != value)
    if not 0 < row.changed_in <= version:
        yield "changed_in"


def _is_verified_as_decided(
    row: Initiative, verifications: Sequence[tuple[Any, ...]], found: Sequence[_Approval]
) -> bool:
    """Whether each verification was made with an approval, and the row shows the last one."""
    approved = {(approval.revision.pk, approval.at, approval.by) for approval in found}
    if not all((revision, at, by) in approved for revision, at, by, _how in verifications):
        return False
    last = (verifications[-1][1], verifications[-1][3]) if verifications else (None, "")
    return (row.verified_at, row.verified_how) == last
