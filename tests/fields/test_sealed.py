import pickle

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.db import connection
from django.utils import timezone

from initiatives.fields.sealed import SealBrokenError, Sealed
from initiatives.models import Submission

CONTACT = "нино@example.org"
COLUMN = "initiatives.submission.contact"

NEW, OLD = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_sealed_text_opens_again_and_shows_itself_nowhere():
    sealed = Sealed.seal(CONTACT, COLUMN)
    assert sealed.open() == CONTACT
    shown = [str(sealed), repr(sealed), f"{sealed}", sealed.token, str(vars(sealed))]
    assert not [text for text in shown if CONTACT in text]
    assert bool(sealed) is True
    assert pickle.loads(pickle.dumps(sealed)).open() == CONTACT


def test_sealed_text_is_another_token_each_time():
    assert Sealed.seal(CONTACT, COLUMN).token != Sealed.seal(CONTACT, COLUMN).token


def test_sealing_nothing_keeps_nothing():
    sealed = Sealed.seal("", COLUMN)
    assert (sealed.token, sealed.open(), bool(sealed)) == ("", "", False)


def test_first_key_seals_and_every_key_opens(settings):
    settings.CONTACT_KEYS = [OLD]
    old = Sealed.seal(CONTACT, COLUMN)
    settings.CONTACT_KEYS = [NEW, OLD]
    assert old.open() == CONTACT
    new = Sealed.seal(CONTACT, COLUMN)
    settings.CONTACT_KEYS = [NEW]
    assert new.open() == CONTACT
    with pytest.raises(SealBrokenError):
        old.open()


@pytest.mark.parametrize("token", ["nonsense", "ё", "gAAAAABn"])
def test_token_that_no_key_made_does_not_open(token):
    with pytest.raises(SealBrokenError):
        Sealed(token, COLUMN).open()


def test_token_copied_into_another_column_does_not_open():
    token = Sealed.seal(CONTACT, "initiatives.report.contact").token
    with pytest.raises(SealBrokenError):
        Sealed(token, COLUMN).open()


def test_row_in_memory_holds_no_plain_text():
    row = Submission(contact=CONTACT)
    assert CONTACT not in str(vars(row))
    assert row.contact.open() == CONTACT
    assert Submission().contact.open() == ""


def test_column_cannot_be_searched_by_its_text():
    with pytest.raises(TypeError, match="cannot be searched"):
        Submission.objects.filter(contact=CONTACT)


def test_column_is_in_no_form():
    assert Submission._meta.get_field("contact").editable is False


@pytest.fixture
def submission(db):
    return Submission.objects.create(
        purpose="new",
        by="submitter",
        content={},
        reference="ABCDEF",
        contact=CONTACT,
        submitted_at=timezone.now(),
    )


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM initiatives_submission")
        return [contact for (contact,) in cursor.fetchall()]


def test_database_holds_a_token_that_the_row_opens(submission):
    (token,) = stored()
    assert token
    assert "example" not in token
    assert Submission.objects.get().contact.open() == CONTACT
    assert Submission.objects.values_list("contact", flat=True).get().open() == CONTACT


def test_saving_again_keeps_the_token(submission):
    before = stored()
    Submission.objects.get().save()
    assert stored() == before


def test_erasing_leaves_nothing(submission):
    Submission.objects.update(contact="")
    assert stored() == [""]
    row = Submission.objects.get()
    assert row.contact.open() == ""
    assert list(Submission.objects.filter(contact="")) == [row]


def test_update_seals_too(submission):
    Submission.objects.update(contact="milan@example.org")
    assert "milan" not in stored()[0]
    assert Submission.objects.get().contact.open() == "milan@example.org"


def test_serialized_row_holds_the_token_only(submission):
    written = serializers.serialize("json", [submission])
    assert CONTACT not in written
    assert stored()[0] in written
