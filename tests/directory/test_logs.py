"""The log names the route and holds nothing of the reader (SR-2)."""

import io
import json
import logging

import pytest
from django.test import Client

MARK = "reader-mark"
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
        ("/en/initiatives/", 400, "en/initiatives/"),
        (f"/en/initiatives/{MARK}/", 404, "en/initiatives/<slug:slug>/"),
        (f"/{MARK}", 404, ""),
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
def test_refusals_leave_one_line_without_what_was_refused(lines):
    Client().get("/", headers={"host": f"{MARK}.example"})
    Client().generic("POST", f"/{MARK}", b"", CONTENT_LENGTH="999999", **ASKED)
    Client().generic(MARK, f"/en/{MARK}/", **ASKED)
    found = lines()
    assert [line["status"] for line in found] == [400, 413, 404]
    assert found[2]["method"] == "other"
    assert no_reader_in(found)


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
