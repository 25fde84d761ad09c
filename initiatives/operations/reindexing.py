"""Words of entries for the search, brought up to date after the analyser changed."""

from __future__ import annotations

from django.db import transaction

from initiatives.models import CatalogueVersion, Initiative, InitiativeQuerySet, search_terms_of
from initiatives.text.search_words import ANALYSER

_AT_ONCE = 200
_READ = (
    "name_en",
    "name_ru",
    "other_names",
    "website",
    "links",
    "summary_en",
    "summary_ru",
    "description_en",
    "description_ru",
    "terms_en",
    "terms_ru",
)


def reindex() -> int:
    """Write the search terms of all entries whose analyser is another one; return how many.

    One transaction and one new catalogue version, so that all processes take it up together.
    """
    with transaction.atomic():
        catalogue = CatalogueVersion.objects.lock()
        rows = [*outdated()]
        if not rows:
            return 0
        version = catalogue.advance()
        for row in rows:
            row.search_terms = search_terms_of({name: getattr(row, name) for name in _READ})
            row.analysed_by, row.changed_in = ANALYSER, version
        fields = ["search_terms", "analysed_by", "changed_in"]
        Initiative.objects.bulk_update(rows, fields, batch_size=_AT_ONCE)
    return len(rows)


def outdated() -> InitiativeQuerySet:
    """The entries whose search terms another analyser made, or none."""
    return Initiative.objects.exclude(analysed_by=ANALYSER).only(*_READ)
