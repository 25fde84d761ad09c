"""All rows of a database: read once, and written again for each module that begins with them."""

from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

Tables = dict[str, list[dict[str, Any]]]  # table -> its rows, by the names of their attributes


def read() -> Tables:
    """Every table of every app."""
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values())
        for model in _models()
    }


def write(rows: Tables) -> None:
    """Write the rows as they were, with their keys; one that is there already is overwritten.

    Within a transaction: foreign keys are checked at its end, so that tables need no order.
    """
    for model in _models():
        there = set(model._base_manager.values_list("pk", flat=True))
        made = [model(**row) for row in rows.get(model._meta.db_table, ())]
        model._base_manager.bulk_create([one for one in made if one.pk not in there])
        for one in made:
            if one.pk in there:
                one.save()
    with connection.cursor() as cursor:
        # PostgreSQL counts on from where it was; the next row needs a key of its own.
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _models() -> list[type[models.Model]]:
    return [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]
