"""The sitemap: the addresses that search engines should know, each with its other language.

An index and parts, so that no part grows beyond what the protocol allows and a process holds.
Django's own sitemaps take the host from the request (against SR-16) and reverse every address
for every language; this writes them from the snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from initiatives.catalogue.snapshot import Snapshot, current
from initiatives.models import EntryState, Initiative
from initiatives.pages.about import TEXTS
from initiatives.pages.caching import asked_about, site_of
from initiatives.pages.places import country_links
from initiatives.presenters.links import city_url

# Entries of one part: twice as many addresses, 0.9 MB. The protocol allows 50,000 and 50 MB, but
# a process would grow by what it once had to hold.
PART = 1_000
PAGES = ("pages:home", "pages:listing", "pages:countries", "pages:regions", "intake:submit")
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LINKS = "http://www.w3.org/1999/xhtml"


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Names the parts."""
    snapshot = current()
    parts = range(1, -(-len(snapshot.rows) // PART) + 1)
    paths = [reverse("sitemap-pages"), *(reverse("sitemap-entries", args=[n]) for n in parts)]
    site = escape(site_of(request))
    return _answer(
        request,
        snapshot,
        lambda: _document(
            "sitemapindex", (f"<sitemap><loc>{site}{path}</loc></sitemap>" for path in paths)
        ),
    )


@require_safe
def pages(request: HttpRequest) -> HttpResponseBase:
    """All but the entries: the few pages, places that have one, and what we say of ourselves."""
    snapshot = current()
    return _answer(
        request,
        snapshot,
        lambda: _urls(request, ((path, "") for path in _paths(snapshot))),
    )


@require_safe
def entries(request: HttpRequest, part: int) -> HttpResponseBase:
    """One part of the entries, in the order in which they were added."""
    snapshot = current()
    if not 0 < part <= -(-len(snapshot.rows) // PART):
        raise Http404
    return _answer(request, snapshot, lambda: _urls(request, _entries(part)))


def _paths(snapshot: Snapshot) -> Iterator[str]:
    yield from (reverse(name) for name in PAGES)
    yield from (reverse(f"pages:{name}") for name in TEXTS.values())
    yield from (link.url for link in country_links(snapshot))
    for region in snapshot.vocabulary.facets["region"].values():
        yield reverse("pages:region", args=[region.slug])
    published = snapshot.states[EntryState.PUBLISHED.value]
    for word in snapshot.vocabulary.facets["city"].values():
        if snapshot.having("city", word.value) & published:
            yield city_url(snapshot.vocabulary, word)


def _entries(part: int) -> Iterator[tuple[str, str]]:
    pattern = reverse("pages:entry", args=["-"])
    rows = Initiative.objects.listed().order_by("pk").values_list("slug", "revision__decided_at")
    for slug, changed in rows[(part - 1) * PART : part * PART]:
        yield pattern.replace("/-/", f"/{slug}/"), changed.date().isoformat() if changed else ""


def _urls(request: HttpRequest, pages: Iterable[tuple[str, str]]) -> str:
    """pages: a path in either language, and the day of the last change or ""."""
    site = escape(site_of(request))
    codes = [code for code, _name in settings.LANGUAGES]

    def written() -> Iterator[str]:
        for path, day in pages:
            tail = path[3:]
            links = "".join(
                f'<xhtml:link rel="alternate" hreflang="{code}" href="{site}/{place}{tail}"/>'
                for code, place in [*((code, code) for code in codes), ("x-default", codes[0])]
            )
            changed = f"<lastmod>{day}</lastmod>" if day else ""
            for code in codes:
                yield f"<url><loc>{site}/{code}{tail}</loc>{changed}{links}</url>"

    return _document("urlset", written(), f' xmlns:xhtml="{_LINKS}"')


def _document(root: str, elements: Iterable[str], more: str = "") -> str:
    body = "\n".join(elements)
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SCHEMA}"{more}>'
    return f"{start}\n{body}\n</{root}>\n"


def _answer(
    request: HttpRequest, snapshot: Snapshot, written: Callable[[], str]
) -> HttpResponseBase:
    return asked_about(
        request,
        snapshot,
        request.path,
        lambda: HttpResponse(written(), content_type="application/xml"),
    )
