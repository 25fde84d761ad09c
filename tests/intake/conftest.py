"""What the tests of the public's forms begin with."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from initiatives.intake import status
from tests.factories.words import make_words
from tests.intake.visitor import Visitor

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
