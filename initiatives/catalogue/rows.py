"""The rows of all listed entries, which change by a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from initiatives.fields.partial_date import PartialDate

# Changes beside the rows that are shared, before all are copied.
_MOST_CHANGES = 1_000


class Row(NamedTuple):
    """What the orders need to know of an entry."""

    pk: int
    slug: str
    reach: str
    state: str
    name_en: str
    name_ru: str
    published_at: datetime
    verified_at: datetime | None
    checked: PartialDate | None
    has_contact: bool  # a website or a link of its own
    remote_for: tuple[str, ...]  # as in the document

    @property
    def newest(self) -> date:
        """The day of the newest information: of the newest source or of the verification."""
        if self.checked and self.verified_at:
            return max(self.checked.last_day, self.verified_at.date())
        if self.checked:
            return self.checked.last_day
        return (self.verified_at or self.published_at).date()

    def is_old(self, day: date) -> bool:
        """Whether nothing newer than two years was known on a day."""
        newest = self.newest
        return (newest.year + 2, newest.month, newest.day) <= (day.year, day.month, day.day)

    def shown_name(self, language: str) -> str:
        first, second = (self.name_en, self.name_ru)
        if language == "ru":
            first, second = second, first
        return first or second


class Rows(Mapping[int, Row]):
    """By id; immutable. One that was changed shares all that stayed with the one before: a copy of
    100,000 would cost each process 10 MB and its readers milliseconds at each approval."""

    def __init__(self, shared: Mapping[int, Row]) -> None:
        self._shared = shared
        self._changed: Mapping[int, Row | None] = {}  # None: gone
        self._number = len(shared)

    def changed(self, gone: Iterable[int], come: Mapping[int, Row]) -> Rows:
        """Without those that went, with those that came; a row that changed is in both."""
        changes = {**self._changed, **dict.fromkeys(gone), **come}
        if len(changes) > _MOST_CHANGES:
            all_rows = {**self._shared, **changes}
            return Rows({pk: row for pk, row in all_rows.items() if row is not None})
        after = Rows(self._shared)
        after._changed = changes
        after._number = len(self._shared) + sum(
            (row is not None) - (pk in self._shared) for pk, row in changes.items()
        )
        return after

    def __getitem__(self, pk: int) -> Row:
        row = self._changed[pk] if pk in self._changed else self._shared[pk]
        if row is None:
            raise KeyError(pk)
        return row

    def __iter__(self) -> Iterator[int]:
        yield from (pk for pk in self._shared if pk not in self._changed)
        yield from (pk for pk, row in self._changed.items() if row is not None)

    def __len__(self) -> int:
        return self._number
