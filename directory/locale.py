"""Which language a page speaks: that of its address, never that of a cookie.

Django's own LocaleMiddleware reads a cookie and answers `Vary: Cookie`; readers get no cookie
here (docs/decisions/0005), and a cache must not keep their pages apart by one.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation.trans_real import parse_accept_lang_header

_LONGEST_HEADER = 500
# Where they are spoken, Russian is read by more people than English: languages of Russia, and of
# the neighbours that were in one state with it, Mongolian too.
_READ_RUSSIAN = frozenset(
    "ab ady alt av ba be bua bxr ce crh cv dar et evn hy inh ka kbd kjh kk koi krc kum kv ky lbe"
    " lez lt lv mdf mhr mn mo mrj myv nog os rue sah tab tg tk tt tyv udm uk uz xal az yi".split()
)


def language_of_path(path: str) -> str | None:
    """Return the language that the path begins with, or None."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in dict(settings.LANGUAGES) else None


def accepted_language(request: HttpRequest) -> str:
    """Return the first of our languages that the browser asks for or its reader will know, else
    English."""
    ours = dict(settings.LANGUAGES)
    header = request.headers.get("Accept-Language", "")[:_LONGEST_HEADER]
    for wanted, _quality in parse_accept_lang_header(header.lower()):
        language, _hyphen, region = wanted.partition("-")
        if language in ours:
            return language
        if language in _READ_RUSSIAN or region == "ru" or wanted == "ro-md":
            return "ru"
    return settings.LANGUAGE_CODE


class LanguageOfAddress(MiddlewareMixin):
    """Speaks the language of the address; where it names none, the one the browser accepts."""

    def process_request(self, request: HttpRequest) -> None:
        language = language_of_path(request.path_info) or accepted_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if language_of_path(request.path_info) is None:
            patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response


def front_door(request: HttpRequest) -> HttpResponseRedirect:
    """Lead from `/` to the home page in the reader's language; Vary is set by the middleware."""
    return HttpResponseRedirect(f"/{accepted_language(request)}/")
