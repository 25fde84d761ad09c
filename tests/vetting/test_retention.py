"""The contact, and what is erased when (SR-4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from initiatives.models import (
    ContactOpening,
    ContentVersion,
    Country,
    Message,
    Submission,
)
from initiatives.operations.retention import erase_expired
from initiatives.vetting import decisions
from initiatives.vetting.audit_log import verify
from initiatives.vetting.errors import OutOfScope, TextMissing, TransitionNotAllowed
from initiatives.vetting.permissions import needs_second_person
from initiatives.vetting.submitting import submit, withdraw
from tests.factories.content import least
from tests.factories.submission import AT, person, publish_new, reject, send, send_change

pytestmark = pytest.mark.usefixtures("words")
DAY = timedelta(days=1)
CONTACT = "signal: +995 555 000"


def send_with_contact(**details) -> Submission:
    return submit(least(), at=AT, contact=CONTACT, note="Call in the evening.", **details)


def stored(sent: Submission) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM initiatives_submission WHERE id = %s", [sent.pk])
        return cursor.fetchone()[0]


def test_contact_is_sealed_and_opened_only_by_a_named_act():
    sent, nino = send_with_contact(), person().moderator
    assert stored(sent)
    assert CONTACT not in stored(sent)
    with pytest.raises(TextMissing):
        decisions.open_contact(sent, moderator=nino, reason=" ", at=AT)
    assert not ContactOpening.objects.exists()
    assert decisions.open_contact(sent, moderator=nino, reason="To ask", at=AT) == CONTACT
    opened = ContactOpening.objects.get()
    assert (opened.moderator, opened.reason) == (nino.user, "To ask")


def test_contact_is_not_opened_out_of_scope():
    sent = send_with_contact()
    nobody = person("nobody").moderator
    nobody.role = "moderator"
    nobody.save()
    with pytest.raises(OutOfScope):
        decisions.open_contact(sent, moderator=nobody, reason="To ask", at=AT)


def test_contact_is_erased_after_90_days_unless_asked_yearly():
    short, long = send_with_contact(), send_with_contact(contact_asked_yearly=True)
    for one in (short, long):
        reject(one, at=AT, actor=person(), reason="other")
    assert erase_expired(at=AT + 89 * DAY).contacts == 0
    assert erase_expired(at=AT + 90 * DAY).contacts == 1
    assert stored(short) == ""
    assert stored(long)


def test_contact_of_what_is_withdrawn_is_erased_at_once():
    sent = send_with_contact()
    withdraw(sent, at=AT)
    assert stored(sent) == ""


@pytest.mark.parametrize(("end", "days"), [("spam", 30), ("rejected", 180), ("withdrawn", 180)])
def test_texts_are_emptied_when_their_time_is_over_and_the_chain_still_verifies(end, days):
    kept, sent, nino = publish_new(), send_with_contact(), person().moderator
    if end == "spam":
        decisions.mark_as_spam(sent, moderator=nino, at=AT)
    elif end == "rejected":
        decisions.reject(sent, moderator=nino, at=AT, reason="other")
    else:
        withdraw(sent, at=AT)
    assert erase_expired(at=AT + (days - 1) * DAY).texts == 0
    assert erase_expired(at=AT + days * DAY).texts == 1
    sent.refresh_from_db()
    assert sent.content == sent.known_by == {}
    assert not ContentVersion.objects.filter(submission=sent).exclude(document={}).exists()
    assert not Message.objects.exists()
    assert sent.state == end
    assert kept.revision.content
    verify()
    assert erase_expired(at=AT + 2 * days * DAY).texts == 0


def test_emptied_change_is_refused_like_any_decided_one():
    sent = send_change(publish_new(), host_countries=["RS"])
    decisions.reject(sent, moderator=person().moderator, at=AT, reason="other")
    erase_expired(at=AT + 180 * DAY)
    sent.refresh_from_db()
    assert sent.content == {}
    milan = person("milan").moderator
    milan.role, milan.everywhere = "moderator", False
    milan.save()
    milan.countries.set(Country.objects.filter(code="RS"))
    with pytest.raises(TransitionNotAllowed):
        decisions.approve(sent, moderator=milan, at=AT)
    assert not needs_second_person(sent, milan)


def test_question_that_nobody_answers_returns_after_14_days():
    sent = send()
    decisions.ask(sent, moderator=person().moderator, text="Where?", at=AT)
    assert erase_expired(at=AT + 13 * DAY).returned == 0
    assert erase_expired(at=AT + 14 * DAY).returned == 1
    sent.refresh_from_db()
    last = sent.decisions.last()
    assert (sent.state, last.by, last.action, last.actor) == ("pending", "system", "return", None)
    verify()


def test_notes_written_after_a_text_was_emptied_go_with_the_next_run():
    sent, nino = send(), person().moderator
    decisions.reject(sent, moderator=nino, at=AT, reason="other")
    erase_expired(at=AT + 180 * DAY)
    decisions.add_note(sent, moderator=nino, text="It was Svetlana.", at=AT)
    erase_expired(at=AT + 181 * DAY)
    assert not sent.notes.exists()


def test_wish_for_an_address_is_emptied_with_the_text():
    sent = submit(least(), at=AT, slug="svetlana-of-omsk")
    decisions.reject(sent, moderator=person().moderator, at=AT, reason="other")
    erase_expired(at=AT + 180 * DAY)
    sent.refresh_from_db()
    assert sent.slug == ""
