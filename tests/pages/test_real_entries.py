"""Every page of every real entry and place: it opens, and says what it may."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.utils.translation import override

from initiatives.models import City, DesignationType, Initiative, LegalDesignation, gravest
from initiatives.operations.dumping import dump
from tests.markup import parse
from tests.pages.said_of_status import SAID

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


def _warnings_on_cards(client, language: str) -> dict[str, str]:
    """Slug -> the warning on the card, over all pages of both lists."""
    said = {}
    for state in ("published", "closed"):
        number, page = 1, None
        while page is None or page.status_code == 200:
            query = f"?state={state}" if state == "closed" else ""
            query += f"{'&' if query else '?'}page={number}" if number > 1 else ""
            page = client.get(f"/{language}/initiatives/{query}")
            for card in parse(page.content.decode()).all("article"):
                url = card.all("h3")[0].all("a")[0].attributes["href"]
                found = [p for p in card.all("p") if p.attributes.get("class") == "card-warning"]
                said[url.rstrip("/").rpartition("/")[2]] = found[0].text if found else ""
            number += 1
    return said


@in_both_languages
def test_status_of_a_parent_is_told_on_entry_and_card_in_messengers_and_in_the_dump(
    client, language
):
    """For each project of an organisation with a status in force."""
    rows = LegalDesignation.objects.filter(ended="", initiative__projects__isnull=False)
    types: dict[str, set[str]] = {}
    for slug, kind in rows.values_list("initiative__projects__slug", "type"):
        types.setdefault(slug, set()).add(kind)
    assert len(types) > 10
    cards = _warnings_on_cards(client, language)
    text = io.StringIO()
    dump(text)
    dumped = {line["slug"]: line for line in map(json.loads, text.getvalue().splitlines())}
    for slug, kinds in types.items():
        tree = parse(client.get(f"/{language}/initiatives/{slug}/").content.decode())
        (notice,) = (
            one
            for one in tree.all("aside")
            if one.attributes.get("aria-labelledby") == "status-title"
        )
        with override(language):
            assert all(str(DesignationType(kind).label) in notice.text for kind in kinds), slug
        carried = [one for one in dumped[slug]["designations"] if not one["ended"]]
        assert kinds <= {one["type"] for one in carried}, slug
        # In short the gravest one is told, as in: “Undesirable” in Russia since March 2024.
        first = gravest({one["type"] for one in carried})
        told = re.findall("[“«].+?[”»]", SAID[first, language][2])[0]
        (shared,) = (
            one.attributes["content"]
            for one in tree.all("meta")
            if one.attributes.get("property") == "og:description"
        )
        assert told in cards[slug], slug
        assert shared.replace("\xa0", " ").startswith(cards[slug].replace("\xa0", " ")), slug
