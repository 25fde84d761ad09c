"""A database that cannot be had for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from initiatives.catalogue.snapshot import forget


@contextmanager
def database_away(error: Exception) -> Iterator[list[str]]:
    """Every statement fails; yields those that were tried."""
    tried: list[str] = []

    def fail(execute: Any, sql: str, *rest: Any) -> Any:
        tried.append(sql)
        raise error

    forget()  # nothing is held of the catalogue
    with connection.execute_wrapper(fail):
        yield tried
