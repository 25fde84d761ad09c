"""The environment as the settings read it: variables, their files, and one file of variables."""

import os
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

_FALSE = ("", "0", "false", "off", "no", "n", "f")
_LINE = re.compile(
    r"^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=[ \t]*(.*?)[ \t]*$", re.MULTILINE | re.ASCII
)
VARIABLES = (
    "DEBUG",
    "DEMO",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "ORDER_KEY",
    "CONTACT_KEYS",
    "CONTACT",
    "EXIT_URL",
    "ONION_LOCATION",
    "PAGE_CACHE_URL",
    "TRUSTED_PROXIES",
    "HSTS_SECONDS",
    "HSTS_INCLUDE_SUBDOMAINS",
    "HSTS_PRELOAD",
    "BIND",
    "WORKERS",
    "FORWARDED_ALLOW_IPS",
)


class _Variables(FileAwareMapping):
    """The variables by name; the value of NAME is read from the file that NAME_FILE names."""

    def __getitem__(self, key: str) -> str:
        """Raises ImproperlyConfigured for a file that cannot be read, and for a variable that is
        given both as itself and as a file: nobody could tell which one counts."""
        path = self.env.get(f"{key}_FILE")
        if path and self.env.get(key):
            raise ImproperlyConfigured(f"{key} and {key}_FILE are both set.")
        try:
            value = super().__getitem__(key).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise _unreadable(f"{key}_FILE", path) from error
        # Else django-environ reads a key that begins with $ as the name of another variable.
        return value.replace("$", r"\$")


class Environment(environ.FileAwareEnv):
    """django-environ on a copy of the environment: what ENV_FILE says is not handed on to child
    processes."""

    def __init__(self, source: Mapping[str, str] | None = None) -> None:
        """Take variables out of `source` (else the environment), then out of its ENV_FILE.

        Raises ImproperlyConfigured if ENV_FILE names a file that cannot be read, or a value in it
        has one of the characters at which django-environ would cut it.
        """
        super().__init__()
        self.escape_proxy = True
        self.ENVIRON = _Variables(dict(os.environ if source is None else source))
        if path := self.ENVIRON.env.get("ENV_FILE"):
            try:
                text = Path(path).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise _unreadable("ENV_FILE", path) from error
            # Only lines that it can read: django-environ logs others, and secrets with them.
            found = _LINE.findall(text)
            for name, value in found:
                if len(value.splitlines()) > 1:
                    raise ImproperlyConfigured(f"{name} in ENV_FILE holds a line break.")
            lines = "\n".join(f"{name}={value}" for name, value in found)
            # A class method, which would fill in the variables of the class.
            environ.Env.read_env.__func__(self, StringIO(lines))

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """Return the value as the type that is asked for; raises ImproperlyConfigured by name."""
        try:
            value = super().get_value(var, *args, **kwargs)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} cannot be read: {error}") from error
        given = self.ENVIRON.get(var, "").lower()
        if value is False and given not in _FALSE:
            raise ImproperlyConfigured(f"{var} is {given!r}: write 1 for on, 0 for off.")
        return value

    def db_url(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """Return the settings of the database; raises ImproperlyConfigured by name."""
        try:
            return super().db_url(var, *args, **kwargs)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} is not the URL of a database.") from error


def _unreadable(name: str, path: str | None) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} names a file that cannot be read: {path}")
