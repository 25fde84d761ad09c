"""Fresh databases of both engines, and the settings that a measured server is given."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.postgres import server  # noqa: E402  the folder must be on the path first

ENGINES = ("sqlite", "postgresql")


@contextmanager
def fresh(engine: str, *, lasting: bool = False) -> Iterator[str]:
    """The DATABASE_URL of an empty database, which is gone at the end.

    ``lasting``: PostgreSQL writes as it does in production, so that it may be killed.
    """
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bench.sqlite3"
    else:
        with server(lasting=lasting) as address:
            yield address


def environment(database: str, **more: str) -> dict[str, str]:
    """A whole environment; the keys are the same each time, as after a restart."""
    return {
        **os.environ,
        "DATABASE_URL": database,
        "DEBUG": "",
        "SITE_URL": "http://localhost",
        "ALLOWED_HOSTS": "localhost,testserver",
        "SECRET_KEY": "bench-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-bench",
        "ORDER_KEY": "order-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-bench",
        "CONTACT_KEYS": "YmVuY2gtb25seS10aGlzLWlzLW5vLXNlY3JldC0tLS0=",
        "DJANGO_SETTINGS_MODULE": "directory.settings",
        **more,
    }
