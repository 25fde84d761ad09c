"""Every public page in both languages, each in the states that the tests know, as files.

Nothing is listed here: the lists are those of the tests (tests/journeys/examples.py,
tests/pages/states.py, tests/journeys/behind.py).
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "ru")


def write_pages(folder: Path) -> int:
    """Write <what>-<language>.html for each into the folder; return how many they are."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    logging.disable(logging.WARNING)
    number = 0
    with _filled_database():
        for what, language, text in _pages():
            name = re.sub(r"\W+", "-", what).strip("-")
            page = folder / f"{name}-{language}.html"
            assert not page.exists(), f"two pages are called {page.name}"
            page.write_text(text, encoding="utf-8")
            number += 1
    return number


@contextmanager
def _filled_database() -> Iterator[None]:
    """A database of the tests' own kind with the real data, gone at the end."""
    from django.core.management import call_command
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
        teardown_test_environment,
    )

    from tests.journeys import rare

    setup_test_environment()
    with redirect_stdout(StringIO()):
        made = setup_databases(verbosity=0, interactive=False)
    try:
        with redirect_stdout(StringIO()):
            call_command("load_reference", verbosity=0)
            call_command("load_samples", verbosity=0)
        rare.write()
        yield
    finally:
        teardown_databases(made, verbosity=0)
        teardown_test_environment()


def _pages() -> Iterator[tuple[str, str, str]]:
    """What it is, its language, its text."""
    from tests.journeys.examples import EXAMPLES
    from tests.pages.states import STATES

    for language in LANGUAGES:
        for example in EXAMPLES:
            yield f"page {example}", language, _of_example(example, language)
        for state in STATES:
            yield f"state {state}", language, _of_state(state, language)
        yield from _behind(language)
    # That of a server that cannot answer; it speaks both languages at once.
    yield "page server-error", "both", (ROOT / "templates" / "500.html").read_text("utf-8")


def _of_example(example: Any, language: str) -> str:
    from django.test import Client

    response = Client().generic(example.method, example.address(language))
    assert response.status_code == example.status, example
    return response.content.decode()


def _of_state(name: str, language: str) -> str:
    import time_machine
    from django.test import Client
    from django.utils.timezone import now

    from initiatives.intake import status
    from tests.intake.visitor import Visitor
    from tests.pages.test_states import answer

    with (
        patch.object(status.time, "sleep"),
        time_machine.travel(now(), tick=False) as clock,
    ):
        return answer(name, Visitor(Client(), clock), language)


def _behind(language: str) -> Iterator[tuple[str, str, str]]:
    """What is behind a receipt or the sign-in."""
    from django.test import Client

    from tests.journeys import states
    from tests.journeys.behind import PLACES, Behind
    from tests.journeys.site import Site

    said = StringIO()
    with redirect_stdout(said):
        states.write(language)
    behind = Behind(
        Site("", Path(), {}, _no_command), language, json.loads(said.getvalue().splitlines()[-1])
    )
    for place in PLACES:
        client = Client(headers={"accept-language": language}, SERVER_NAME="localhost")
        if place.who:
            client.cookies["session"] = behind.told["sessions"][place.who]
        response = client.get(place.path.format(**behind.words), follow=True)
        assert response.status_code == 200, place
        yield f"behind {place}", language, response.content.decode()


def _no_command(command: tuple[str, ...]) -> str:
    raise RuntimeError(f"Nothing is served here that {command[0]} could be run for.")
