"""Moderators who can sign in, and clients in which they have."""

import time
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from initiatives.models import Country, Moderator, Role, Throttle

PASSWORD = "four-unrelated-words-here"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN = "/desk/sign-in/"
CODE = f"{SIGN_IN}code/"
AGAIN = f"{SIGN_IN}again/code/"


def moderator(
    username: str = "nino",
    *,
    role: str = Role.MODERATOR,
    countries: tuple[str, ...] = (),
    everywhere: bool = False,
    language: str = "en",
    enrolled: bool = True,
) -> Moderator:
    """A moderator with PASSWORD; enrolled: with an app that holds SECRET, and recovery codes."""
    user, _ = User.objects.get_or_create(username=username)
    user.set_password(PASSWORD)
    user.save()
    row, _ = Moderator.objects.update_or_create(
        user=user, defaults={"role": role, "everywhere": everywhere, "language": language}
    )
    row.countries.set(Country.objects.filter(code__in=countries))
    if enrolled:
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
    return row


def code(steps: int = 0, secret: str = SECRET) -> str:
    """The six digits of this half minute, or of one so many steps before or after it."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def recovery_codes(row: Moderator) -> list[str]:
    return RecoveryCodes.activate(row.user).get_unused_codes()


def give_password(client: Client, username: str = "nino", password: str = PASSWORD) -> Any:
    return client.post(SIGN_IN, {"login": username, "password": password})


def sign_in(row: Moderator, **options: Any) -> Client:
    """A client in which the moderator has gone through password and code."""
    forget_attempts()
    client = Client(**options)
    assert give_password(client, row.user.username).status_code == 302
    assert client.post(CODE, {"code": code()}).status_code == 302
    return client


def signed_in(row: Moderator, **options: Any) -> Client:
    """The same without the two pages: its session is written as those leave it.

    For tests of what comes after; test_sign_in.py compares it with that of `sign_in`.
    """
    client = Client(**options)
    client.force_login(row.user)
    session, at = client.session, time.time()
    factor = row.user.authenticator_set.get(type=Authenticator.Type.TOTP)
    session[METHODS] = [
        {"method": "password", "at": at, "username": row.user.username},
        {"method": "mfa", "at": at, "id": factor.pk, "type": "totp"},
    ]
    session[f"{METHODS}_user"] = str(row.user.pk)
    session.set_expiry(0)
    session.save()
    return client


def prove_again(client: Client, path: str = AGAIN) -> Any:
    """The second factor once more, at the page that asked for it."""
    forget_attempts()
    return client.post(path, {"code": code()})


def forget_attempts() -> None:
    """So that a code may be used again within its half minute."""
    cache.clear()
    Throttle.objects.all().delete()
