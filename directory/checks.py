"""What a deployment got wrong, said before it serves a single page.

Each finding is an error with an id and a hint. `manage.py` commands run them, and so does
wsgi.py, because a web server does not. DEBUG on localhost and the demonstration are let off
what only a public site needs.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import DatabaseError

from initiatives.fields.links import MAILTO, validate_address

SHORTEST_KEY = 50
MOST_PROXIES = 9
A_YEAR = 31_536_000  # seconds; what https://hstspreload.org asks for
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_DRAW = (
    "Draw one with: python -c 'import secrets; print(secrets.token_urlsafe(64))' and keep it "
    "in the environment or in a file named by {name}_FILE."
)


def refuse_unsafe_start() -> None:
    """Write every finding in a line of its own and exit, so that the server does not start."""
    accounts = no_demonstration_accounts(None, databases=["default"])
    findings = [*settings_are_safe(None), *accounts] or list(migrations_are_applied())
    if findings:
        lines = [f"{finding.id}: {finding.msg} {finding.hint}\n" for finding in findings]
        # Written here: of a message that sys.exit is given in a thread, runserver shows nothing.
        sys.stderr.write("".join(["The site does not start.\n", *lines]))
        sys.exit(1)


@register("directory")
def settings_are_safe(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Return one error for each setting that a public site must not have."""
    return [*_site(), *_proxy(), *_keys(), *_cookies(), *_demonstration()]


@register(Tags.database)
def no_demonstration_accounts(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Return an error when moderators whose secrets `make demo` prints could sign in here."""
    from directory.demo.moderators import demonstration_accounts  # noqa: PLC0415  apps first

    if settings.DEMO or settings.DEBUG or not kwargs.get("databases"):
        return []
    with suppress(DatabaseError):  # nothing is migrated yet, or nothing answers: nobody signs in
        if names := demonstration_accounts():
            return [
                Error(
                    f"Moderators of a demonstration are in the database: {', '.join(names)}.",
                    hint="Start with an empty database, or deactivate these users.",
                    id="directory.E012",
                )
            ]
    return []


def migrations_are_applied() -> Iterator[CheckMessage]:
    """An error when the database has to be migrated.

    Only a server is told: commands, `migrate` above all, have to run.
    """
    from initiatives.operations.integrity import has_unapplied_migrations  # noqa: PLC0415  apps first

    with suppress(DatabaseError):  # nothing answers now: the pages say so until something does
        if has_unapplied_migrations():
            yield Error(
                "Migrations are not applied to the database.",
                hint="Run `manage.py migrate`, then start again.",
                id="directory.E018",
            )


def _site() -> Iterator[CheckMessage]:
    site = urlsplit(settings.SITE_URL)
    host = site.hostname or ""
    local = host in _LOCAL
    if settings.DEBUG and (settings.DEMO or not local or set(settings.ALLOWED_HOSTS) - _LOCAL):
        yield Error(
            "DEBUG is on, and the site is not a developer's own machine.",
            hint="Unset DEBUG. It shows settings and source code to every reader.",
            id="directory.E001",
        )
    if not _is_site(settings.SITE_URL):
        yield Error(
            "SITE_URL is not the address of a site.",
            hint="Give scheme and host alone, as in https://directory.example.org",
            id="directory.E002",
        )
    elif site.scheme == "http" and not local and not host.endswith(".onion"):
        yield Error(
            "SITE_URL is plain http, which anyone on the way can read and change.",
            hint="Use https; plain http is for localhost and for onion services.",
            id="directory.E003",
        )
    hosts = settings.ALLOWED_HOSTS
    if not hosts or "*" in hosts:
        yield Error(
            "ALLOWED_HOSTS is empty or accepts every host.",
            hint="Name the hosts, separated by commas; an onion host is one of them.",
            id="directory.E004",
        )
    onion = settings.ONION_LOCATION
    onion_host = urlsplit(onion).hostname or ""
    if onion and not (onion_host.endswith(".onion") and _is_site(onion)):
        yield Error(
            "ONION_LOCATION is not an onion address.",
            hint="Give scheme and host alone, as in http://….onion, or unset it.",
            id="directory.E005",
        )
    answered = {name for name in hosts if name.endswith(".onion")}
    if answered != {name for name in (onion_host, host) if name.endswith(".onion")}:
        yield Error(
            "ALLOWED_HOSTS and ONION_LOCATION do not name the same onion service.",
            hint="Name its host in both: its readers are shown its own address, no other.",
            id="directory.E017",
        )
    if settings.CONTACT and not _can_be_written_to(settings.CONTACT):
        yield Error(
            "CONTACT is neither a mail address nor an https page.",
            hint="Give one, as in help@example.org or https://example.org/write, or unset it.",
            id="directory.E013",
        )


def _is_site(address: str) -> bool:
    """Whether it is scheme, host and perhaps a port, and nothing else."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        host = f"[{host}]" if ":" in host else host
        bare = f"{host}:{parts.port}" if parts.port else host
    except ValueError:
        return False
    return bool(host) and address.lower() in {f"{scheme}://{bare}" for scheme in ("http", "https")}


def _proxy() -> Iterator[CheckMessage]:
    """What a proxy before the server and the browsers behind it are told."""
    if os.environ.get("SCRIPT_NAME"):
        yield Error(
            "SCRIPT_NAME is set, but the site is served from the root of its host.",
            hint="Unset it, and give the site a host of its own.",
            id="directory.E014",
        )
    https = settings.SITE_URL.startswith("https://")
    if not int(https) <= settings.TRUSTED_PROXIES <= MOST_PROXIES:
        yield Error(
            f"TRUSTED_PROXIES is {settings.TRUSTED_PROXIES}, which is not possible.",
            hint=(
                "Count the proxies of yours before the server. With an https SITE_URL there is "
                "at least one, since the server speaks no https; at 0 all readers would count "
                "as one network and share its limits."
            ),
            id="directory.E015",
        )
    seconds, subdomains = settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
    if seconds < 0 or (settings.SECURE_HSTS_PRELOAD and not (subdomains and seconds >= A_YEAR)):
        yield Error(
            "HSTS_SECONDS is below 0, or HSTS_PRELOAD is on without what browsers ask for.",
            hint=(
                f"HSTS_PRELOAD needs an https SITE_URL, HSTS_SECONDS of at least {A_YEAR} and "
                "HSTS_INCLUDE_SUBDOMAINS."
            ),
            id="directory.E016",
        )


def _can_be_written_to(contact: str) -> bool:
    if not contact.startswith("https://"):
        return MAILTO.fullmatch(f"mailto:{contact}") is not None
    try:
        validate_address(contact)
    except ValidationError:
        return False
    return True


def _keys() -> Iterator[CheckMessage]:
    for name, number in (("SECRET_KEY", 6), ("ORDER_KEY", 7)):
        key = _key(name)
        if len(key) < SHORTEST_KEY or len(set(key)) < 10:
            yield Error(
                f"{name} is missing or too weak: it needs {SHORTEST_KEY} characters.",
                hint=_DRAW.format(name=name),
                id=f"directory.E{number:03}",
            )
    if not settings.CONTACT_KEYS or not all(map(_is_fernet_key, settings.CONTACT_KEYS)):
        yield Error(
            "CONTACT_KEYS holds no key, or one that is not a Fernet key.",
            hint=(
                "Draw one with: python -c 'from cryptography.fernet import Fernet; "
                "print(Fernet.generate_key().decode())'"
            ),
            id="directory.E008",
        )


def _key(name: str) -> str:
    try:
        return str(getattr(settings, name))
    except ImproperlyConfigured:  # Django's own refusal of an empty SECRET_KEY has no hint
        return ""


def _cookies() -> Iterator[CheckMessage]:
    insecure = not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE)
    if settings.SITE_URL.startswith("https://") and insecure:
        yield Error(
            "The site is on https, but its cookies would travel over http as well.",
            hint="Leave SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE as settings.py has them.",
            id="directory.E009",
        )


def _demonstration() -> Iterator[CheckMessage]:
    """The keys and the moderators of `make demo` lie open in var/ and on a terminal."""
    if settings.DEMO:
        if urlsplit(settings.SITE_URL).hostname not in _LOCAL:
            yield Error(
                "DEMO is on, and the site is not on localhost.",
                hint="Unset DEMO: the passwords of its moderators are printed at the start.",
                id="directory.E010",
            )
        return
    ours = {_key("SECRET_KEY"), _key("ORDER_KEY"), *settings.CONTACT_KEYS}
    with suppress(OSError):
        text = (settings.VAR_DIR / "demo.env").read_text(encoding="utf-8")
        if ours & {line.partition("=")[2] for line in text.splitlines()}:
            yield Error(
                "A key is that of the demonstration in var/.",
                hint="Make separate keys for each site.",
                id="directory.E011",
            )


def _is_fernet_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True
