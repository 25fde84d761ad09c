"""What is answered while the database cannot be had, and when the fault is the program's."""

import sqlite3

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from tests.directory.away import database_away
from tests.factories.submission import publish_new
from tests.factories.words import make_words

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
AWAY = [
    OperationalError("connection refused"),
    OperationalError("database is locked"),
    InterfaceError("connection already closed"),
    psycopg.OperationalError("consuming input failed"),
]


@pytest.fixture
def reader(db: None) -> Client:
    make_words()
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("error", AWAY, ids=str)
@pytest.mark.parametrize(
    "path", ["/en/", "/ru/initiatives/", "/en/nowhere/", "/en/submit/", "/desk/", "/sitemap.xml"]
)
def test_while_the_database_is_away_readers_are_told_to_come_back(reader, path, error):
    publish_new()
    reader.cookies["session"] = "x" * 32  # the desk asks the database whose it is
    with database_away(error) as tried:
        answer = reader.get(path)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "120"
    assert "no-store" in answer["Cache-Control"]
    assert "Content-Security-Policy" in answer
    assert len(tried) == 1  # what failed; the page itself asks nothing
    page = answer.content.decode()
    assert "Not available at the moment" in page
    assert "Сейчас недоступно" in page
    assert str(error) not in page


def test_a_fault_of_the_program_does_not_ask_to_wait(reader):
    cause = sqlite3.OperationalError("no such table: x")
    cause.sqlite_errorcode = sqlite3.SQLITE_ERROR  # type: ignore[misc]
    error = OperationalError("no such table: x")
    error.__cause__ = cause
    for one in (error, RuntimeError()):
        with database_away(one):
            answer = reader.get("/en/")
        assert answer.status_code == 500
        assert "Retry-After" not in answer
        assert "Something went wrong" in answer.content.decode()
