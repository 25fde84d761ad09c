"""Decisions pressed at the desk: each is the hall's move, and says what it did."""

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import now

from initiatives.models import Decision, Initiative, Message, Note, Submission
from initiatives.vetting.submitting import edit, submit
from tests.account.signing import moderator, signed_in
from tests.factories.content import least
from tests.factories.submission import publish_new, send, send_change

pytestmark = pytest.mark.django_db


def decide(client, one, act: str, **given):
    data = {"act": act, "version": one.versions.count(), **given}
    return client.post(f"/desk/submissions/{one.reference}/decide/", data, follow=True)


def state(one) -> str:
    return Submission.objects.get(pk=one.pk).state


def test_approving_publishes_and_leads_to_the_next_one(desk, client):
    one, following = send(), send(name_en="Next")
    response = decide(desk, one, "approve")
    assert response.request["PATH_INFO"] == f"/desk/submissions/{following.reference}/"
    assert f"{one.reference} is approved and now public." in response.content.decode()
    assert client.get("/en/initiatives/emigration-for-action/").status_code == 200
    last = decide(desk, following, "approve")
    assert last.request["PATH_INFO"] == "/desk/"


def test_the_tick_verifies_and_says_how(desk):
    one = send()
    refused = decide(desk, one, "approve", verified="on").content.decode()
    assert "Say how you checked it." in refused
    assert state(one) == "pending"
    decide(desk, one, "approve", verified="on", verified_how="sources")
    assert Initiative.objects.get().verified_how == "sources"


def test_without_the_tick_nothing_is_verified(desk):
    decide(desk, send(), "approve", verified_how="sources")
    assert Initiative.objects.get().verified_at is None


def test_a_ready_reason_goes_out_in_the_language_of_the_form(desk):
    one = submit(least(), at=now(), language="ru")
    decide(desk, one, "ask", reason="need_source", note="Looks fine")
    assert state(one) == "needs_info"
    message = Message.objects.get()
    assert message.text.startswith("Спасибо! Пришлите, пожалуйста, адрес")
    assert Note.objects.get().text == "Looks fine"


def test_own_words_go_before_the_ready_reason(desk):
    one = send()
    decide(desk, one, "reject", reason="duplicate", text="You are here as EfA.")
    kept = Decision.objects.get(action="reject")
    assert (kept.reason, kept.comment) == ("duplicate", "You are here as EfA.")


@pytest.mark.parametrize("act", ["ask", "reject"])
def test_a_question_and_a_refusal_need_words(desk, act):
    one = send()
    assert "Choose a reason or write one" in decide(desk, one, act).content.decode()
    assert state(one) == "pending"


def test_two_persons_one_endorses_and_another_approves(desk, words):
    entry = publish_new()
    one = send_change(entry, website="https://new.example.org/")
    refused = decide(desk, one, "approve").content.decode()
    assert "This needs two moderators" in refused
    decide(desk, one, "endorse")
    assert state(one) == "endorsed"
    same = decide(desk, one, "approve").content.decode()
    assert "You endorsed this yourself" in same
    assert state(one) == "endorsed"
    other = signed_in(moderator("lena", countries=("GE",)))
    page = other.get(f"/desk/submissions/{one.reference}/").content.decode()
    assert "You are the second of two moderators" in page
    decide(other, one, "approve")
    assert Initiative.objects.get().website == "https://new.example.org/"


def test_an_endorsement_does_not_count_when_its_author_is_let_in_no_more(desk, nino):
    one = send_change(publish_new(), website="https://new.example.org/")
    decide(desk, one, "endorse")
    User.objects.filter(pk=nino.user_id).update(is_active=False)
    other, third = (signed_in(moderator(name, countries=("GE",))) for name in ("lena", "zoe"))
    page = other.get(f"/desk/submissions/{one.reference}/").content.decode()
    said = "nino, who endorsed this, can no longer decide on it, so the endorsement does not count."
    assert said in page
    assert "Approve and publish" not in page
    assert said in decide(other, one, "approve").content.decode()
    assert state(one) == "endorsed"
    decide(other, one, "send_back", reason="look_again")
    decide(other, one, "endorse")
    decide(third, one, "approve")
    assert Initiative.objects.get().website == "https://new.example.org/"


def test_an_endorsed_one_can_be_sent_back(desk, office):
    entry = publish_new()
    one = send_change(entry, website="https://new.example.org/")
    decide(desk, one, "endorse")
    decide(office, one, "send_back", reason="link_unsure")
    assert state(one) == "pending"


def test_spam_is_marked(desk):
    one = send()
    decide(desk, one, "spam")
    assert state(one) == "spam"


def test_nothing_is_decided_on_a_text_that_changed_meanwhile(desk):
    one = send()
    edit(one, document=least(summary_en="Quite another text."), version=1, at=now())
    page = desk.post(
        f"/desk/submissions/{one.reference}/decide/", {"act": "approve", "version": 1}, follow=True
    ).content.decode()
    assert "The text has changed" in page
    assert state(one) == "pending"


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999", "-1"])
def test_a_broken_version_decides_nothing(desk, version):
    one = send()
    desk.post(f"/desk/submissions/{one.reference}/decide/", {"act": "approve", "version": version})
    assert state(one) == "pending"


def test_an_unknown_act_decides_nothing(desk):
    one = send()
    assert "Choose a decision." in decide(desk, one, "publish").content.decode()


def test_what_was_decided_already_says_its_state(desk):
    one = send()
    decide(desk, one, "reject", reason="not_ours")
    page = decide(desk, one, "approve").content.decode()
    assert "the submission" in page
    assert "Rejected" in page
    assert Initiative.objects.count() == 0


def test_an_unresolved_proposal_is_told_and_not_published(desk):
    one = send(proposed={"cities": [{"country": "GE", "name": "Kutaisi"}], "tags": []})
    page = decide(desk, one, "approve").content.decode()
    assert "For each proposal, choose a known word" in page
    assert state(one) == "pending"


def test_a_form_without_its_token_is_refused(nino):
    browser = signed_in(nino, enforce_csrf_checks=False)
    browser.handler.enforce_csrf_checks = True
    one = send()
    response = browser.post(
        f"/desk/submissions/{one.reference}/decide/", {"act": "approve", "version": 1}
    )
    assert response.status_code == 403
    assert state(one) == "pending"


def test_no_get_changes_anything(desk):
    one = send()
    for act in ("decide", "claim", "release", "note", "contact"):
        assert desk.get(f"/desk/submissions/{one.reference}/{act}/").status_code == 405
