"""The two moderators of `make demo`, whose secrets are printed for everybody to try.

Their passwords and the secrets of their authenticator apps lie in var/ and nowhere else. The
address in their row marks them: outside the demonstration nobody signs in with them
(directory/sign_in.py), and the site does not start (directory/checks.py).
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from initiatives.desk.access import is_code_used
from initiatives.models import Country, Moderator, Role

OTHER_KEYS = "The demonstration was made with other keys: delete var/ to start again."
_FILE = "demo-moderators.json"
_MARK = "@demo.example"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
# Name, role, countries, language of the desk.
_PEOPLE = (
    ("nino", Role.MODERATOR, ("GE", "AM"), "ru"),
    ("milan", Role.EDITOR, (), "en"),
)


@dataclass(frozen=True)
class _Pass:
    """What somebody at the terminal needs to sign in as one of the two."""

    username: str
    password: str
    code: str
    recovery_codes: list[str]


def is_of_demonstration(user: AbstractBaseUser) -> bool:
    """Whether this account is one of the two."""
    return str(getattr(user, "email", "")).endswith(_MARK)


def demonstration_accounts() -> list[str]:
    """The user names of those of the two that could sign in on this database."""
    accounts = User.objects.filter(email__endswith=_MARK, is_active=True)
    return list(accounts.order_by("pk").values_list("username", flat=True))


@transaction.atomic
def load_moderators(folder: Path) -> list[Moderator]:
    """Make the two once, and return those that were made now.

    A file in `folder` keeps what nobody can read from the database. A file that is gone, or a
    database that is, begins anew with other secrets.
    """
    file = folder / _FILE
    made: list[Moderator] = []
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    for username, role, codes, language in _PEOPLE:
        user = User.objects.filter(username=username).first()
        if user is not None and (username in known or not is_of_demonstration(user)):
            continue
        if user is None:
            user = User.objects.create_user(username, email=f"{username}{_MARK}")
            moderator = Moderator.objects.create(
                user=user, role=role, everywhere=not codes, language=language
            )
            moderator.countries.set(Country.objects.filter(code__in=codes))
            made.append(moderator)
        known[username] = _enrol(user)
    _write(file, known)
    return made


def told(folder: Path) -> list[str]:
    """Lines for the terminal: what the two type to sign in, or [] when they are not there.

    Raises SealBrokenError when the keys are others than those that the database was made with.
    """
    lines = []
    for one in _passes(folder / _FILE):
        codes = " ".join(one.recovery_codes)
        lines += [
            f"  {one.username:<6} password {one.password}   digits {one.code}",
            f"         or, instead of digits, once each: {codes}",
        ]
    return lines


def _passes(file: Path) -> list[_Pass]:
    if not file.exists():
        return []
    found = []
    for username, secret in json.loads(file.read_text(encoding="utf-8")).items():
        user = User.objects.filter(username=username).first()
        if user is None or not is_of_demonstration(user):
            continue
        factor = Authenticator.objects.filter(
            user=user, type=Authenticator.Type.RECOVERY_CODES
        ).first()
        unused = RecoveryCodes(factor).get_unused_codes() if factor else []
        code = _code(user, secret["app"])
        found.append(_Pass(username, secret["password"], code, unused[:3]))
    return found


def _enrol(user: User) -> dict[str, str]:
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    secret = generate_totp_secret()
    user.set_password(password)
    user.save()
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return {"password": password, "app": secret}


def _code(user: User, secret: str) -> str:
    """The digits that stay good longest: those of the next half minute are taken already.

    Digits that were used are left out, so that asking again gives others; after three of them
    in a row it waits for the next half minute.
    """
    while True:
        counter = int(time.time()) // app_settings.TOTP_PERIOD
        for step in (1, 0, -1):
            code = format_hotp_value(hotp_value(secret, counter + step))
            if not is_code_used(user, code, at=timezone.now()):
                return code
        time.sleep(1)


def _write(file: Path, known: dict[str, dict[str, str]]) -> None:
    # Written beside and renamed: a start that was broken off leaves no half of a file.
    draft = file.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    draft.replace(file)
