"""Every page and every state of it has a place here or in test_structure: both languages compared.

What has none is found by the branches of the templates: each is taken by an example or a state.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

import pytest
import time_machine
from django.db import transaction
from django.template import loader
from django.template.base import VariableDoesNotExist
from django.template.defaulttags import IfNode
from django.test import Client
from django.utils.timezone import now

from initiatives.catalogue.snapshot import forget
from initiatives.intake import receipts
from tests.house.files import ROOT
from tests.intake.visitor import Visitor
from tests.journeys import rare
from tests.journeys.examples import EXAMPLES
from tests.markup import parse
from tests.pages.bones import HEADINGS, bones
from tests.pages.states import STATES, speaking
from tests.plain_templates import plain_templates

LANGUAGES = ("en", "ru")
TEMPLATES = ROOT / "templates"
# The desk and the sign-in have tests of their own. 500 and 503 are no templates but files.
ELSEWHERE = ("desk/", "account/", "mfa/", "admin/", "403.html", "429.html", "500.html", "503.html")
# Branches that no page takes: what is written for the day when one does.
NOT_TAKEN = {
    ("pages/beyond.html", "if last.count"),
    ("pages/empty_place.html", "if country.count is not None"),
    ("parts/crumbs.html", "if crumb.url"),
}


@pytest.fixture(scope="module", autouse=True)
def _rare_data(some_data: None) -> None:
    rare.write()


@pytest.fixture
def visitor(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    monkeypatch.setattr(receipts.time, "sleep", lambda seconds: None)
    with time_machine.travel(now(), tick=False) as clock:
        yield Visitor(Client(), clock)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget()


def answer(name: str, visitor: Visitor, language: str) -> str:
    with undone():
        response = STATES[name](speaking(visitor, language))
        assert response.status_code in {200, 403, 404, 413}, response
        return response.content.decode()


@pytest.mark.parametrize("name", STATES)
def test_both_languages_of_a_state_have_the_same_bones(visitor, name):
    english, russian = (parse(answer(name, visitor, language)) for language in LANGUAGES)
    assert bones(english) == bones(russian)
    for tree in (english, russian):
        assert [one.tag for one in tree.all("h1")] == ["h1"]
        assert all(one.text for one in tree.all(*HEADINGS))
        ids = [one.attributes["id"] for one in tree.walk() if "id" in one.attributes]
        assert len(ids) == len(set(ids))


Branch = tuple[str, int, str, int]


def branches() -> dict[Branch, str]:
    """Every branch of every template of the public pages that shows something."""
    found: dict[Branch, str] = {}
    for path in TEMPLATES.rglob("*.html"):
        name = str(path.relative_to(TEMPLATES))
        if name.startswith(ELSEWHERE):
            continue
        for node in loader.get_template(name).template.nodelist.get_nodes_by_type(IfNode):
            said = node.token.contents
            if node.origin.template_name == name and (name, said) not in NOT_TAKEN:
                for number in range(len(node.conditions_nodelists)):
                    found[name, node.token.lineno, said, number] = name
    return found


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> set[Branch]:
    """The branches that are rendered from now on."""
    seen: set[Branch] = set()

    def render(node: IfNode, context: object) -> str:
        for number, (condition, nodelist) in enumerate(node.conditions_nodelists):
            try:
                holds = condition is None or condition.eval(context)
            except VariableDoesNotExist:
                holds = False
            if holds:
                name = str(node.origin.template_name)
                seen.add((name, node.token.lineno, node.token.contents, number))
                return nodelist.render(context)
        return ""

    monkeypatch.setattr(IfNode, "render", render)
    return seen


@pytest.mark.whole
def test_every_template_and_every_branch_has_its_example_or_state(visitor, taken):
    rendered = set()
    with plain_templates():
        for language in LANGUAGES:
            for example in EXAMPLES:
                response = Client().generic(example.method, example.address(language))
                rendered |= {one.name for one in response.templates}
        # The bones of each state are the same in both languages, which the test above says.
        for name, language in zip(STATES, cycle(LANGUAGES), strict=False):
            with undone():
                response = STATES[name](speaking(visitor, language))
                rendered |= {one.name for one in response.templates}
    asked = branches()
    assert len(asked) > 250
    missing = sorted(set(asked) - taken)
    assert not missing, "write a state in tests/pages/states.py for:\n" + "\n".join(
        f"{name}, line {line}: {said}, branch {number + 1}" for name, line, said, number in missing
    )
    files = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    assert {one for one in files if not one.startswith(ELSEWHERE)} <= rendered
