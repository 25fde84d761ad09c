"""The chain of decisions: it holds, and one changed byte anywhere is found."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from initiatives.models import (
    CatalogueVersion,
    ContentVersion,
    Decision,
    Submission,
    install_triggers,
    remove_triggers,
)
from initiatives.vetting.audit_log import BrokenChain, verify
from tests.factories.submission import AT, approve, change, person, publish_new, reject, send
from tests.factories.words import make_words


@contextmanager
def triggers_lifted() -> Iterator[None]:
    remove_triggers(connection)
    yield
    install_triggers(connection)


@pytest.fixture(scope="module")
def _decisions(rolled_back: Any) -> Iterator[None]:
    with rolled_back():
        make_words()
        person("milan")
        change(publish_new(), name_en="Other")
        reject(
            send(name_en="Third"), at=AT, actor=person(), reason="doubtful", comment="No answer."
        )
        yield


@pytest.fixture
def decisions(db: None, _decisions: None) -> list[Decision]:
    """Six of them: two entries approved, one refused."""
    return list(Decision.objects.all())


def test_each_holds_the_hash_of_the_one_before(decisions: list[Decision]):
    """The chain as docs/rules.md describes it, computed once more without the program."""
    head = "0" * 64
    for row in decisions:
        assert row.previous_hash == head
        text = json.dumps(
            {
                "previous": row.previous_hash,
                "reference": row.submission.reference,
                "by": row.by,
                "actor": row.actor_name,
                "action": row.action,
                "reason": row.reason,
                "comment": row.comment,
                "content": hashlib.sha256(
                    json.dumps(
                        row.submission.content,
                        ensure_ascii=False,
                        sort_keys=True,
                        separators=(",", ":"),
                    ).encode()
                ).hexdigest(),
                "at": f"{row.at:%Y-%m-%dT%H:%M:%S.%f}Z",
            },
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        head = hashlib.sha256(text.encode()).hexdigest()
    assert head == verify() == CatalogueVersion.objects.get().log_head


def other(row: Decision, column: str) -> Any:
    """Another value that the column takes, one byte away where it is a text."""
    value = getattr(row, column)
    if column == "submission_id":
        return Submission.objects.exclude(pk=value).values_list("pk", flat=True)[0]
    if column == "actor_id":
        return person("milan").pk
    if column == "by":
        return "moderator" if value != "moderator" else "system"
    if column == "action":
        return "ask" if value != "ask" else "edit"
    if column == "at":
        return value + timedelta(microseconds=1)
    if column in ("previous_hash", "content_hash"):
        return ("0" if value[0] != "0" else "1") + value[1:]
    return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"


COLUMNS = [
    "submission_id",
    "by",
    "actor_id",
    "actor_name",
    "action",
    "reason",
    "comment",
    "content_hash",
    "at",
    "previous_hash",
]


def test_every_column_of_the_table_is_tried():
    assert {field.attname for field in Decision._meta.concrete_fields} == {"id", *COLUMNS}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("place", range(6))
def test_one_changed_byte_in_any_row_is_found(decisions: list[Decision], column: str, place: int):
    row = decisions[place]
    changes = {column: other(row, column)}
    if column == "by" and changes["by"] != "moderator":
        changes["actor_id"] = None  # or a constraint of the table refuses it
    if column == "actor_id" and row.by != "moderator":
        changes["by"] = "moderator"
    with triggers_lifted():
        Decision.objects.filter(pk=row.pk).update(**changes)
    with pytest.raises(BrokenChain) as broken:
        verify()
    assert broken.value.decision_id == row.pk


@pytest.mark.parametrize("place", range(6))
def test_lost_row_is_found(decisions: list[Decision], place: int):
    with triggers_lifted():
        decisions[place].delete()
    with pytest.raises(BrokenChain):
        verify()


def test_lost_tail_is_found(decisions: list[Decision]):
    with triggers_lifted():
        Decision.objects.filter(pk__gte=decisions[3].pk).delete()
    with pytest.raises(BrokenChain, match="not the newest") as broken:
        verify()
    assert broken.value.decision_id == decisions[2].pk


def test_rows_that_changed_places_are_found(decisions: list[Decision]):
    with triggers_lifted():
        Decision.objects.filter(pk=decisions[1].pk).update(id=1_000_000)
    with pytest.raises(BrokenChain):
        verify()


def test_changed_reference_is_found(decisions: list[Decision]):
    Submission.objects.filter(pk=decisions[0].submission_id).update(reference="AAAAAA")
    with pytest.raises(BrokenChain) as broken:
        verify()
    # It stands in both decisions on this submission.
    assert broken.value.decision_id in (decisions[0].pk, decisions[1].pk)


@pytest.mark.parametrize("table", [ContentVersion, Submission])
def test_changed_content_is_found(decisions: list[Decision], table: Any):
    column = "document" if table is ContentVersion else "content"
    row = table.objects.order_by("pk")[1]
    table.objects.filter(pk=row.pk).update(**{column: {**getattr(row, column), "name_ru": "Ы"}})
    with pytest.raises(BrokenChain, match="content") as broken:
        verify()
    submission = row.submission_id if table is ContentVersion else row.pk
    assert broken.value.decision_id == min(
        one.pk for one in decisions if one.submission_id == submission
    )


def test_lost_content_version_is_found(decisions: list[Decision]):
    ContentVersion.objects.order_by("pk")[2].delete()
    with pytest.raises(BrokenChain, match="content"):
        verify()


def test_emptied_texts_leave_the_chain_whole(decisions: list[Decision]):
    refused = decisions[-1].submission_id
    ContentVersion.objects.filter(submission=refused).update(document={})
    Submission.objects.filter(pk=refused).update(content={})
    assert verify() == CatalogueVersion.objects.get().log_head


def test_changed_name_of_a_person_leaves_the_chain_whole(decisions: list[Decision]):
    person().__class__.objects.filter(username="nino").update(username="nino-k")
    verify()


def test_log_head_that_was_changed_is_found(decisions: list[Decision]):
    CatalogueVersion.objects.update(log_head="1" * 64)
    with pytest.raises(BrokenChain):
        verify()


def test_refused_publication_appends_nothing(decisions: list[Decision]):
    row = publish_new()
    before = verify()
    with pytest.raises(Exception, match="“Approved”"):
        approve(row.revision, at=AT, actor=person())
    assert verify() == before
