"""What the tests of the public's forms begin with."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from initiatives.intake import status
from initiatives.models import City, Country, Role, Submission
from tests.account.signing import moderator, signed_in
from tests.factories.content import LEAST
from tests.factories.words import make_words
from tests.intake.visitor import FILLED, Visitor, text_of

# A Tuesday, shortly before the hour in which allowances are counted anew.
NOON = "2026-11-24T12:10:00Z"


@pytest.fixture
def words(db: None) -> None:
    make_words()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands still until a test moves it."""
    with time_machine.travel(NOON, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long wrong receipts were made to wait; nobody really does."""
    pauses: list[float] = []
    monkeypatch.setattr(status.time, "sleep", pauses.append)
    return pauses


@pytest.fixture
def visitor(words: None, clock: time_machine.Traveller, waited: list[float]) -> Visitor:
    return Visitor(Client(), clock)


# The doors by which something typed comes in: public form, desk, import.

# The public form is the one of the quick round: the doors share what reads.
WHOLE = [pytest.param(one, marks=pytest.mark.whole) for one in ("desk", "imported")]

# A door: what is typed -> the document that came of it, or a text with the reasons why none did.
Door = Callable[..., dict[str, Any] | str]


ALSO = {"TR": ["Turkey", "Istanbul"], "US": ["America", "the States", "Portland"]}


@pytest.fixture
def places(words: None) -> None:
    """Some more countries and cities."""
    for code, en, ru, cities in (
        ("US", "United States", "США", [("los-angeles", "Los Angeles", "Лос-Анджелес"),
                                        ("portland", "Portland", "Портленд")]),
        ("CA", "Canada", "Канада", [("vancouver", "Vancouver", "Ванкувер")]),
        ("TR", "Türkiye", "Турция", [("istanbul", "Istanbul", "Стамбул")]),
        ("KZ", "Kazakhstan", "Казахстан", [("almaty", "Almaty", "Алматы")]),
    ):  # fmt: skip
        country = Country.objects.create(code=code, slug=en.lower().replace(" ", "-").replace(
            "ü", "u"), name_en=en, name_ru=ru, also_en=ALSO.get(code, []))  # fmt: skip
        for slug, name_en, name_ru in cities:
            City.objects.create(
                country=country,
                slug=slug,
                name_en=name_en,
                name_ru=name_ru,
                latitude=1,
                longitude=1,
            )
    serbia = Country.objects.get(code="RS")
    City.objects.create(
        country=serbia, slug="novi-sad", name_en="Novi Sad", name_ru="Нови-Сад", latitude=1,
        longitude=1,
    )  # fmt: skip


@pytest.fixture
def public(visitor: Visitor) -> Door:
    def give(**typed: Any) -> dict[str, Any] | str:
        answer = visitor.send_or_page(**_as_sent(typed))
        if answer.status_code == 303:
            return dict(Submission.objects.latest("pk").content)
        return text_of(answer)

    return give


@pytest.fixture
def desk(places: None) -> Door:
    client = signed_in(moderator("edita", role=Role.EDITOR))

    def give(**typed: Any) -> dict[str, Any] | str:
        least = {
            name: FILLED[name] for name in FILLED if name not in ("relation", "contact", "note")
        }
        data = {
            **least,
            "reach": "grassroots",
            "sources": "https://example.com/",
            **_as_sent(typed),
        }
        answer = client.post("/desk/propose/", data)
        if answer.status_code == 302:
            return dict(Submission.objects.latest("pk").content)
        return text_of(answer)

    return give


@pytest.fixture
def imported(places: None, tmp_path: Path) -> Door:
    def give(**values: Any) -> dict[str, Any] | str:
        row = {**LEAST, "slug": "one", **values}
        (tmp_path / "some.json").write_text(json.dumps([row]), encoding="utf-8")
        try:
            call_command("load_samples", "--folder", str(tmp_path), stdout=io.StringIO())
        except CommandError as error:
            return str(error)
        return dict(Submission.objects.latest("pk").content)

    return give


@pytest.fixture(params=["public", *WHOLE])
def door(request: pytest.FixtureRequest, places: None) -> Door:
    found: Door = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["public", WHOLE[0]])
def form(request: pytest.FixtureRequest, places: None) -> Door:
    found: Door = request.getfixturevalue(request.param)
    return found


def _as_sent(typed: dict[str, Any]) -> dict[str, Any]:
    """A document's links as a browser sends them."""
    sent = {**typed}
    if links := sent.pop("links", None):
        sent["link_type"] = [link["type"] for link in links]
        sent["link_url"] = [link["url"] for link in links]
    return sent
