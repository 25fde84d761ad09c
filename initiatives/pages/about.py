"""What the directory says of itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from initiatives.catalogue.snapshot import current
from initiatives.models import DesignationType
from initiatives.pages.caching import answer


@require_safe
def safety(request: HttpRequest) -> HttpResponseBase:
    snapshot = current()
    gravest_first = [
        {"type": kind.value, "label": kind.label} for kind in reversed(DesignationType)
    ]
    return answer(
        request,
        snapshot,
        "pages/safety.html",
        lambda: {"designation_texts": gravest_first},
        section="about",
    )


@require_safe
def how_entries_get_in(request: HttpRequest) -> HttpResponseBase:
    """Who decides what stands here, by which rules, and what is kept of those who send it."""
    return answer(request, current(), "pages/how_entries_get_in.html", dict, section="about")
