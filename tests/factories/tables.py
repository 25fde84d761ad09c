"""The whole database as values, for tests that nothing has changed."""

from typing import Any

from django.apps import apps


def whole() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the app, relations too."""
    models = apps.get_app_config("initiatives").get_models(include_auto_created=True)
    return {
        model._meta.label: [
            tuple(map(repr, row)) for row in model._default_manager.order_by("pk").values_list()
        ]
        for model in models
    }
