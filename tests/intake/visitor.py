"""Somebody without an account: opens pages, fills in forms, presses buttons, over HTTP only."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

import time_machine
from django.test import Client

from initiatives.models import Submission

FILLED: dict[str, Any] = {
    "website": "https://sakhalin-tea.example/",
    "name_en": "Sakhalin Tea",
    "kind": "mutual_aid",
    "summary_en": "Tea and help with documents on Sundays.",
    "host_countries": ["RS"],
    "cities": "Belgrade",
    "languages": ["ru"],
    "activities": ["legal-aid"],
    "relation": "knows",
    "contact": "@secret_contact_zq",
    "note": "Found it in a chat.",
}


def filled(**changes: Any) -> dict[str, Any]:
    """A form as a person leaves it; None takes a field out."""
    return {name: value for name, value in {**FILLED, **changes}.items() if value is not None}


def text_of(response: Any) -> str:
    """What a reader sees of a page, on one line."""
    page = re.sub(r"<svg.*?</svg>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\xa0", " ").split())


def hidden(response: Any, name: str) -> str:
    """The value of a hidden field of the page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no {name} on the page"
    return html.unescape(found[1])


@dataclass
class Visitor:
    client: Client
    clock: time_machine.Traveller
    language: str = "en"

    def address(self, path: str) -> str:
        return f"/{self.language}/{path}"

    def open(self, path: str = "submit/", **headers: Any) -> Any:
        return self.client.get(self.address(path), **headers)

    def press(self, step: str, data: dict[str, Any], path: str = "submit/", **headers: Any) -> Any:
        return self.client.post(self.address(path), {**data, "step": step}, **headers)

    def preview(self, **changes: Any) -> Any:
        """The first press, ten seconds after the form was opened."""
        nonce = hidden(self.open(), "nonce")
        self.clock.shift(10)
        return self.press("preview", filled(nonce=nonce, **changes))

    def send(self, headers: dict[str, Any] | None = None, **changes: Any) -> Any:
        """Both presses; the answer to the second."""
        nonce = hidden(self.preview(**changes), "nonce")
        return self.press("send", filled(nonce=nonce, **changes), **(headers or {}))

    def send_or_page(self, **changes: Any) -> Any:
        """The same; the page with what is wrong where there is no preview."""
        page = self.preview(**changes)
        if page.context.get("problems"):
            return page
        return self.press("send", filled(nonce=hidden(page, "nonce"), **changes))

    def sent(self, **changes: Any) -> tuple[str, Submission]:
        """The receipt and the row of what was sent."""
        answer = self.send(**changes)
        assert answer.status_code == 303, text_of(answer)
        receipt = answer["Location"].split("/")[3]
        return receipt, Submission.objects.latest("pk")
