"""The file of what the search box suggests."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_safe

from initiatives.catalogue.snapshot import current
from initiatives.presenters.suggestions import words_file


@require_safe
def words(request: HttpRequest, version: str) -> HttpResponseBase:
    """The present file, kept by browsers for ever; the address of another one leads there."""
    url, content = words_file(current())
    if request.path != url:
        response: HttpResponseBase = HttpResponseRedirect(url)
        response["Cache-Control"] = "no-store"
        return response
    response = HttpResponse(content, content_type="application/json")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
