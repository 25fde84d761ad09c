"""How moderators sign in: what allauth does otherwise here (SR-8).

Nobody signs up, no e-mail is sent, every limit counts one account or one network, and what
the second factor rests on is sealed.
"""

import time
from typing import Any
from urllib.parse import urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from directory.headers import is_onion
from directory.logs import log_missing_key
from initiatives.desk.access import has_second_factor, used_code_key
from initiatives.desk.demonstration import is_of_demonstration
from initiatives.fields.sealed import SealBrokenError, Sealed
from initiatives.text.network import network_of
from initiatives.text.site_address import site_address

_COLUMN = "mfa.authenticator.data"
_FRESH = 300  # seconds in which a password that was just typed is not asked for again
# A code of six digits is taken for 90 seconds at most (MFA_TOTP_TOLERANCE).
_CODE_LIVES = 120

_SENTENCES = {
    "account/messages/logged_out.txt": _("You have signed out."),
    "account/messages/password_changed.txt": _("The password is set."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer used."),
    "mfa/messages/webauthn_added.txt": _("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is no longer used."),
}


def network_key(request: HttpRequest) -> str:
    """Return a keyed hash of the client's network; "" on the onion, where there is none to tell.

    Hashed, because it becomes a key in the cache's table: no address of anybody lies in the
    database.
    """
    if is_onion(request):
        return ""
    network = network_of(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        settings.TRUSTED_PROXIES,
    )
    return salted_hmac("directory.sign_in.network", network).hexdigest() if network else ""


class AccountAdapter(DefaultAccountAdapter):
    """Password and limits."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This code is wrong, or it was used already."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password."),
        "invalid_login": _("User name and password do not fit each other."),
        "username_password_mismatch": _("User name and password do not fit each other."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: moderators are added by `manage.py add_moderator`."""
        return False

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: accounts here have no address."""

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say one of our own sentences; allauth's others are left out."""
        text = message or _SENTENCES.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return what a limit per client counts: a network's hash, not an address."""
        return network_key(request) or "onion"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt for the account from this network, the network, and the account.

        The first two shut soon, and only for the one who tries. The third is wide: it bounds
        guessing from many networks, and yet is hard to use for locking a moderator out.
        """
        account = str(credentials.get("username", "")).casefold()
        network = network_key(request)
        counted = [("login_account_network", f"{account}\0{network}"), ("login_account", account)]
        if network:
            counted.append(("login_network", network))
        taken = ratelimit.RateLimitUsage(usage=[])
        self._login_failed_rl_usage = taken  # given back by allauth when the password is right
        for action, key in counted:
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if usage is None:
                raise ImmediateHttpResponse(ratelimit.respond_429(request))
            taken.usage.extend(usage.usage)

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse | None:
        """Refuse the moderators of the demonstration anywhere else: their secrets are printed."""
        if is_of_demonstration(user) and not settings.DEMO:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before sensitive acts, but not at the first sign-in, a minute after it."""
        request = context.request
        if not has_second_factor(request):
            records = get_authentication_records(request, request.user)
            return not records or time.time() - records[-1]["at"] > _FRESH
        return True


class SecondFactorAdapter(DefaultMFAAdapter):
    """Sealed secrets, the site's own name, and no way to end without a second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong, or it was used already."),
        "cannot_delete_authenticator": _("The last second factor cannot be taken away."),
        "cannot_generate_recovery_codes": _(
            "Set up an authenticator app or a passkey first; recovery codes come with it."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Seal the secret of an app, or the seed of the recovery codes."""
        return Sealed.seal(text, _COLUMN).token

    def decrypt(self, encrypted_text: str) -> str:
        """Open it. Raises SealBrokenError when the keys are others than those that sealed."""
        return Sealed(encrypted_text, _COLUMN).open()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether another second factor is left; recovery codes alone are none."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id)
        others = others.exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as a path without any style, which the policy would block."""
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )
        size = len(rows)
        return f'<svg viewBox="0 0 {size} {size}" aria-hidden="true"><path d="{path}"/></svg>'

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the site that a passkey is for: one of the settings, whatever a request says."""
        host = _host()
        return {"id": host, "name": host}

    def get_totp_issuer(self) -> str:
        """Return the name that an authenticator app shows."""
        return _host()


def _host() -> str:
    return urlsplit(site_address(context.request.META.get("HTTP_HOST", ""))).hostname or ""


class _OnceOnly:
    """A code of six digits works once, also across the half minutes that it is taken for."""

    def clean_code(self) -> str:
        """Return the code, or raise as for a wrong one, and where it cannot be checked."""
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except SealBrokenError as broken:
            log_missing_key(str(broken))
            raise ValidationError(
                _(
                    "The site lacks the key that your code is checked with. Use a passkey if you "
                    "have one. Else whoever runs the site has to put the key back (CONTACT_KEYS), "
                    "or an administrator makes a new link for you."
                )
            ) from broken
        user = self.user  # type: ignore[attr-defined]
        if not cache.add(used_code_key(user, code), "used", timeout=_CODE_LIVES):
            raise SecondFactorAdapter().validation_error("incorrect_code")
        return code


class CodeForm(_OnceOnly, AuthenticateForm):
    """The second step of the sign-in."""


class CodeAgainForm(_OnceOnly, ReauthenticateForm):
    """The proof before a sensitive act."""
