"""Who guesses is stopped, for a while, and nobody else is (SR-8)."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from initiatives.models import Throttle
from tests.account.signing import (
    CODE,
    PASSWORD,
    SIGN_IN,
    code,
    give_password,
    moderator,
    prove_again,
    sign_in,
)

pytestmark = pytest.mark.django_db
HERE, NEAR, FAR = "203.0.113.7", "203.0.113.200", "198.51.100.7"
ONION = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion"


def guess(name: str, address: str = HERE, times: int = 1, **headers: str) -> int:
    """The status of the last of so many attempts."""
    for number in range(times):
        answer = Client(REMOTE_ADDR=address, headers=headers).post(
            SIGN_IN, {"login": name, "password": f"guess {number}"}
        )
    return answer.status_code


def may_enter(name: str, address: str = HERE) -> bool:
    return give_password(Client(REMOTE_ADDR=address), name).status_code == 302


def test_five_guesses_shut_the_account_for_this_network_alone_and_for_five_minutes():
    moderator()
    moderator("milan")
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        assert guess("nino", times=5) == 200
        assert guess("nino") == 429
        assert not may_enter("nino", NEAR)
        assert may_enter("nino", FAR)
        assert may_enter("milan")
        clock.move_to(start + timedelta(seconds=301))
        assert may_enter("nino")


def test_one_network_that_tries_many_accounts_is_shut_and_no_other_is():
    moderator()
    for number in range(20):
        assert guess(f"name-{number}") == 200
    assert guess("name-20") == 429
    assert not may_enter("nino")
    assert may_enter("nino", FAR)


@pytest.mark.whole
def test_strangers_who_guess_from_anywhere_do_not_keep_a_moderator_out():
    """Fifty wrong passwords an hour made the right one answer 429."""
    moderator()
    for number in range(60):
        assert guess("nino", f"10.0.{number}.1") == 200
    assert may_enter("nino")
    guess("nino", FAR, times=60)
    assert not may_enter("nino", FAR)
    assert may_enter("nino")


@pytest.mark.whole
def test_a_flood_does_not_push_out_what_was_counted():
    """Django's cache in the database dropped a counter when ten thousand others came."""
    moderator()
    guess("nino", times=6)
    at = timezone.now()
    Throttle.objects.bulk_create(
        Throttle(key=f"{number:064}", count=1, expires_at=at + timedelta(minutes=5))
        for number in range(12_000)
    )
    for number in range(5):
        guess(f"name-{number}", f"10.0.{number}.1")
    assert not may_enter("nino")


def test_who_is_refused_writes_nothing_more():
    guess("nino", times=6)
    for number in range(20):
        guess(f"other-{number}")
    with CaptureQueriesContext(connection) as queries:
        for number in range(5):
            assert guess(f"name-{number}") == 429
    assert [one["sql"] for one in queries if not one["sql"].startswith("SELECT")] == []


def on_the_onion(page: Client | None = None, **form: str) -> Any:
    """The answer to a sign-in with the right password, unless the form says otherwise."""
    client = page or Client()
    sent = {"login": "nino", "password": PASSWORD} | form
    return client.post(SIGN_IN, sent, headers={"host": ONION})


def nonce_of(answer: Any) -> str:
    found = re.search(r'name="nonce" value="([^"]+)"', answer.content.decode())
    assert found is not None
    return found[1]


def test_on_the_onion_nobody_is_refused_but_above_the_limit_a_form_must_be_a_minute_old(settings):
    """All who come by the onion service have one network: strangers must not shut it."""
    settings.ALLOWED_HOSTS = [ONION]
    moderator()
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        assert on_the_onion().status_code == 302
        for number in range(40):
            answer = on_the_onion(password=f"guess {number}")
            assert answer.status_code == 200
        assert "Leave this page open for a minute" in answer.content.decode()
        assert "Leave this page" in on_the_onion().content.decode()
        page = Client().get(SIGN_IN, headers={"host": ONION})
        nonce = nonce_of(page)
        clock.shift(59)
        early = on_the_onion(nonce=nonce)
        assert "Leave this page" in early.content.decode()
        assert 'value="nino"' in early.content.decode()
        assert nonce_of(early) == nonce  # the minute goes on
        clock.shift(1)
        assert on_the_onion(nonce=nonce).status_code == 302
        again = on_the_onion(nonce=nonce)
        assert "Leave this page" in again.content.decode()  # a form counts once
        assert nonce_of(again) != nonce


@pytest.mark.parametrize("forged", ["", "x", "aaaa.1000:bbbb", "a" * 5000])
def test_on_the_onion_a_forged_time_counts_for_nothing(settings, forged):
    settings.ALLOWED_HOSTS = [ONION]
    moderator()
    for number in range(25):
        on_the_onion(password=f"guess {number}")
    assert "Leave this page" in on_the_onion(nonce=forged).content.decode()


def test_no_form_elsewhere_carries_a_time():
    assert "nonce" not in Client().get(SIGN_IN).content.decode()


def test_a_right_password_does_not_count():
    moderator()
    assert all(may_enter("nino") for _ in range(12))


def test_codes_cannot_be_guessed_with_the_right_password():
    moderator()
    with time_machine.travel(timezone.now(), tick=False):
        client = Client()
        give_password(client)
        for number in range(5):
            client.post(CODE, {"code": f"00000{number}"})
        assert "Too many attempts" in client.post(CODE, {"code": code()}).content.decode()
        assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize("forged", ["198.51.100.1", "198.51.100.1, 192.0.2.9"])
def test_a_forged_header_does_not_buy_new_attempts(settings, forged):
    settings.TRUSTED_PROXIES = 1
    moderator()
    for number in range(5):
        header = f"10.9.{number}.1, {forged}, {HERE}"
        guess("nino", "127.0.0.1", **{"x-forwarded-for": header})
    assert guess("nino", "127.0.0.1", **{"x-forwarded-for": f"8.8.8.8, {HERE}"}) == 429
    assert guess("nino", "127.0.0.1", **{"x-forwarded-for": f"8.8.8.8, {FAR}"}) == 200


def test_without_proxies_the_header_says_nothing():
    moderator()
    for number in range(5):
        guess("nino", **{"x-forwarded-for": f"10.9.{number}.1"})
    assert guess("nino", **{"x-forwarded-for": "10.10.1.1"}) == 429


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "Wait five minutes"), ("ru", "Подождите пять минут")]
)
def test_the_page_that_says_so_is_in_the_reader_s_language(language, sentence):
    guess("nino", times=5)
    answer = Client(REMOTE_ADDR=HERE).post(
        SIGN_IN, {"login": "nino", "password": "x"}, headers={"accept-language": language}
    )
    assert answer.status_code == 429
    assert sentence in answer.content.decode()


def test_limits_are_counted_in_the_database_and_hold_no_address():
    guess("nino", times=2)
    stored = str(list(Throttle.objects.values()))
    assert Throttle.objects.count() == 2
    assert "203.0.113" not in stored
    assert "nino" not in stored


def test_a_password_cannot_be_guessed_by_changing_it():
    client = sign_in(moderator())
    prove_again(client)
    path = f"{SIGN_IN}password/"
    new = {"password1": "five-other-unrelated-words", "password2": "five-other-unrelated-words"}
    for number in range(5):
        client.post(path, {"oldpassword": f"guess {number}", **new})
    answer = client.post(path, {"oldpassword": PASSWORD, **new})
    assert "Too many attempts" in answer.content.decode()


def test_one_s_own_right_answers_use_no_limit_up():
    moderator()
    for steps in (-1, 0, 1):
        client = Client()
        give_password(client)
        client.post(CODE, {"code": code(steps)})
    assert not Throttle.objects.filter(expires_at__gt=timezone.now() + timedelta(seconds=121),
                                       count__gt=0).exists()  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_guesses_at_one_moment_are_all_counted():
    moderator()
    ready, found = threading.Barrier(12), []

    def one_guess() -> None:
        try:
            ready.wait(10)
            found.append(guess("nino"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one_guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(found) == [200] * 5 + [429] * 7
