"""Public pages travel packed; style sheets and scripts are packed ahead by WhiteNoise."""

import re

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from directory.desk_only import is_desk

# Pictures and fonts are packed by their own formats.
_TEXTS = ("text/html", "application/xml", "application/json")
# A tenth smaller than gzip and done in less time; the next steps take far longer for little.
_QUALITY = 5
# "br;q=0" says that it is not taken (RFC 9110, 12.4.2).
_TAKES_BROTLI = re.compile(r"(?:^|,)\s*br\s*(?:,|$|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))")


class CompressedPages(GZipMiddleware):
    """Brotli or gzip for pages, the sitemap and the words of the search box, without a proxy that
    does it (an onion service).

    Not below /desk/: there a session's secrets stand beside what somebody typed, and the length
    of what is packed tells whether the two are alike. What must not be stored, such as the page
    of a submission, may hold both too: it is packed by gzip only, for Django adds some bytes at
    random to that. Other public pages know no secret of a reader.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Pack it if the browser takes that; its ETag becomes a weak one."""
        kind = response.headers.get("Content-Type", "")
        if is_desk(request) or not kind.startswith(_TEXTS):
            return response
        if not isinstance(response, HttpResponse):  # one that is streamed
            return response
        takes = request.headers.get("Accept-Encoding", "")
        kept = "no-store" not in response.headers.get("Cache-Control", "")
        if kept and response.content and _TAKES_BROTLI.search(takes):
            return _with_brotli(response)
        return super().process_response(request, response)


def _with_brotli(response: HttpResponse) -> HttpResponse:
    response.content = brotli.compress(response.content, brotli.MODE_TEXT, _QUALITY)
    response.headers["Content-Encoding"] = "br"
    response.headers["Content-Length"] = str(len(response.content))
    patch_vary_headers(response, ("Accept-Encoding",))
    tag = response.headers.get("ETag", "")
    if tag.startswith('"'):
        response.headers["ETag"] = f"W/{tag}"
    return response
