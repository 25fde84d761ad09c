"""No contact in clear, no receipt and no client address is kept or reported (SR-2, SR-4, SR-5)."""

from __future__ import annotations

import io
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from initiatives.models import Nonce, Submission, Throttle
from tests.factories.words import make_words
from tests.intake.visitor import FILLED, Visitor, filled, hidden

ADDRESS = "203.0.113.77"
FROM = {"REMOTE_ADDR": ADDRESS, "HTTP_X_FORWARDED_FOR": ADDRESS}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def everything_logged(settings) -> Iterator[io.StringIO]:
    """What the configured handler writes when every logger is at DEBUG."""
    handler = next(h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler)
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    levels = [(logger, logger.level) for logger in loggers]
    written = io.StringIO()
    before = handler.setStream(written)
    for logger, _level in levels:
        logger.setLevel(logging.DEBUG)
    yield written
    for logger, level in levels:
        logger.setLevel(level)
    handler.setStream(before)


def stored_bytes(tmp_path: Path) -> bytes:
    """The database's file on SQLite with its log folded in; elsewhere every row as text."""
    if connection.vendor == "sqlite":
        copy = tmp_path / "copy.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(copy) as target:
            connection.connection.backup(target)
        files = [copy, Path(str(connection.settings_dict["NAME"]))]
        files += [Path(f"{files[1]}-wal")]
        return b"".join(one.read_bytes() for one in files if one.exists())
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found).encode()


def spoken(receipt: str, nonces: list[str]) -> list[str]:
    """Everything that must stand nowhere."""
    plain = receipt.replace("-", "")
    drawn = [nonce.partition(".")[0] for nonce in nonces]
    return [FILLED["contact"], receipt, receipt.lower(), plain, ADDRESS, "203.0.113.", *drawn]


def test_database_log_and_error_report_hold_nothing_of_the_submitter(
    everything_logged, tmp_path, clock, waited, monkeypatch
):
    make_words()
    visitor = Visitor(Client(raise_request_exception=False), clock)
    nonce = hidden(visitor.preview(), "nonce")
    answer = visitor.press("send", filled(nonce=nonce), **FROM)
    receipt = answer["Location"].split("/")[3]
    page = visitor.open(f"status/{receipt}/", **FROM)
    other = hidden(page, "nonce")
    visitor.press("kept", {"nonce": other}, f"status/{receipt}/", **FROM)
    visitor.open(f"status/{receipt[:-1]}Z/", **FROM)
    visitor.press("", {"receipt": receipt}, "status/", **FROM)
    visitor.open(f"status/{receipt}/edit/", **FROM)

    # And what is written when something breaks with all of it in reach.
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError(str(args) + str(kwargs) + receipt)

    with monkeypatch.context() as patch:
        patch.setattr("initiatives.vetting.submitting.submit", broken)
        patch.setattr("initiatives.intake.status.progress", broken)
        failed = visitor.send(headers=FROM, name_en="Another")
        assert failed.status_code == 500
        assert visitor.open(f"status/{receipt}/", **FROM).status_code == 500
        assert FILLED["contact"] not in failed.content.decode()

    assert Submission.objects.count() == Throttle.objects.count() == 1
    assert Nonce.objects.count() == 2
    log, stored = everything_logged.getvalue(), stored_bytes(tmp_path)
    assert '"route": "en/status/<str:receipt>/"' in log
    assert "unhandled error" in log
    assert b"Sakhalin Tea" in stored
    for secret in spoken(receipt, [nonce, other]):
        assert secret not in log, secret
        assert secret.encode() not in stored, secret


def test_error_report_of_django_hides_the_form(rf):
    """Should somebody switch mailing of errors on: what was sent is starred out."""
    from django.views.debug import SafeExceptionReporterFilter

    from initiatives.intake.submit import SubmitView

    request = rf.post("/en/submit/", {"contact": FILLED["contact"], "nonce": "secret"})
    try:
        SubmitView.as_view()(request)
    except Exception:  # noqa: BLE001 - only the mark that the decorator left is looked at
        request.failed = True
    shown = SafeExceptionReporterFilter().get_post_parameters(request)
    assert FILLED["contact"] not in str(shown)
    assert "secret" not in str(shown)
