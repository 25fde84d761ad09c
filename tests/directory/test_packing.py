"""Public pages travel packed to whoever takes that, and the desk's pages never do."""

import gzip

import pytest
from django.test import Client

PACKED = {"accept-encoding": "gzip, deflate, br"}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "status"), [("/en/about/safety/", 200), ("/ru/submit/", 200), ("/en/nowhere/", 404)]
)
def test_page_is_packed_for_whoever_takes_it(client, path, status):
    plain = client.get(path)
    packed = Client().get(path, headers=PACKED)
    assert plain.status_code == packed.status_code == status
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    # The form has a nonce of its own each time.
    assert len(gzip.decompress(packed.content)) == len(plain.content)
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    assert "Accept-Encoding" in packed["Vary"]
    assert int(packed["Content-Length"]) == len(packed.content)


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
