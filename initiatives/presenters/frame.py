"""What the frame around every public page needs: languages, addresses, totals."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from initiatives.catalogue.snapshot import Snapshot
from initiatives.models import DesignationType, EntryState
from initiatives.presenters.suggestions import words_file
from initiatives.presenters.tiles import ground


def today() -> date:
    """The day that orders and ages are counted by: UTC, the same for all readers."""
    return datetime.now(UTC).date()


def language() -> str:
    return "ru" if get_language() == "ru" else "en"


def framed(
    path: str,
    snapshot: Snapshot,
    *,
    site: str,
    section: str,
    query: str = "",
    robots: str = "",
    known: bool = True,
    search: str = "",
) -> dict[str, Any]:
    """The context of the frame. known: the address exists in both languages.

    path: of the request, with its language. site: its address for this reader. section: which
    link of the header is current. search: the words in the search box; the page has then no
    address to be shared by.
    """
    here = language()
    other = "en" if here == "ru" else "ru"
    tail = (path[3:] if known else "/") + (f"?{query}" if query else "")
    published = snapshot.states[EntryState.PUBLISHED.value]
    return {
        "page": {
            "section": section,
            "search": search,
            "words_url": words_file(snapshot)[0],
            "canonical": f"{site}/{here}{tail}" if known and not search else "",
            # Whoever asks for neither language is given the English page.
            "alternates": [
                (code, f"{site}/{place}{tail}")
                for code, place in (("en", "en"), ("ru", "ru"), ("x-default", "en"))
                if known and not search
            ],
            "other_url": f"/{other}{tail}",
            "other_language": other,
            "robots": robots,
            "demo": settings.DEMO,
        },
        "registers_compared": _registers_compared(snapshot),
        "registers_left": not all(snapshot.vocabulary.registers.values()),
        "total": len(published),
        "country_total": snapshot.countries,
        # Drawn where a template shows them.
        "russia": partial(ground, snapshot.vocabulary.tiles),
        "exit_url": settings.EXIT_URLS[here],
        "site_url": site,
        "today": today(),
    }


def _registers_compared(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The registers that an editor compared with the entries here: what each is of, and when."""
    return [
        (str(DesignationType(kind).label), day.display())
        for kind, day in snapshot.vocabulary.registers.items()
        if day
    ]
