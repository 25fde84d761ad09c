"""Sensitive acts ask for the second factor once more; a stolen password and a live session are not
enough (SR-8)."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from initiatives.desk import people
from initiatives.models import ContactOpening, Initiative, Moderator, Role
from initiatives.vetting.submitting import submit
from tests.account.signing import (
    AGAIN,
    PASSWORD,
    SECRET,
    SIGN_IN,
    code,
    forget_attempts,
    give_password,
    moderator,
    prove_again,
    recovery_codes,
    sign_in,
)
from tests.factories.content import least
from tests.factories.submission import AT, publish_new
from tests.factories.words import make_words

pytestmark = pytest.mark.django_db
FACTORS = f"{SIGN_IN}factors/"
NEW_PASSWORD = "five-other-unrelated-words"


@pytest.fixture
def milan(db) -> Moderator:
    return moderator("milan", everywhere=True)


@pytest.fixture
def anna(db) -> Moderator:
    make_words()
    return moderator("anna", role=Role.ADMINISTRATOR)


def acts() -> dict[str, tuple[str, dict[str, str]]]:
    """Every sensitive act: its address, and what is sent there."""
    entry = publish_new()
    waiting = submit(least(), at=AT, contact="@somebody")
    milan = Moderator.objects.get(user__username="milan").pk
    return {
        "add": (
            "/desk/people/",
            {"username": "evil", "role": "administrator", "language": "en", "everywhere": "on"},
        ),
        "change": (f"/desk/people/{milan}/", {"role": "administrator", "language": "en"}),
        "deactivate": (f"/desk/people/{milan}/deactivate/", {}),
        "anew": (f"/desk/people/{milan}/anew/", {}),
        "hide": (f"/desk/initiatives/{entry.slug}/hide/", {"reason": "No."}),
        "contact": (f"/desk/submissions/{waiting.reference}/contact/", {"reason": "To ask."}),
        "codes": (f"{FACTORS}codes/new/", {}),
        "app off": (f"{FACTORS}app/off/", {}),
        "passkey": (f"{FACTORS}passkey/", {"name": "evil", "credential": "{}"}),
        "password": (
            f"{SIGN_IN}password/",
            {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        ),
    }


def state(anna: Moderator) -> Any:
    """What the acts would change."""
    return (
        list(User.objects.order_by("pk").values("username", "is_active", "password")),
        list(Moderator.objects.order_by("pk").values()),
        list(Authenticator.objects.order_by("pk").values("pk", "data")),
        list(Initiative.objects.values_list("state", flat=True)),
        ContactOpening.objects.count(),
    )


def test_with_password_and_session_but_no_factor_nothing_sensitive_is_done(anna, milan):
    stolen = sign_in(anna)
    for name, (path, form) in acts().items():
        before = state(anna)
        asked = stolen.post(path, form)
        assert asked["Location"].startswith(f"{AGAIN}?next="), name
        # The password proves nothing, wherever it is sent.
        stolen.post(f"{SIGN_IN}again/", {"password": PASSWORD, "next": path})
        stolen.post(asked["Location"], {"password": PASSWORD})
        stolen.post(asked["Location"], {"code": "000000", "next": path})
        stolen.post(path, form)
        assert state(anna) == before, name


@pytest.mark.parametrize("name", ["add", "hide", "contact", "codes", "password"])
def test_with_the_factor_it_goes_on_with_what_was_sent(anna, milan, name):
    client = sign_in(anna)
    path, form = acts()[name]
    before = state(anna)
    asked = client.post(path, form)
    prove_again(client, asked["Location"])
    assert state(anna) != before


def test_a_recovery_code_proves_it_once(anna):
    client, (first, *_) = sign_in(anna), recovery_codes(anna)
    assert client.post(AGAIN, {"code": first, "next": "/desk/people/"}).status_code == 302
    assert client.get(FACTORS + "codes/new/").status_code == 200
    other = sign_in(anna)
    assert "wrong or has already been used" in other.post(AGAIN, {"code": first}).content.decode()
    assert other.get(FACTORS + "codes/new/")["Location"].startswith(AGAIN)


def test_a_proof_holds_for_twenty_minutes(anna):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = sign_in(anna)
        prove_again(client)
        for minutes, is_open in ((1, True), (19.9, True), (20.1, False)):
            clock.move_to(start + timedelta(minutes=minutes))
            answer = client.get(f"{FACTORS}codes/new/")
            assert (answer.status_code == 200) is is_open, minutes


def test_a_proof_with_a_factor_that_is_gone_is_none(anna):
    client = sign_in(anna)
    prove_again(client)
    Authenticator.objects.filter(user=anna.user, type="totp").delete()
    TOTP.activate(anna.user, SECRET)
    assert client.get(f"{FACTORS}codes/new/").status_code == 302


def test_the_password_is_no_way_to_prove_it_for_one_with_a_factor(anna):
    client = sign_in(anna)
    assert client.get(f"{SIGN_IN}again/")["Location"].startswith(AGAIN)
    assert "Use the password" not in client.get(AGAIN).content.decode()


def test_one_s_own_page_lists_other_sessions_and_ends_them(anna, milan):
    here, there, of_another = sign_in(anna), sign_in(anna), sign_in(milan)
    page = here.get(FACTORS).content.decode()
    assert page.count("since ") == 1
    assert "Sign out everywhere else" in page
    answer = here.post(f"{SIGN_IN}sessions/end/", follow=True)
    assert "You are signed out everywhere else." in answer.content.decode()
    assert "You are signed in only here." in answer.content.decode()
    assert there.get("/desk/")["Location"].startswith(SIGN_IN)
    assert here.get("/desk/").status_code == of_another.get("/desk/").status_code == 200
    assert here.get(f"{SIGN_IN}sessions/end/").status_code == 405


def test_only_who_has_proved_the_factor_ends_sessions(anna):
    inside = sign_in(anna)
    early = Client()
    give_password(early, "anna")
    early.post(f"{SIGN_IN}sessions/end/")
    assert inside.get("/desk/").status_code == 200


def test_end_sessions_signs_a_moderator_out_everywhere(anna, milan):
    clients = [sign_in(anna), sign_in(anna)]
    other = sign_in(milan)
    output = io.StringIO()
    call_command("end_sessions", "ANNA", stdout=output)
    assert output.getvalue() == "Sessions of anna ended: 2.\n"
    assert all(one.get("/desk/").status_code == 302 for one in clients)
    assert other.get("/desk/").status_code == 200
    assert Session.objects.count() == 1
    assert sign_in(anna).get("/desk/").status_code == 200  # password and factor stay


def test_end_sessions_says_when_there_is_no_such_user(db):
    with pytest.raises(CommandError, match="no user nobody"):
        call_command("end_sessions", "nobody")


@pytest.mark.parametrize("how", ["end_sessions", "password", "anew"])
def test_a_sign_in_that_waits_for_the_digits_is_ended_too(anna, how):
    """Whoever had given the stolen password went on with digits after all of these."""
    thief = Client()
    give_password(thief, "anna")
    if how == "end_sessions":
        call_command("end_sessions", "anna", stdout=io.StringIO())
    elif how == "password":
        owner = sign_in(anna)
        prove_again(owner)
        path, form = f"{SIGN_IN}password/", {"oldpassword": PASSWORD}
        new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        assert owner.post(path, form | new)["Location"] == FACTORS
        assert owner.get("/desk/").status_code == 200
    else:
        people.begin_anew(anna)
        TOTP.activate(anna.user, SECRET)
    forget_attempts()
    thief.post(f"{SIGN_IN}code/", {"code": code()})
    assert thief.get("/desk/").status_code == 302
