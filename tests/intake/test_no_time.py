"""What is stored of a submitter's acts tells the day, and no more of the time (SR-2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from django.apps import apps
from django.db.models import DateTimeField

from initiatives.models import Nonce, Throttle
from initiatives.vetting import decisions
from tests.factories.submission import person
from tests.intake.visitor import Visitor, filled, hidden

ASKED_AT = datetime(2026, 11, 24, 16, 45, 30, 123456, tzinfo=UTC)


def stored_times() -> Iterator[tuple[str, datetime]]:
    """Every moment in every row of ours, with its table and column."""
    for model in apps.get_app_config("initiatives").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, DateTimeField):
                values = model._default_manager.values_list(field.attname, flat=True)
                yield from ((f"{model.__name__}.{field.name}", one) for one in values if one)


def test_no_row_tells_when_a_submitter_sent_edited_answered_and_withdrew(visitor: Visitor):
    visitor.clock.shift(timedelta(seconds=7, microseconds=654321))
    receipt, submission = visitor.sent()
    status, edit = f"status/{receipt}/", f"status/{receipt}/edit/"
    page = visitor.open(edit)
    changed = filled(nonce=hidden(page, "nonce"), version="1", name_en="Tea", relation=None)
    visitor.clock.shift(10)
    visitor.press("send", changed, edit)
    visitor.press("kept", {"nonce": hidden(visitor.open(status), "nonce")}, status)
    decisions.ask(submission, moderator=person().moderator, text="Where?", at=ASKED_AT)
    nonce = hidden(visitor.open(status), "nonce")
    visitor.press("answer", {"nonce": nonce, "text": "In Belgrade."}, status)
    nonce = hidden(visitor.open(status), "nonce")
    renewed = visitor.press("renew", {"nonce": nonce}, status)["Location"].split("/")[3]
    status = f"status/{renewed}/"
    visitor.press("withdraw", {"nonce": hidden(visitor.open(status), "nonce")}, status)
    submission.refresh_from_db()
    assert (submission.state, submission.versions.count()) == ("withdrawn", 2)
    assert Nonce.objects.count() == 6  # sent, edited, kept, answered, renewed, withdrawn
    telling = [
        f"{name} {one}"
        for name, one in stored_times()
        if one.astimezone(UTC).time() != time(0) and one != ASKED_AT
    ]
    # The row of a network, which names nobody and goes within a day, tells the hour.
    hour = Throttle.objects.values_list("expires_at", flat=True)[0]
    assert (hour.minute, hour.second, hour.microsecond) == (0, 0, 0)
    assert set(telling) == {f"Throttle.expires_at {hour}"}


def test_a_used_nonce_names_nothing_that_it_made():
    assert {field.name for field in Nonce._meta.get_fields()} == {"id", "hash", "expires_at"}
