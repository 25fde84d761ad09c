"""Public pages travel packed to whoever takes that, and the desk's pages never do."""

import gzip

import brotli
import pytest
from django.test import Client

PACKED = {"accept-encoding": "gzip, deflate, br"}
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "status"), [("/en/about/safety/", 200), ("/ru/submit/", 200), ("/en/nowhere/", 404)]
)
@pytest.mark.parametrize(
    ("taken", "packing"),
    [("gzip, deflate, br", "br"), ("br;q=0.5, gzip", "br"), ("gzip, br;q=0", "gzip"),
     ("gzip", "gzip"), ("gzip, brown", "gzip")],
)  # fmt: skip
def test_page_is_packed_for_whoever_takes_it(client, path, status, taken, packing):
    plain = client.get(path)
    packed = Client().get(path, headers={"accept-encoding": taken})
    assert plain.status_code == packed.status_code == status
    assert packed["Content-Encoding"] == packing
    assert len(packed.content) < len(plain.content) / 2
    # The form has a nonce of its own each time.
    assert len(UNPACK[packing](packed.content)) == len(plain.content)
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    assert "Accept-Encoding" in packed["Vary"]
    assert int(packed["Content-Length"]) == len(packed.content)


def test_what_must_not_be_stored_has_no_length_that_tells(client):
    """The answer to what somebody typed: gzip, whose length is made uncertain."""
    answer = client.post("/en/submit/", {"name_en": "X"}, headers=PACKED)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Encoding"] == "gzip"


def test_packed_page_that_the_reader_has_is_not_sent_again(client):
    packed = client.get("/en/", headers=PACKED)
    headers = {**PACKED, "if-none-match": packed["ETag"]}
    again = client.get("/en/", headers=headers)
    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/ru/", headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/desk/sign-in/", "/static/img/icon-192.png"])
def test_desk_and_pictures_are_not_packed(client, path):
    response = client.get(path, headers=PACKED)
    assert response.status_code == 200
    assert "Content-Encoding" not in response
