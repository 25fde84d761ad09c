"""The log names the route and holds nothing of the reader (SR-2)."""

import io
import json
import logging
import threading
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from directory.logs import RequestLog

MARK = "reader-mark"
TUESDAY = "2026-11-24T12:10:07.654Z"
ASKED = {
    "QUERY_STRING": f"q={MARK}",
    "HTTP_USER_AGENT": MARK,
    "HTTP_REFERER": f"https://{MARK}.example/",
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_X_FORWARDED_FOR": "203.0.113.78",
}


@pytest.fixture
def lines():
    """What the configured handler writes; pytest's own log capture is no part of it."""
    handler = next(h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)

    def read() -> list[dict]:
        return [json.loads(line) for line in written.getvalue().splitlines()]

    yield read
    handler.setStream(before)


def no_reader_in(lines: list[dict]) -> bool:
    text = json.dumps(lines)
    return MARK not in text and "203.0.113" not in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "route"),
    [
        ("/", 302, ""),
        ("/en/initiatives/", 200, "en/initiatives/"),
        (f"/en/initiatives/{MARK}/", 404, "en/initiatives/<slug:slug>/"),
    ],
)
def test_a_request_is_one_line_with_route_status_and_time(lines, address, status, route):
    Client().get(address, **ASKED)
    (line,) = lines()
    assert line.pop("ms") >= 0
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "directory.requests",
        "message": "request",
        "method": "GET",
        "route": route,
        "status": status,
    }


@pytest.mark.django_db
def test_refusals_are_counted_without_what_was_refused(lines):
    with time_machine.travel(TUESDAY, tick=False) as clock:
        client = Client()
        client.get("/", headers={"host": f"{MARK}.example"})
        client.generic("POST", f"/{MARK}", b"", CONTENT_LENGTH="999999", **ASKED)
        client.generic(MARK, f"/en/{MARK}/", **ASKED)
        assert lines() == []
        clock.shift(timedelta(days=1))
        client.get("/")
    found = lines()
    assert found[0]["counts"] == {"GET - 400": 1, "POST - 413": 1, "other - 404": 1}
    assert no_reader_in(found)


# Opened, sent, sent too much, looked at, mistyped: each may tell when somebody submitted.
INTAKE = [
    ("GET", "/en/submit/"),
    ("POST", "/en/submit/"),
    ("POST", "/ru/submit/"),
    ("GET", "/en/submit"),
    ("PUT", "/en/submit/"),
    ("GET", "/en/status/"),
    ("POST", "/en/status/"),
    ("GET", f"/en/status/{MARK}/"),
    ("POST", f"/en/status/{MARK}/"),
    ("GET", f"/en/status/{MARK}"),
    ("GET", f"/en/status/{MARK}/edit/"),
    ("POST", f"/en/status/{MARK}/edit/"),
    ("GET", f"/en/status/{MARK}/other/"),
]


@pytest.mark.django_db
def test_no_line_tells_when_somebody_was_where_things_are_sent(lines, monkeypatch):
    monkeypatch.setattr("initiatives.intake.status.DELAY", 0)
    with time_machine.travel(TUESDAY, tick=False) as clock:
        client = Client()
        for method, url in INTAKE:
            client.generic(method, url, b"", **ASKED)
        client.generic("POST", "/en/submit/", b"", CONTENT_LENGTH="999999", **ASKED)
        client.get("/en/about/safety/")
        assert [line["route"] for line in lines()] == ["en/about/safety/"]
        clock.shift(timedelta(hours=13))
        # The first of the new day: nor does it write the numbers of the last one.
        client.get("/en/submit/")
        assert len(lines()) == 1
        clock.shift(60)
        client.get("/en/about/safety/")
    _old, counts, new = lines()
    assert counts["message"] == "requests of a day"
    assert (counts["day"], counts["time"]) == ("2026-11-24", new["time"])
    assert sum(counts["counts"].values()) == len(INTAKE) + 1
    assert counts["counts"]["GET en/status/<str:receipt>/ 404"] == 1
    assert no_reader_in(lines())


def test_counts_of_a_day_are_those_of_all_threads(lines):
    with time_machine.travel(TUESDAY, tick=False) as clock:
        log = RequestLog(lambda request: HttpResponse(status=404))
        request = RequestFactory().get("/nowhere/")
        threads = [
            threading.Thread(target=lambda: [log(request) for _ in range(200)]) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        clock.shift(timedelta(days=1))
        request.resolver_match = resolve("/en/about/safety/")
        log(request)
    assert lines()[0]["counts"] == {"GET - 404": 800}


@pytest.mark.django_db
def test_an_error_where_things_are_sent_is_written_at_once_with_its_day(lines, monkeypatch):
    def fail(*args: object) -> None:
        raise RuntimeError(MARK)

    monkeypatch.setattr("initiatives.intake.submit.SubmitView.get", fail)
    with time_machine.travel(TUESDAY, tick=False):
        response = Client(raise_request_exception=False).get("/en/submit/", **ASKED)
    assert response.status_code == 500
    (line,) = lines()
    assert (line["message"], line["time"]) == ("unhandled error", "2026-11-24")
    assert line["error"][0]["type"] == "RuntimeError"
    assert no_reader_in([line])


def test_an_unhandled_error_is_told_without_the_request(lines, monkeypatch):
    def fail(request):
        try:
            int(request.GET["q"])
        except ValueError as error:
            raise RuntimeError(f"cannot serve {request.path}") from error

    monkeypatch.setattr("directory.locale.accepted_language", fail)
    monkeypatch.setattr("directory.locale.language_of_path", lambda path: "en")
    response = Client(raise_request_exception=False).get("/", **ASKED)
    assert response.status_code == 500
    told, line = lines()
    assert (line["status"], told["level"]) == (500, "error")
    assert [error["type"] for error in told["error"]] == ["RuntimeError", "ValueError"]
    assert any("front_door" in place for place in told["error"][0]["at"])
    assert no_reader_in([told, line])


def test_the_failure_of_the_database_keeps_its_reason(lines):
    from django.db import OperationalError

    try:
        raise OperationalError("disk I/O error")
    except OperationalError:
        logging.getLogger("initiatives").exception("it failed")
    (line,) = lines()
    assert line["error"][0]["reason"] == "disk I/O error"


def test_the_server_writes_no_address_and_no_path(lines):
    logging.getLogger("gunicorn.error").warning("Invalid request from ip=203.0.113.77: x")
    logging.getLogger("gunicorn.error").error("Error handling request /%s", MARK)
    logging.getLogger("django.server").error("GET /%s", MARK)
    logging.getLogger("django.request").error("Internal Server Error: /%s", MARK)
    assert lines() == []
