"""The environment as the settings read it: variables, their files, and one file of variables."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

_FALSE = ("", "0", "false", "off", "no", "n", "f")
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


class Environment(environ.Env):
    """django-environ on a copy of the environment in which secrets from files are filled in.

    A copy, so that a secret read from a file is not handed on to child processes; and `$` is
    escaped, because django-environ would read a key that begins with it as another variable's
    name.
    """

    def __init__(self, source: Mapping[str, str] | None = None) -> None:
        """Take VARIABLES, each also from NAME_FILE, out of `source` (else the environment).

        Raises ImproperlyConfigured for a file that cannot be read, and for a variable that is
        given both as itself and as a file: nobody could tell which one counts.
        """
        super().__init__()
        self.escape_proxy = True
        values = dict(os.environ if source is None else source)
        if listed := values.get("ENV_FILE"):
            values = {**_variables(_text("ENV_FILE", listed)), **values}
        for name in VARIABLES:
            if path := values.get(f"{name}_FILE"):
                if values.get(name):
                    raise ImproperlyConfigured(f"{name} and {name}_FILE are both set.")
                values[name] = _text(f"{name}_FILE", path)
        self.ENVIRON = {name: value.replace("$", r"\$") for name, value in values.items()}

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """Return the value as the type that is asked for; raises ImproperlyConfigured by name."""
        try:
            value = super().get_value(var, *args, **kwargs)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} cannot be read: {error}") from error
        given = str(self.ENVIRON.get(var, "")).strip().lower()
        if value is False and given not in _FALSE:
            raise ImproperlyConfigured(f"{var} is {given!r}: write 1 for on, 0 for off.")
        return value


def _text(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name} names a file that cannot be read: {path}") from error


def _variables(text: str) -> dict[str, str]:
    """Lines NAME=value; empty lines and lines that begin with # are passed over."""
    variables = {}
    for line in text.splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and not name.startswith("#"):
            variables[name.strip()] = value.strip()
    return variables
