"""What every test can ask for: the engine's rules, a browser, and the record under flush."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import BrowserType

from initiatives.catalogue.snapshot import forget
from tests import firefox, some_entries, tables
from tests.chromium import CHROMIUM, LAUNCH
from tests.house.files import ROOT

# Playwright keeps an event loop running in this thread; Django would take every query of a
# later test for one from asynchronous code and refuse it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

BROWSER_FIXTURES = {"page", "context", "browser"}
# What an engine can change: all that these folders test, what commits, and what statements cost.
# Other modules say it by the marker `engine`.
ENGINE_FOLDERS = {"account", "catalogue", "commands", "fields", "models", "reference", "vetting"}
ENGINE_FIXTURES = {"transactional_db", "django_assert_num_queries"}
_not_run: list[str] = []


def in_firefox(config: pytest.Config) -> bool:
    """Whether pytest was called with --browser firefox."""
    return config.getoption("browser") == ["firefox"]


def pytest_configure(config: pytest.Config) -> None:
    """Prepare Firefox, if it is asked for; without it nothing is run."""
    if in_firefox(config):
        try:
            firefox.prepare()
        except RuntimeError as missing:
            pytest.exit(str(missing), returncode=1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests by what they use, and put those in a browser last."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if BROWSER_FIXTURES & used:
            item.add_marker(pytest.mark.browser)
        if "rolled_back" in used:
            item.add_marker(pytest.mark.django_db)
        database = item.get_closest_marker("django_db")
        commits = database is not None and database.kwargs.get("transaction")
        if commits or ENGINE_FIXTURES & used or item.path.parent.name in ENGINE_FOLDERS:
            item.add_marker(pytest.mark.engine)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_collection_finish() -> None:
    """Look for garbage more rarely: what is imported by now stays, and looking took a sixth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without Chromium skip the browser tests; where CI says it must be there, fail them.

    In Firefox skip those of which a marker says what it lacks for them.
    """
    if in_firefox(item.config):
        if marker := item.get_closest_marker("chromium"):
            pytest.skip(f"not in Firefox: {marker.args[0]}")
        return
    if CHROMIUM or not item.get_closest_marker("browser"):
        return
    if os.environ.get("CI") == "true":
        pytest.fail("Chromium is missing: name it by CHROMIUM, or install it.", pytrace=False)
    _not_run.append(item.nodeid)
    pytest.skip("no Chromium")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name the tests that did not run, so that nobody takes silence for success."""
    if _not_run:
        terminalreporter.section("not run, because Chromium was not found")
        for name in _not_run:
            terminalreporter.write_line(name)


@cache
def _migrated() -> Path:
    """The file that keeps an empty database in which the present migrations have run."""
    app = ROOT / "initiatives"
    # Models have their part: triggers are written there, and other apps keep rows of them.
    made_by = [
        path
        for part in ("migrations", "fields", "models")
        for path in sorted(app.glob(f"{part}/*.py"))
    ]
    made_by += [app / "apps.py", ROOT / "requirements.txt"]  # other apps have migrations too
    digest = sha256(b"".join(path.read_bytes() for path in made_by)).hexdigest()
    return ROOT / "var" / "tests" / f"migrated-{digest[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> Iterator[bool]:
    """On SQLite begin with a copy of the migrated file; migrating takes some seconds."""
    if connection.vendor != "sqlite":
        yield False
        return
    name = connection.settings_dict["TEST"]["NAME"]
    # A run of the same number that was killed may have left its own: SQLite would write what
    # stands in that log over the copy.
    _remove(name)
    with suppress(FileNotFoundError):
        shutil.copyfile(_migrated(), name)
    yield True
    connections.close_all()
    _remove(name)


def _remove(name: str) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(name + ending).unlink(missing_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep the migrated file for the next run, in place of older ones."""
    if connection.vendor != "sqlite" or _migrated().exists():
        return
    folder = _migrated().parent
    folder.mkdir(parents=True, exist_ok=True)
    # Other runs read and write here at the same time: the file appears whole, or not at all.
    made = folder / f"made-{os.getpid()}.sqlite3"
    made.unlink(missing_ok=True)
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"VACUUM INTO '{made}'")
    made.replace(_migrated())
    for older in folder.glob("migrated-*"):
        if older != _migrated():
            older.unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Begin every test in English: a request leaves its language switched on."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_the_record() -> Iterator[None]:
    """Take the append-only triggers off while a transactional test is cleaned up, only there."""
    from initiatives.models import install_triggers, remove_triggers

    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def flush_without_triggers(self: TransactionTestCase) -> None:
        remove_triggers(connection)
        flush(self)
        install_triggers(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_without_triggers)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium that was found."""
    return {**browser_type_launch_args, **LAUNCH}


@pytest.fixture(scope="session")
def launch_browser(
    launch_browser: Callable[..., Any], browser_type: BrowserType, request: pytest.FixtureRequest
) -> Callable[..., Any]:
    """Chromium, or Firefox where it is asked for."""
    if in_firefox(request.config):
        return lambda: firefox.Firefox(browser_type)
    return launch_browser


@pytest.fixture(autouse=True)
def _versions_begin_anew() -> Iterator[None]:
    """A rolled-back test gives its catalogue versions back: nothing may be held under them."""
    forget()
    yield
    forget()


@pytest.fixture(scope="session")
def rolled_back(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A transaction for a module's data; its tests live in savepoints, and all is undone after.

    Transactional tests cannot use it.
    """

    @contextmanager
    def transaction_to_undo() -> Iterator[None]:
        with django_db_blocker.unblock():
            with transaction.atomic():
                yield
                transaction.set_rollback(True)
            connection.close()

    return transaction_to_undo


@pytest.fixture(scope="session")
def rows_of(rolled_back: Any) -> Callable[[Callable[[], None]], tables.Tables]:
    """Every row that a function writes into an empty database; it is called once for all tests."""

    @cache
    def written(write: Callable[[], None]) -> tables.Tables:
        with rolled_back():
            before = tables.read()
            write()
            after = tables.read()
        return {name: rows for name, rows in after.items() if rows != before[name]}

    return written


def _data(write: Callable[[], None], summary: str) -> Any:
    """A fixture: what the function writes is copied for each module that asks for it."""

    def data(rolled_back: Any, rows_of: Any) -> Iterator[None]:
        rows = rows_of(write)
        with rolled_back():
            tables.write(rows)
            with connection.cursor() as cursor:
                # Nobody gathers statistics of rows that are never committed; without them
                # PostgreSQL takes seconds for a query of the oracle.
                cursor.execute("ANALYZE")
            yield

    data.__doc__ = summary
    return pytest.fixture(scope="module")(data)


def _write_real_data() -> None:
    call_command("load_reference", verbosity=0)
    call_command("load_samples", verbosity=0)


def _write_rare_data() -> None:
    from tests.journeys import rare

    some_entries.load()
    rare.write()


real_data = _data(_write_real_data, "The whole real data, loaded by the real commands.")
some_data = _data(some_entries.load, "All words, and fifty of the real entries.")
rare_data = _data(_write_rare_data, "The same, and what no real entry is (journeys/rare.py).")
