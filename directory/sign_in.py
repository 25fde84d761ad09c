"""How moderators sign in: what allauth does otherwise here.

Nobody signs up, no e-mail is sent, every limit counts one account or one network, and what
the second factor rests on is sealed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.demo.moderators import is_of_demonstration
from directory.logs import log_missing_key
from directory.sealed_sessions import SessionStore
from initiatives.desk.access import (
    SECOND_FACTORS,
    has_recent_proof,
    has_second_factor,
    take_code,
)
from initiatives.fields.sealed import SealBrokenError, Sealed
from initiatives.intake import anti_spam
from initiatives.intake.anti_spam import ONION, network, of_the_day
from initiatives.models import Throttle
from initiatives.text.site_address import site_address

_COLUMN = "mfa.authenticator.data"
WINDOW = timedelta(minutes=5)  # in which attempts are counted together
OF_ACCOUNT = 5  # attempts with one account, from one network or after the right password
OF_NETWORK = 20  # attempts with any account
# Where all come from one network nobody is refused: more than OF_NETWORK attempts have to wait.
WAIT = timedelta(minutes=1)
PURPOSE = "sign-in"  # of the nonce that tells when the form was made

_WRONG_CODE = _(
    "This code is wrong or has already been used. Wait for the next digits, then try again."
)
_SENTENCES = {
    "account/messages/logged_out.txt": _("You have signed out."),
    "account/messages/password_changed.txt": _("The password is set."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer used."),
    "mfa/messages/webauthn_added.txt": _("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is no longer used."),
}


@dataclass
class _Attempt:
    """What one attempt was counted under, for taking it back when the password was right."""

    counted: list[tuple[str, str]]
    at: datetime

    def rollback(self) -> None:
        """Count it no more."""
        for what, who in self.counted:
            Throttle.objects.give_back(what, who, at=self.at)


def is_shared(request: HttpRequest) -> bool:
    """Whether the network of this client says nothing: all of the onion service have one."""
    return network(request) in (ONION, "")


def form_nonce(request: HttpRequest) -> str:
    """The nonce for a sign-in form: the one that was sent while it may still be used, so that the
    minute goes on; else a new one."""
    at = timezone.now()
    sent = anti_spam.read_nonce(request.POST.get("nonce", ""), PURPOSE, at=at)
    used = Throttle.objects.is_used_up("sign-in form", sent.hash, most=1, at=at)
    if sent.since and not used:
        return sent.text
    return anti_spam.draw_nonce(PURPOSE, at=at).text


class AccountAdapter(DefaultAccountAdapter):
    """Password and limits."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your password."),
        "invalid_login": _("Wrong user name or password."),
        "username_password_mismatch": _("Wrong user name or password."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
        "wait_a_minute": _(
            "A great many people are trying to sign in through the onion service "
            "right now. Leave this page open for a minute, then type your "
            "password again and continue."
        ),
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

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt for its network, and for the account from this network.

        Never for the account alone: a stranger who guesses would keep its owner out. That is
        counted at the second factor, after the right password. Raises ImmediateHttpResponse with
        429, or ValidationError on a network that all share.
        """
        at = timezone.now()
        account = str(credentials.get("username", "")).casefold()
        attempt = _Attempt([], at)
        self._login_failed_rl_usage = attempt  # given back by allauth when the password is right
        where = of_the_day(network(request), at)
        limits = [
            ("sign-in of network", where, OF_NETWORK),
            ("sign-in", f"{account}\0{where}", OF_ACCOUNT),
        ]
        if request.user.is_authenticated:
            limits = [("sign-in again", str(request.user.pk), OF_ACCOUNT)]
        elif is_shared(request):
            limits = limits[:1]
        for what, who, most in limits:
            if Throttle.objects.take(what, who, most=most, until=at + WINDOW, at=at):
                attempt.counted.append((what, who))
            elif is_shared(request) and not request.user.is_authenticated:
                self._check_waited(request, at=at)
            else:
                raise ImmediateHttpResponse(ratelimit.respond_429(request))

    def _check_waited(self, request: HttpRequest, *, at: datetime) -> None:
        """Raise ValidationError unless the form lay open for a minute; it counts once."""
        form = anti_spam.read_nonce(request.POST.get("nonce", ""), PURPOSE, at=at)
        waited = form.since is not None and at - form.since >= WAIT
        if not waited or not Throttle.objects.take(
            "sign-in form", form.hash, most=1, until=at + anti_spam.LASTS, at=at
        ):
            raise self.validation_error("wait_a_minute")

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set it, and end every other session, also those that wait for the second factor."""
        super().set_password(user, password)
        SessionStore.end_all(user.pk, but=context.request.session.session_key)

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse | None:
        """Refuse the moderators of the demonstration anywhere else: their secrets are printed."""
        if is_of_demonstration(user) and not settings.DEMO:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before sensitive acts; this decides for allauth's own views too."""
        return not has_recent_proof(context.request)

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """The ways to prove it again: the password only for one who has no second factor yet."""
        methods = super().get_reauthentication_methods(user)
        by_factor = [method for method in methods if method["id"] != "reauthenticate"]
        return by_factor if has_second_factor(context.request) else methods


class SecondFactorAdapter(DefaultMFAAdapter):
    """Sealed secrets, the site's own name, and no way to end without a second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
        "cannot_delete_authenticator": _("You cannot remove your only second factor."),
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
        others = SECOND_FACTORS.exclude(pk=authenticator.pk)
        return others.filter(user_id=authenticator.user_id).exists()

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


class _Counted:
    """A code is guessed five times in five minutes at most, and works once, also across the half
    minutes that it is taken for."""

    def clean_code(self) -> str:
        """Return the code, or raise ValidationError as for a wrong one, and where it cannot be
        checked."""
        user, at = self.user, timezone.now()  # type: ignore[attr-defined]
        with _guess("second factor", user, at=at):
            try:
                code: str = super().clean_code()  # type: ignore[misc]
            except SealBrokenError as broken:
                log_missing_key(str(broken))
                raise ValidationError(
                    _(
                        "The site is missing the key it needs to check your code. Use a "
                        "passkey if you have one. Otherwise whoever runs the site has to "
                        "restore the key (CONTACT_KEYS), or an administrator can make a new "
                        "link for you."
                    )
                ) from broken
            if not take_code(user, code, at=at):
                raise SecondFactorAdapter().validation_error("incorrect_code")
        return code


class CodeForm(_Counted, AuthenticateForm):
    """The second step of the sign-in."""


class CodeAgainForm(_Counted, ReauthenticateForm):
    """The proof before a sensitive act."""


class _TypedTwice:
    """Says in words of our own that the two new passwords differ."""

    def clean(self) -> dict[str, Any]:
        """Return what was typed, or put the error at the second password."""
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        errors: dict[str, Any] = self.errors  # type: ignore[attr-defined]
        if "password2" in errors and not self.has_error("password2", "required"):  # type: ignore[attr-defined]
            errors["password2"] = self.error_class(  # type: ignore[attr-defined]
                [_("The two passwords are not the same.")]
            )
        return cleaned


class FirstPasswordForm(_TypedTwice, ResetPasswordKeyForm):
    """The form behind the link of a new moderator."""


class NewPasswordForm(_TypedTwice, ChangePasswordForm):
    """The present password is guessed five times in five minutes at most."""

    def clean_oldpassword(self) -> str:
        """Return it, or raise ValidationError."""
        with _guess("present password", self.user, at=timezone.now()):
            return super().clean_oldpassword()


@contextmanager
def _guess(what: str, user: AbstractBaseUser, *, at: datetime) -> Iterator[None]:
    """Count a guess of this user, unless it turns out to be right. Raises ValidationError."""
    if not Throttle.objects.take(what, user.pk, most=OF_ACCOUNT, until=at + WINDOW, at=at):
        raise AccountAdapter().validation_error("too_many_login_attempts")
    yield
    Throttle.objects.give_back(what, user.pk, at=at)
