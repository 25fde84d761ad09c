"""The database file belongs to nobody but the user that the site runs as.

Anybody on the machine could otherwise read sessions, sealed contacts and what waits unvetted.
"""

import os
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
    goes through here. By the umask, because between making a file and narrowing it somebody could
    open it.
    """

    def __init__(self, database: str | Path, *args: Any, **kwargs: Any) -> None:
        before = os.umask(0o077)
        try:
            if Path(database).parent == settings.VAR_DIR:
                with suppress(OSError):  # SQLite says itself that it cannot write there
                    settings.VAR_DIR.mkdir(exist_ok=True)
            super().__init__(database, *args, **kwargs)
        finally:
            os.umask(before)
        for suffix in _BESIDE:
            file = Path(f"{database}{suffix}")
            # Of another user, whose business it is; or in memory.
            with suppress(OSError):
                if file.stat().st_mode & 0o777 & ~_PRIVATE:
                    file.chmod(_PRIVATE)
