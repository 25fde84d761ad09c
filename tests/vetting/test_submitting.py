"""Into the queue and out again by the submitter."""

from datetime import UTC, datetime

import pytest

from initiatives.models import (
    By,
    CatalogueVersion,
    ContentVersion,
    Decision,
    Initiative,
    Purpose,
    Submission,
)
from initiatives.vetting.audit_log import verify
from initiatives.vetting.errors import InvalidContent, TransitionNotAllowed
from initiatives.vetting.submitting import submit, withdraw
from tests.factories.content import least
from tests.factories.submission import AT, approve, person, publish_new, reject, send, send_change

pytestmark = pytest.mark.usefixtures("words")
DAY = datetime(2024, 5, 17, tzinfo=UTC)


def test_empty_record_has_the_first_head():
    assert verify() == "0" * 64


def test_submission_waits_and_publishes_nothing():
    before = CatalogueVersion.objects.number()
    sent = send()
    assert (sent.state, sent.purpose, sent.by) == ("pending", "new", "submitter")
    assert sent.content == least()
    assert not Initiative.objects.exists()
    assert CatalogueVersion.objects.number() == before


def test_submitters_acts_are_dated_to_the_day():
    sent = send()
    withdraw(sent, at=AT)
    assert sent.submitted_at == DAY
    assert ContentVersion.objects.get().at == DAY
    assert set(Decision.objects.values_list("at", flat=True)) == {DAY}


def test_moderators_acts_keep_their_time_and_name():
    nino = person()
    sent = submit(least(), at=AT, by=By.MODERATOR, moderator=nino.moderator)
    assert sent.submitted_at == AT
    assert ContentVersion.objects.get().author == nino
    assert Decision.objects.values_list("actor_name", "at").get() == ("nino", AT)


def test_first_content_version_is_number_one():
    sent = send()
    assert list(ContentVersion.objects.values_list("submission", "number", "document", "by")) == [
        (sent.pk, 1, least(), "submitter")
    ]


def test_references_are_six_signs_that_nobody_confuses():
    references = {send().reference for _ in range(20)}
    assert len(references) == 20
    assert set("".join(references)) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert {len(reference) for reference in references} == {6}


def test_content_is_kept_in_its_canonical_form():
    sent = submit({**least(name_en=" Name "), "host_countries": ["ge"]}, at=AT)
    assert (sent.content["name_en"], sent.content["host_countries"]) == ("Name", ["GE"])


def test_bad_content_is_refused_and_nothing_is_kept():
    with pytest.raises(InvalidContent) as refused:
        submit(least(kind="party"), at=AT)
    assert list(refused.value.errors) == ["kind"]
    assert "kind: “party” is not known here" in str(refused.value)
    assert not Submission.objects.exists()
    assert not Decision.objects.exists()


def test_contact_is_sealed_and_erased_when_withdrawn():
    sent = submit(least(), at=AT, contact="nino@example.org", relation="speaks", language="ru")
    kept = Submission.objects.get(pk=sent.pk)
    assert kept.contact.open() == "nino@example.org"
    withdraw(kept, at=AT)
    kept.refresh_from_db()
    assert (kept.state, kept.contact.open()) == ("withdrawn", "")
    assert list(Decision.objects.values_list("action", flat=True)) == ["submit", "withdraw"]


def test_what_was_decided_cannot_be_withdrawn():
    approved = publish_new().revision
    rejected = send()
    reject(rejected, at=AT, actor=person(), reason="doubtful")
    for sent, state in ((approved, "Approved"), (rejected, "Rejected")):
        with pytest.raises(TransitionNotAllowed, match=f"{sent.reference} is “{state}”"):
            withdraw(sent, at=AT)
    verify()


def test_change_belongs_to_the_entry_of_its_base():
    row = publish_new()
    waiting = send_change(row, name_en="Other")
    assert (waiting.purpose, waiting.base, waiting.initiative) == (
        Purpose.CHANGE,
        row.revision,
        row,
    )


def test_verification_has_the_content_of_its_base():
    row = publish_new()
    sent = submit({}, at=AT, purpose=Purpose.VERIFICATION, base=row.revision)
    assert sent.content == row.revision.content
    assert approve(sent, at=AT, actor=person(), verified_how="initiative")[0].verified_at == AT
