"""Replayed, forged, expired and future nonces; forged receipts. As data, each with its answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.utils.timezone import now

from initiatives.intake import anti_spam
from initiatives.models import Submission
from initiatives.vetting.receipts import new_receipt
from tests.intake.visitor import Visitor, filled, hidden, text_of

pytestmark = pytest.mark.engine

TOO_LONG = "This page was open for too long. Nothing is lost: press again."
NO_SUCH = "There is no submission with this code."
TOO_SHORT = "Enter the submission code: seven groups of four characters."


def signed(text: str, purpose: str = "submit", key: str | None = None) -> str:
    return Signer(key=key, salt=f"intake.{purpose}").sign(text)


def drawn(purpose: str = "submit", **ago: float) -> str:
    return anti_spam.draw_nonce(purpose, at=now() - timedelta(**ago)).text


NONCES: dict[str, Callable[[], str]] = {
    "none": lambda: "",
    "garbage": lambda: "x",
    "colons": lambda: ":::::",
    "NUL": lambda: "\x00",
    "surrogate": lambda: "\ufffd",
    "long": lambda: "A" * 100_000,
    "other form": lambda: drawn("edit"),
    "other salt": lambda: Signer(salt="x").sign("abc.1"),
    "own key": lambda: signed("abc.1764000000000", key="my own key of more than enough length"),
    "sign changed": lambda: drawn()[:-1] + "~",
    "random part changed": lambda: "A" + drawn()[1:],
    "time changed": lambda: drawn().replace(".", ".1", 1),
    "time left out": lambda: signed("abc"),
    "time empty": lambda: signed("abc."),
    "time no number": lambda: signed("abc.soon"),
    "time negative": lambda: signed("abc.-1"),
    "time infinite": lambda: signed("abc.inf"),
    "time beyond years": lambda: signed("abc." + "9" * 30),
    "time of 5000 digits": lambda: signed("abc." + "9" * 5000),
    "expired": lambda: drawn(hours=24, seconds=1),
    "expired for years": lambda: drawn(days=3000),
    "future": lambda: drawn(minutes=-2),
    "far future": lambda: drawn(days=-30),
}


@pytest.mark.parametrize("name", NONCES)
def test_nonce_that_is_none_sends_nothing_and_loses_nothing(visitor: Visitor, name: str):
    page = visitor.press("send", filled(nonce=NONCES[name]()))
    assert page.status_code == 200
    assert TOO_LONG in text_of(page)
    assert ("summary_en", "Tea and help with documents on Sundays.") in page.context["fields"]
    assert Submission.objects.count() == 0


def test_replayed_nonce_sends_once_even_after_withdrawal(visitor: Visitor):
    nonce = hidden(visitor.preview(), "nonce")
    address = visitor.press("send", filled(nonce=nonce))["Location"]
    page = visitor.client.get(address)
    visitor.client.post(address, {"step": "withdraw", "nonce": hidden(page, "nonce")})
    for _ in range(3):
        assert visitor.press("send", filled(nonce=nonce))["Location"] == address
    assert Submission.objects.count() == 1


RECEIPTS: dict[str, str] = {
    "empty": " ",
    "one sign": "0",
    "27 signs": "0" * 27,
    "28 zeros": "0" * 28,
    "29 signs": "0" * 29,
    "letter u": "U" * 28,
    "never given": new_receipt("never"),
    "Cyrillic": "А" * 28,
    "Arabic digits": "٠" * 28,
    "full width": "０" * 28,
    "NUL": "0" * 27 + "\x00",
    "surrogate": "0" * 27 + "\ufffd",
    "quote": "' OR 1=1 --",
    "markup": "<script>alert(1)</script>",
    "percent": "%00%ff%ed%a0%80",
    "dots": "..",
    "long": "0" * 9000,
    "hyphens": "-" * 60,
}


@pytest.mark.parametrize("name", RECEIPTS)
def test_forged_receipt_opens_nothing(visitor: Visitor, waited: list[float], name: str):
    visitor.sent()
    typed = visitor.press("", {"receipt": RECEIPTS[name]}, "status/")
    assert typed.status_code == 404
    is_short = sum(character.isalnum() for character in RECEIPTS[name]) < 28
    assert (TOO_SHORT if is_short else NO_SUCH) in text_of(typed)
    opened = visitor.client.get(f"/en/status/{RECEIPTS[name].replace('/', '')}/")
    assert opened.status_code == 404
    assert name == "dots" or NO_SUCH in text_of(opened)
    assert "<script>alert" not in typed.content.decode() + opened.content.decode()
    assert "Sakhalin" not in typed.content.decode() + opened.content.decode()


@pytest.mark.parametrize("step", ["answer", "withdraw", "kept", "renew", "approve", "", "\x00"])
def test_forged_receipt_moves_nothing(visitor: Visitor, step: str):
    receipt, submission = visitor.sent()
    nonce = hidden(visitor.open(f"status/{receipt}/"), "nonce")
    data = {"nonce": nonce, "text": "Mine now."}
    answer = visitor.press(step, data, f"status/{new_receipt('never')}/")
    assert answer.status_code == 404
    before = submission.token_hash
    submission.refresh_from_db()
    assert (submission.state, submission.token_hash) == ("pending", before)
    assert submission.messages.count() == 1


@pytest.mark.parametrize("step", ["approve", "reject", "ask", "", "\x00", "edit", "hide"])
def test_steps_that_are_none_of_the_submitters_only_show_the_page(visitor: Visitor, step: str):
    receipt, submission = visitor.sent()
    nonce = hidden(visitor.open(f"status/{receipt}/"), "nonce")
    answer = visitor.press(step, {"nonce": nonce, "text": "kept"}, f"status/{receipt}/")
    assert answer.status_code == 200
    submission.refresh_from_db()
    assert submission.state == "pending"
