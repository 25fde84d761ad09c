"""The pictures that messengers show with a link; what is in them, presenters/pictures.py says."""

from __future__ import annotations

import threading

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_safe

from initiatives.catalogue.selection import Selection
from initiatives.catalogue.snapshot import Snapshot, current
from initiatives.models import Initiative, Word
from initiatives.pages.caching import asked_about
from initiatives.pages.entries import elsewhere
from initiatives.pages.places import word_of
from initiatives.presenters.cards import Card
from initiatives.presenters.frame import language, today
from initiatives.presenters.links import Link, View, city_url, country_url, region_url
from initiatives.presenters.pictures import (
    Picture,
    draw,
    of_city,
    of_country,
    of_entry,
    of_region,
    of_site,
)

# A picture takes as long as ten pages, and nothing else runs in the process meanwhile.
_drawing = threading.Lock()


@require_safe
def site(request: HttpRequest, digest: str) -> HttpResponseBase:
    return _answer(request, current(), of_site(), digest)


@require_safe
def country(request: HttpRequest, country: str, digest: str) -> HttpResponseBase:
    snapshot = current()
    word = word_of(snapshot, "country", country)
    here = _entries(snapshot, "country", word)
    if not here.count() and word.value not in snapshot.vocabulary.featured:
        raise Http404
    picture = of_country(Link(word.name, country_url(word)), here)
    return _answer(request, snapshot, picture, digest)


@require_safe
def city(request: HttpRequest, country: str, city: str, digest: str) -> HttpResponseBase:
    snapshot = current()
    host = word_of(snapshot, "country", country)
    word = word_of(snapshot, "city", city, group=host.value)
    here = _entries(snapshot, "city", word)
    if not here.count():
        raise Http404
    link = Link(word.name, city_url(snapshot.vocabulary, word))
    return _answer(request, snapshot, of_city(link, host.name, here), digest)


@require_safe
def region(request: HttpRequest, region: str, digest: str) -> HttpResponseBase:
    snapshot = current()
    word = word_of(snapshot, "region", region)
    picture = of_region(Link(word.name, region_url(word)), _entries(snapshot, "region", word))
    return _answer(request, snapshot, picture, digest)


@require_safe
def entry(request: HttpRequest, slug: str, digest: str) -> HttpResponseBase:
    """Of an entry that is listed; a hidden one has none any more, whoever kept the address."""
    snapshot = current()
    found = Initiative.objects.listed().filter(slug=slug).select_related("successor").first()
    if found is None:
        response = elsewhere(request, slug)
        if "Location" in response:
            response["Location"] += f"picture-{digest}.png"
        return response
    shown = Card(found, View(snapshot.vocabulary), today=today())
    return _answer(request, snapshot, of_entry(shown), digest)


def _entries(snapshot: Snapshot, facet: str, word: Word) -> Selection:
    return Selection(snapshot, language=language(), day=today()).narrow(facet, [word.value])


def _answer(
    request: HttpRequest, snapshot: Snapshot, picture: Picture, digest: str
) -> HttpResponseBase:
    """The picture; from an address of an earlier one the way to it; 429 while another is drawn."""
    if digest != picture.digest:
        return HttpResponseRedirect(picture.url)

    def write() -> HttpResponse:
        drawn = _drawn(picture)
        if drawn is None:
            return HttpResponse(status=429, headers={"Retry-After": "1"})
        return HttpResponse(drawn, content_type="image/png")

    return asked_about(request, snapshot, picture.url, write)


def _drawn(picture: Picture) -> bytes | None:
    store = caches["pictures"]
    drawn: bytes | None = store.get(picture.digest)
    if drawn is None and _drawing.acquire(blocking=False):
        try:
            drawn = draw(picture)
        finally:
            _drawing.release()
        store.set(picture.digest, drawn)
    return drawn
