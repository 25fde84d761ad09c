"""A reader of the onion service is shown no address of the web, and no receipt is in a header."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.utils.timezone import now

from directory import page_cache
from initiatives.models import Role
from tests.account.signing import moderator, prove_again, sign_in
from tests.directory.test_headers import ONION
from tests.intake.visitor import Visitor
from tests.journeys.behind import PLACES, Behind
from tests.journeys.examples import EXAMPLES
from tests.journeys.site import Site

pytestmark = pytest.mark.usefixtures("rare_data")
WEB = "web.example"
FILES = ("robots.txt", "sitemap.xml", "sitemap-pages.xml", "sitemap-entries-1.xml", "")
LANGUAGES = ("en", "ru")


@pytest.fixture(autouse=True)
def _two_addresses(db, settings, monkeypatch):
    settings.SITE_URL = f"https://{WEB}"
    settings.ONION_LOCATION = f"http://{ONION}"
    settings.ALLOWED_HOSTS = [WEB, ONION, "localhost"]
    settings.CACHES = {**settings.CACHES, "pages": page_cache.backend("", debug=False)}
    caches["pages"].clear()
    monkeypatch.setattr("initiatives.intake.status.time.sleep", lambda seconds: None)
    yield
    caches["pages"].clear()


def everything(response) -> str:
    return f"{response.headers}\n{response.content.decode()}"


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reader_is_shown_the_address_that_they_came_by(language):
    web, onion = Client(headers={"host": WEB}), Client(headers={"host": ONION})
    asked = [(one.method, one.address(language), one.private) for one in EXAMPLES]
    asked += [("GET", f"/{path}", False) for path in [*FILES, f"{language}/site.webmanifest"]]
    pages = [(one, web.generic(*one[:2], secure=True)) for one in asked]
    for one, page in pages:
        answer = onion.generic(*one[:2])
        assert answer.status_code == page.status_code, one
        assert WEB not in everything(answer), one
        assert ONION not in page.content.decode(), one
        assert WEB in page.content.decode() or 'rel="canonical"' not in answer.content.decode()
        # What a page made for one reader is known by is not known for the other.
        if tag := page.get("ETag"):
            asked_again = onion.generic(*one[:2], headers={"if-none-match": tag})
            assert asked_again.status_code == answer.status_code, one
    for one, page in pages:
        again = web.generic(*one[:2], secure=True)
        if again.get("ETag"):
            assert again.content == page.content, one


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_private_names_no_other_address_and_is_named_in_no_header(language):
    from tests.journeys import states

    said = StringIO()
    with redirect_stdout(said):
        states.write(language)
    told = json.loads(said.getvalue().splitlines()[-1])
    behind = Behind(Site("", Path(), {}, lambda command: ""), language, told)
    for place in PLACES:
        path = place.path.format(**behind.words)
        for host in (ONION, WEB):
            client = Client(headers={"host": host, "accept-language": language})
            if place.who:
                client.cookies["session"] = told["sessions"][place.who]
            answer = client.get(path, secure=host == WEB, follow=True)
            assert answer.status_code == 200, place
            assert "Onion-Location" not in answer, place
            assert (WEB if host == ONION else ONION) not in everything(answer), place


def test_a_receipt_is_of_the_onion():
    onion = Client(headers={"host": ONION})
    with time_machine.travel(now(), tick=False) as clock:
        answer = Visitor(onion, clock).send()
        assert answer.status_code == 303
        page = onion.get(answer["Location"])
    assert WEB not in everything(answer)
    assert f"http://{ONION}{answer['Location']}" in page.content.decode()


def test_the_link_of_a_new_moderator_is_of_the_onion():
    head = sign_in(moderator("anna", role=Role.ADMINISTRATOR), headers={"host": ONION})
    prove_again(head)
    data = {"username": "lena", "role": "moderator", "language": "ru", "countries": ["GE"]}
    shown = head.post("/desk/people/", data).content.decode()
    assert f"http://{ONION}/desk/sign-in/welcome/" in shown
    assert WEB not in shown
