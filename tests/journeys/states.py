"""One submission in each state, and people at each step of the sign-in: for tests and pictures.

Runs inside a journeys' site (`behind.py` asks for it), and goes through vetting's own doors.
"""

import json
import secrets
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import now

from directory.demo.submissions import load_submissions
from initiatives import content
from initiatives.models import Initiative, Moderator, Purpose, Register, Role, Submission
from initiatives.vetting import canned_replies, decisions, receipts, submitting
from tests.account.signing import give_password, moderator, prove_again, sign_in

_CHOIR: dict[str, Any] = {
    "kind": "civic",
    "name_en": "Example Choir",
    "name_ru": "Хор «Пример»",
    "summary_en": "An invented choir that sings on Sundays and teaches whoever wants to learn.",
    "summary_ru": "Выдуманный хор: поёт по воскресеньям и учит всех, кто хочет научиться.",
    "description_ru": "Запись для показа: такого хора нет.",
    "host_countries": ["RS"],
    "cities": ["RS/belgrade"],
    "languages": ["ru", "sr"],
    "activities": ["culture"],
    "reach": "grassroots",
    "sources": ["https://news.example/choir"],
}


def write(language: str) -> None:
    """Print sessions, references and receipts by state, and a key of every table, as JSON."""
    at = now()
    mark = secrets.token_hex(3)
    editor = moderator(f"editor-{mark}", role=Role.EDITOR, everywhere=True, language=language)
    second = moderator(f"second-{mark}", role=Role.EDITOR, everywhere=True, language=language)
    above = moderator(f"above-{mark}", role=Role.ADMINISTRATOR, everywhere=True, language=language)
    waiting = load_submissions(at=at, asks=second)
    Register.objects.get_or_create(type="undesirable")
    told = {
        "sessions": {
            "editor": _session(_proved(sign_in(editor, SERVER_NAME="localhost"))),
            "administrator": _session(_proved(sign_in(above, SERVER_NAME="localhost"))),
            "half": _half(f"half-{mark}", language, enrolled=True),
            "enrolling": _half(f"new-{mark}", language, enrolled=False),
        },
        "welcome": _welcome(f"welcome-{mark}", language),
        "states": _states(mark, language, at, editor, second),
        "review": {
            "new": waiting[0].reference,
            "duplicate": waiting[1].reference,
            "proposed": waiting[2].reference,
            "change": waiting[3].reference,
            "suspicious": waiting[4].reference,
        },
        "entry": "bumaga",
        "keys": {
            model._meta.model_name: str(model._default_manager.values_list("pk", flat=True)[0])
            for model in apps.get_app_config("initiatives").get_models()
            if model._default_manager.exists()
        }
        | {"person": str(second.pk)},
    }
    print(json.dumps(told))


def _states(
    mark: str, language: str, at: datetime, editor: Moderator, second: Moderator
) -> dict[str, dict[str, str]]:
    """State -> reference and receipt."""
    names = ["pending", "needs_info", "endorsed", "approved", "rejected", "withdrawn", "spam"]
    told = {}
    sent = {}
    for name in [*names, "held"]:
        receipt = receipts.new_receipt(f"{mark}-{name}")
        sent[name] = submitting.submit(
            _CHOIR | {"website": f"https://choir-{mark}-{name.replace('_', '-')}.example/"},
            at=at - timedelta(days=2),
            language=language,
            relation="speaks",
            note="Мы поём с прошлой осени." if language == "ru" else "We began last autumn.",
            contact="@example_choir",
            token_hash=receipts.receipt_hash(receipt),
            held="honeypot" if name == "held" else "",
        )
        told[name] = {"reference": sent[name].reference, "receipt": receipt}
        if name not in ("pending", "approved"):
            submitting.keep_receipt(sent[name])
    question = {
        "en": "Who leads the choir now, and where does it say so? A public page is enough.",
        "ru": "Кто сейчас руководит хором и где об этом сказано? Достаточно открытой страницы.",
    }[language]
    decisions.ask(sent["needs_info"], moderator=second, text=question, at=at)
    decisions.endorse(sent["endorsed"], moderator=second, at=at)
    decisions.approve(sent["approved"], moderator=second, at=at)
    ready = canned_replies.find("reject", "not_checkable")
    assert ready is not None
    comment = ready.text(language)
    decisions.reject(sent["rejected"], moderator=second, reason=ready.key, comment=comment, at=at)
    decisions.mark_as_spam(sent["spam"], moderator=second, at=at)
    submitting.withdraw(sent["withdrawn"], at=at)
    told["outdated"] = _outdated(sent["approved"], at, second, editor)
    return told


def _outdated(
    published: Submission, at: datetime, second: Moderator, editor: Moderator
) -> dict[str, str]:
    """A change of the entry which another one has overtaken."""
    entry = content.with_content(Initiative.objects.all()).get(
        pk=Submission.objects.get(pk=published.pk).initiative_id
    )
    late, quick = (
        submitting.submit(
            content.from_initiative(entry) | {"description_ru": text},
            at=at,
            purpose=Purpose.CHANGE,
            base=entry.revision,
        )
        for text in ("Хор поёт по субботам.", "Хор поёт в клубе.")
    )
    decisions.approve(quick, moderator=second, at=at)
    return {"reference": late.reference, "receipt": ""}


def _proved(client: Client) -> Client:
    """One who has said once more who they are, so that the recovery codes are shown."""
    assert prove_again(client).status_code == 302
    return client


def _session(client: Client) -> str:
    return client.cookies["session"].value


def _half(name: str, language: str, *, enrolled: bool) -> str:
    """The session of somebody who has given the password only."""
    moderator(name, everywhere=True, language=language, enrolled=enrolled)
    client = Client(SERVER_NAME="localhost")
    give_password(client, name)
    return _session(client)


def _welcome(name: str, language: str) -> str:
    """The path of the link with which a new moderator begins."""
    said = StringIO()
    call_command("add_moderator", name, "--everywhere", "--language", language, stdout=said)
    return "/" + said.getvalue().splitlines()[-1].split("/", 3)[3]
