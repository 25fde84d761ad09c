"""The headers that every answer carries, and the size of a request that is taken."""

import logging
from functools import cache

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.utils.deprecation import MiddlewareMixin

from initiatives.text import site_address

_log = logging.getLogger("directory.redirects")


def is_onion(request: HttpRequest) -> bool:
    """Whether the reader came by the onion service: Tor encrypts there, and https may be absent.

    The raw header is read, because an answer to a host that is not ours needs headers as well.
    """
    return site_address.is_onion(request.META.get("HTTP_HOST", ""))


class SecurityHeaders(SecurityMiddleware):
    """Django's headers, and Cross-Origin-Resource-Policy and Onion-Location beside them.

    On an onion host nothing is redirected to https, and neither HSTS nor Onion-Location is sent.
    """

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        """Redirect http to https where SITE_URL is https, but not readers on the onion."""
        if is_onion(request):
            return None
        redirect = super().process_request(request)
        if redirect:
            _log_why(request.META.get("HTTP_X_FORWARDED_PROTO", ""))
        return redirect

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if is_onion(request):
            response.headers.pop("Strict-Transport-Security", None)
        elif settings.ONION_LOCATION and _is_page(response):
            address = settings.ONION_LOCATION + request.get_full_path()
            response.headers["Onion-Location"] = address
        return response


class ContentSecurityPolicy(CSPMiddleware):
    """The policy of the settings; over https also `upgrade-insecure-requests`."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        https = request.is_secure() and not is_onion(request)
        response._csp_replace = {"upgrade-insecure-requests": https}  # type: ignore[attr-defined]
        return super().process_response(request, response)


def _log_why(forwarded_proto: str) -> None:
    """Log why a request counts as plain http: with a proxy that is set up wrongly all of them do,
    and browsers are redirected for ever."""
    if not forwarded_proto:
        _log_once(logging.WARNING, "the proxy sent no X-Forwarded-Proto")
    elif forwarded_proto == "https":
        _log_once(
            logging.WARNING,
            "X-Forwarded-Proto was not believed: FORWARDED_ALLOW_IPS does not name the proxy",
        )
    else:
        _log_once(logging.INFO, "X-Forwarded-Proto said something else than https")


@cache
def _log_once(level: int, reason: str) -> None:
    """Log a reason once in a process: it says how the proxy is set up, and that does not change
    meanwhile, while a line for each request would say when readers come."""
    _log.log(level, "redirected to https", extra={"fields": {"reason": reason}})


class BodyLimit(MiddlewareMixin):
    """Refuses a request whose body is larger than the limit before anything reads it.

    Django's own limit counts only form fields, and only once a view asks for them. A body of
    unsaid length (chunked) is never read: Django takes it for empty.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Raise RequestDataTooBig, or BadRequest for a length that is not a number."""
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if not (length.isascii() and length.isdecimal()):
            raise BadRequest
        if limit is not None and int(length[:12]) > limit:
            raise RequestDataTooBig


def _is_page(response: HttpResponseBase) -> bool:
    """Whether it is a page at an address that anybody may know.

    The address of one that must not be stored can hold a receipt or a link that works once.
    """
    kind = response.headers.get("Content-Type", "")
    is_private = "no-store" in response.headers.get("Cache-Control", "")
    return response.status_code == 200 and kind.startswith("text/html") and not is_private
