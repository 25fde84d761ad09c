"""What readers notice of a PostgreSQL that was restarted: nothing."""

import os
import urllib.request

import psycopg
import pytest

from tests.journeys.site import Site

pytestmark = [pytest.mark.engine, pytest.mark.server]

_CUT_OFF = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="SQLite has no server that could cut anybody off",
)
@pytest.mark.parametrize("path", ["/en/", "/ru/submit/", "/sitemap.xml"])
def test_reader_gets_the_page_though_the_database_cut_every_connection(site: Site, path: str):
    def ask() -> int:
        with urllib.request.urlopen(site.url + path, timeout=30) as answer:
            answer.read()
            return int(answer.status)

    assert [ask() for _ in range(8)] == [200] * 8  # each thread holds a connection
    with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as connection:
        cut = connection.execute(_CUT_OFF).fetchall()
    assert cut
    assert all(done for (done,) in cut)
    assert [ask() for _ in range(8)] == [200] * 8
