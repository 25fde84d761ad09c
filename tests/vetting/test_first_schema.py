"""Documents of the first schema: stored as they came, read as those of today."""

import io
import json
import secrets
from pathlib import Path

import pytest
from django.db import transaction

from initiatives import content
from initiatives.content import EntryForm
from initiatives.models import By, Initiative, Purpose, Submission, Vocabulary
from initiatives.operations.dumping import dump
from initiatives.operations.integrity import differences
from initiatives.operations.replaying import replay
from initiatives.operations.verifying import verify_all
from initiatives.vetting import decisions, permissions
from initiatives.vetting.duplicates import likely_duplicates
from initiatives.vetting.importing import ImportRow, import_rows
from initiatives.vetting.publishing import publish
from initiatives.vetting.submitting import Proposal, enter, submit
from tests.factories.content import least
from tests.factories.submission import AT, approve, change, person, send_change

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("words")]
FILE = Path(__file__).parents[1] / "factories" / "first_schema.json"
FIRST = json.loads(FILE.read_text(encoding="utf-8"))


def stored(*, by: By = By.IMPORT, **changes) -> Submission:
    """A submission as the program of the first schema stored it."""
    with transaction.atomic():
        return enter([Proposal(document={**FIRST, **changes}, slug="efa")], at=AT, by=by)[0]


def published(**changes) -> Initiative:
    return publish([stored(**changes)], by=By.IMPORT, at=AT)[0]


@pytest.mark.parametrize(
    ("online", "remote_for"), [(True, ["*"]), (False, []), (None, []), ("yes", "yes"), (1, 1)]
)
def test_online_becomes_remote_for_and_what_is_new_is_empty(online, remote_for):
    upgraded = content.upgraded({**FIRST, "online": online})
    assert upgraded["remote_for"] == remote_for
    assert "online" not in upgraded
    assert (upgraded["schema"], upgraded["parent"]) == (2, "")
    assert [one["of"] for one in upgraded["designations"]] == [""]


def test_upgraded_it_is_a_valid_document_of_today():
    form = EntryForm(FIRST, vocabulary=Vocabulary.load(), entries={}, stage="publish")
    assert form.is_valid(), form.errors
    assert form.document() == content.arranged(content.upgraded(FIRST))


@pytest.mark.parametrize("designations", [None, "x", [1], [{}]])
def test_of_a_wrong_shape_it_is_told_and_nothing_raised(designations):
    document = {**FIRST, "designations": designations, "online": "yes"}
    form = EntryForm(document, vocabulary=Vocabulary.load(), entries={}, stage="publish")
    assert "remote_for" in form.errors


def test_published_it_says_what_it_said_and_everything_verifies():
    row = published()
    assert (row.remote_for, row.parent) == (["*"], None)
    assert row.facets["country"] == ["rs", "ge", "online"]
    assert differences() == []
    assert verify_all(at=AT)
    text = io.StringIO()
    dump(text)
    line = json.loads(text.getvalue())
    expected = content.arranged(content.upgraded(FIRST))
    assert {name: line[name] for name in expected if name != "proposed"} == {
        name: value for name, value in expected.items() if name != "proposed"
    }
    assert Submission.objects.get().content == FIRST


def test_a_change_of_it_differs_in_what_was_changed_only():
    entry = published()
    sent = send_change(entry, summary_en="Legal advice.")
    assert not permissions.needs_second_person(sent)
    assert permissions.needs_second_person(send_change(entry, website="https://other.example/"))
    approve(sent, at=AT, actor=person())
    assert verify_all(at=AT)


def test_texts_of_one_submission_are_compared_in_one_schema():
    """A moderator's own word for a change whose first text is of the first schema."""
    entry = published()
    nino = person()
    with transaction.atomic():
        proposal = Proposal(
            document={**FIRST, "summary_en": "Advice."},
            purpose=Purpose.CHANGE,
            base=entry.revision,
        )
        sent = enter([proposal], at=AT, by=By.SUBMITTER)[0]
    document = content.arranged(content.upgraded(sent.content)) | {"summary_en": "Good advice."}
    decisions.correct(sent, moderator=nino.moderator, document=document, at=AT)
    sent.refresh_from_db()
    assert not permissions.needs_second_person(sent, nino.moderator)


def test_a_verification_of_it_changes_nothing():
    entry = published()
    sent = submit({}, at=AT, purpose=Purpose.VERIFICATION, base=entry.revision)
    assert not permissions.needs_second_person(sent)
    approve(sent, at=AT, actor=person(), verified_how="sources")
    assert verify_all(at=AT)


def test_it_is_a_likely_duplicate_of_one_of_today():
    entry = published(host_countries=[], cities=[], links=[], website="")
    found = likely_duplicates(least(host_countries=[], remote_for=["*"]))
    assert [one.initiative for one in found] == [entry]
    assert likely_duplicates(least(host_countries=[], remote_for=["GE"])) == []


@pytest.mark.parametrize(
    ("changes", "result"), [({}, "unchanged"), ({"founded": "2023"}, "changed")]
)
def test_an_import_in_the_present_schema_follows_one_in_the_first(changes, result):
    published()
    today = content.arranged(content.upgraded(FIRST)) | changes
    row = ImportRow("efa.json", 1, {**today, "slug": "efa"})
    assert getattr(import_rows([row], at=AT), result) == ["efa"]


@pytest.mark.whole
def test_a_replay_of_both_schemas_is_the_same_to_the_byte(tmp_path):
    change(published(), slug="renamed", name_en="Renamed")
    done = replay(f"sqlite:///{tmp_path / secrets.token_hex(4)}.sqlite3")
    assert (done.submissions, done.entries) == (2, 1)
