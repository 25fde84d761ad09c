"""What no sample entry is: hidden, verified, closed with a successor, in one language only.

Written by the public doors of vetting, like everything else in the directory.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from initiatives.models import By, Initiative, Moderator, Purpose, Role
from initiatives.vetting import decisions, receipts, submitting
from initiatives.vetting.publishing import publish
from tests.journeys.examples import ASKED, CLOSED, HIDDEN, STALE, VERIFIED, WAITING

_ENTRY: dict[str, Any] = {
    "schema": 1,
    "kind": "civic",
    "name_ru": "Взаимопомощь, которой больше нет",
    "summary_ru": "Пример записи: её показывают только испытания, в справочнике её нет.",
    "description_ru": "Первый абзац.\n\n- первое;\n- второе.",
    "host_countries": ["DE"],
    "languages": ["ru"],
    "activities": ["legal-aid"],
    "reach": "grassroots",
    "sources": ["https://example.org/source"],
    "state": "published",
}


def write() -> None:
    """Add the rare entries; the samples must be loaded."""
    now = datetime.now(UTC)
    _verify(STALE, at=now - timedelta(days=200), how="sources")
    _verify(VERIFIED, at=now, how="initiative")
    _add(HIDDEN, at=now, state="hidden", name_ru="Имя, которого никто не увидит")
    _add(
        CLOSED,
        at=now,
        state="closed",
        closed_on="2024-03-10",
        successor=STALE,
        partners=[STALE, VERIFIED],
        founded="2022-03",
        other_names=[
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
        ],
        terms_ru="Приходят все.",
        cost="free",
        seeks=["funding"],
        audiences=["families"],
        focus_regions=["RU-BU", "RU-TA", "RU-SPE", "RU-MOS"],
        designations=[
            {
                "type": "foreign_agent",
                "since": "2022-05",
                "ended": "2023-01-20",
                "name_in_register": "Общество с длинным названием, которое никто не помнит",
                "source": "https://example.org/register",
            }
        ],
    )
    _send(WAITING, at=now, description_ru="", website="https://example.org/waits")
    asked = _send(
        ASKED,
        at=now,
        name_en="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        website="https://example.org/" + "a" * 120,
        proposed={"cities": [{"country": "DE", "name": "Neuschwanstein"}], "tags": []},
        note="Первая строка.\nВторая.",
        contact="@example",
    )
    decisions.ask(
        asked, moderator=_milan(), at=now, text="Работает ли она сейчас?\n\nhttps://example.org"
    )


def _send(receipt: str, *, at: datetime, note: str = "", contact: str = "", **values: Any) -> Any:
    return submitting.submit(
        _ENTRY | values,
        at=at,
        language="ru",
        relation="knows",
        note=note,
        contact=contact,
        token_hash=receipts.receipt_hash(receipt),
    )


def _milan() -> Moderator:
    user = get_user_model().objects.get_or_create(username="milan")[0]
    return Moderator.objects.get_or_create(user=user, defaults={"role": Role.EDITOR})[0]


def _add(slug: str, *, at: datetime, **values: Any) -> None:
    submission = submitting.submit(_ENTRY | values, at=at, by=By.IMPORT, slug=slug)
    publish([submission], by=By.IMPORT, at=at)


def _verify(slug: str, *, at: datetime, how: str) -> None:
    base = Initiative.objects.get(slug=slug).revision
    milan = _milan()
    submission = submitting.submit(
        None, at=at, by=By.MODERATOR, moderator=milan, purpose=Purpose.VERIFICATION, base=base
    )
    decisions.approve(submission, moderator=milan, at=at, verified_how=how)
