"""A small request gets a small answer: no form of 256 kB becomes a page of megabytes (SR-17).

Measured are bytes and queries; how fast it is, is no test's affair.
"""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from initiatives.intake import status
from initiatives.models import Country, FocusRegion, Initiative, Role, Submission
from initiatives.vetting.decisions import ask
from initiatives.vetting.receipts import new_receipt, receipt_hash
from initiatives.vetting.submitting import submit
from tests.account.signing import moderator, signed_in
from tests.factories.content import least
from tests.factories.submission import person
from tests.house.large_forms import NEARLY_ALL, Fields, at_every_limit, bodies, encoded, filled
from tests.intake.visitor import text_of

pytestmark = pytest.mark.usefixtures("some_data")

LARGEST = 400_000
RECEIPT = new_receipt("small requests")


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Submission:
    """A submission with a question, so that each form of its private page is there."""
    monkeypatch.setattr(status.time, "sleep", lambda _seconds: None)
    token_hash = receipt_hash(RECEIPT)
    sent = submit(least(reach="", sources=[]), at=now(), token_hash=token_hash)
    ask(sent, moderator=person().moderator, text="Where?", at=now())
    return sent


@pytest.fixture
def desk(waiting: Submission) -> Client:
    return signed_in(moderator("nino", countries=("GE",), language="ru"))


def answer(client: Client, path: str, fields: Any) -> tuple[Any, int]:
    """The answer to a form, and how many queries it took; what it changed is undone."""
    body, kind = encoded(fields, multipart=True)
    assert len(body) <= 256 * 1024
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            given = client.generic("POST", path, body, content_type=kind)
        transaction.set_rollback(True)
    return given, len(queries)


def check(client: Client, path: str, what: str, pressed: Fields, **ordinary: Any) -> None:
    """That the answer to one of the large forms is small, and took no more than an ordinary one."""
    _page, usual = answer(client, path, [*filled(**ordinary), *pressed])
    page, queries = answer(client, path, [*bodies()[what], *pressed])
    assert page.status_code < 500
    assert len(page.content) <= LARGEST
    assert queries <= usual


PUBLIC = {
    "submit": ("/ru/submit/", ("preview", "edit", "send")),
    "edit": (f"/ru/status/{RECEIPT}/edit/", ("preview", "country", "send")),
    "status": (f"/ru/status/{RECEIPT}/", ("answer", "none")),
    "receipt": ("/ru/status/", ("",)),
}


@pytest.mark.whole
@pytest.mark.parametrize("form", PUBLIC)
@pytest.mark.parametrize("what", bodies())
def test_no_form_of_the_public_becomes_a_large_page(client, waiting, what, form):
    path, steps = PUBLIC[form]
    for step in steps:
        check(client, path, what, [("step", step), ("nonce", "none")])


@pytest.mark.whole
@pytest.mark.parametrize("form", ["propose", "correct", "change", "decide"])
@pytest.mark.parametrize("what", bodies())
def test_no_form_of_the_desk_becomes_a_large_page(desk, waiting, what, form):
    entry = Initiative.objects.published().filter(host_countries__code="GE")[0]
    path = {
        "propose": "/desk/propose/",
        "correct": f"/desk/submissions/{waiting.reference}/correct/",
        "change": f"/desk/initiatives/{entry.slug}/change/",
        "decide": f"/desk/submissions/{waiting.reference}/decide/",
    }[form]
    ordinary = {"host_countries": ["GE"], "cities": "Tbilisi", "partners": "bumaga"}
    pressed = [("act", "approve"), ("version", "1")]
    check(desk, path, what, pressed, **ordinary, sources="https://example.org/")


def test_what_is_too_long_for_a_table_is_refused_and_changes_nothing(db):
    office = signed_in(moderator("milan", role=Role.EDITOR))
    key = FocusRegion.objects.first().pk
    path = f"/desk/tables/initiatives/focusregion/{key}/change/"
    before = FocusRegion.objects.values().get(pk=key)
    page, _queries = answer(office, path, [("name_en", "'" * 200_000)])
    assert page.status_code == 413
    assert "what you typed is still there" in page.content.decode()
    assert len(page.content) <= LARGEST
    assert FocusRegion.objects.values().get(pk=key) == before


@pytest.mark.whole
@pytest.mark.parametrize("what", bodies())
def test_no_form_before_the_sign_in_becomes_a_large_page(client, what):
    fields = [("login", "'" * NEARLY_ALL)] if what.startswith("apostrophes") else bodies()[what]
    page, _queries = answer(client, "/desk/sign-in/", fields)
    assert page.status_code < 500
    assert len(page.content) <= LARGEST


def test_an_address_that_prefills_the_form_is_small_too(client):
    query = "&".join(["country=ge&city=ge-tbilisi&region=ru-bu"] * 160)
    page = client.get(f"/ru/submit/?{query}&country=" + "g" * 100_000)
    assert page.status_code == 200
    assert len(page.content) <= LARGEST


def press(client: Client, fields: Fields, path: str = "/en/submit/") -> Any:
    return answer(client, path, [*fields, ("step", "preview")])[0]


def test_what_is_far_too_long_is_told_with_its_length_and_its_beginning_is_kept(client):
    page = press(client, filled(name_en="Tea " * 50_000))
    assert "Shorten this to 120 characters; it has 200000." in text_of(page)
    assert "Everything you typed is still here, except the end" in text_of(page)
    assert "Everything you typed is still on this page" not in text_of(page)
    assert page.content.decode().count("Tea ") > 2000


@pytest.mark.parametrize("name", ["name_en", "summary_en", "description_ru", "note"])
def test_what_is_a_little_too_long_stays_whole(client, name):
    text = "".join(f"{number:04} " for number in range(1000)).strip()
    page = press(client, filled(**{name: text}))
    assert text in page.content.decode()
    assert "Everything you typed is still on this page." in text_of(page)


def test_more_countries_than_may_be_given_are_all_kept(client):
    codes = [row.code for row in Country.objects.order_by("code")[:30]]
    page = press(client, filled(host_countries=codes))
    assert "At most 20 are allowed; there are 30." in text_of(page)
    for code in codes:
        assert f'<option value="{code}" selected>' in page.content.decode()


def test_one_country_many_times_is_one_country(client):
    page = press(client, filled(host_countries=["GE"] * 480))
    assert page.content.decode().count('name="host_countries"') == 1


def test_everything_at_its_limit_is_taken_and_lost_nowhere(client):
    page = press(client, at_every_limit("'"))
    assert "Check it once more" in text_of(page)
    sent = re.findall(r'name="([^"]+)" value="([^"]*)">', page.content.decode())
    fields = [(name, html.unescape(value)) for name, value in sent]
    for pair in at_every_limit("'"):
        assert pair in fields


def test_the_desk_tells_the_length_of_what_it_cut_and_keeps_nothing(desk, waiting):
    path = f"/desk/submissions/{waiting.reference}/correct/"
    page, _queries = answer(desk, path, [*filled(note="", name_en="Tea " * 50_000)])
    assert page.status_code == 422
    assert "200000" in text_of(page)
    assert "Tea Tea" in page.content.decode()
    waiting.refresh_from_db()
    assert waiting.content["name_en"] == least()["name_en"]
