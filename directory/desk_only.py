"""Sessions, sign-in and CSRF tokens exist for the desk alone.

Below /desk/ these are Django's own middlewares. Everywhere else they do nothing: a public page
has no `request.session` and no `request.user`, so that it cannot depend on a cookie even by
mistake, and the forms of the public carry a signed nonce instead.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin

from directory.locale import accepted_language
from directory.logs import log_missing_key
from initiatives.desk.access import language_of
from initiatives.fields.sealed import SealBrokenError

_AREAS = ("/desk/", "/admin/")


def is_desk(request: HttpRequest) -> bool:
    """Whether the address is one of those where somebody can be signed in."""
    return request.path_info.startswith(_AREAS)


class _OnlyThere(MiddlewareMixin):
    """Passes a public request on untouched; put before a middleware of Django."""

    def __call__(self, request: HttpRequest) -> Any:
        if is_desk(request):
            return super().__call__(request)
        return self.get_response(request)


class DeskSessions(_OnlyThere, SessionMiddleware):
    """A session; and no answer of the desk is kept by a browser or a proxy."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Write the session, and forbid to keep the page.

        With no-referrer, as elsewhere, a browser says `Origin: null` when a form is sent, and
        Django could not tell the desk's own forms from a stranger's. same-origin says no more
        to any other site.
        """
        response = super().process_response(request, response)
        response.headers.pop("Expires", None)
        patch_cache_control(response, private=True, no_store=True)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "same-origin"
        return response


class DeskTokens(_OnlyThere, CsrfViewMiddleware):
    """Django's CSRF tokens."""

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., HttpResponseBase],
        callback_args: tuple[Any, ...],
        callback_kwargs: dict[str, Any],
    ) -> HttpResponseForbidden | None:
        """Check the token of a form that was sent to the desk."""
        if not is_desk(request):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)


class DeskUsers(_OnlyThere, AuthenticationMiddleware):
    """`request.user`."""


class DeskMessages(_OnlyThere, MessageMiddleware):
    """Sentences that stand on the next page."""


class MissingKey(MiddlewareMixin):
    """Says that a key is missing, in place of a page that cannot be made without it."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a SealBrokenError of any view of the desk."""
        if not (isinstance(exception, SealBrokenError) and is_desk(request)):
            return None
        log_missing_key(str(exception))
        return render(request, "account/missing_key.html", status=503)


class DeskLanguage(_OnlyThere):
    """Speaks the moderator's own language; before the sign-in, that of the browser."""

    def process_request(self, request: HttpRequest) -> None:
        """Switch the language on; an answer in it is kept by nobody, so nothing varies."""
        language = language_of(request) or accepted_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token: the page was too old, or cookies are off."""
    return render(request, "account/stale_form.html", {"home": settings.LOGIN_URL}, status=403)
