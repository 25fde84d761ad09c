"""The database file belongs to nobody but the user that the site runs as.

Anybody on the machine could otherwise read sessions, sealed contacts and what waits unvetted.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

_PRIVATE = 0o600
# SQLite makes these two with the rights of the database file.
_BESIDE = ("", "-wal", "-shm")


class PrivateConnection(sqlite3.Connection):
    """A connection to SQLite; the file is made with 0600, and one with wider rights is narrowed.

    Django hands it to sqlite3.connect() as its `factory`, so every process that opens the database
    goes through here. The file is made before SQLite makes it: between making and narrowing one,
    somebody could open it.
    """

    def __init__(self, database: str | Path, *args: Any, **kwargs: Any) -> None:
        is_file = not str(database).startswith((":memory:", "file:"))
        if is_file:
            _make_private(Path(database))
        super().__init__(database, *args, **kwargs)
        for suffix in _BESIDE if is_file else ():
            _narrow(Path(f"{database}{suffix}"))


def _make_private(file: Path) -> None:
    """Make an empty file, and var/ for it; where that cannot be done, SQLite says why itself."""
    with suppress(OSError):
        if file.parent == settings.VAR_DIR:
            file.parent.mkdir(mode=0o700, exist_ok=True)
        # One that is there is not opened: closing it would take away the locks of SQLite on it.
        file.touch(mode=_PRIVATE, exist_ok=False)


def _narrow(file: Path) -> None:
    with suppress(OSError):  # not there, or another user's
        if file.stat().st_mode & 0o777 & ~_PRIVATE:
            file.chmod(_PRIVATE)
