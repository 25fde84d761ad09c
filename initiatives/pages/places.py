"""Countries and cities: where people live now, and what there is for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe
from pyroaring import BitMap

from initiatives.catalogue.address import Address
from initiatives.catalogue.facets import count
from initiatives.catalogue.selection import Selection
from initiatives.catalogue.snapshot import Snapshot
from initiatives.fields.bilingual import Text, pick
from initiatives.models import ONLINE, City, Country, EntryState, Kind, Word
from initiatives.pages.caching import made, of_catalogue, site_of
from initiatives.pages.needs import has_page, needs_of_country
from initiatives.presenters.cards import STALE_AFTER, cards_as_html
from initiatives.presenters.dot_map import Place, dot_map
from initiatives.presenters.frame import framed, language, today
from initiatives.presenters.links import Link, View, city_url, country_url
from initiatives.presenters.sources import source_links
from initiatives.text.hosts import shown_host
from initiatives.text.markdown import render as markdown
from initiatives.text.names import collation_key

CARDS_SHOWN = 12


@require_safe
@of_catalogue
def countries(request: HttpRequest, snapshot: Snapshot) -> HttpResponseBase:
    def context() -> dict[str, Any]:
        links = country_links(snapshot)
        return {
            "countries": links,
            "online": online_link(snapshot, View(snapshot.vocabulary)),
            "without_note": sum(1 for link in links if not link.count),
        }

    return made(request, snapshot, "pages/countries.html", context, section="countries")


@require_safe
@of_catalogue
def country(request: HttpRequest, snapshot: Snapshot, country: str) -> HttpResponseBase:
    word = word_of(snapshot, "country", country)
    here = Selection(snapshot, language=language(), day=today()).narrow("country", [word.value])
    if not has_page(snapshot, word.value):
        return _empty_place(request, snapshot, word)

    def context() -> dict[str, Any]:
        row = Country.objects.get(code=word.key)
        view = View(snapshot.vocabulary, Address.of({"country": (word.value,)}))
        cities = [
            Link(word.name, city_url(snapshot.vocabulary, word), number)
            for word, number in count(here, "city")
            if number
        ]
        return {
            "country": word.name,
            "country_value": word.value,
            "count": here.count(),
            "online": online_link(snapshot, view),
            "city_count": len(cities),
            "all_in_cities": _all_in_cities(here, word.value),
            "needs": needs_of_country(snapshot, word),
            "kinds": kind_links(here, view),
            "cities": cities,
            "dots": dot_map(word.key, city_places(here, country=word.value)),
            "activities": word_links(here, "activity", view),
            "note": _note(row),
            "population": row.population_note,
            "cards": cards_as_html(here[:CARDS_SHOWN], today=today()),
            "all_url": view.url(view.address),
        }

    return made(request, snapshot, "pages/country.html", context, section="countries")


@require_safe
@of_catalogue
def city(request: HttpRequest, snapshot: Snapshot, country: str, city: str) -> HttpResponseBase:
    host = word_of(snapshot, "country", country)
    word = word_of(snapshot, "city", city, group=host.value)
    here = Selection(snapshot, language=language(), day=today()).narrow("city", [word.value])
    if not here.count():
        return _empty_place(request, snapshot, word, country=host)

    def context() -> dict[str, Any]:
        chosen = {"country": (host.value,), "city": (word.value,)}
        view = View(snapshot.vocabulary, Address.of(chosen))
        return {
            "city": word.name,
            "city_value": word.value,
            "country": Link(host.name, country_url(host)),
            "count": here.count(),
            "kinds": kind_links(here, view),
            "cards": cards_as_html(here[:24], today=today()),
            "all_url": view.url(view.address),
        }

    return made(request, snapshot, "pages/city.html", context, section="countries")


def country_links(snapshot: Snapshot) -> list[Link]:
    """All countries that have a page, by name, with their entries."""
    published = snapshot.states[EntryState.PUBLISHED.value]
    words = [
        (word, published.intersection_cardinality(snapshot.having("country", word.value)))
        for word in snapshot.vocabulary.facets["country"].values()
        if word.value != ONLINE
    ]
    links = [
        Link(word.name, country_url(word), number, word.value)
        for word, number in words
        if has_page(snapshot, word.value)
    ]
    return sorted(links, key=lambda link: collation_key(link.label, language()))


def online_link(snapshot: Snapshot, view: View) -> Link:
    """All that work online from anywhere, wherever the view is."""
    published = snapshot.states[EntryState.PUBLISHED.value]
    number = published.intersection_cardinality(snapshot.having("country", ONLINE))
    url = view.url(Address.of({"country": (ONLINE,)}))
    return Link(view.word("country", ONLINE).name, url, number)


def word_links(selection: Selection, facet: str, view: View) -> list[Link]:
    """The words of a facet that some entry of the selection has, most frequent first."""
    ids, snapshot = selection.ids, selection.snapshot
    found = []
    for word in snapshot.vocabulary.facets[facet].values():
        number = ids.intersection_cardinality(snapshot.having(facet, word.value))
        if number:
            found.append(Link(word.name, view.link(facet, word.value).url, number, word.value))
    return sorted(found, key=lambda link: -(link.count or 0))


@dataclass(frozen=True, slots=True)
class KindLink:
    value: str
    label: Text
    url: str
    count: int
    share: int  # of the most frequent kind, in per cent: the length of its bar

    @property
    def description(self) -> Promise:
        return Kind(self.value).description


def kind_links(selection: Selection, view: View) -> list[KindLink]:
    """All kinds within a view, also those without an entry."""
    ids, snapshot = selection.ids, selection.snapshot
    words = snapshot.vocabulary.facets["kind"].values()
    numbers = [ids.intersection_cardinality(snapshot.having("kind", w.value)) for w in words]
    most = max(*numbers, 1)
    return [
        KindLink(
            w.value, w.name, view.link("kind", w.value).url, number, round(100 * number / most)
        )
        for w, number in zip(words, numbers, strict=True)
    ]


def word_of(snapshot: Snapshot, facet: str, slug: str, *, group: str = "") -> Word:
    """The place that an address names. group: of a city, its country's value. Raises Http404."""
    for word in snapshot.vocabulary.facets[facet].values():
        if word.slug == slug and word.value != ONLINE and (not group or word.group == group):
            return word
    raise Http404


@dataclass(frozen=True, slots=True)
class OfficialPage:
    """Of a country's own authorities."""

    label: Text
    url: str
    host: str


def _note(row: Country) -> dict[str, Any] | None:
    """The note on entry and stay. After 180 days it is stale: its page leads to the authorities
    first, and tells it only to those who open it."""
    text = row.entry_and_stay
    if not text:
        return None
    return {
        "html": markdown(text),
        "lang": text.lang,
        "reviewed_on": row.reviewed_on.display() if row.reviewed_on else "",
        "stale": row.reviewed_on is None or today() - row.reviewed_on.last_day > STALE_AFTER,
        "official": [
            OfficialPage(
                pick(page["label_en"], page["label_ru"]), page["url"], shown_host(page["url"])
            )
            for page in row.official
        ],
        "sources": source_links(row.sources),
    }


def city_places(here: Selection, *, country: str = "", most: int | None = None) -> list[Place]:
    """The cities that entries of the selection name, with how many, and where they lie.

    country: only its cities. most: only the so many with most entries. One query, none without
    cities.
    """
    words = here.snapshot.vocabulary.facets["city"]
    counts = {
        word.pk: (word.name, number)
        for word in words.values()
        if (not country or word.group == country)
        and word.pk is not None
        and (number := here.ids.intersection_cardinality(here.snapshot.having("city", word.value)))
    }
    chosen = sorted(counts, key=lambda pk: -counts[pk][1])[:most]
    rows = City.objects.filter(pk__in=chosen).values_list("pk", "latitude", "longitude")
    return [Place(*counts[pk], latitude, longitude) for pk, latitude, longitude in rows]


def _all_in_cities(here: Selection, country: str) -> bool:
    """Whether each entry names a city of the country."""
    cities = [word for word in here.snapshot.vocabulary.facets["city"].values()
              if word.group == country]  # fmt: skip
    return not here.ids - BitMap().union(*(here.snapshot.having("city", c.value) for c in cities))


def _empty_place(
    request: HttpRequest, snapshot: Snapshot, word: Word, *, country: Word | None = None
) -> HttpResponse:
    context: dict[str, Text | Link | str | None] = {
        "place": word.name,
        "submit_query": f"{'city' if country else 'country'}={word.value}",
        "country": Link(country.name, country_url(country)) if country else None,
    }
    frame = framed(
        request.path, snapshot, site=site_of(request), section="countries", robots="noindex"
    )
    return render(request, "pages/empty_place.html", frame | context, status=404)
