"""Who may come to the desk: one answer for its pages and for the tables of the admin.

A moderator who is signed in with the password **and** has used a second factor in this session.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from initiatives.models import Moderator, Throttle

_P = ParamSpec("_P")
_View = Callable[Concatenate[HttpRequest, _P], HttpResponseBase]

# A code of six digits is taken for 90 seconds at most (MFA_TOTP_TOLERANCE).
_CODE_LIVES = timedelta(seconds=120)
# Authenticator apps and passkeys: recovery codes are not a second factor of their own.
SECOND_FACTORS = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)


def has_access(request: HttpRequest) -> bool:
    """Whether the request comes from a moderator with a second factor; sets request.moderator."""
    moderator = _moderator(request)
    if moderator is None:
        return False
    records = get_authentication_records(request, request.user)
    # The factor has to be there still: taking it away ends the access.
    if not (_names_a_factor(request, records) and has_second_factor(request)):
        return False
    cast("Any", request).moderator = moderator
    return True


def way_in(request: HttpRequest) -> HttpResponseRedirect:
    """The next step for one who has no access: sign in, enrol, or prove the second factor.

    Raises PermissionDenied for one who is signed in and no moderator (any more).
    """
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("desk:queue")
    after = "?" + urlencode({"next": back})
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("account_login") + after)
    if _moderator(request) is None:
        raise PermissionDenied
    if not has_second_factor(request):
        return HttpResponseRedirect(reverse("mfa_index"))
    return HttpResponseRedirect(reverse("mfa_reauthenticate") + after)


def moderators_only(view: _View[_P]) -> _View[_P]:
    """A view of the desk: `request.moderator` is there; others are led to the way in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs) if has_access(request) else way_in(request)

    return guarded


def administrators_only(view: _View[_P]) -> _View[_P]:
    """A page on people: as ``moderators_only``, and 403 for every other role."""

    @moderators_only
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        if not cast("Any", request).moderator.manages_people:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def recently_proved(view: _View[_P]) -> _View[_P]:
    """Put below ``moderators_only`` or ``second_factor_first``: asks for the second factor once
    more when the last proof is older than 20 minutes, then goes on with what was asked for, a
    sent form too. The sign-in is not such a proof: a session can be taken over."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        if not has_recent_proof(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded


def has_recent_proof(request: HttpRequest) -> bool:
    """Whether an existing second factor was used again in the last 20 minutes; of one who has
    still to set one up, whether the password was given in that time."""
    records = get_authentication_records(request, request.user)
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    recent = [record for record in records if record["at"] > since]
    if not has_second_factor(request):
        return bool(recent)
    again = [record for record in recent if record.get("reauthenticated")]
    return _names_a_factor(request, again)


def second_factor_first(view: _View[_P]) -> _View[_P]:
    """A page on one's own sign-in: open to one who has still to enrol, else as the desk is.

    Otherwise somebody who knows only the password could add a second factor of their own.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return way_in(request)
        if has_access(request) or (_moderator(request) and not has_second_factor(request)):
            return view(request, *args, **kwargs)
        return way_in(request)

    return guarded


def has_second_factor(request: HttpRequest) -> bool:
    """Whether an authenticator app or a passkey is set up; recovery codes alone do not count."""
    return SECOND_FACTORS.filter(user_id=request.user.pk).exists()


def language_of(request: HttpRequest) -> str:
    """The language that the signed-in moderator reads; "" for everybody else."""
    moderator = _moderator(request)
    return moderator.language if moderator else ""


def take_code(user: AbstractBaseUser, code: str, *, at: datetime) -> bool:
    """Use a code up; return False when it was used before."""
    return Throttle.objects.take("code", _code(user, code), most=1, until=at + _CODE_LIVES, at=at)


def is_code_used(user: AbstractBaseUser, code: str, *, at: datetime) -> bool:
    """Whether ``take_code`` would refuse it."""
    return Throttle.objects.is_used_up("code", _code(user, code), most=1, at=at)


def _code(user: AbstractBaseUser, code: str) -> str:
    return f"{user.pk} {normalize_user_code(code)}"


def _names_a_factor(request: HttpRequest, records: list[dict[str, Any]]) -> bool:
    """Whether one of these proofs was made with a second factor that the user still has."""
    used = [record.get("id") for record in records if record.get("method") == "mfa"]
    return (
        bool(used) and Authenticator.objects.filter(user_id=request.user.pk, pk__in=used).exists()
    )


def _moderator(request: HttpRequest) -> Moderator | None:
    """The moderator who is signed in, asked for once in a request."""
    user = request.user
    if not user.is_authenticated or not user.is_active:
        return None
    if not hasattr(user, "_moderator_row"):
        row = Moderator.objects.select_related("user").filter(user_id=user.pk).first()
        cast("Any", user)._moderator_row = row
    return cast("Any", user)._moderator_row
