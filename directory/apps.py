"""The project as an installed app, so that its checks and its error log are connected."""

from django.apps import AppConfig
from django.core.signals import got_request_exception

from directory import checks, logs


class DirectoryConfig(AppConfig):
    """Has no models; registers the system checks and the log of unhandled errors."""

    name = "directory"

    def ready(self) -> None:
        """Connect what only works once the settings are read."""
        checks.register_all()
        got_request_exception.connect(logs.log_unhandled, dispatch_uid="directory.unhandled")
