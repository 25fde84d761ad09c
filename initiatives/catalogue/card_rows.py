"""What cards need of their entries: one query, whose SQL is made once in a process."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from initiatives.catalogue.rows import Row, Rows
from initiatives.fields.partial_date import PartialDate
from initiatives.models import ONLINE, Initiative, with_all_facets

# As many entries as one page has.
AT_ONCE = 24


class CardRow(NamedTuple):
    """What a card shows of an entry. Long texts, links and sources are for the entry's page."""

    # Held by the snapshot.
    slug: str
    state: str
    name_en: str
    name_ru: str
    published_at: datetime
    verified_at: datetime | None
    checked: PartialDate | None
    successor: Row | None  # None also while it is hidden
    # Read when a page first shows it.
    facets: Mapping[str, list[str]]
    summary_en: str
    summary_ru: str
    founded: PartialDate | None
    closed_on: PartialDate | None
    designated_since: PartialDate | None

    @property
    def kind(self) -> str:
        return self.facets["kind"][0]

    @property
    def online(self) -> bool:
        return ONLINE in self.facets["country"]


_READ = CardRow._fields[CardRow._fields.index("facets") :]
# Stand for the ids in the statement; no entry has one below zero.
_MARKS = range(-AT_ONCE, 0)


def read(ids: Sequence[int], rows: Rows) -> dict[int, CardRow]:
    """The cards of these entries by id, but of those that are not listed any more.

    One query for each 24 of them. rows: of the snapshot.
    """
    cards: dict[int, CardRow] = {}
    for start in range(0, len(ids), AT_ONCE):
        cards.update(_read(ids[start : start + AT_ONCE], rows))
    return cards


def _read(ids: Sequence[int], rows: Rows) -> dict[int, CardRow]:
    sql, params = _statement()
    in_place = dict(zip(_MARKS, ids, strict=False))
    with connection.cursor() as cursor:
        # A mark that no id takes the place of finds nothing.
        cursor.execute(sql, [in_place.get(param, param) for param in params])
        found = cursor.fetchall()
    # In one go, which takes half as long as one by one: all have the same keys.
    facets = json.loads(f"[{','.join([text for _pk, _successor, text, *_ in found])}]")
    cards = {}
    for (pk, successor, _text, en, ru, founded, closed_on, since), values in zip(
        found, facets, strict=True
    ):
        row = rows[pk]
        cards[pk] = CardRow(
            row.slug,
            row.state,
            row.name_en,
            row.name_ru,
            row.published_at,
            row.verified_at,
            row.checked,
            rows.get(successor) if successor else None,
            with_all_facets(values),
            en,
            ru,
            PartialDate.parse(founded) if founded else None,
            PartialDate.parse(closed_on) if closed_on else None,
            PartialDate.parse(since) if since else None,
        )
    return cards


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """The query as SQL with its parameters, marks in the place of ids.

    Django takes three times as long to write it as the database takes to answer it, and twice
    as long again to make 24 instances of what it answers (bench/README.md). Its answers are as
    the database has them: facets as JSON, dates as written.
    """
    listed = Initiative.objects.listed().filter(pk__in=_MARKS)
    return listed.values_list("pk", "successor_id", *_READ).query.sql_with_params()
