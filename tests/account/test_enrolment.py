"""The first sign-in: a link that works once, a password, and a second factor before anything."""

import io
import re

import pytest
from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.account.signing import (
    AGAIN,
    CODE,
    PASSWORD,
    SIGN_IN,
    code,
    give_password,
    moderator,
    prove_again,
    recovery_codes,
    sign_in,
)
from tests.factories.words import make_words

pytestmark = pytest.mark.django_db
FACTORS = f"{SIGN_IN}factors/"


def invite(*options: str) -> str:
    output = io.StringIO()
    call_command("add_moderator", *options, stdout=output)
    return output.getvalue().splitlines()[-1].removeprefix("http://localhost")


def choose_password(client: Client, link: str, password: str = PASSWORD):
    form = client.get(link)
    return client.post(form["Location"], {"password1": password, "password2": password})


def set_up_app(client: Client) -> str:
    """The secret of the app, after its first code was given."""
    page = client.get(f"{FACTORS}app/").content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]{32})", page)
    assert secret is not None
    answer = client.post(f"{FACTORS}app/", {"code": code(0, secret[1])})
    assert answer["Location"] == f"{FACTORS}codes/"
    return secret[1]


def test_the_link_leads_to_the_desk_by_password_and_second_factor(client):
    make_words()
    answer = choose_password(client, invite("anna", "--countries", "GE", "--language", "ru"))
    assert answer["Location"] == "/desk/"
    assert client.get("/desk/")["Location"] == FACTORS
    assert client.get(FACTORS)["Content-Language"] == "ru"
    set_up_app(client)
    codes = client.get(f"{FACTORS}codes/").content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", codes)) == 10
    assert client.get("/desk/").status_code == 200
    later = client.get(f"{FACTORS}codes/").content.decode()
    assert re.findall(r"<code>[\d]+</code>", later) == []


def test_the_link_works_once_and_only_with_its_own_token(client):
    link = invite("anna", "--everywhere")
    choose_password(client, link)
    page = Client().get(link)
    assert page.status_code == 200
    assert "no longer works" in page.content.decode()
    false = Client().get(link[:-3] + "x/")
    assert "no longer works" in false.content.decode()


WEAK = [
    ("short-one", "This password is too short: use at least 15 characters.",
     "Пароль слишком короткий: нужно не меньше 15 знаков."),
    ("1" * 20, "This password has only digits: add letters or words.",
     "В пароле одни цифры: добавьте буквы или слова."),
    ("anna-the-kind-librarian", "This password is too similar to the user name.",
     "Пароль слишком похож на имя пользователя."),
    ("1q2w3e4r5t6y7u8i", "This password is one of the most common ones: choose another.",
     "Это один из самых распространённых паролей: придумайте другой."),
]  # fmt: skip


@pytest.mark.parametrize(("password", "english", "russian"), WEAK)
def test_a_weak_password_is_refused_in_words_of_our_own(client, password, english, russian):
    link = invite("anna-kind-librarian", "--everywhere")
    for language, said in (("en", english), ("ru", russian)):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        answer = choose_password(client, link, password)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert 'aria-invalid="true"' in page
        assert said in page


def test_two_passwords_that_differ_are_refused_in_words_of_our_own(client):
    form = client.get(invite("anna", "--everywhere"))
    for language, said in (
        ("en", "The two passwords are not the same."),
        ("ru", "Пароли не совпадают."),
    ):
        answer = client.post(
            form["Location"],
            {"password1": PASSWORD, "password2": f"{PASSWORD}x"},
            headers={"accept-language": language},
        )
        assert answer.status_code == 200
        assert said in answer.content.decode()


def test_a_moderator_who_changes_the_password_reads_the_same_words():
    inside = sign_in(moderator())
    prove_again(inside)
    for second, said in (
        (f"{PASSWORD}x", "The two passwords are not the same."),
        ("", "This field is required."),
    ):
        answer = inside.post(
            reverse("account_change_password"),
            {"oldpassword": PASSWORD, "password1": "other-unrelated-words", "password2": second},
        )
        assert answer.status_code == 200
        assert said in answer.content.decode()


def test_before_a_second_factor_is_set_up_only_its_pages_open(client):
    choose_password(client, invite("anna", "--everywhere"))
    for page in ("/desk/", "/desk/propose/", "/desk/tables/"):
        assert client.get(page).status_code == 302
    page = client.get(FACTORS).content.decode()
    assert "Make new codes" not in page
    assert f"{FACTORS}app/" in page


def test_a_wrong_first_code_sets_nothing_up(client):
    choose_password(client, invite("anna", "--everywhere"))
    client.get(f"{FACTORS}app/")
    assert client.post(f"{FACTORS}app/", {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_a_lost_second_factor_is_replaced_by_a_new_link():
    row = moderator()
    inside = sign_in(row)
    link = invite("NINO", "--anew")
    assert inside.get("/desk/").status_code == 302
    assert give_password(Client()).status_code == 200  # the old password is gone
    fresh = Client()
    choose_password(fresh, link)
    set_up_app(fresh)
    assert fresh.get("/desk/").status_code == 200


def test_the_last_second_factor_stays():
    row = moderator()
    client = sign_in(row)
    prove_again(client)
    assert (
        "You cannot remove your only second factor."
        in client.get(f"{FACTORS}app/off/").content.decode()
    )
    client.post(f"{FACTORS}app/off/")
    assert Authenticator.objects.filter(user=row.user, type="totp").exists()


def test_a_sensitive_act_asks_again_and_then_goes_on():
    row = moderator()
    before = recovery_codes(row)
    client = sign_in(row)
    asked = client.post(f"{FACTORS}codes/new/")
    assert asked["Location"].startswith(f"{AGAIN}?next=")
    wrong = client.post(asked["Location"], {"code": "000000", "next": f"{FACTORS}codes/new/"})
    assert wrong.status_code == 200
    done = prove_again(client, asked["Location"])
    assert done["Location"] == f"{FACTORS}codes/"
    assert recovery_codes(row) != before
    assert client.get(f"{FACTORS}codes/").status_code == 200


def test_a_code_proves_it_too_but_not_the_one_of_the_sign_in():
    client = sign_in(moderator())
    again = f"{SIGN_IN}again/code/"
    assert client.post(again, {"code": code()}).status_code == 200
    assert client.post(again, {"code": code(1)}).status_code == 302
    assert client.get(f"{FACTORS}app/off/").status_code == 200


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["nino"], "already"),
        (["anna"], "--countries"),
        (["anna", "--countries", "XX,GE"], "XX"),
        (["a b", "--everywhere"], "valid username"),
        (["anna", "--anew"], "no moderator"),
    ],
)
def test_add_moderator_says_what_is_wrong(options, complaint):
    make_words()
    moderator()
    with pytest.raises(CommandError, match=complaint):
        call_command("add_moderator", *options)


def test_the_link_does_not_get_around_a_second_factor(client):
    """Whoever finds a link that was made by another way still meets the code."""
    row = moderator()
    token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(row.user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(row.user), token])
    assert choose_password(client, path)["Location"] == CODE
    assert client.get("/desk/").status_code == 302
