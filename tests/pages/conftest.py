"""Somebody who comes to a page without an account."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from initiatives.intake import status
from tests.intake.visitor import Visitor


@pytest.fixture
def visitor(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    monkeypatch.setattr(status.time, "sleep", lambda seconds: None)
    with time_machine.travel(now(), tick=False) as clock:
        yield Visitor(Client(), clock)
