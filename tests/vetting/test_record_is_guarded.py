"""Decisions cannot be changed or deleted, by the database itself, on both engines (SR-9)."""

import pytest
from django.apps import apps
from django.core.checks import Error
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, models, transaction
from django.db.models.signals import post_migrate

from initiatives.models import Decision, install_triggers, missing_triggers, remove_triggers
from initiatives.vetting.integrity import check_record_is_guarded
from tests.factories.submission import send

STATEMENTS = [
    "UPDATE initiatives_decision SET comment = 'other'",
    "UPDATE initiatives_decision SET id = id + 1",
    "DELETE FROM initiatives_decision",
    "DELETE FROM initiatives_decision WHERE id = (SELECT min(id) FROM initiatives_decision)",
]


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
            assert isinstance(check_record_is_guarded(None, databases=["default"])[0], Error)
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
    assert check_record_is_guarded(None, databases=["default"]) == []
    remove_triggers(connection)
    found = check_record_is_guarded(None, databases=["default"])
    assert {one.id for one in found} == {"initiatives.E001"}
    assert "initiatives_decision_no_update" in "".join(one.msg for one in found)
    with pytest.raises(SystemCheckError, match="not guarded"):
        call_command("check", databases=["default"])
    install_triggers(connection)
    call_command("check", databases=["default"])


def test_checks_ask_nothing_of_a_database_that_was_not_named():
    assert check_record_is_guarded(None) == []
