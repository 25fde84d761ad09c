"""The filters as a reader meets them: groups of activities, federal districts, three taps."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import parse_qs, urlsplit

import pytest

from initiatives.models import FederalDistrict, FocusRegion, Initiative
from initiatives.presenters.facets import GROUPS
from initiatives.reference.loading import FOLDER
from initiatives.reference.rows import read_json
from tests.catalogue import oracle
from tests.markup import Element, parse

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("some_data")]

PANEL = "initiatives/filters/"
VIEWS = ["", "?kind=media", "?region=siberian", "?region=ru-bu&activity=news", "?country=ge"]


def tree_of(client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, address
    return parse(response.content.decode())


def facet(client, address: str, name: str) -> Element:
    return next(
        part
        for part in tree_of(client, address).walk()
        if part.attributes.get("id") == f"facet-{name}"
    )


def counted(part: Element, name: str, *, chosen: Collection[str] = ()) -> dict[str, int]:
    """Value -> number, of the lines of a facet that add a value to those chosen."""
    numbers = {}
    for link in part.all("a"):
        if "is-chosen" not in link.attributes.get("class", ""):
            values = parse_qs(urlsplit(link.attributes["href"]).query)[name]
            value = next(value for value in values if value not in chosen)
            numbers[value] = int(link.all("b")[0].text)
    return numbers


def test_every_activity_has_one_group():
    grouped = [slug for _label, slugs in GROUPS for slug in slugs]
    assert sorted(grouped) == sorted(
        row["slug"] for row in read_json(FOLDER, "vocabulary.json")["activities"]
    )


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("query", VIEWS)
@pytest.mark.parametrize("path", ["initiatives/", PANEL])
def test_no_fold_lies_within_a_fold(client, language, query, path):
    for fold in tree_of(client, f"/{language}/{path}{query}").all("details"):
        assert [around.tag for around in fold.within()].count("details") == 1, fold


@pytest.mark.parametrize("language", ["en", "ru"])
def test_each_activity_is_three_taps_from_the_listing_and_back(client, language):
    """Filters, What it does, the activity; its cross leads back."""
    listing = tree_of(client, f"/{language}/initiatives/")
    panel = f"/{language}/{PANEL}"
    assert panel in [link.attributes.get("href") for link in listing.all("a")]
    lines = facet(client, panel, "activity")
    assert len(lines.all("details")) <= 1
    numbers = counted(lines, "activity")
    slugs = Initiative.objects.published().values_list("activities__slug", flat=True)
    assert {*numbers} == {*slugs} - {None}
    assert numbers == oracle.Counts().beside({}, "activity", [*numbers])
    for slug in [*numbers][::8]:
        narrowed = tree_of(client, f"{panel}?activity={slug}")
        hrefs = [link.attributes.get("href") for link in narrowed.all("a")]
        assert panel in hrefs
        assert f"/{language}/initiatives/?activity={slug}" in hrefs


def test_a_group_that_would_give_nothing_is_one_line(client):
    cities = {*Initiative.objects.published().values_list("cities__country__code", "cities__slug")}
    for code, slug in sorted(city for city in cities if city[0]):
        country = code.lower()
        address = f"/en/{PANEL}?country={country}&city={country}-{slug}"
        response = client.get(address, follow=True)
        found = next(part for part in response.context["facets"] if part.name == "activity")
        groups = found.groups
        empty = [group for group in groups if not any(line["count"] for line in group.lines)]
        if 0 < len(empty) < len(groups):
            break
    assert 0 < len(empty) < len(groups)
    part = facet(
        client, response.redirect_chain[-1][0] if response.redirect_chain else address, "activity"
    )
    lines = [one.text for one in part.all("p") if "is-empty" in one.attributes.get("class", "")]
    assert lines == [f"{group.label} 0" for group in empty]


@pytest.mark.parametrize("chosen", [{}, {"kind": ["media"]}, {"region": ["siberian"]}])
def test_districts_are_counted_as_plain_sql_counts_them(client, chosen):
    query = "&".join(f"{name}={value}" for name, values in chosen.items() for value in values)
    part = facet(client, f"/en/{PANEL}?{query}".rstrip("?"), "region")
    numbers = counted(part, "region", chosen=chosen.get("region", []))
    expected = oracle.Counts().beside(chosen, "region", FederalDistrict.values)
    for district, number in expected.items():
        if district not in chosen.get("region", []):
            assert numbers.get(district, 0) == number, district
    assert sum(expected.values())


@pytest.mark.parametrize("district", FederalDistrict.values)
def test_a_district_means_every_entry_of_its_regions(client, district):
    response = client.get(f"/en/initiatives/?region={district}")
    expected = oracle.entries({"region": [district]})
    regions = FocusRegion.objects.filter(federal_district=district)
    assert {*expected} == {*Initiative.objects.published().filter(focus_regions__in=regions)}
    assert response.context["total_found"] == expected.count()


def test_a_region_takes_the_place_of_its_district_and_back(client):
    part = facet(client, f"/en/{PANEL}?region=siberian", "region")
    within = [one for one in part.all("li") if "is-within" in one.attributes.get("class", "")]
    regions = FocusRegion.objects.filter(federal_district="siberian")
    codes = {region.code.lower() for region in regions}
    assert within
    for line in within:
        query = parse_qs(urlsplit(line.all("a")[0].attributes["href"]).query)
        assert len(query["region"]) == 1
        assert query["region"][0] in codes
    one = parse_qs(urlsplit(within[0].all("a")[0].attributes["href"]).query)["region"][0]
    hrefs = [
        link.attributes["href"]
        for link in facet(client, f"/en/{PANEL}?region={one}", "region").all("a")
    ]
    assert f"/en/{PANEL}?region=siberian" in hrefs
    assert f"/en/{PANEL}?region={one}&region=volga" in hrefs


@pytest.mark.parametrize("language", ["en", "ru"])
def test_regions_page_leads_to_each_district_and_to_its_whole_list(client, language):
    page = tree_of(client, f"/{language}/regions/")
    hrefs = [link.attributes.get("href") for link in page.all("a")]
    ids = [part.attributes.get("id") for part in page.walk()]
    for district in FederalDistrict.values:
        assert f"#{district}" in hrefs
        assert district in ids
        whole = f"/{language}/initiatives/?region={district}"
        assert (whole in hrefs) == oracle.entries({"region": [district]}).exists()


@pytest.mark.parametrize("value", ["siberian", "SIBERIAN", "far-eastern"])
def test_a_district_opens_the_form_as_no_region_does(client, value):
    assert client.get(f"/en/submit/?region={value}").status_code == 200
    assert client.get(f"/en/regions/{value.lower()}/").status_code == 404


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_empty_list_leads_on_by_words_that_are_links(client, language):
    response = client.get(
        f"/{language}/initiatives/?kind=media&country=ge&region=siberian"
        "&audience=journalists&activity=shelter",
        follow=True,
    )
    assert response.context["total_found"] == 0
    page = parse(response.content.decode())
    assert not page.all("s")
    links = [link for link in page.all("a") if link.attributes.get("class") == "leader"]
    assert len(links) == sum(1 for drop in response.context["drops"] if drop["count"]) + bool(
        response.context["any_country"]
    )
    for link in links:
        number = int(link.text.split()[-1])
        assert client.get(link.attributes["href"]).context["total_found"] == number > 0
