"""The author is never the deciding second, and no detour makes one person enough."""

from __future__ import annotations

import pytest

from initiatives import content
from initiatives.models import By, Initiative, Moderator, Purpose, Submission
from initiatives.vetting import decisions
from initiatives.vetting.errors import OwnText, SamePerson, SecondPersonNeeded
from initiatives.vetting.submitting import submit
from tests.factories.content import least
from tests.factories.submission import AT, person, publish_new, send_change

pytestmark = pytest.mark.usefixtures("words")


@pytest.fixture
def nino(db) -> Moderator:
    return person("nino").moderator


@pytest.fixture
def milan(db) -> Moderator:
    return person("milan").moderator


@pytest.mark.parametrize("changes", [{"name_en": "A"}, {"website": "https://a.example.org/"}])
def test_who_sent_it_is_never_the_deciding_second(nino, milan, changes):
    """Own, and endorsed by another: the author cannot publish it; a third person can."""
    publish_new(slug="one")
    row = content.with_content(Initiative.objects.all()).get()
    sent = submit(
        {**content.from_initiative(row), **changes},
        at=AT,
        by=By.MODERATOR,
        moderator=nino,
        purpose=Purpose.CHANGE,
        base=row.revision,
    )
    decisions.endorse(sent, moderator=milan, at=AT)
    with pytest.raises(OwnText):
        decisions.approve(sent, moderator=nino, at=AT)
    assert Submission.objects.get(pk=sent.pk).state == "endorsed"
    assert decisions.approve(sent, moderator=person("vera").moderator, at=AT)


def test_who_endorsed_their_own_is_the_first_of_two(nino, milan):
    sent = submit(least(), at=AT, by=By.MODERATOR, moderator=nino)
    decisions.endorse(sent, moderator=nino, at=AT)
    with pytest.raises(SamePerson):
        decisions.approve(sent, moderator=nino, at=AT)
    assert decisions.approve(sent, moderator=milan, at=AT)


def test_whoever_wrote_any_of_a_guarded_change_is_its_author(nino, milan):
    """A word mended by Nino: Milan's endorsement does not make Nino the second person."""
    sent = send_change(publish_new(), website="https://other.example.org/")
    document = sent.content | {"summary_en": "Mended."}
    decisions.correct(sent, moderator=nino, document=document, at=AT)
    decisions.endorse(sent, moderator=milan, at=AT)
    with pytest.raises(OwnText):
        decisions.approve(sent, moderator=nino, at=AT)
    decisions.send_back(sent, moderator=nino, at=AT, reason="other")
    decisions.endorse(sent, moderator=nino, at=AT)
    assert decisions.approve(sent, moderator=milan, at=AT)


def test_a_verification_that_was_corrected_is_a_change(nino):
    row = publish_new()
    sent = submit({}, at=AT, purpose=Purpose.VERIFICATION, base=row.revision)
    document = sent.content | {"website": "https://planted.example.org/"}
    decisions.correct(sent, moderator=nino, document=document, at=AT)
    with pytest.raises(SecondPersonNeeded):
        decisions.approve(sent, moderator=nino, at=AT, verified_how="moderator")


def test_a_hiding_is_not_confirmed_by_its_own_author_over_another_text(nino):
    """Nino turns the proposal to show it again into one that hides it too, and ends it alone."""
    waiting = decisions.hide(publish_new(slug="one"), moderator=nino, reason="Phishing", at=AT)
    document = waiting.content | {"state": "hidden"}
    decisions.correct(waiting, moderator=nino, document=document, at=AT)
    with pytest.raises(SamePerson):
        decisions.reject(waiting, moderator=nino, at=AT, reason="other")


def test_a_change_that_hides_needs_two_for_nobody_confirms_it_later(nino, milan):
    """A visitor's change, corrected into one that takes the entry away."""
    sent = send_change(publish_new(slug="one"), name_en="Other")
    document = sent.content | {"state": "hidden"}
    decisions.correct(sent, moderator=nino, document=document, at=AT)
    for one in (nino, milan):
        with pytest.raises(SecondPersonNeeded):
            decisions.approve(sent, moderator=one, at=AT)
    decisions.endorse(sent, moderator=nino, at=AT)
    assert decisions.approve(sent, moderator=milan, at=AT)[0].state == "hidden"
