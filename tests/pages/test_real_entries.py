"""Every page of every real entry and place: it opens, and says what it may."""

from __future__ import annotations

import json

import pytest

from initiatives.models import City, Initiative

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("real_data")]

in_both_languages = pytest.mark.parametrize("language", ["en", "ru"])
DATA = {"@context", "@type", "@id", "name", "alternateName", "description", "url", "sameAs",
        "foundingDate", "dissolutionDate", "location", "areaServed", "knowsLanguage"}  # fmt: skip
TYPES = {"NGO", "NewsMediaOrganization", "Organization"}


@in_both_languages
def test_every_listed_entry_has_a_page(client, language):
    """With data of known kinds, and with neither itself nor anybody twice among its links."""
    types = set()
    for slug in Initiative.objects.listed().values_list("slug", flat=True):
        response = client.get(f"/{language}/initiatives/{slug}/")
        assert response.status_code == 200, slug
        context = response.context
        data = json.loads(context["linked_data"])
        assert set(data) <= DATA, slug
        assert all(data.values()), slug
        types.add(data["@type"])
        urls = [
            one.url for one in [*context["similar"], *context["partners"], *context["named_by"]]
        ]
        assert len(set(urls)) == len(urls), slug
        assert f"/{language}/initiatives/{slug}/" not in urls
    assert types == TYPES


@in_both_languages
def test_every_country_and_city_page_opens(client, language):
    opened = 0
    for link in client.get(f"/{language}/countries/").context["countries"]:
        response = client.get(link.url)
        assert response.status_code == 200
        assert response.context["count"] == link.count
        for city in response.context["cities"]:
            page = client.get(city.url)
            assert page.status_code == 200
            assert page.context["count"] == city.count
            opened += 1
    published = Initiative.objects.published()
    cities = City.objects.filter(initiatives__in=published).distinct()
    assert opened == cities.count() > 30
