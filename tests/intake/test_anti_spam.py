"""What keeps robots off: held, never refused, and nobody is known by it (SR-5, SR-6)."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from initiatives.models import Nonce, Submission, Throttle
from tests.directory.away import database_away
from tests.intake.visitor import Visitor, filled, hidden, text_of

pytestmark = pytest.mark.engine


def held_of(visitor: Visitor, **changes) -> str:
    return visitor.sent(**changes)[1].held


def test_filled_honeypot_is_held_and_its_sender_sees_no_difference(visitor: Visitor):
    answer = visitor.send(homepage="https://spam.example")
    assert answer.status_code == 303
    assert Submission.objects.get().held == "honeypot"
    page = text_of(visitor.client.get(answer["Location"]))
    assert "Received." in page
    assert "held" not in page.lower().split()


@pytest.mark.parametrize(("seconds", "held"), [(0, "too fast"), (2.9, "too fast"), (3.1, "")])
def test_form_sent_within_three_seconds_is_held(visitor: Visitor, seconds, held):
    nonce = hidden(visitor.open(), "nonce")
    visitor.clock.shift(seconds)
    assert visitor.press("send", filled(nonce=nonce)).status_code == 303
    assert Submission.objects.get().held == held


def test_sixth_submission_of_a_network_within_an_hour_is_held_not_refused(visitor: Visitor):
    found = [held_of(visitor, name_en=f"Name {n}") for n in range(7)]
    assert found == ["", "", "", "", "", "allowance", "allowance"]
    visitor.clock.shift(timedelta(hours=1))
    assert held_of(visitor) == ""


@pytest.mark.parametrize(
    ("proxies", "first", "second", "shared"),
    [
        (0, {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.200"}, True),
        (0, {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.3.1"}, False),
        (0, {"REMOTE_ADDR": "2001:db8:1::1"}, {"REMOTE_ADDR": "2001:db8:1:ffff::2"}, True),
        (0, {"REMOTE_ADDR": "2001:db8:1::1"}, {"REMOTE_ADDR": "2001:db8:2::1"}, False),
        (0, {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "203.0.113.1"},
         {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}, True),
        (1, {"HTTP_X_FORWARDED_FOR": "198.51.100.9, 203.0.113.1"},
         {"HTTP_X_FORWARDED_FOR": "198.51.200.9, 203.0.113.77"}, True),
        (1, {"HTTP_X_FORWARDED_FOR": "203.0.113.1"},
         {"HTTP_X_FORWARDED_FOR": "203.0.112.1"}, False),
        (0, {"HTTP_HOST": "abc.onion", "REMOTE_ADDR": "192.0.2.1"},
         {"HTTP_HOST": "abc.onion:80", "REMOTE_ADDR": "198.51.100.1"}, True),
    ],
)  # fmt: skip
def test_allowance_is_counted_by_network_from_the_right(
    visitor: Visitor, settings, proxies, first, second, shared
):
    settings.TRUSTED_PROXIES = proxies
    settings.ALLOWED_HOSTS = ["testserver", "abc.onion"]
    visitor.send(headers=first)
    visitor.send(headers=second, name_en="Second")
    assert Throttle.objects.count() == (1 if shared else 2)


def test_throttle_keeps_no_address_and_expires_within_a_day(visitor: Visitor):
    visitor.send(headers={"REMOTE_ADDR": "203.0.113.77"})
    (row,) = Throttle.objects.all()
    assert len(row.key) == 64
    assert row.expires_at - timezone.now() <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({}, True),
        ({"HTTP_ORIGIN": "null"}, True),
        ({"HTTP_ORIGIN": "http://testserver"}, True),
        ({"HTTP_ORIGIN": "https://evil.example"}, False),
        ({"HTTP_ORIGIN": "https://testserver.evil.example"}, False),
        ({"HTTP_ORIGIN": "http://[::1"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "null"}, True),
        ({"HTTP_SEC_FETCH_SITE": "none"}, True),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"}, False),
    ],
)
def test_what_another_site_sends_is_shown_and_not_taken(visitor: Visitor, headers, taken):
    answer = visitor.send(headers=headers)
    assert Submission.objects.exists() is taken
    assert answer.status_code == (303 if taken else 403)
    if not taken:
        assert "This was not sent from our page." in text_of(answer)
        assert "Sakhalin Tea" in answer.content.decode()


def test_nonce_of_one_form_is_none_for_another(visitor: Visitor):
    receipt, submission = visitor.sent()
    nonce = hidden(visitor.open(), "nonce")
    page = visitor.press("withdraw", {"nonce": nonce}, f"status/{receipt}/")
    assert "open for too long" in text_of(page)
    submission.refresh_from_db()
    assert submission.state == "pending"


def test_failed_sending_leaves_the_nonce_usable(visitor: Visitor, monkeypatch):
    from initiatives.vetting import submitting

    nonce = hidden(visitor.preview(), "nonce")

    def broken(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(submitting, "submit", broken)
        visitor.client.raise_request_exception = False
        assert visitor.press("send", filled(nonce=nonce)).status_code == 500
    assert Nonce.objects.count() == 0
    assert visitor.press("send", filled(nonce=nonce)).status_code == 303


def test_a_form_that_met_a_database_away_is_taken_once_when_sent_again(visitor: Visitor):
    nonce = hidden(visitor.preview(), "nonce")
    visitor.client.raise_request_exception = False
    with database_away(OperationalError("connection refused")):
        answer = visitor.press("send", filled(nonce=nonce))
    assert answer.status_code == 503
    assert "Nothing is lost while this page stays open" in text_of(answer)
    again = [visitor.press("send", filled(nonce=nonce)) for _ in range(2)]
    assert [one.status_code for one in again] == [303, 303]
    assert again[0]["Location"] == again[1]["Location"]
    assert Submission.objects.count() == 1


def test_body_beyond_the_limit_is_refused_with_a_message(visitor: Visitor):
    answer = visitor.press("send", filled(note="x" * (256 * 1024)))
    assert answer.status_code == 413
    assert "256" in text_of(answer)
