"""What erase_expired erased is not in the database's files any more, byte by byte (SR-4)."""

import io
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import now

from initiatives.models import Note
from initiatives.operations import retention
from initiatives.vetting import decisions
from initiatives.vetting.submitting import answer, edit, submit, withdraw
from tests.factories.content import least
from tests.factories.submission import person, send
from tests.factories.words import make_words
from tests.sharing import ON_POSTGRESQL

DAY = timedelta(days=1)
TELLING, HARMLESS = "Glafira-of-Omsk", "Nobody-in-particular"


def erase() -> str:
    output = io.StringIO()
    call_command("erase_expired", stdout=output)
    return output.getvalue()


def bytes_of_files() -> bytes:
    """SQLite's file and its write-ahead log; of PostgreSQL the file of each table and index."""
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        return b"".join(one.read_bytes() for one in (file, Path(f"{file}-wal")) if one.exists())
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class "
            "WHERE relkind IN ('r', 't', 'i') AND NOT relisshared"
        )
        return b"".join(bytes(row[0]) for row in cursor.fetchall())


@pytest.fixture
def _lasting(transactional_db: None) -> None:
    make_words()


def send_one(word: str, number: int, days_ago: int) -> None:
    """A submission with this word in all that is written about it, refused that long ago."""
    at, nino = now() - timedelta(days=days_ago), person().moderator
    # Of different lengths, changed and refused between others: so rows are moved between pages.
    long = f"{word} " * (1 + number * 37 % 90)
    sent = submit(least(name_en=f"{word} {number}"), at=at, contact=word, note=long)
    decisions.ask(sent, moderator=nino, text=f"{word}?", at=at)
    answer(sent, text=long, at=at)
    edit(sent, document=least(name_en=word, description_en=long), version=1, at=at)
    decisions.add_note(sent, moderator=nino, text=word, at=at)
    [
        lambda: decisions.mark_as_spam(sent, moderator=nino, at=at),
        lambda: decisions.reject(sent, moderator=nino, at=at, reason="other"),
        lambda: withdraw(sent, at=at),
    ][number % 3]()


@pytest.mark.whole
@pytest.mark.usefixtures("_lasting")
def test_no_byte_of_what_was_erased_is_left():
    for number in range(30):
        send_one(TELLING, number, days_ago=181)
        send_one(HARMLESS, number, days_ago=1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as either engine does by itself: PostgreSQL keeps samples
    assert bytes_of_files().count(TELLING.encode())
    said = erase()
    found = bytes_of_files()
    assert found.count(TELLING.encode()) == 0
    assert found.count(TELLING[:8].encode()) == 0
    assert found.count(HARMLESS.encode()) > 0
    assert "30 texts erased" in said
    assert "No copy is left in" in said
    assert ("until they are recycled" in said) is (connection.vendor == "postgresql")


@pytest.mark.whole
@pytest.mark.usefixtures("_lasting")
def test_no_byte_is_left_where_rows_were_moved_between_pages():
    """SQLite's secure_delete forgets these; rows that grow are moved often."""
    ends = {TELLING: send(), HARMLESS: send()}
    decisions.mark_as_spam(ends[TELLING], moderator=person().moderator, at=now() - 31 * DAY)
    draw = random.Random(1)  # without VACUUM these rows leave some
    notes: list[Note] = []
    for _ in range(400):
        if notes and draw.random() < 0.4:
            note = draw.choice(notes)
        else:
            about = ends[draw.choice([TELLING, HARMLESS])]
            note = Note(submission=about, author=person(), at=now())
            notes.append(note)
        word = TELLING if note.submission == ends[TELLING] else HARMLESS
        note.text = word * draw.randint(1, 60)
        note.save()
    erase()
    found = bytes_of_files()
    assert HARMLESS.encode() in found
    assert TELLING[:8].encode() not in found


@contextmanager
def another_reader() -> Iterator[None]:
    """A connection of somebody else, in the middle of reading."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM initiatives_country").fetchall()
    else:
        other = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None})
        other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        other.execute("SELECT count(*) FROM initiatives_country")
    try:
        yield
    finally:
        other.close()


@pytest.mark.usefixtures("_lasting")
def test_command_fails_and_says_so_while_somebody_reads_and_makes_up_for_it(monkeypatch):
    monkeypatch.setattr(retention, "LOCK_SECONDS", 1)
    send_one(TELLING, 1, days_ago=181)
    with another_reader():
        with pytest.raises(CommandError, match=r"copies of it may still be .* was .*reading"):
            erase()
        assert TELLING.encode() in bytes_of_files()
    assert "0 texts erased" in erase()
    assert TELLING.encode() not in bytes_of_files()


@pytest.mark.usefixtures("_lasting")
def test_command_fails_and_says_so_while_somebody_writes(monkeypatch):
    monkeypatch.setattr(retention, "LOCK_SECONDS", 1)
    send_one(TELLING, 1, days_ago=181)
    others = []

    def rewrite_files_beside_a_writer(tables):
        others.append(another_writer())
        retention.rewrite_files(tables)

    monkeypatch.setattr(
        "initiatives.management.commands.erase_expired.rewrite_files", rewrite_files_beside_a_writer
    )
    try:
        with pytest.raises(CommandError, match="Run the command again"):
            erase()
    finally:
        others[0].close()


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has one database in one file")
@pytest.mark.usefixtures("_lasting")
def test_command_fails_and_says_so_while_another_database_of_the_server_is_written(monkeypatch):
    monkeypatch.setattr(retention, "LOCK_SECONDS", 1)
    send_one(TELLING, 1, days_ago=181)
    elsewhere = {"dbname": "postgres", "cursor_factory": None}
    other = psycopg.connect(**connection.get_connection_params() | elsewhere)
    other.execute("SELECT pg_current_xact_id()")
    try:
        with pytest.raises(CommandError, match="perhaps in another database of the server"):
            erase()
        assert TELLING.encode() in bytes_of_files()
    finally:
        other.close()
    erase()
    assert TELLING.encode() not in bytes_of_files()


def another_writer():
    if connection.vendor == "sqlite":
        other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None})
        other.execute("LOCK TABLE initiatives_submission IN ROW EXCLUSIVE MODE")
    return other
