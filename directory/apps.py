"""The project as an installed app, so that its checks and its error log are connected."""

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.core.signals import got_request_exception
from django.db.models.signals import post_migrate

from directory import checks, logs


class DirectoryConfig(AppConfig):
    """Has no models; registers the system checks and the log of unhandled errors."""

    name = "directory"

    def ready(self) -> None:
        """Connect what only works once the settings are read."""
        checks.register_all()
        post_migrate.connect(make_cache_table, dispatch_uid="directory.cache")
        got_request_exception.connect(logs.log_unhandled, dispatch_uid="directory.unhandled")


def make_cache_table(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Make the table that the limits of the sign-in are counted in; a receiver of a signal.

    After `migrate`, so that no step of a deployment can be forgotten; once, not for each app.
    """
    if sender.label == "sessions":
        call_command("createcachetable", database=using, verbosity=0)
