"""What is refused at the desk loses nothing that was typed, and shows what changed meanwhile."""

import pytest
from django.utils.timezone import now

from initiatives.models import Decision, Message, Note, Submission
from initiatives.vetting import decisions
from initiatives.vetting.submitting import edit
from tests.account.signing import moderator, signed_in
from tests.factories.content import least
from tests.factories.submission import change, publish_new, send, send_change

pytestmark = pytest.mark.django_db

TYPED = {"text": "Own words <of mine>", "note": "A note of mine", "reason": ""}


def press(client, one, act: str, version: int = 1, **given):
    data = {"act": act, "version": version, **TYPED, **given}
    return client.post(f"/desk/submissions/{one.reference}/decide/", data)


def assert_kept(response, act: str) -> str:
    """All that was typed stands where it was typed, and its tab is chosen."""
    assert response.status_code in {409, 422}
    page = response.content.decode()
    assert 'role="alert"' in page
    assert f'data-act="{act}" checked' in page
    if act not in ("spam", "endorse"):
        assert ">\nOwn words &lt;of mine&gt;</textarea>" in page
    assert 'value="A note of mine"' in page
    assert page.count("Own words") <= 1
    assert page.count("A note of mine") == 1
    assert not Note.objects.exists()
    return page


@pytest.mark.parametrize("act", ["approve", "ask", "reject", "spam"])
def test_a_text_that_changed_meanwhile_is_shown_and_nothing_typed_is_lost(desk, act):
    one = send(summary_en="Before it changed.")
    edit(one, document=least(summary_en="After it changed."), version=1, at=now())
    page = assert_kept(press(desk, one, act), act)
    meanwhile = page.split('id="meanwhile-title"')[1].split("</section>")[0]
    assert "<del>Before</del>" in meanwhile
    assert "<ins>After</ins>" in meanwhile
    assert "Summary" in meanwhile
    assert Submission.objects.get().state == "pending"
    assert 'name="version" value="2"' in page
    press(desk, one, act, 2)
    assert Submission.objects.get().state != "pending"


@pytest.mark.parametrize("act", ["endorse", "send_back"])
def test_the_same_where_two_have_to_agree(desk, office, editor, act):
    one = send_change(publish_new(), website="https://other.example.org/")
    document = one.content | {"summary_en": "Mended."}
    decisions.correct(one, moderator=editor, document=document, at=now())
    if act == "send_back":
        decisions.endorse(one, moderator=editor, at=now())
    page = assert_kept(press(desk, one, act), act)
    assert 'id="meanwhile-title"' in page


def test_a_reason_that_is_missing_loses_nothing_else(desk):
    one = send()
    page = press(desk, one, "reject", text="  ").content.decode()
    assert "Choose a reason or write one" in page
    assert 'value="A note of mine"' in page


def test_words_that_are_refused_stand_as_they_were_typed(desk):
    one = send()
    long = "word " * 500
    page = press(desk, one, "ask", text=long, reason="need_source").content.decode()
    assert "1 to 2,000 characters" in page or "1 to 2000 characters" in page
    assert long.strip() in page
    assert '<option value="need_source" data-ready="' in page
    assert page.split('value="need_source"')[1].split(">")[0].endswith(" selected")
    assert not Message.objects.exists()


def test_the_tick_and_how_it_was_verified_are_kept(desk):
    one = send(proposed={"cities": [{"country": "GE", "name": "Kutaisi"}], "tags": []})
    page = press(desk, one, "approve", verified="on", verified_how="sources").content.decode()
    assert "For each proposal, choose a known word" in page
    assert 'name="verified" checked' in page
    assert '<option value="sources" selected>' in page


def test_of_two_at_once_the_other_is_told_and_reads_what_they_had_typed(desk, office):
    one = send()
    press(office, one, "reject")
    response = press(desk, one, "ask")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Rejected" in page
    assert "Own words &lt;of mine&gt;" in page
    assert "A note of mine" in page
    assert Decision.objects.filter(action="ask").count() == 0


def test_what_was_begun_from_an_older_text_keeps_the_words(desk):
    row = publish_new()
    one = send_change(row, name_en="First")
    change(row, name_en="Second")
    page = press(desk, one, "approve").content.decode()
    assert "Another change to this entry was approved" in page
    assert "Own words &lt;of mine&gt;" in page


def test_an_author_is_not_offered_to_be_the_second(desk, nino, words):
    other = moderator("lena", countries=("GE",))
    one = send_change(publish_new(), website="https://other.example.org/")
    document = one.content | {"summary_en": "Mended."}
    decisions.correct(one, moderator=nino, document=document, at=now())
    decisions.endorse(one, moderator=other, at=now())
    page = desk.get(f"/desk/submissions/{one.reference}/").content.decode()
    assert "Approve and publish" not in page
    assert "the second of the two has to be another moderator" in page
    third = signed_in(moderator("vera", countries=("GE",)))
    page = third.get(f"/desk/submissions/{one.reference}/").content.decode()
    assert "You are the second of two moderators" in page


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999", "-1", "7"])
def test_a_broken_version_loses_nothing(desk, version):
    one = send()
    response = press(desk, one, "ask", version)
    assert "Own words &lt;of mine&gt;" in response.content.decode()
    assert Submission.objects.get().state == "pending"
