"""Every page and every state of it has a place among the examples and states of test_structure.

What has none is found by the branches of the templates: each is taken by an example or a state.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any

import pytest
from django.db import transaction
from django.template import loader
from django.template.base import VariableDoesNotExist
from django.template.defaulttags import IfNode
from django.test import Client

from initiatives.catalogue.snapshot import forget
from tests.house.files import ROOT
from tests.intake.visitor import Visitor
from tests.journeys.examples import EXAMPLES
from tests.pages.states import STATES, speaking

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


pytestmark = pytest.mark.usefixtures("rare_data")


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget()


def answered(name: str, visitor: Visitor, language: str) -> Any:
    """The response that a state ends with; what it did is undone."""
    with undone():
        response = STATES[name](speaking(visitor, language))
        assert response.status_code in {200, 403, 404, 413}, response
        return response


def answer(name: str, visitor: Visitor, language: str) -> str:
    return answered(name, visitor, language).content.decode()


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
    for language in LANGUAGES:
        for example in EXAMPLES:
            response = Client().generic(example.method, example.address(language))
            rendered |= {one.name for one in response.templates}
    # The bones of each state are the same in both languages, test_structure.py says it.
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
