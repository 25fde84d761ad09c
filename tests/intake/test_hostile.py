"""Hostile inputs, kept as data: each answered below 500, each with its message, none stored.

hostile.json, a case on each line: what it is; ``change`` of a filled form, or ``raw``, what is
added to its body as bytes; ``step`` pressed, if not "send"; ``expect``, the words of the answer
(``inside`` "page": as they stand in the markup). ``["repeat", text, number]`` is that text many
times. Where ``stored`` is said the input is no fault, and the answer shows it disarmed.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils.timezone import now

from initiatives.intake import anti_spam
from initiatives.models import Submission
from tests.intake.visitor import Visitor, filled, text_of
from tests.thorough import some

CASES = json.loads((Path(__file__).parent / "hostile.json").read_text(encoding="utf-8"))
FORM = "application/x-www-form-urlencoded"
pytestmark = pytest.mark.engine


def value_of(value: Any) -> Any:
    if isinstance(value, list) and value[:1] == ["repeat"]:
        return value[1] * value[2]
    return value


def body_of(case: dict[str, Any], nonce: str) -> str:
    changes = {name: value_of(value) for name, value in case.get("change", {}).items()}
    raw = case.get("raw", "")
    changes |= {raw.partition("=")[0]: None} if raw else {}
    data = filled(nonce=nonce, step=case.get("step", "send"), **changes)
    return urlencode(data, doseq=True) + (f"&{raw}" if raw else "")


def test_cases_are_many_and_each_says_what_it_expects():
    assert len(CASES) >= 150
    assert len({case["what"] for case in CASES}) == len(CASES)
    assert all(case["expect"] for case in CASES)


@pytest.mark.parametrize("case", some(CASES), ids=lambda case: case["what"][:60])
def test_hostile_input_is_answered_with_its_message(visitor: Visitor, case: dict[str, Any]):
    nonce = anti_spam.draw_nonce("submit", at=now() - timedelta(seconds=10)).text
    answer = visitor.client.post("/en/submit/", body_of(case, nonce), content_type=FORM)
    assert answer.status_code < 500
    page = answer.content.decode() if case.get("inside") else text_of(answer)
    assert case["expect"] in page, page[:3000]
    assert "<script>alert" not in answer.content.decode()
    assert "javascript:alert" not in _hrefs(answer)
    assert Submission.objects.count() == 0


def _hrefs(answer: Any) -> str:
    return " ".join(part.split('"')[0] for part in answer.content.decode().split('href="')[1:])


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"name_en": {"$gt": ""}}'),
        ("application/x-www-form-urlencoded; charset=utf-16", "name_en=\u0416".encode("utf-16")),
        ("application/x-www-form-urlencoded; charset=no-such", b"name_en=a"),
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
        ("multipart/form-data; boundary=\xff", b"--x--"),
        ("multipart/form-data; boundary=x; charset=utf-7", b"--x--\r\n"),
        ("text/plain", b"name_en=a"),
        ("", b"name_en=a"),
        (FORM, b"&".join(b"activities=%d" % n for n in range(600))),
        (FORM, b"%" * 1000),
        (FORM, b"=&=&&==%00"),
        (FORM, b""),
    ],
)
def test_body_of_a_strange_kind_is_answered_and_stores_nothing(visitor, content_type, body):
    visitor.client.raise_request_exception = False
    answer = visitor.client.generic("POST", "/en/submit/", body, content_type=content_type)
    assert answer.status_code in (200, 400)
    assert "<h1" in answer.content.decode()
    assert Submission.objects.count() == 0


def test_file_in_place_of_a_text_is_a_missing_text(visitor: Visitor):
    from django.core.files.uploadedfile import SimpleUploadedFile

    data = filled(name_en=SimpleUploadedFile("name.txt", b"Sakhalin Tea"))
    answer = visitor.client.post("/en/submit/", data)
    assert "Enter a name in either language." in text_of(answer)
