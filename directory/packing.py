"""Public pages travel packed; style sheets and scripts are packed ahead by WhiteNoise."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from directory.desk_only import is_desk

# Pictures and fonts are packed by their own formats.
_TEXTS = ("text/html", "application/xml")


class PackedPages(GZipMiddleware):
    """gzip for pages and the sitemap, where a proxy has not to be asked for it (an onion service).

    Not below /desk/: there a session's secrets stand beside what somebody typed, and the length
    of what is packed tells whether the two are alike. A public page knows no secret of a reader.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Pack it if the browser takes that; its ETag becomes a weak one."""
        kind = response.headers.get("Content-Type", "")
        if response.streaming or is_desk(request) or not kind.startswith(_TEXTS):
            return response
        return super().process_response(request, response)
