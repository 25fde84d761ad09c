"""Decisions cannot be changed or deleted, by the database itself, on both engines (SR-9)."""

import pytest
from django.apps import apps
from django.core.checks import Error
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate

from initiatives.models import Decision, install_triggers, missing_triggers, remove_triggers
from initiatives.operations.integrity import check_audit_log_is_guarded
from tests.factories.submission import send

STATEMENTS = [
    "UPDATE initiatives_decision SET comment = 'other'",
    "UPDATE initiatives_decision SET id = id + 1",
    "DELETE FROM initiatives_decision",
    "DELETE FROM initiatives_decision WHERE id = (SELECT min(id) FROM initiatives_decision)",
]

COLUMNS = (
    "submission_id, by, actor_id, actor_name, action, reason, comment, content_hash, at, "
    "previous_hash"
)
OTHER = COLUMNS.replace("comment", "'other'")
_FIRST = "FROM initiatives_decision WHERE id = (SELECT min(id) FROM initiatives_decision)"
# The same row under its key, and under a new key with the same hash of the one before.
SAME_ID = f"(id, {COLUMNS}) SELECT id, {OTHER.replace(', previous_hash', ', 1')} {_FIRST}"
SAME_HASH = f"({COLUMNS}) SELECT {OTHER} {_FIRST}"
REPLACING = [
    *(
        f"{verb} INTO initiatives_decision {rows}"
        for verb in ("REPLACE", "INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT")
        for rows in (SAME_ID, SAME_HASH)
    ),
    *(
        f"UPDATE OR {how} initiatives_decision SET comment = 'other'"
        for how in ("REPLACE", "IGNORE", "FAIL")
    ),
]
UPSERTS = [
    f"INSERT INTO initiatives_decision {rows} ON CONFLICT ({key}) DO UPDATE SET comment = 'other'"
    for rows, key in (
        (f"(id, {COLUMNS}) SELECT id, {OTHER} {_FIRST}", "id"),
        (SAME_HASH, "previous_hash"),
    )
]
MERGE = (
    "MERGE INTO initiatives_decision AS d USING initiatives_submission AS s "
    "ON d.submission_id = s.id WHEN MATCHED THEN UPDATE SET comment = 'other'"
)


def refused(statement: str) -> None:
    before = list(Decision.objects.values_list())
    with (
        pytest.raises(DatabaseError, match="decisions are append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(Decision.objects.values_list()) == before


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("statement", STATEMENTS)
def test_decisions_cannot_be_changed_or_deleted(statement: str):
    send()
    refused(statement)


@pytest.mark.usefixtures("words")
def test_decisions_cannot_be_replaced():
    """SQLite's REPLACE deletes without firing the triggers for deleting; an upsert updates."""
    send()
    if connection.vendor == "sqlite":
        statements = [*REPLACING, *UPSERTS]
    else:
        statements = [*UPSERTS, MERGE]
    for statement in statements:
        refused(statement)


@pytest.mark.usefixtures("lasting_words")
def test_decisions_cannot_be_truncated():
    if connection.vendor != "postgresql":
        assert "truncate" not in "".join(missing_triggers(connection))
        return  # SQLite has no TRUNCATE
    send()
    refused("TRUNCATE initiatives_decision CASCADE")


@pytest.mark.usefixtures("words")
def test_decisions_cannot_be_deleted_through_the_orm():
    send()
    for act in (Decision.objects.all().delete, lambda: Decision.objects.update(reason="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.usefixtures("lasting_words")
def test_triggers_are_there_again_after_a_remade_table():
    """SQLite remakes a table to alter a column, and drops its triggers without a word."""
    send()
    old = Decision._meta.get_field("reason")
    new = models.CharField(max_length=60, blank=True)
    new.set_attributes_from_name("reason")
    new.model = Decision
    with connection.schema_editor() as editor:
        editor.alter_field(Decision, old, new)
    try:
        if connection.vendor == "sqlite":
            assert missing_triggers(connection)
            assert isinstance(check_audit_log_is_guarded(None, databases=["default"])[0], Error)
        app = apps.get_app_config("initiatives")
        post_migrate.send(app, app_config=app, verbosity=0, interactive=False, using="default")
        assert missing_triggers(connection) == set()
        for statement in STATEMENTS:
            refused(statement)
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Decision, new, old)
        install_triggers(connection)


@pytest.mark.usefixtures("words")
def test_system_check_names_a_missing_trigger():
    assert check_audit_log_is_guarded(None, databases=["default"]) == []
    remove_triggers(connection)
    found = check_audit_log_is_guarded(None, databases=["default"])
    assert {one.id for one in found} == {"initiatives.E001"}
    assert "initiatives_decision_no_update" in "".join(one.msg for one in found)
    with pytest.raises(SystemCheckError, match="not guarded"):
        call_command("check", databases=["default"])
    install_triggers(connection)
    call_command("check", databases=["default"])


@pytest.mark.usefixtures("words")
def test_a_database_of_an_older_program_can_be_migrated():
    """Its triggers may be fewer; `migrate` runs this check before it makes them."""
    remove_triggers(connection)
    app, name = MigrationExecutor(connection).loader.graph.leaf_nodes("initiatives")[0]
    MigrationRecorder(connection).record_unapplied(app, name)
    (found,) = check_audit_log_is_guarded(None, databases=["default"])
    assert (found.id, found.is_serious()) == ("initiatives.W002", False)
    MigrationRecorder(connection).record_applied(app, name)
    assert check_audit_log_is_guarded(None, databases=["default"])[0].is_serious()
    install_triggers(connection)


def test_checks_ask_nothing_of_a_database_that_was_not_named():
    assert check_audit_log_is_guarded(None) == []
