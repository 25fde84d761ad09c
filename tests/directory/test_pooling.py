"""PostgreSQL behind a pool: Django's own (`?pool=True`), and PgBouncer's of transactions."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from initiatives.catalogue.snapshot import build
from tests.factories.submission import publish_new
from tests.factories.words import make_words
from tests.house.files import ROOT

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="PostgreSQL has pools"
    ),
]


@pytest.mark.parametrize(("disabled", "named"), [(True, False), (False, True)])
def test_snapshot_is_read_without_a_cursor_of_the_server_where_they_are_off(
    db, monkeypatch, disabled, named
):
    """Behind a pool of transactions each fetch could go to another connection."""
    make_words()
    entry = publish_new()
    names = []
    usual = connection.create_cursor

    def create_cursor(name: str | None = None):
        names.append(name)
        return usual(name)

    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", disabled)
    monkeypatch.setattr(connection, "create_cursor", create_cursor)
    assert entry.pk in build(1).rows
    assert names
    assert any(names) is named


def test_no_pool_crosses_a_fork():
    """The threads that keep it would be gone, and its sockets shared."""
    code = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "from directory.serving import pre_fork\n"
        "connection.cursor().execute('SELECT 1')\n"
        "print(len(connection._connection_pools), connection.connection is None)\n"
        "pre_fork(None, None)\n"
        "print(len(connection._connection_pools), connection.connection is None)\n"
        "connection.cursor().execute('SELECT 1')\n"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "directory.settings",
        "SECRET_KEY": "some",
        "DATABASE_URL": f"{os.environ['DATABASE_URL']}&pool=True",
    }
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert result.stdout == "1 False\n0 True\n", result.stderr
