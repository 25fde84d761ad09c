"""What every loader of files says about a row that it cannot take."""

from __future__ import annotations


class BadRow(Exception):
    """A row that cannot be loaded; its message names file, row (from 1; 0 is the whole file),
    field and what is wrong."""

    def __init__(self, file: str, row: int, field: str, why: str) -> None:
        self.file, self.row, self.field, self.why = file, row, field, why
        place = [file, f"row {row}" if row else "", field]
        super().__init__(f"{', '.join(filter(None, place))}: {why}")
