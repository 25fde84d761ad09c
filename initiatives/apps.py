"""The app: what must be true of every database after each migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def furnish(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """The one row of the catalogue's version, and the triggers that keep decisions."""
    from initiatives.models import CatalogueVersion, install_triggers  # noqa: PLC0415  apps load first

    CatalogueVersion.objects.using(using).get_or_create(pk=CatalogueVersion.THE_ROW)
    install_triggers(connections[using])


class InitiativesConfig(AppConfig):
    name = "initiatives"
    label = "initiatives"
    verbose_name = _("Tables")  # in the breadcrumbs of the desk's tables
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(furnish, sender=self)
        from initiatives.operations import integrity  # noqa: F401, PLC0415  registers its checks
