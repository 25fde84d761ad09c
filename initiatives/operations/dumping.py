"""The dump: every entry with a public page as one line of JSON, the same on every engine."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TextIO

from initiatives.content import Document, canonical, from_initiative, with_content
from initiatives.models import CatalogueVersion, Initiative

CHUNK = 500
TRIES = 5
IN_MEMORY = 16 * 1024 * 1024


class Moving(Exception):
    """Entries were published so often meanwhile that no dump of one moment came about."""


def dump(output: TextIO) -> int:
    """Write the dump and return the number of lines. Raises Moving.

    It shows one moment: if anything was published while it was read, it is read again. (No
    transaction around it: on SQLite that would take the lock of the writers.)
    """
    for _try in range(TRIES):
        before = CatalogueVersion.objects.number()
        with tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="\n") as copy:
            number = 0
            for line in lines():
                copy.write(line)
                number += 1
            if CatalogueVersion.objects.number() != before:
                continue
            copy.seek(0)
            shutil.copyfileobj(copy, output)
            return number
    raise Moving


def lines() -> Iterator[str]:
    """One line an entry, by slug; sorted here, as databases do not agree on what comes first."""
    slugs = dict(Initiative.objects.listed().values_list("slug", "pk"))
    ids = [slugs[slug] for slug in sorted(slugs)]
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        query = with_content(Initiative.objects.listed()).prefetch_related("old_slugs")
        rows = query.in_bulk(some)
        # One that is missing was hidden a moment ago: then the version has moved too.
        yield from (canonical(public(rows[pk])) + "\n" for pk in some if pk in rows)


def public(initiative: Initiative) -> Document:
    """What the dump says of an entry: its content, and what publishing wrote beside it.

    No other entry without a public page is named: its slug is its name. A designation that comes
    from one has ``of`` null ("status of another organisation" on pages): "" would call it the
    entry's own.
    """
    document = from_initiative(initiative)
    del document["proposed"]
    listed = {partner.slug for partner in initiative.partners.all() if partner.is_listed}
    document["partners"] = [slug for slug in document["partners"] if slug in listed]
    if initiative.successor and not initiative.successor.is_listed:
        document["successor"] = ""
    if initiative.parent and not initiative.parent.is_listed:
        document["parent"] = ""
    hidden = {
        one.of.slug for one in initiative.designations.all() if one.of and not one.of.is_listed
    }
    document["designations"] = [
        {**one, "of": None if one["of"] in hidden else one["of"]}
        for one in document["designations"]
    ]
    document["slug"] = initiative.slug
    document["old_slugs"] = sorted(old.slug for old in initiative.old_slugs.all())
    document["published_at"] = _time(initiative.published_at)
    document["verified_at"] = _time(initiative.verified_at) if initiative.verified_at else None
    document["verified_how"] = initiative.verified_how
    return document


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
