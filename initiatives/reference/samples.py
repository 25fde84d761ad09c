"""The real entries that come with the program, sent through the same process as everything else."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from initiatives.reference.rows import read_json
from initiatives.text.bad_row import BadRow
from initiatives.vetting.importing import Imported, ImportRow, import_rows

FOLDER = Path(__file__).parent / "initiatives"


def read_samples(folder: Path = FOLDER) -> list[ImportRow]:
    """The rows of every file of a folder. Raises BadRow where a file is not a list of objects."""
    files = sorted(path.name for path in folder.glob("*.json"))
    if not files:
        raise BadRow(str(folder), 0, "", "holds no file of entries (*.json)")
    rows = []
    for file in files:
        found = read_json(folder, file)
        if not isinstance(found, list):
            raise BadRow(file, 0, "", "is not a list of entries")
        for number, values in enumerate(found, 1):
            if not isinstance(values, dict):
                raise BadRow(file, number, "", "is not an object")
            rows.append(ImportRow(file, number, values))
    return rows


def load_samples(folder: Path = FOLDER, *, at: datetime) -> Imported:
    """Import them all, or none. Raises BadRow."""
    return import_rows(read_samples(folder), at=at)
