"""What the directory says of itself: texts in templates/pages/about, one file a language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from initiatives.catalogue.snapshot import Snapshot
from initiatives.models import DesignationType
from initiatives.pages.caching import made, of_catalogue, site_of
from initiatives.presenters.frame import language
from initiatives.presenters.links import Link
from initiatives.text.prose import Prose, read

# The file -> the name of its address. The first one ends with an index of the others.
TEXTS = {
    "directory": "about",
    "how-entries-get-in": "how",
    "safety": "safety",
    "privacy": "privacy",
    "accessibility": "accessibility",
    "citing": "citing",
}


@require_safe
@of_catalogue
def about(request: HttpRequest, snapshot: Snapshot, text: str) -> HttpResponseBase:
    """One of the texts. text: a key of TEXTS."""
    code = language()
    first, *others = TEXTS.items()
    is_first = text == first[0]

    def context() -> dict[str, Any]:
        home = [] if is_first else [Link(prose(first[0], code).title, reverse("pages:about"))]
        return {
            "prose": prose(text, code),
            "breadcrumbs": home,
            "others": [
                {"url": reverse(f"pages:{name}"), "prose": prose(other, code)}
                for other, name in others
                if is_first
            ],
            "contact": _contact(),
            "site_address": f"{site_of(request)}/{code}/",
            "designation_texts": [
                {"type": kind.value, "label": kind.label} for kind in reversed(DesignationType)
            ],
        }

    # The header leads to one of them.
    section = "about" if text == "safety" else ""
    return made(request, snapshot, "pages/about.html", context, section=section)


def _contact() -> Link | None:
    """The way to whoever runs the site, if they named one."""
    named = settings.CONTACT
    if not named:
        return None
    return Link(named, named if named.startswith("https://") else f"mailto:{named}")


@cache
def prose(text: str, code: str) -> Prose:
    """A text in a language, read once in a process: it changes with a release only."""
    path = Path(settings.BASE_DIR) / "templates" / "pages" / "about" / f"{text}.{code}.md"
    return read(path.read_text(encoding="utf-8"), root=f"/{code}")
