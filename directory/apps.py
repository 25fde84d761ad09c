"""The project as an installed app, so that its checks and its error log are connected."""

from django.apps import AppConfig
from django.core.signals import got_request_exception

from directory import checks, logs  # noqa: F401 - checks are registered when they are imported


class DirectoryConfig(AppConfig):
    name = "directory"

    def ready(self) -> None:
        got_request_exception.connect(logs.log_unhandled, dispatch_uid="directory.unhandled")
