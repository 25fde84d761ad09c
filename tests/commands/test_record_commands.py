"""dump, replay, verify_log as they are typed."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from initiatives.models import Decision, remove_triggers
from initiatives.operations.dumping import dump
from initiatives.vetting.audit_log import verify
from tests.factories.submission import publish_new
from tests.factories.words import make_words


@pytest.fixture(autouse=True)
def _entry(db: None) -> None:
    make_words()
    publish_new(slug="one")


def say(*command: str) -> str:
    output = io.StringIO()
    call_command(*command, stdout=output)
    return output.getvalue()


def test_dump_goes_to_the_standard_output_or_to_a_file(tmp_path: Path):
    expected = io.StringIO()
    dump(expected)
    assert say("dump") == expected.getvalue()
    assert say("dump", "--output", str(tmp_path / "dump.jsonl")) == ""
    assert (tmp_path / "dump.jsonl").read_bytes() == expected.getvalue().encode()
    assert [path.name for path in tmp_path.iterdir()] == ["dump.jsonl"]


def test_dump_to_a_folder_that_is_not_there_says_so(tmp_path: Path):
    with pytest.raises(CommandError, match="No such file"):
        say("dump", "--output", str(tmp_path / "nowhere" / "dump.jsonl"))


def test_dump_writes_the_schema(tmp_path: Path):
    say("dump", "--schema", "--output", str(tmp_path / "schema.json"))
    docs = Path(__file__).parents[2] / "docs" / "entry.schema.json"
    assert (tmp_path / "schema.json").read_bytes() == docs.read_bytes()
    assert json.loads(say("dump", "--schema"))["title"] == "The content of an entry"


def test_verify_log_prints_the_head():
    assert say("verify_log") == verify() + "\n"


def test_verify_log_names_the_faulty_decision():
    row = Decision.objects.all()[0]
    remove_triggers(connection)
    Decision.objects.filter(pk=row.pk).update(comment="other")
    with pytest.raises(CommandError, match=f"does not verify: decision {row.pk}:"):
        say("verify_log")


@pytest.mark.whole
def test_replay_says_what_it_did_and_refuses_a_second_time(tmp_path: Path):
    address = f"sqlite:///{tmp_path}/copy.sqlite3"
    said = say("replay", "--into", address)
    assert said.startswith("1 submissions, 1 entries; the dumps are equal.")
    assert verify() in said
    with pytest.raises(CommandError, match="The database is not empty"):
        say("replay", "--into", address)


def test_replay_refuses_what_is_no_address_without_repeating_it():
    with pytest.raises(CommandError, match="not the address") as refused:
        say("replay", "--into", "mysql://user:secret@host/name")
    assert "secret" not in str(refused.value)
