"""Countries and cities."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from initiatives.models import Country, Initiative
from initiatives.presenters import dot_map
from tests.markup import Element, parse
from tests.pages.states import seen_anew

pytestmark = pytest.mark.usefixtures("some_data")


def test_countries_are_those_featured_and_those_with_entries_or_a_note(client):
    links = client.get("/en/countries/").context["countries"]
    expected = (
        Country.objects.filter(featured=True)
        | Country.objects.filter(initiatives__state="published")
        | Country.objects.exclude(entry_and_stay_en="", entry_and_stay_ru="")
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


OFFICIAL = [
    {
        "label_en": "Ministry of Foreign Affairs",
        "label_ru": "Министерство иностранных дел",
        "url": "https://www.mfa.example/",
    },
    {
        "label_en": "Border police (entry)",
        "label_ru": "Пограничная полиция (въезд)",
        "url": "https://border.example/visas",
    },
]


def stay_of(client, language: str, **values: Any) -> Element:
    """The part on entry and stay of a country's page, once the country has these values."""
    Country.objects.filter(code="GE").update(**values)
    seen_anew()
    tree = parse(client.get(f"/{language}/countries/georgia/").content.decode())
    (stay,) = (one for one in tree.all("section") if one.attributes.get("id") == "stay")
    return stay


def plain(element: Element) -> str:
    return element.text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("language", "title", "summary"),
    [
        ("en", "This may have changed: ask here", "What we knew as of May 2024"),
        ("ru", "Это могло измениться: спросите здесь", "Что мы знали на май 2024"),
    ],
)
def test_old_note_is_folded_under_the_official_pages(client, language, title, summary):
    stay = stay_of(client, language, reviewed_on="2024-05", official=OFFICIAL)
    (fold,) = stay.all("details")
    assert "open" not in fold.attributes
    assert plain(fold.all("summary")[0]) == summary
    assert fold.all("strong")
    (notice,) = (one for one in stay.all("div") if "notice" in one.attributes["class"].split())
    assert plain(notice.all("h3")[0]) == title
    assert [(plain(one), one.attributes["href"]) for one in notice.all("a")] == [
        (page[f"label_{language}"], page["url"]) for page in OFFICIAL
    ]
    links = [one.attributes["href"] for one in stay.all("a")]
    assert links[:2] == [page["url"] for page in OFFICIAL]
    # No word of the note stands outside of the fold.
    assert len(stay.all("strong")) == len(fold.all("strong"))


@pytest.mark.parametrize(
    ("language", "title", "as_of"),
    [("en", "Official pages", "As of"), ("ru", "Официальные страницы", "По состоянию на")],
)
def test_fresh_note_is_open_after_the_official_pages(client, language, title, as_of):
    today = datetime.now(UTC).date()
    for day, is_open in ((today, True), (today - timedelta(days=180), True),
                         (today - timedelta(days=181), False)):  # fmt: skip
        stay = stay_of(client, language, reviewed_on=day.isoformat(), official=OFFICIAL)
        assert bool(stay.all("details")) is not is_open
    stay = stay_of(client, language, reviewed_on=today.isoformat(), official=OFFICIAL)
    order = [plain(one) for one in stay.all("h3", "a", "p", "strong")]
    assert order[0] == title
    assert order[1:3] == [page[f"label_{language}"] for page in OFFICIAL]
    assert order[3].startswith(as_of)
    assert str(today.year) in order[3]


def test_note_without_official_pages_or_date_is_folded_and_says_whom_to_ask(client):
    stay = stay_of(client, "en", reviewed_on="", official=[])
    assert plain(stay.all("summary")[0]) == "What we knew; the note has no date"
    assert "ask its embassy or its migration office" in plain(stay.all("div")[0])


@pytest.mark.parametrize("language", ["en", "ru"])
def test_country_with_a_note_has_a_page_also_without_entries(client, language):
    assert not Initiative.objects.published().filter(host_countries__code="TH")
    path = f"/{language}/countries/thailand/"
    response = client.get(path)
    assert response.status_code == 200
    assert response.context["note"]
    assert path in client.get(f"/{language}/countries/").content.decode()
    assert path in client.get("/sitemap-pages.xml").content.decode()
    Country.objects.filter(code="TH").update(entry_and_stay_en="", entry_and_stay_ru="")
    seen_anew()
    assert client.get(path).status_code == 404


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


@pytest.mark.parametrize("country", ["georgia", "oman"])
def test_needs_of_a_country_lead_to_their_pages_with_the_same_numbers(client, country):
    needs = client.get(f"/en/countries/{country}/").context["needs"]
    assert needs["answered"][0]["what_to_do"]
    # Two are asked by people in Russia, and named in a sentence of their own.
    assert len(needs["answered"]) + len(needs["nobody"]) == 12
    for row in needs["answered"] + needs["nobody"]:
        parts = client.get(row["url"]).context["parts"]
        counts = {part["id"]: part["count"] for part in parts}
        assert counts["here"] == row["here"]
        assert counts.get("remotely", 0) == row["remotely"]
    assert not any(row["here"] or row["remotely"] for row in needs["nobody"])


def test_country_counts_cities_only_where_each_entry_names_one(client):
    context = client.get("/en/countries/serbia/").context
    here = Initiative.objects.published().filter(host_countries__code="RS")
    assert context["all_in_cities"] == (not here.filter(cities=None).exists())


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
