"""A box whose words are never erased says so beside it; the others do not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from initiatives.models import Decision, Submission
from initiatives.vetting.submitting import submit
from tests.account.signing import moderator, signed_in
from tests.factories.content import least
from tests.factories.submission import publish_new, send, send_change

pytestmark = pytest.mark.django_db
KEPT = "This is kept permanently: do not name anyone here."
WORDS = "It was Svetlana of Omsk"


def described(page: Any, box: str) -> str:
    """The help that belongs to the box with this id, as a screen reader finds it."""
    html = page.content.decode()
    tag = re.search(rf'<(?:input|textarea)[^>]* id="{box}"[^>]*>', html)
    assert tag, f"no box {box}"
    named = re.search(r'aria-describedby="([^"]*)"', tag[0])
    ids = named[1].split() if named else []
    return " ".join(re.search(rf'id="{one}">([^<]*)<', html)[1] for one in ids)  # type: ignore[index]


def review(client: Client, one: Submission) -> Any:
    return client.get(f"/desk/submissions/{one.reference}/")


@pytest.mark.parametrize("act", ["approve", "ask", "send_back", "reject"])
@pytest.mark.parametrize("box", ["text", "note"])
def test_the_box_of_a_decision_says_so_where_its_words_enter_the_log(desk, act, box):
    one = send()
    if act == "send_back":
        one = send_change(publish_new(), website="https://other.example/")
        other = signed_in(moderator("other", countries=("GE",)))
        data = {"act": "endorse", "version": one.versions.count()}
        other.post(f"/desk/submissions/{one.reference}/decide/", data)
    says = KEPT in described(review(desk, one), f"{box}-{act}")
    data = {"act": act, "version": one.versions.count(), "text": "Because.", box: WORDS}
    desk.post(f"/desk/submissions/{one.reference}/decide/", data)
    assert Decision.objects.filter(action=act).exists()
    assert says is Decision.objects.filter(comment__contains=WORDS).exists()


def test_the_box_of_hiding_says_so(desk):
    publish_new(slug="one")
    assert KEPT in described(desk.get("/desk/initiatives/one/change/"), "hide-reason")


def test_the_box_of_opening_a_contact_says_so(desk):
    one = submit(least(), at=now(), contact="@telling")
    assert KEPT in described(review(desk, one), "contact-reason")


def test_it_is_said_in_russian_too(words):
    nino = moderator("nino", countries=("GE",))
    nino.language = "ru"
    nino.save()
    page = review(signed_in(nino), send())
    assert "Это хранится бессрочно: не называйте здесь людей." in described(page, "text-reject")
