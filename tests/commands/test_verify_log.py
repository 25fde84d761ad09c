"""verify_log names texts and states that are not what was decided (SR-9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from initiatives.content import hash_of
from initiatives.models import CatalogueVersion, Initiative, Submission, remove_triggers
from initiatives.operations import retention
from initiatives.vetting import audit_log, decisions
from initiatives.vetting.submitting import withdraw
from tests.commands.tampering import found_after, make_entry, undone, verify
from tests.factories.content import least
from tests.factories.submission import AT, approve, change, person, publish_new, send

pytestmark = pytest.mark.django_db
NEWEST = "(SELECT revision_id FROM initiatives_initiative WHERE slug = 'renamed')"


@pytest.fixture(scope="module")
def _entry(rolled_back) -> Iterator[None]:
    with rolled_back():
        make_entry()
        yield


@pytest.fixture
def entry(db, _entry) -> Initiative:
    return Initiative.objects.get(slug="renamed")


@pytest.mark.parametrize("which", ["content", "document", "both"])
@pytest.mark.parametrize("text", ["'{}'", "'[]'", """'{"name_en": "Other"}'"""])
def test_an_approved_text_that_was_emptied_or_changed_is_named(entry, which, text):
    statements = [
        f"UPDATE initiatives_submission SET content = {text} WHERE id = {NEWEST}",
        f"UPDATE initiatives_contentversion SET document = {text} WHERE submission_id = {NEWEST}",
    ]
    said = found_after(*(statements if which == "both" else [statements[which == "document"]]))
    why = (
        "its content was emptied before its time"
        if text == "'{}'"
        else "the content that was decided on was changed"
    )
    assert f"submission {entry.revision.reference}: {why}" in said


def test_an_approved_text_that_was_changed_with_its_hash_and_its_entry_is_named(entry):
    """All that can be changed without writing the whole chain anew."""
    revision = entry.revision
    with undone():
        document = {**revision.content, "name_en": "Other"}
        Submission.objects.filter(pk=revision.pk).update(content=document)
        revision.versions.update(document=document)
        Initiative.objects.filter(pk=entry.pk).update(name_en="Other")
        remove_triggers(connection)
        revision.decisions.update(content_hash=hash_of(document))
        with pytest.raises(CommandError, match=r"decision \d+: "):
            verify()


@pytest.mark.parametrize(
    ("end", "days"), [("spam", 30), ("rejected", 180), ("withdrawn", 180), ("approved", None)]
)
def test_a_text_may_be_emptied_only_when_its_time_is_over(entry, end, days):
    sent, nino = send(), person().moderator
    end_it = {
        "spam": lambda at: decisions.mark_as_spam(sent, moderator=nino, at=at),
        "rejected": lambda at: decisions.reject(sent, moderator=nino, at=at, reason="other"),
        "withdrawn": lambda at: withdraw(sent, at=at),
        "approved": lambda at: approve(sent, at=at, actor=person()),
    }[end]
    over = now() - timedelta(days=days or 1000)
    for at, holds in ((over, days is not None), (over + timedelta(days=1), False)):
        with undone():
            end_it(at)
            Submission.objects.filter(pk=sent.pk).update(content={}, known_by={})
            sent.versions.update(document={})
            if holds:
                verify()
                continue
            with pytest.raises(CommandError, match="emptied before its time"):
                verify()


def test_a_text_of_something_open_may_not_be_emptied(entry):
    sent = send()
    sent.versions.update(document={})
    with pytest.raises(CommandError, match=f"{sent.reference}: its content was emptied"):
        verify()


def test_what_retention_emptied_verifies(entry):
    kept, sent = publish_new(), [send() for _ in range(3)]
    nino, at = person().moderator, now() - timedelta(days=200)
    decisions.mark_as_spam(sent[0], moderator=nino, at=at)
    decisions.reject(sent[1], moderator=nino, at=at, reason="other")
    withdraw(sent[2], at=at)
    assert retention.erase_expired(at=now()).texts == 3
    assert verify() == CatalogueVersion.objects.get().log_head
    assert kept.slug


@pytest.mark.parametrize("state", ["spam", "rejected", "pending"])
def test_a_state_that_was_not_decided_is_named(entry, state):
    """Else retention itself would empty what was approved."""
    said = found_after(
        f"UPDATE initiatives_submission SET state = '{state}', decided_at = '2020-01-01' "
        f"WHERE id = {NEWEST}"
    )
    assert f"submission {entry.revision.reference}: its state is not what was decided" in said


def test_a_submission_without_a_decision_is_named(entry):
    with undone():
        Submission.objects.create(
            purpose="new", content=least(), by="submitter", reference="AAAAAA", submitted_at=AT
        )
        with pytest.raises(CommandError, match="submission AAAAAA: "):
            verify()


def test_queries_do_not_grow_with_the_entries(entry):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            verify()
        return len(counted)

    publish_new(slug="first")
    few = queries()
    for number in range(12):
        change(publish_new(slug=f"entry-{number}"), name_en="Changed")
    assert queries() == few


def test_what_is_decided_meanwhile_is_no_fault(entry, monkeypatch):
    """The command reads one thing after the other, and looks again when the log has grown."""
    publish_new(slug="first")
    verify_log, calls = audit_log.verify, []

    def and_then_publish(**how):
        head = verify_log(**how)
        calls.append(head)
        if len(calls) == 1:
            publish_new(slug="meanwhile")
        # As if its rows were read half from before, half from after.
        name = "Half" if len(calls) == 1 else "Emigration for Action"
        Initiative.objects.filter(slug="meanwhile").update(name_en=name)
        return head

    monkeypatch.setattr(audit_log, "verify", and_then_publish)
    assert verify() == CatalogueVersion.objects.get().log_head
    assert len(calls) == 2
