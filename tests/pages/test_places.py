"""Countries and cities."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from initiatives.models import Country, Initiative
from initiatives.presenters import dot_map
from tests.markup import parse

pytestmark = pytest.mark.usefixtures("some_data")


def test_countries_are_those_featured_and_those_with_entries(client):
    links = client.get("/en/countries/").context["countries"]
    expected = Country.objects.filter(featured=True) | Country.objects.filter(
        initiatives__state="published"
    )
    assert sorted(link.url for link in links) == sorted(
        f"/en/countries/{slug}/" for slug in set(expected.values_list("slug", flat=True))
    )
    for link in links:
        slug = link.url.rstrip("/").rpartition("/")[2]
        published = Initiative.objects.published().filter(host_countries__slug=slug)
        assert link.count == published.count()


def test_countries_stand_in_the_alphabet_of_the_page(client):
    names = [str(link.label) for link in client.get("/ru/countries/").context["countries"]]
    plain = [name.casefold().replace("ё", "е") for name in names]
    assert plain == sorted(plain)


def test_country_counts_its_own_and_names_online_beside_them(client):
    context = client.get("/en/countries/georgia/").context
    published = Initiative.objects.published()
    assert context["count"] == published.filter(host_countries__code="GE").count()
    assert context["online"].count == published.filter(remote_for=["*"]).count()


def test_old_note_is_shown_as_such(client):
    Country.objects.filter(code="GE").update(reviewed_on="2024-05")
    assert client.get("/en/countries/georgia/").context["note"]["stale"]
    today = datetime.now(UTC).date().isoformat()
    Country.objects.filter(code="GE").update(reviewed_on=today)
    assert not client.get("/en/countries/georgia/").context["note"]["stale"]


def test_sources_of_one_host_are_told_apart_by_what_they_are(client):
    sources = {
        "https://www.rbc.example/politics/23/01/2026/6973": "rbc.example/politics/…",
        "https://rbc.example/news//6931": "rbc.example/news/6931",
        "https://rbc.example/news/7000?from=here": "rbc.example/news/7000 (2)",
        "https://consul.example/visas/" + 50 * "x": "consul.example",
        "https://rbc.example/news/7000": "rbc.example/news/7000",
        "https://rules.example/" + 50 * "x": f"rules.example/{38 * 'x'}…",
        "https://rules.example/": "rules.example",
    }
    order = sorted(sources, key=lambda one: "from" in one)
    Country.objects.filter(code="GE").update(sources=order)
    shown = client.get("/en/countries/georgia/").context["note"]["sources"]
    assert {one.url: one.name for one in shown} == sources


def test_kind_that_nobody_is_of_leads_nowhere(client):
    response = client.get("/en/regions/buryatia/")
    bars = re.search(r'<ul class="bars".*?</ul>', response.content.decode(), re.DOTALL)
    assert bars is not None
    leads = ["<a " in bar for bar in bars[0].split("<li>")[1:]]
    assert leads == [kind.count > 0 for kind in response.context["kinds"]]
    assert {True, False} == set(leads)


def test_featured_country_without_entries_has_a_page(client):
    response = client.get("/ru/countries/tajikistan/")
    assert response.status_code == 200
    assert response.context["count"] == 0


@pytest.mark.parametrize(
    ("path", "place"),
    [("countries/chad/", "Chad"), ("countries/georgia/zugdidi/", "Zugdidi")],
)
def test_real_place_without_entries_is_404_with_its_name(client, path, place):
    response = client.get(f"/en/{path}")
    assert response.status_code == 404
    assert place in response.content.decode()


@pytest.mark.parametrize(
    "path", ["countries/atlantis/", "countries/georgia/berlin/", "countries/online/"]
)
def test_unreal_place_is_404(client, path):
    response = client.get(f"/en/{path}")
    assert response.status_code == 404
    assert "place" not in response.context


def test_country_says_who_helps_with_entry_and_stay_there_or_online(client):
    context = client.get("/en/countries/georgia/").context
    published = Initiative.objects.published()
    around = published.filter(host_countries__code="GE") | published.filter(remote_for=["*"])
    for link in context["helping"]:
        assert link.count == around.filter(activities__slug=link.value).distinct().count()
        listing = client.get(link.url)
        assert listing.context["heading"].startswith(f"{link.count} ")
    assert {link.value for link in context["helping"]} == {
        "visas-residence",
        "legal-aid",
        "newcomer-advice",
    }


@pytest.mark.parametrize("path", ["countries/georgia/", "countries/oman/"])
def test_needs_of_a_country_keep_the_country_and_online(client, path):
    needs = client.get(f"/en/{path}").context["needs"]
    code = {"countries/georgia/": "ge", "countries/oman/": "om"}[path]
    listed = [need for need in needs if "?" in need.url]
    assert len(listed) >= 6
    for need in listed:
        assert f"country={code}&country=online" in need.url
        assert client.get(need.url).context["heading"].startswith(f"{need.count} ")


def test_country_names_all_that_is_done_there(client):
    context = client.get("/en/countries/georgia/").context
    here = Initiative.objects.published().filter(host_countries__code="GE")
    expected = {
        slug: here.filter(activities__slug=slug).count()
        for slug in here.values_list("activities__slug", flat=True)
    }
    assert {link.value: link.count for link in context["activities"]} == expected
    numbers = [link.count for link in context["activities"]]
    assert numbers == sorted(numbers, reverse=True)


def spots(client, path: str, language: str = "en") -> list[dict[str, str]]:
    tree = parse(client.get(f"/{language}/{path}").content.decode())
    maps = [one for one in tree.all("svg") if one.attributes.get("class") == "country-dots"]
    return [circle.attributes for one in maps for circle in one.all("circle")]


def test_map_of_a_country_shows_its_own_cities_the_larger_the_more_entries(client):
    found = spots(client, "countries/germany/")
    # Initiatives of Germany are in Prague and Zurich too; their circles are on other maps.
    own = Initiative.objects.published().filter(cities__country__code="DE")
    assert len(found) == own.values("cities").filter(cities__country__code="DE").distinct().count()
    sizes = [float(one["r"]) for one in found]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]
    assert spots(client, "countries/oman/") == []


def test_crimea_is_drawn_with_ukraine():
    path = Path(dot_map.__file__).with_name("dot_maps.json")
    drawn = json.loads(path.read_text(encoding="utf-8"))["UA"]
    # Simferopol. A row of dots is 7 units high, and its dots are 8 apart.
    x = (34.1 - drawn["west"]) * drawn["across"]
    y = (drawn["north"] - 44.95) * drawn["down"]
    runs = [
        (int(left), int(top), float(length))
        for left, top, length in re.findall(r"M(\d+) (\d+)h([\d.]+)", drawn["here"])
    ]
    assert any(
        abs(top - y) <= 4 and left - 4 <= x <= left + length + 4 for left, top, length in runs
    )
