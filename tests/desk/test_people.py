"""Administrators manage people: who is there, what they may, and how they come in and out."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from initiatives.desk import people
from initiatives.models import Moderator, Role, Submission
from initiatives.vetting import decisions
from initiatives.vetting.audit_log import verify
from tests.account.signing import PASSWORD, moderator, prove_again, signed_in
from tests.factories.submission import publish_new, send_change

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
PEOPLE = "/desk/people/"
LINK = re.compile(r"http://localhost(/desk/sign-in/[^<\s]+)")


@pytest.fixture
def anna(words) -> Moderator:
    return moderator("anna", role=Role.ADMINISTRATOR)


@pytest.fixture
def head(anna) -> Client:
    """An administrator who has just proved to be it."""
    client = signed_in(anna)
    prove_again(client)
    return client


def given(**changes) -> dict[str, object]:
    return {
        "username": "lena",
        "role": "moderator",
        "language": "ru",
        "countries": ["GE", "AM"],
    } | (changes)


def lines() -> list[tuple[str, str, str]]:
    return list(
        LogEntry.objects.order_by("pk").values_list(
            "user__username", "object_repr", "change_message"
        )
    )


@pytest.mark.parametrize("path", ["", "1/", "1/deactivate/", "1/anew/"])
def test_people_are_an_administrator_s_matter(desk, office, path):
    for client in (desk, office):
        assert client.get(PEOPLE + path).status_code == 403
        assert client.post(PEOPLE + path, given()).status_code == 403
    assert not User.objects.filter(username="lena").exists()
    assert f'href="{PEOPLE}"' not in office.get("/desk/").content.decode()


def test_the_list_names_everybody_and_what_they_may(head, nino, editor):
    moderator("zoe", countries=("GE",), language="ru", enrolled=False)
    page = head.get(PEOPLE).content.decode()
    assert f'href="{PEOPLE}"' in head.get("/desk/").content.decode()
    text = re.sub(r"<[^>]+>", "", page)
    assert "Moderator · Armenia, Georgia · English" in text
    assert "Editor · everywhere" in text
    assert "Moderator · Georgia · Русский" in text
    assert text.count("no second factor") == 1
    assert text.count("Never signed in") == 3
    assert text.count("Last sign-in") == 1


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_costs_the_same_with_few_and_with_many(
    head, django_assert_max_num_queries, number
):
    for place in range(number):
        moderator(f"m{place}", countries=("GE",))
    with django_assert_max_num_queries(16):
        head.get(PEOPLE)


def test_the_link_of_a_new_one_is_shown_once_and_lets_in(head):
    response = head.post(PEOPLE, given())
    link = LINK.search(response.content.decode())
    assert link is not None
    assert "no-store" in response["Cache-Control"]
    lena = Moderator.objects.get(user__username="lena")
    assert (lena.role, lena.language, lena.everywhere) == ("moderator", "ru", False)
    assert lena.country_codes() == {"GE", "AM"}
    for path in (PEOPLE, f"{PEOPLE}{lena.pk}/"):
        assert LINK.search(head.get(path).content.decode()) is None
    fresh = Client()
    form = fresh.get(link[1])
    fresh.post(form["Location"], {"password1": PASSWORD, "password2": PASSWORD})
    assert fresh.get("/desk/")["Location"] == "/desk/sign-in/factors/"
    assert lines() == [("anna", "lena", "added: moderator AM,GE ru")]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"username": "ANNA"}, "There is already a user anna."),
        ({"username": "a b"}, "valid username"),
        ({"username": ""}, "This field is required"),
        ({"username": "x" * 151}, "150 characters"),
        ({"username": "a\x00b"}, "Null characters"),
        ({"countries": []}, "this person can decide nothing"),
        ({"countries": ["XX"]}, "XX"),
        ({"role": "king"}, "king"),
        ({"language": "de"}, "de"),
    ],
)
def test_what_cannot_be_added_is_told_and_kept_in_the_form(head, changes, complaint):
    response = head.post(PEOPLE, given(**changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert complaint in page
    assert User.objects.count() == 1
    if "countries" not in changes:
        assert 'value="GE" checked' in page
    if "language" not in changes:
        assert '<option value="ru" selected>' in page


def test_role_and_countries_change_at_once(head, nino):
    inside = signed_in(nino)
    assert inside.get("/desk/tables/initiatives/tag/").status_code == 403
    page = head.get(f"{PEOPLE}{nino.pk}/").content.decode()
    assert 'value="AM" checked' in page
    head.post(f"{PEOPLE}{nino.pk}/", given(role="editor", countries=[], language="en"))
    nino.refresh_from_db()
    assert nino.role == "editor"
    assert inside.get("/desk/tables/initiatives/tag/").status_code == 200
    assert lines() == [("anna", "nino", "changed: moderator AM,GE en -> editor  en")]


def test_who_is_deactivated_is_out_at_once_and_for_good(head, nino):
    inside = signed_in(nino)
    assert inside.get("/desk/").status_code == 200
    head.post(f"{PEOPLE}{nino.pk}/deactivate/")
    assert inside.get("/desk/").status_code == 302
    assert not Authenticator.objects.filter(user=nino.user).exists()
    User.objects.filter(pk=nino.user_id).update(is_active=True)
    assert inside.get("/desk/").status_code == 302
    assert "deactivated" in lines()[0][2]
    page = sign_in_page(nino)
    assert page.status_code == 200


def test_what_the_deactivated_one_endorsed_returns_to_the_queue_for_good(head, nino):
    one = send_change(publish_new(), website="https://new.example.org/")
    other = send_change(publish_new(name_en="Other"), website="https://new.example.org/2")
    signed_in(nino).post(
        f"/desk/submissions/{one.reference}/decide/", {"act": "endorse", "version": 1}
    )
    decisions.endorse(other, moderator=moderator("lena", countries=("GE",)), at=now())
    head.post(f"{PEOPLE}{nino.pk}/deactivate/")
    head.post(f"{PEOPLE}{nino.pk}/anew/")
    assert list(Submission.objects.filter(state="endorsed")) == [other]
    page = head.get(f"/desk/submissions/{one.reference}/").content.decode()
    assert "nino, who endorsed this, can no longer decide on it" in page
    assert "Endorse as the first of two" in page
    verify()


def sign_in_page(row: Moderator):
    return Client().post("/desk/sign-in/", {"login": row.user.username, "password": PASSWORD})


def test_a_new_link_takes_everything_away_and_lets_in_again(head, nino):
    inside = signed_in(nino)
    for _time in range(2):
        response = head.post(f"{PEOPLE}{nino.pk}/anew/")
        link = LINK.search(response.content.decode())
        assert link is not None
        assert inside.get("/desk/").status_code == 302
        assert not Authenticator.objects.filter(user=nino.user).exists()
        assert User.objects.get(username="nino").is_active
        head.post(f"{PEOPLE}{nino.pk}/deactivate/")
    assert [line[2] for line in lines()] == [
        "begins anew", "deactivated", "let in again, begins anew", "deactivated",
    ]  # fmt: skip


def test_nobody_shuts_themselves_out(head, anna):
    own = f"{PEOPLE}{anna.pk}/"
    page = head.get(own).content.decode()
    assert f"{own}deactivate/" not in page
    for path in ("deactivate/", "anew/"):
        page = head.post(own + path, follow=True).content.decode()
        assert "another administrator can" in page
    response = head.post(own, given(role="editor"))
    assert response.status_code == 422
    assert "You cannot change your own role" in response.content.decode()
    anna.refresh_from_db()
    assert (anna.role, anna.user.is_active) == ("administrator", True)
    assert head.post(own, given(role="administrator", countries=[])).status_code == 302
    assert head.get(PEOPLE).status_code == 200


def test_who_was_demoted_in_the_meantime_does_nothing_more(anna, nino):
    other = moderator("boris", role=Role.ADMINISTRATOR)
    people.change(anna, role="editor", countries=[], everywhere=True, language="en", actor=other)
    for act in (people.deactivate, people.begin_anew):
        with pytest.raises(people.PeopleRefused, match="no longer an administrator"):
            act(other, actor=anna)
    assert User.objects.get(username="boris").is_active


def test_an_act_asks_for_another_proof_and_then_goes_on(anna, nino):
    client, path = signed_in(anna), f"{PEOPLE}{nino.pk}/deactivate/"
    asked = client.post(path)
    assert asked["Location"].startswith("/desk/sign-in/again/code/?next=")
    assert User.objects.get(username="nino").is_active
    prove_again(client, asked["Location"])
    assert not User.objects.get(username="nino").is_active
