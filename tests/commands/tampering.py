"""Rows changed by plain SQL, and what verify_log says of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from initiatives.models import CatalogueVersion, Initiative
from initiatives.vetting.submitting import submit
from tests.factories.content import most
from tests.factories.submission import AT, approve, change, person, publish_new
from tests.factories.words import make_words


def verify() -> str:
    output = io.StringIO()
    call_command("verify_log", stdout=output)
    return output.getvalue().strip()


@contextmanager
def undone() -> Iterator[None]:
    """What is tampered with here is put back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def found_after(*statements: str) -> str:
    """What the command says once these were executed."""
    with undone():
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                assert cursor.rowcount, statement
        with pytest.raises(CommandError) as refused:
            verify()
    return str(refused.value)


def make_entry() -> Initiative:
    """An entry that says all there is, changed once, renamed and verified."""
    make_words()
    publish_new(slug="partner", name_en="Partner")
    first = approve(
        submit(most(partners=["partner"], state="published", closed_on=""), at=AT),
        at=AT,
        actor=person(),
        verified_how="sources",
    )[0]
    change(first, slug="renamed", summary_en="What it offers now.")
    assert verify() == CatalogueVersion.objects.get().log_head
    return Initiative.objects.get(slug="renamed")
