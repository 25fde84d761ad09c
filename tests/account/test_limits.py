"""Who guesses is stopped, for a while, and nobody else is (SR-8)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.account.signing import CODE, SIGN_IN, code, give_password, moderator

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


def test_many_networks_cannot_guess_one_account_without_end():
    moderator()
    for number in range(50):
        assert guess("nino", f"10.0.{number}.1") == 200
    assert guess("nino", FAR) == 429


def test_strangers_on_the_onion_do_not_shut_it_for_others(settings):
    settings.ALLOWED_HOSTS = [ONION]
    moderator()
    for number in range(25):
        assert guess(f"name-{number}", "127.0.0.1", host=ONION) == 200
    client = Client(headers={"host": ONION})
    assert give_password(client).status_code == 302


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


def test_limits_are_counted_for_all_processes_and_hold_no_address(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("db.DatabaseCache")
    guess("nino", times=2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        stored = str(cursor.fetchall())
    assert "login_network" in stored
    assert "203.0.113" not in stored
    assert "nino" not in stored
