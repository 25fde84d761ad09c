"""The regions of Russia: the map, the list that says the same, and the page of each."""

from __future__ import annotations

import re

import pytest

from initiatives.models import FocusRegion, Initiative
from tests.factories.submission import publish_new
from tests.markup import parse

pytestmark = pytest.mark.usefixtures("some_data")

NUMBER_OF_REGIONS = 83


def expected_counts(kind: str = "") -> dict[str, int]:
    """By plain ORM: region's slug -> published entries that work for it."""
    published = Initiative.objects.published()
    if kind:
        published = published.filter(kind=kind)
    return {
        region.slug: published.filter(focus_regions=region).count()
        for region in FocusRegion.objects.all()
    }


def shown_by(page: str, tag: str, css_class: str) -> dict[str, int]:
    """Region's slug -> the number that the links of the map or of the list say."""
    found = {}
    for link in parse(page).all("a"):
        address = link.attributes.get("href", "")
        around = [one for one in link.within() if css_class in one.attributes.get("class", "")]
        if (
            around
            and around[0].tag == tag
            and (slug := re.fullmatch(r"/\w\w/regions/([a-z-]+)/", address))
        ):
            number = re.search(r"\d+(?!.*\d)", link.text)
            found[slug[1]] = int(number[0]) if number else 0
    return found


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", ["", "media"])
def test_map_and_list_count_every_region_alike(client, language, kind):
    query = f"?kind={kind}" if kind else ""
    page = client.get(f"/{language}/regions/{query}").content.decode()
    expected = expected_counts(kind)
    assert len(expected) == NUMBER_OF_REGIONS
    assert shown_by(page, "svg", "tiles") == expected
    assert shown_by(page, "section", "district") == expected


def test_tone_is_that_of_the_legend(client):
    for number in range(8):  # the fifty alone reach four of the six tones
        regions = ["RU-CHE", "RU-TVE"] if number < 5 else ["RU-CHE"]
        publish_new(
            name_en=f"No. {number}", website=f"https://{number}.example/", focus_regions=regions
        )
    seen = set()
    tree = parse(client.get("/en/regions/").content.decode())
    expected = expected_counts()
    for link in tree.all("a"):
        slug = link.attributes["href"].rstrip("/").rpartition("/")[2]
        if tone := re.fullmatch("tone-([0-5])", link.attributes.get("class", "")):
            least, most = [(0, 0), (1, 1), (2, 2), (3, 4), (5, 7), (8, 83)][int(tone[1])]
            assert least <= expected[slug] <= most, link
            seen.add(int(tone[1]))
    assert seen == {0, 1, 2, 3, 4, 5}


def test_numbers_of_the_band_are_those_of_the_map(client):
    context = client.get("/en/regions/").context
    expected = expected_counts()
    assert context["covered_count"] == sum(1 for number in expected.values() if number)
    assert context["gap_count"] == sum(1 for number in expected.values() if not number)
    published = Initiative.objects.published()
    assert context["entry_count"] == published.exclude(focus_regions=None).distinct().count()


def test_no_two_tiles_lie_on_each_other_or_outside(client):
    tree = parse(client.get("/en/regions/").content.decode())
    for half in (one for one in tree.all("svg") if "tiles" in one.attributes.get("class", "")):
        _, _, width, height = map(int, half.attributes["viewbox"].split())
        places = [
            (int(tile.attributes["x"]), int(tile.attributes["y"])) for tile in half.all("rect")
        ]
        assert len(set(places)) == len(places) > 20
        assert all(0 <= x <= width - 60 and 0 <= y <= height - 60 for x, y in places)


def test_labels_fit_their_tiles():
    labels = FocusRegion.objects.values_list("short_en", "short_ru")
    assert all(len(label) <= 6 for pair in labels for label in pair)
    english, russian = zip(*labels, strict=True)
    assert len(set(english)) == len(set(russian)) == NUMBER_OF_REGIONS


@pytest.mark.whole
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_region_has_a_page_with_its_neighbours(client, language):
    expected = expected_counts()
    for region in FocusRegion.objects.prefetch_related("neighbours"):
        response = client.get(f"/{language}/regions/{region.slug}/")
        assert response.status_code == 200
        assert response.context["count"] == expected[region.slug]
        neighbours = {one.url: one.count for one in response.context["neighbours"]}
        assert neighbours == {
            f"/{language}/regions/{one.slug}/": expected[one.slug]
            for one in region.neighbours.all()
        }


def test_uncovered_region_leads_to_the_form_with_the_region_filled_in(client):
    page = client.get("/en/regions/tver/").content.decode()
    assert "No initiatives in this directory for this region yet" in page
    assert 'href="/en/submit/?region=ru-tve"' in page
    form = parse(client.get("/en/submit/?region=ru-tve").content.decode())
    ticked = [
        box.attributes["value"]
        for box in form.all("input")
        if box.attributes.get("name") == "focus_regions" and "checked" in box.attributes
    ]
    assert ticked == ["RU-TVE"]


@pytest.mark.parametrize("value", ["ru-cr", "", "ru-tve%00", "x" * 500])
def test_form_ignores_a_region_that_is_none(client, value):
    form = parse(client.get("/en/submit/", {"region": value}).content.decode())
    assert not [
        box
        for box in form.all("input")
        if box.attributes.get("name") == "focus_regions" and "checked" in box.attributes
    ]


@pytest.mark.parametrize("slug", ["crimea", "ru-bu", "buryatiya"])
def test_what_is_no_region_is_404(client, slug):
    assert client.get(f"/en/regions/{slug}/").status_code == 404


def test_unknown_kind_is_400_with_the_way_to_all_kinds(client):
    response = client.get("/en/regions/?kind=newspaper")
    assert response.status_code == 400
    assert "newspaper" in response.content.decode()
    assert 'href="/en/regions/"' in response.content.decode()


@pytest.mark.parametrize(
    ("query", "one_address"),
    [
        ("kind=MEDIA", "/en/regions/?kind=media"),
        ("kind=", "/en/regions/"),
        ("kind=media&utm_source=x", "/en/regions/?kind=media"),
        ("kind=it&kind=media", "/en/regions/?kind=media"),
    ],
)
def test_another_spelling_redirects_to_the_one_address(client, query, one_address):
    response = client.get(f"/en/regions/?{query}")
    assert (response.status_code, response["Location"]) == (301, one_address)


@pytest.mark.parametrize("path", ["initiatives/people-of-baikal/", "regions/buryatia/"])
def test_entry_and_card_show_their_regions_on_a_small_map(client, path):
    tree = parse(client.get(f"/en/{path}").content.decode())
    marks = [
        picture.all("path")[-1].attributes["d"]
        for picture in tree.all("svg")
        if "mark-of-regions" in picture.attributes.get("class", "")
    ]
    # Irkutsk and Buryatia stand in column 14, rows 5 and 7 of regions.json; a tile takes 4.
    assert "M56 21.5h3M56 29.5h3" in marks
    assert "symbol" in {one.tag for one in tree.walk() if one.attributes.get("id") == "russia"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_numbers_of_drawings_have_no_comma(client, language):
    """Russian writes 1,5, which SVG reads as 1 and 5."""
    for path in ("regions/", "regions/buryatia/", "countries/georgia/"):
        tree = parse(client.get(f"/{language}/{path}").content.decode())
        numbers = [
            one.attributes[name]
            for one in tree.all("rect", "text", "circle")
            for name in ("x", "y", "width", "height", "cx", "cy", "r")
            if name in one.attributes
        ]
        assert all(re.fullmatch(r"-?\d+(\.\d+)?%?", number) for number in numbers)
