"""Scope and the second person, and hiding, which one person may do at once."""

from __future__ import annotations

import pytest

from initiatives.models import Country, Initiative, Moderator, Note, Role, Submission
from initiatives.vetting import decisions, permissions
from initiatives.vetting.audit_log import verify
from initiatives.vetting.errors import (
    AlreadyHidden,
    EditedElsewhere,
    EndorserGone,
    ForeignCountryDropped,
    OutdatedBase,
    OutOfScope,
    SamePerson,
    SecondPersonNeeded,
)
from initiatives.vetting.submitting import edit
from tests.factories.content import least, most
from tests.factories.submission import AT, change, person, publish_new, send, send_change

pytestmark = pytest.mark.usefixtures("words")


@pytest.fixture
def nino(db) -> Moderator:
    return of("nino", "GE")


@pytest.fixture
def milan(db) -> Moderator:
    return of("milan", "RS", "GE")


def of(name: str, *codes: str) -> Moderator:
    row = person(name).moderator
    row.role = Role.MODERATOR
    row.save()
    row.countries.set(Country.objects.filter(code__in=codes))
    return row


def seen_by(moderator: Moderator) -> set[int]:
    return set(permissions.in_scope(moderator).values_list("pk", flat=True))


def test_moderator_sees_their_countries_old_and_new_and_what_is_online_only(nino):
    here = send()
    abroad = send(host_countries=["RS"])
    online = send(host_countries=[], remote_for=["*"])
    both = send(host_countries=["GE", "RS"])
    assert seen_by(nino) == {here.pk, online.pk, both.pk}
    assert seen_by(of("milan", "RS")) == {abroad.pk, online.pk, both.pk}
    moved = send_change(publish_new(), host_countries=["RS"])
    assert moved.pk in seen_by(nino)
    assert moved.pk in seen_by(of("milan", "RS"))


def test_moderator_without_countries_sees_nothing_and_an_inactive_one_neither(nino):
    sent = send(host_countries=[], remote_for=["*"])
    assert seen_by(of("nobody")) == set()
    with pytest.raises(OutOfScope):
        decisions.reject(sent, moderator=of("nobody"), at=AT, reason="other")
    nino.user.is_active = False
    nino.user.save()
    assert seen_by(nino) == set()


def test_everywhere_and_editors_see_everything(nino):
    sent = send(host_countries=["RS"])
    nino.everywhere = True
    assert seen_by(nino) == {sent.pk}
    nino.everywhere, nino.role = False, Role.EDITOR
    assert seen_by(nino) == {sent.pk}


def test_country_is_dropped_only_by_its_own_moderators(nino, milan):
    sent = send_change(publish_new(host_countries=["GE", "RS"]), host_countries=["GE"])
    with pytest.raises(ForeignCountryDropped, match="RS"):
        decisions.approve(sent, moderator=nino, at=AT)
    assert decisions.approve(sent, moderator=milan, at=AT)


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "https://other.example.org/"},
        {"links": most()["links"]},
        {"designations": most()["designations"]},
    ],
)
def test_guarded_field_of_an_entry_needs_two(nino, milan, changes):
    sent = send_change(publish_new(), **changes)
    with pytest.raises(SecondPersonNeeded):
        decisions.approve(sent, moderator=nino, at=AT)
    decisions.endorse(sent, moderator=nino, at=AT)
    assert decisions.approve(sent, moderator=milan, at=AT)
    verify()


def test_a_changed_parent_of_an_entry_needs_two(nino):
    """Projects carry the statuses of the organisation that runs them, and its page names them."""
    publish_new(slug="runs-it", website="https://runs-it.example/")
    project = publish_new(slug="project", name_en="Another", website="https://project.example/")
    with pytest.raises(SecondPersonNeeded):
        decisions.approve(send_change(project, parent="runs-it"), moderator=nino, at=AT)
    change(project, parent="runs-it")
    with pytest.raises(SecondPersonNeeded):
        decisions.approve(send_change(project, parent=""), moderator=nino, at=AT)


def test_new_entry_and_plain_change_need_one(nino):
    assert decisions.approve(send(), moderator=nino, at=AT)
    row = Initiative.objects.get()
    assert decisions.approve(send_change(row, name_en="Other"), moderator=nino, at=AT)


def test_own_correction_of_a_guarded_field_needs_another(nino, milan):
    sent = send()
    document = least(website="https://planted.example.org/")
    decisions.correct(sent, moderator=nino, document=document, at=AT)
    with pytest.raises(SecondPersonNeeded):
        decisions.approve(sent, moderator=nino, at=AT)
    assert decisions.approve(sent, moderator=milan, at=AT)


def test_own_correction_of_a_typo_needs_nobody_else(nino):
    sent = send()
    decisions.correct(sent, moderator=nino, document=least(summary_en="Mended."), at=AT)
    row = decisions.approve(sent, moderator=nino, at=AT)[0]
    assert row.summary_en == "Mended."


def test_correction_lets_an_endorsement_fall(nino, milan):
    sent = send_change(publish_new(), website="https://other.example.org/")
    decisions.endorse(sent, moderator=nino, at=AT)
    document = sent.content | {"summary_en": "Mended."}
    decisions.correct(sent, moderator=milan, document=document, at=AT)
    with pytest.raises(SecondPersonNeeded):
        decisions.approve(sent, moderator=milan, at=AT)


def test_decision_is_on_the_text_that_the_moderator_saw(nino):
    sent = send()
    edit(sent, document=least(name_en="Swapped"), version=1, at=AT)
    for act in (decisions.approve, decisions.endorse):
        with pytest.raises(EditedElsewhere) as refused:
            act(sent, moderator=nino, at=AT, version=1)
        assert refused.value.document["name_en"] == "Swapped"
    assert decisions.approve(sent, moderator=nino, at=AT, version=2)


def test_approval_on_an_outdated_base_is_refused(nino):
    row = publish_new()
    first, second = send_change(row, name_en="First"), send_change(row, name_en="Second")
    decisions.approve(first, moderator=nino, at=AT)
    with pytest.raises(OutdatedBase):
        decisions.approve(second, moderator=nino, at=AT)
    row.refresh_from_db()
    assert row.name_en == "First"


def test_hiding_acts_at_once_and_waits_for_confirmation(client, nino, milan):
    row = publish_new(slug="one")
    assert client.get("/en/initiatives/one/").status_code == 200
    waiting = decisions.hide(row, moderator=nino, reason="Phishing", at=AT)
    assert client.get("/en/initiatives/one/").status_code == 410
    assert waiting.state == "pending"
    assert waiting.pk in seen_by(milan)
    assert Note.objects.get(submission=waiting).text == "Phishing"
    for end in (decisions.mark_as_spam, decisions.reject):
        why = {"reason": "other"} if end is decisions.reject else {}
        with pytest.raises(SamePerson):
            end(waiting, moderator=nino, at=AT, **why)
    decisions.reject(waiting, moderator=milan, at=AT, reason="other")
    assert client.get("/en/initiatives/one/").status_code == 410
    with pytest.raises(AlreadyHidden):
        decisions.hide(Initiative.objects.get(), moderator=milan, reason="Again", at=AT)
    verify()


def test_showing_again_needs_two_and_not_only_who_hid_it(client, nino, milan):
    row = publish_new(slug="one")
    waiting = decisions.hide(row, moderator=nino, reason="Phishing", at=AT)
    for one in (nino, milan):
        with pytest.raises(SecondPersonNeeded):
            decisions.approve(waiting, moderator=one, at=AT)
    decisions.endorse(waiting, moderator=milan, at=AT)
    decisions.approve(waiting, moderator=of("vera", "GE"), at=AT)
    assert client.get("/en/initiatives/one/").status_code == 200


def test_hiding_out_of_scope_changes_nothing(nino):
    row = publish_new(slug="one")
    with pytest.raises(OutOfScope):
        decisions.hide(row, moderator=of("vera", "RS"), reason="Phishing", at=AT)
    row.refresh_from_db()
    assert row.state == "published"
    assert Submission.objects.count() == 1


def test_claim_is_a_sign_that_expires(nino, milan):
    sent = send()
    assert decisions.claim(sent, moderator=nino, at=AT)
    assert not decisions.claim(sent, moderator=milan, at=AT + decisions.CLAIMED_FOR / 2)
    assert decisions.claim(sent, moderator=milan, at=AT + decisions.CLAIMED_FOR * 2)
    decisions.release(sent, moderator=milan, at=AT)
    sent.refresh_from_db()
    assert sent.claimed_by is None
    assert change(publish_new(slug="a"), name_en="B").name_en == "B"


def test_endorsement_of_somebody_whose_countries_it_left_does_not_count(nino, milan):
    entry = publish_new()
    sent = send_change(entry, website="https://other.example/")
    decisions.endorse(sent, moderator=milan, at=AT)
    milan.countries.clear()
    with pytest.raises(EndorserGone, match="can no longer decide on it"):
        decisions.approve(sent, moderator=nino, at=AT)
    milan.countries.set(Country.objects.filter(code="GE"))
    assert decisions.approve(sent, moderator=nino, at=AT)
