"""The sitemap: the addresses that search engines should know, each with its other language.

An index and parts, so that no part grows beyond what the protocol allows and a process holds.
Django's own views are not used: they take the host from what the request says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from initiatives.catalogue.needs import needs, numbers_by_country
from initiatives.catalogue.snapshot import Snapshot, current
from initiatives.models import EntryState, Initiative
from initiatives.pages.about import TEXTS
from initiatives.pages.caching import asked_about, site_of
from initiatives.pages.places import country_links
from initiatives.presenters.links import city_url, need_url

# Entries of one part: twice as many URLs, 0.4 MB, made in 0.4 s. The protocol allows 50,000 and
# 50 MB, but a crawler must not hold a process for long, nor make it grow.
PART = 500
PAGES = (
    "pages:home",
    "pages:listing",
    "pages:countries",
    "pages:regions",
    "pages:needs",
    "intake:submit",
)


class _InBothLanguages(Sitemap):
    """Items as URLs of the site: scheme and host, as this reader reached it."""

    i18n = alternates = True

    def __init__(self, site: str, items: Iterable[Any]) -> None:
        self._site = urlsplit(site)
        self._all = items

    def items(self) -> Iterable[Any]:
        return self._all

    def get_domain(self, site: object = None) -> str:
        return self._site.netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return self._site.scheme

    def get_urls(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        urls: list[dict[str, Any]] = super().get_urls(*args, **kwargs)
        for url in urls:
            # Whoever asks for neither language is given the first one, English.
            url["alternates"].append({**url["alternates"][0], "lang_code": "x-default"})
        return urls


class _Pages(_InBothLanguages):
    """Of paths in whichever language."""

    def location(self, item: str) -> str:
        return f"/{get_language()}{item[3:]}"


class _Entries(_InBothLanguages):
    """Of rows of Initiative, with the day of the last change."""

    def lastmod(self, item: Initiative) -> datetime | None:
        return item.revision.decided_at if item.revision else None


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Names the parts."""
    snapshot = current()
    parts = range(1, -(-len(snapshot.rows) // PART) + 1)
    paths = [reverse("sitemap-pages"), *(reverse("sitemap-entries", args=[n]) for n in parts)]
    items = [SitemapIndexItem(site_of(request) + path) for path in paths]
    return _answer(request, snapshot, "sitemap_index.xml", lambda: {"sitemaps": items})


@require_safe
def pages(request: HttpRequest) -> HttpResponseBase:
    """All but the entries: the few pages, places that have one, and what we say of ourselves."""
    snapshot = current()
    sitemap = _Pages(site_of(request), _paths(snapshot))
    return _answer(request, snapshot, "sitemap.xml", lambda: {"urlset": sitemap.get_urls()})


@require_safe
def entries(request: HttpRequest, part: int) -> HttpResponseBase:
    """One part of the entries, in the order in which they were added."""
    snapshot = current()
    if not 0 < part <= -(-len(snapshot.rows) // PART):
        raise Http404
    rows = Initiative.objects.listed().order_by("pk").select_related("revision")
    rows = rows.only("slug", "revision__decided_at")[(part - 1) * PART : part * PART]
    sitemap = _Entries(site_of(request), rows)
    return _answer(request, snapshot, "sitemap.xml", lambda: {"urlset": sitemap.get_urls()})


def _paths(snapshot: Snapshot) -> Iterator[str]:
    yield from (reverse(name) for name in PAGES)
    yield from (reverse(f"pages:{name}") for name in TEXTS.values())
    yield from (link.url for link in country_links(snapshot))
    for region in snapshot.vocabulary.facets["region"].values():
        yield reverse("pages:region", args=[region.slug])
    countries = snapshot.vocabulary.facets["country"]
    for need in needs():
        yield need_url(need)
        if need.for_people_in_russia:
            yield need_url(need, russia=True)
        for country in numbers_by_country(need, snapshot):
            yield need_url(need, countries[country])
    published = snapshot.states[EntryState.PUBLISHED.value]
    for word in snapshot.vocabulary.facets["city"].values():
        if snapshot.having("city", word.value) & published:
            yield city_url(snapshot.vocabulary, word)


def _answer(
    request: HttpRequest, snapshot: Snapshot, template: str, context: Callable[[], dict[str, Any]]
) -> HttpResponseBase:
    return asked_about(
        request,
        snapshot,
        lambda: render(request, template, context(), content_type="application/xml"),
    )
