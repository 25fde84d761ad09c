"""A decision is about the text that the moderator saw, and about one that may be published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from initiatives.models import Decision, Moderator, Submission
from initiatives.vetting import decisions
from initiatives.vetting.errors import (
    EditedElsewhere,
    InvalidContent,
    InvalidSlug,
    OutdatedBase,
    VettingError,
)
from initiatives.vetting.submitting import edit, submit
from tests.factories.content import least
from tests.factories.submission import (
    AT,
    change,
    publish_new,
    send,
    send_change,
    send_merge,
)

pytestmark = pytest.mark.usefixtures("words")

ACTS: dict[str, Callable[[Submission, Moderator, int], Any]] = {
    "approve": lambda one, who, seen: decisions.approve(one, moderator=who, at=AT, version=seen),
    "endorse": lambda one, who, seen: decisions.endorse(one, moderator=who, at=AT, version=seen),
    "ask": lambda one, who, seen: decisions.ask(
        one, moderator=who, text="Where?", at=AT, version=seen
    ),
    "reject": lambda one, who, seen: decisions.reject(
        one, moderator=who, reason="other", at=AT, version=seen
    ),
    "spam": lambda one, who, seen: decisions.mark_as_spam(one, moderator=who, at=AT, version=seen),
}


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_decided_about_a_text_that_was_not_seen(act: str, nino: User):
    sent = send()
    edit(sent, document=least(name_en="Swapped"), version=1, at=AT)
    with pytest.raises(EditedElsewhere) as refused:
        ACTS[act](sent, nino.moderator, 1)
    assert (refused.value.document["name_en"], refused.value.version) == ("Swapped", 2)
    sent.refresh_from_db()
    assert (sent.state, Decision.objects.count()) == ("pending", 2)
    ACTS[act](sent, nino.moderator, 2)
    assert Decision.objects.count() == 3


def test_nothing_is_sent_back_about_a_text_that_was_not_seen(nino: User, milan: User):
    sent = send_change(publish_new(), website="https://other.example.org/")
    for document in (sent.content | {"summary_en": "Mended."}, sent.content):
        decisions.correct(sent, moderator=milan.moderator, document=document, at=AT)
    decisions.endorse(sent, moderator=nino.moderator, at=AT)
    with pytest.raises(EditedElsewhere):
        decisions.send_back(sent, moderator=nino.moderator, reason="other", at=AT, version=2)
    decisions.send_back(sent, moderator=nino.moderator, reason="other", at=AT, version=3)


def test_of_a_batch_the_version_is_that_of_the_one_that_was_looked_at(nino: User, milan: User):
    merge = send_merge(publish_new(slug="old"), publish_new(slug="into"))
    document = merge[0].content | {"summary_en": "Mended."}
    decisions.correct(merge[0], moderator=milan.moderator, document=document, at=AT)
    with pytest.raises(EditedElsewhere):
        decisions.reject(merge[0], moderator=nino.moderator, reason="other", at=AT, version=1)
    assert {one.state for one in Submission.objects.filter(batch="merge-1")} == {"pending"}
    decisions.reject(merge[1], moderator=nino.moderator, reason="other", at=AT, version=1)


def refused_to_endorse(sent: Submission, who: User, why: type[VettingError]) -> VettingError:
    with pytest.raises(why) as refused:
        decisions.endorse(sent, moderator=who.moderator, at=AT)
    sent.refresh_from_db()
    assert sent.state == "pending"
    assert not Decision.objects.filter(action="endorse").exists()
    return refused.value


def test_nobody_endorses_on_an_outdated_base(nino: User):
    row = publish_new()
    first = send_change(row, website="https://other.example.org/")
    change(row, name_en="Meanwhile")
    refused_to_endorse(first, nino, OutdatedBase)


def test_nobody_endorses_what_cannot_be_published(nino: User):
    refusal = refused_to_endorse(submit(least(reach=""), at=AT), nino, InvalidContent)
    assert isinstance(refusal, InvalidContent)
    assert list(refusal.errors) == ["reach"]


def test_nobody_endorses_an_address_that_another_entry_has(nino: User):
    publish_new(slug="taken")
    refused_to_endorse(submit(least(name_en="B"), at=AT, slug="taken"), nino, InvalidSlug)


def test_a_batch_is_endorsed_with_a_look_at_the_whole_of_it(nino: User, milan: User):
    """A new entry and a change that leads to it: neither can be published alone."""
    old = publish_new(slug="old")
    sent = send_merge(old, publish_new(slug="into"))
    new = submit(least(name_en="Third"), at=AT, slug="third", batch="merge-1")
    document = sent[0].content | {"successor": "into", "partners": []}
    decisions.correct(sent[0], moderator=milan.moderator, document=document, at=AT)
    decisions.endorse(sent[0], moderator=nino.moderator, at=AT)
    Submission.objects.filter(pk=new.pk).update(content=least(reach=""))
    with pytest.raises(InvalidContent):
        decisions.endorse(sent[1], moderator=nino.moderator, at=AT)
