"""Replay: the same dump, to the byte, from the record alone, on both engines and across them."""

import io
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from initiatives.models import (
    CatalogueVersion,
    ContentVersion,
    Decision,
    Initiative,
    OldSlug,
    Purpose,
    Submission,
    Verification,
    missing_triggers,
    remove_triggers,
)
from initiatives.operations.dumping import dump
from initiatives.operations.integrity import differences
from initiatives.operations.replaying import (
    BadDatabaseUrl,
    ReplayFailed,
    acting_on,
    connected,
    replay,
)
from initiatives.vetting.audit_log import BrokenChain, verify
from initiatives.vetting.submitting import submit, withdraw
from tests.factories.content import least, most
from tests.factories.submission import (
    AT,
    approve,
    change,
    person,
    publish_new,
    reject,
    send,
    send_change,
    send_merge,
)
from tests.factories.words import make_words

pytestmark = [pytest.mark.whole, pytest.mark.django_db]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first SQLite file that was migrated is kept."""
    return tmp_path_factory.mktemp("migrated") / "empty.sqlite3"


@pytest.fixture(autouse=True)
def _migrations_run_once(monkeypatch: pytest.MonkeyPatch, migrated: Path) -> None:
    """They take longer than a replay: after the first one an empty SQLite file is copied."""

    def migrate(name: str, **options: Any) -> None:
        if connection.vendor == "sqlite" and migrated.exists():
            connection.ensure_connection()
            with closing(sqlite3.connect(migrated)) as empty_file:
                empty_file.backup(connection.connection)
            return
        call_command(name, **options)
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(migrated)) as empty_file:
                connection.connection.backup(empty_file)

    monkeypatch.setattr("initiatives.operations.replaying.call_command", migrate)


def text() -> str:
    output = io.StringIO()
    dump(output)
    return output.getvalue()


def address_of_postgres(name: str) -> str:
    base = settings.DATABASES["default"]
    host = base["HOST"] or base["OPTIONS"].get("host", "")
    return f"postgres://{base['USER']}:{base['PASSWORD']}@/{name}?host={host}"


@contextmanager
def empty_postgres() -> Iterator[str]:
    """A database of its own on the server that the tests run on."""
    name = f"replay_{secrets.token_hex(4)}"
    address = address_of_postgres(name)
    with connected(address_of_postgres("postgres")) as server:
        with server.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            yield address
        finally:
            with server.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def empty(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder / secrets.token_hex(4)}.sqlite3"
    else:
        with empty_postgres() as address:
            yield address


def live_a_little() -> None:
    """All that can happen to entries, so that a replay has something to go wrong at."""
    make_words()
    nino, later = person(), AT + timedelta(days=40)
    first = approve(submit(most(), at=AT, slug="first"), at=AT, actor=nino)[0]
    second = publish_new(slug="second", partners=["first"], at=AT + timedelta(seconds=1))
    change(second, slug="renamed", name_en="Renamed")
    change(first, slug="again")
    change(Initiative.objects.get(slug="again"), slug="first")
    change(Initiative.objects.get(slug="first"), state="closed", closed_on="2024", name_ru="")
    change(publish_new(slug="hidden", partners=["first", "second"]), state="hidden")
    old, into = publish_new(slug="old"), publish_new(slug="into", partners=["hidden", "old"])
    approve(send_merge(old, into)[1], at=later, actor=nino)
    reject(send(name_en="Refused"), at=AT, actor=person("milan"), reason="doubtful")
    withdraw(send(name_en="Withdrawn"), at=AT)
    send_change(into, name_en="Waiting")
    sent = submit({}, at=AT, purpose=Purpose.VERIFICATION, base=into_revision("into"))
    approve(sent, at=later, actor=nino, verified_how="initiative")
    city = {
        "country": "AM", "name": "Дилижан", "slug": "dilijan", "name_en": "Dilijan",
        "name_ru": "Дилижан", "latitude": 40.74, "longitude": 44.86,
    }  # fmt: skip
    tag = {"name": "theatre", "slug": "theatre", "name_en": "theatre", "name_ru": "театр"}
    sent = submit(
        least(name_en="🏠", proposed={"cities": [city], "tags": [tag]}),
        at=AT,
        contact="nino@example.org",
    )
    approve(sent, at=later, actor=nino, verified_how="sources")


def into_revision(slug: str) -> Submission:
    return Initiative.objects.get(slug=slug).revision


def everything_but_keys() -> dict[str, Any]:
    """What publishing derived, by natural keys: more than the dump shows."""
    return {
        "entries": sorted(
            Initiative.objects.values_list(
                "slug", "state", "successor__slug", "published_at", "verified_at", "verified_how",
                "revision__reference",
            )
        ),
        "facets": sorted((one.slug, repr(sorted(one.facets.items()))) for one in
                         Initiative.objects.all()),
        "partners": sorted(
            Initiative.partners.through.objects.values_list(
                "from_initiative__slug", "to_initiative__slug"
            )
        ),
        "old slugs": sorted(OldSlug.objects.values_list("slug", "initiative__slug")),
        "verifications": sorted(
            Verification.objects.values_list(
                "initiative__slug", "revision__reference", "how", "by__username", "at"
            )
        ),
        "submissions": list(
            Submission.objects.order_by("pk").values_list(
                "pk", "reference", "state", "slug", "initiative__slug", "base__reference", "content"
            )
        ),
        "versions": list(ContentVersion.objects.order_by("pk").values_list()),
        "decisions": list(Decision.objects.order_by("pk").values_list()),
        "head": CatalogueVersion.objects.get().log_head,
    }  # fmt: skip


ENGINES = (
    ["sqlite", "postgresql"]
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]
    else ["sqlite"]
)


@pytest.mark.parametrize("engine", ENGINES)
def test_replay_is_equal_to_the_byte_with_the_clock_elsewhere(engine: str, tmp_path: Path):
    live_a_little()
    before, expected, head = everything_but_keys(), text(), verify()
    assert expected.count("\n") == 4
    with empty(engine, tmp_path) as address:
        with time_machine.travel(datetime(2001, 2, 3, tzinfo=UTC)):
            done = replay(address)
        assert (done.head, done.entries, done.submissions) == (head, 4, Submission.objects.count())
        with connected(address) as other, acting_on(other):
            assert other.vendor == engine
            assert text() == expected
            assert everything_but_keys() == before
            assert verify() == head
            assert differences() == []
            assert missing_triggers(connection) == set()


@pytest.mark.parametrize("engine", ENGINES)
def test_replay_of_a_replay_and_life_goes_on_in_it(engine: str, tmp_path: Path):
    """From SQLite onwards too: into the same engine, and into the other."""
    live_a_little()
    expected = text()
    with empty("sqlite", tmp_path) as first, empty(engine, tmp_path) as second:
        replay(first)
        with connected(first) as middle, acting_on(middle):
            assert connection.vendor == "sqlite"
            replay(second)
        with connected(second) as last, acting_on(last):
            assert text() == expected
            # New rows come after the copied ones.
            row = publish_new(slug="new-one")
            assert change(row, name_en="Changed").name_en == "Changed"
            waiting = Submission.objects.get(state="pending")
            assert waiting.initiative == Initiative.objects.get(slug="into")
            verify()


def test_real_data_and_a_change_of_it(tmp_path: Path):
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    call_command("load_samples", verbosity=0, stdout=io.StringIO())
    change(Initiative.objects.get(slug="kovcheg"), slug="the-ark")
    with empty("sqlite", tmp_path) as address:
        assert replay(address).entries > 200


def test_of_people_only_names_are_copied_and_contacts_stay(tmp_path: Path):
    User.objects.create_user("nino", "nino@example.org", "a long password of Nino", is_staff=True)
    User.objects.create_user("stranger", "stranger@example.org", "another password")
    live_a_little()
    with empty("sqlite", tmp_path) as address:
        replay(address)
        with connected(address) as other, acting_on(other):
            nino = User.objects.get(username="nino")
            assert not nino.has_usable_password()
            assert (nino.email, nino.is_active, nino.is_staff) == ("", False, False)
            assert set(User.objects.values_list("username", flat=True)) == {
                "nino",
                "milan",
                "second",
            }
            assert not any(one.contact for one in Submission.objects.all())


def test_database_that_is_not_empty_is_refused(tmp_path: Path):
    with empty("sqlite", tmp_path) as address:
        with connected(address) as other, other.cursor() as cursor:
            cursor.execute("CREATE TABLE something (id integer)")
        with pytest.raises(ReplayFailed, match="not empty"):
            replay(address)
        with connected(address) as other:
            assert other.introspection.table_names() == ["something"]


@pytest.mark.parametrize("address", ["", "nothing", "http://example.org/x", "mysql://a/b"])
def test_what_is_no_address_is_refused(address: str):
    with pytest.raises(BadDatabaseUrl), connected(address) as other:
        assert other is None


def test_broken_record_is_not_replayed_and_nothing_is_written(tmp_path: Path):
    live_a_little()
    remove_triggers(connection)
    Decision.objects.filter(pk=Decision.objects.all()[2].pk).update(comment="other")
    with empty("sqlite", tmp_path) as address:
        with pytest.raises(BrokenChain):
            replay(address)
        with connected(address) as other:
            assert other.introspection.table_names() == []


def test_entry_written_beside_the_road_is_found(tmp_path: Path):
    live_a_little()
    Initiative.objects.filter(slug="renamed").update(summary_en="Written beside the road.")
    with (
        empty("sqlite", tmp_path) as address,
        pytest.raises(ReplayFailed, match="dumps of the two databases differ"),
    ):
        replay(address)


def test_usual_connection_is_back_after_a_failure(tmp_path: Path):
    def fail() -> None:
        with empty("sqlite", tmp_path) as address, connected(address) as other, acting_on(other):
            assert connection.settings_dict["NAME"] != usual
            raise ZeroDivisionError

    usual = connection.settings_dict["NAME"]
    with pytest.raises(ZeroDivisionError):
        fail()
    assert connection.settings_dict["NAME"] == usual
