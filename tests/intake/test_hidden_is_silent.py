"""Nobody learns by the public form or the private page what is hidden or was refused."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from initiatives.models import Initiative
from initiatives.operations.retention import erase_expired
from initiatives.vetting import decisions
from tests.factories.submission import change, person, publish_new, reject, send
from tests.intake.test_editing import edit
from tests.intake.visitor import FILLED, Visitor, hidden, text_of

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

TWIN = {
    "name_en": FILLED["name_en"],
    "website": FILLED["website"],
    "host_countries": FILLED["host_countries"],
}


def shown(response: Any) -> str:
    """The page, but for what is drawn anew for each answer."""
    page = re.sub(r'name="nonce" value="[^"]*"', "", response.content.decode())
    return re.sub(r'name="version" value="[^"]*"', "", page)


def looked_at(visitor: Visitor) -> tuple[str, int]:
    """The preview of a copy, and how many statements it took."""
    nonce = hidden(visitor.open(), "nonce")
    visitor.clock.shift(10)
    with CaptureQueriesContext(connection) as captured:
        page = visitor.press("preview", {**FILLED, "nonce": nonce})
    assert page.status_code == 200
    return shown(page), len(captured)


def test_preview_is_the_same_with_and_without_a_hidden_or_refused_twin(visitor: Visitor):
    entry = publish_new(slug="secret", **TWIN, designations=[])
    assert "Is it one of these?" in looked_at(visitor)[0]
    change(entry, state="hidden")
    for end in (decisions.reject, decisions.mark_as_spam):
        why = {"reason": "other"} if end is decisions.reject else {}
        end(send(**TWIN), moderator=person("hider").moderator, at=now(), **why)
    looked_at(visitor)  # what the change made the page keep
    with_twins = looked_at(visitor)
    assert "Is it one of these?" not in with_twins[0]

    change(Initiative.objects.get(), name_en="Other", website="https://other.example/")
    erase_expired(at=now() + timedelta(days=200))
    looked_at(visitor)
    assert looked_at(visitor) == with_twins


def completed(submission: Any) -> None:
    submission.refresh_from_db()
    document = submission.content | {"reach": "grassroots", "sources": ["https://a.example/"]}
    decisions.correct(submission, moderator=person("ann").moderator, document=document, at=now())


def test_private_page_does_not_tell_that_two_are_needed(visitor: Visitor):
    hidden_entry = publish_new(slug="secret", **TWIN)
    change(hidden_entry, state="hidden")
    receipt, submission = visitor.sent()
    completed(submission)
    path = f"status/{receipt}/"
    refused = {"nonce": hidden(visitor.open(path), "nonce"), "text": "Hello"}
    before = [
        shown(visitor.open(path)),
        shown(visitor.open(f"{path}edit/")),
        shown(visitor.press("answer", refused, path)),
    ]
    decisions.endorse(submission, moderator=person("ann").moderator, at=now())
    refused = {"nonce": hidden(visitor.open(path), "nonce"), "text": "Hello"}
    after = [
        shown(visitor.open(path)),
        shown(visitor.open(f"{path}edit/")),
        shown(visitor.press("answer", refused, path)),
    ]
    assert after == before
    assert "This cannot be done now." in before[2]


def test_a_text_that_was_endorsed_can_be_corrected_and_waits_anew(visitor: Visitor):
    receipt, submission = visitor.sent()
    completed(submission)
    decisions.endorse(submission, moderator=person("ann").moderator, at=now())
    page = visitor.open(f"status/{receipt}/edit/")
    assert edit(visitor, receipt, page, name_en="Better name").status_code == 303
    submission.refresh_from_db()
    assert (submission.state, submission.content["name_en"]) == ("pending", "Better name")


def test_what_cannot_be_done_names_no_state(visitor: Visitor):
    """What was taken for spam is not told from what was refused, by no press either."""
    told = []
    for end in (decisions.reject, decisions.mark_as_spam):
        receipt, submission = visitor.sent()
        nonce = hidden(visitor.open(f"status/{receipt}/"), "nonce")
        if end is decisions.reject:
            reject(submission, at=now(), actor=person("hider"), reason="other", comment="")
        else:
            end(submission, moderator=person("hider").moderator, at=now())
        page = visitor.press("withdraw", {"nonce": nonce}, f"status/{receipt}/")
        told.append(page.context["problem"])
        assert "spam" not in text_of(page).lower()
    assert told[0] == told[1] != ""
