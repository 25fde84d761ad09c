"""Password, then a second factor; nothing of the desk before both (SR-8)."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.account.signing import (
    CODE,
    PASSWORD,
    SECRET,
    SIGN_IN,
    code,
    forget_attempts,
    give_password,
    moderator,
    recovery_codes,
    sign_in,
    signed_in,
)

pytestmark = pytest.mark.django_db
FACTORS = f"{SIGN_IN}factors/"


def is_inside(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def test_password_and_code_open_the_desk(client):
    moderator()
    assert client.get("/desk/")["Location"] == f"{SIGN_IN}?next=%2Fdesk%2F"
    assert give_password(client)["Location"] == CODE
    assert not is_inside(client)
    assert client.post(CODE, {"code": code()})["Location"] == "/desk/"
    assert is_inside(client)


def test_password_and_recovery_code_open_the_desk_once(client):
    row = moderator()
    first = recovery_codes(row)[0]
    give_password(client)
    client.post(CODE, {"code": first})
    assert is_inside(client)
    again = Client()
    give_password(again)
    assert "wrong or has already been used" in again.post(CODE, {"code": first}).content.decode()
    assert not is_inside(again)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(client, steps):
    moderator()
    with time_machine.travel(timezone.now(), tick=False):
        give_password(client)
        client.post(CODE, {"code": code(steps)})
        assert is_inside(client)


@pytest.mark.parametrize("wrong", ["", "12345", "ПРИВЕТ", "0" * 600, -3, 3])
def test_a_wrong_code_does_not(client, wrong):
    moderator()
    give_password(client)
    with time_machine.travel(timezone.now(), tick=False):
        text = code(wrong) if isinstance(wrong, int) else wrong
        assert client.post(CODE, {"code": text}).status_code == 200
    assert not is_inside(client)


def test_a_code_that_was_used_is_refused_as_long_as_it_would_be_taken():
    moderator()
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        ahead = code(1)
        for seconds in (0, 31, 58):
            clock.move_to(start + timedelta(seconds=seconds))
            client = Client()
            give_password(client)
            client.post(CODE, {"code": ahead})
            assert is_inside(client) == (seconds == 0)


@pytest.mark.parametrize(("name", "password"), [("nino", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client, name, password):
    moderator()
    page = give_password(client, name, password).content.decode()
    assert "Wrong user name or password" in page
    assert re.search(r'name="password"[^>]*value=', page) is None


@pytest.mark.whole
def test_the_session_that_other_tests_begin_with_is_that_of_the_sign_in():
    row = moderator()
    with time_machine.travel(timezone.now(), tick=False):
        by_hand, written = sign_in(row), signed_in(row)
    assert dict(by_hand.session) == dict(written.session)
    assert is_inside(written)


def test_a_user_who_is_no_moderator_is_refused(client):
    row = moderator()
    row.delete()
    give_password(client)
    client.post(CODE, {"code": code()})
    assert client.get("/desk/").status_code == 403


def test_a_deactivated_moderator_is_out_at_once():
    row = moderator()
    client = sign_in(row)
    row.user.is_active = False
    row.user.save()
    assert client.get("/desk/")["Location"].startswith(SIGN_IN)


def test_taking_the_second_factor_away_ends_the_session_s_access():
    row = moderator()
    client = sign_in(row)
    Authenticator.objects.filter(user=row.user).delete()
    assert client.get("/desk/")["Location"] == FACTORS


def test_a_session_of_the_password_alone_cannot_touch_the_second_factors():
    row = moderator(enrolled=False)
    early = Client()
    give_password(early)
    assert early.get(FACTORS).status_code == 200
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(row.user, SECRET)
    for page in ("", "app/", "app/off/", "passkey/", "codes/", "codes/new/"):
        answer = early.post(FACTORS + page, {})
        assert answer["Location"].startswith(f"{SIGN_IN}again/code/"), page
    assert early.get("/desk/")["Location"].startswith(f"{SIGN_IN}again/code/")


def test_a_session_ends_after_eight_hours_however_busy():
    row = moderator()
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = sign_in(row)
        for hours in (2, 4, 6, 7.9):
            clock.move_to(start + timedelta(hours=hours))
            session = client.session
            session["touched"] = hours
            session.save()
            assert is_inside(client)
        clock.move_to(start + timedelta(hours=8, seconds=1))
        assert not is_inside(client)


def test_signing_out_ends_the_session():
    client = sign_in(moderator())
    other = Client()
    other.cookies = client.cookies.copy()
    assert client.post(f"{SIGN_IN}out/")["Location"] == SIGN_IN
    assert not is_inside(client)
    assert not is_inside(other)


def test_secrets_lie_sealed_in_the_database(client):
    row = moderator()
    enrolling = moderator("milan", enrolled=False)
    give_password(client, "milan")
    secret = re.search(r"<code[^>]*>([A-Z2-7]{32})", client.get(f"{FACTORS}app/").content.decode())
    seed = Authenticator.objects.get(user=row.user, type="recovery_codes").data["seed"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT session_data FROM django_session")
        stored += str(cursor.fetchall())
    assert secret is not None
    assert secret[1] not in stored
    assert SECRET not in stored
    assert "gAAAAA" in seed
    assert enrolling.user.username not in stored
    assert Session.objects.count() == 1


def test_a_session_that_no_key_opens_is_empty(client, settings):
    moderator()
    give_password(client)
    settings.CONTACT_KEYS = ["b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItb3Q="]
    assert client.get("/desk/")["Location"].startswith(SIGN_IN)


def test_where_one_wanted_to_go_is_kept_but_never_another_site(client):
    moderator()
    with time_machine.travel(timezone.now(), tick=False):
        for wish, led in (("/desk/propose/", "/desk/propose/"), ("//evil.example/", "/desk/")):
            visitor = Client()
            forget_attempts()
            visitor.post(SIGN_IN, {"login": "nino", "password": PASSWORD, "next": wish})
            assert visitor.post(CODE, {"code": code()})["Location"] == led


def test_nobody_signs_up_and_no_letter_is_sent(client):
    for page in ("signup", "password/reset", "email", "confirm-email", "login/code"):
        assert client.get(f"{SIGN_IN}{page}/").status_code == 404


def test_the_admin_is_the_desk(client):
    for page in ("", "login/", "auth/user/?next=//evil.example"):
        assert client.get(f"/admin/{page}")["Location"] == "/desk/"
