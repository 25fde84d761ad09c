"""Home, the languages, and the frame of every page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from django.utils.timezone import now

from initiatives.catalogue.selection import Selection
from initiatives.catalogue.snapshot import current
from initiatives.models import City, Initiative, Kind, VerifiedHow
from tests.factories.submission import publish_new
from tests.markup import parse

pytestmark = pytest.mark.usefixtures("some_data")


@pytest.mark.parametrize(
    ("header", "home"),
    [
        ("ru", "/ru/"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "/ru/"),
        ("en", "/en/"),
        ("de,fr", "/en/"),
        ("de, ru;q=0.1", "/ru/"),
        ("", "/en/"),
        ("\x80\xff;;;q=x", "/en/"),
    ],
)
def test_root_answers_by_the_readers_language(client, header, home):
    response = client.get("/", headers={"accept-language": header})
    assert (response.status_code, response["Location"]) == (302, home)
    assert response["Vary"] == "Accept-Language"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_home_leads_to_every_country_and_kind(client, language):
    response = client.get(f"/{language}/")
    page = response.content.decode()
    for link in [*response.context["countries"], response.context["online"]]:
        assert f'href="{link.url}"' in page
    kinds = [kind.value for kind in response.context["kinds"]]
    assert kinds == ["mutual_aid", "media", "it", "civic"]
    plain = page.replace("\u00a0", " ")
    assert all(str(kind.description) in plain for kind in Kind)
    assert sum(kind.count for kind in response.context["kinds"]) == response.context["total"]


def named_on_the_map(client, language: str) -> dict[str, tuple[float, float]]:
    """City -> where its circle is drawn."""
    tree = parse(client.get(f"/{language}/").content.decode())
    drawing = next(one for one in tree.all("svg") if one.attributes.get("class") == "dots")
    circles = [
        (float(one.attributes["cx"]), float(one.attributes["cy"])) for one in drawing.all("circle")
    ]
    names = [one.text for one in drawing.all("text")]
    return dict(zip(names, circles, strict=True))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_map_of_the_world_names_cities_with_most_entries(client, language):
    found = named_on_the_map(client, language)
    assert 8 <= len(found) <= 12
    published = Initiative.objects.published()
    cities = City.objects.filter(initiatives__in=published)
    most = max(cities.distinct(), key=lambda one: published.filter(cities=one).count())
    assert {"en": most.name_en, "ru": most.name_ru}[language] in found


def test_map_of_the_world_shows_a_city_where_its_country_is_drawn(client):
    page = client.get("/en/").content.decode()
    path = re.search(r'class="dots-many" d="([^"]+)"', page)
    assert path is not None
    dots, x, y = [], 0.0, 0.0
    for across, down, length in re.findall(r"m(-?[\d.]+) ([\d.]+)h([\d.]+)", path[1]):
        x, y = x + float(across), y + float(down)
        dots += [(x + 8 * step, y) for step in range(int(float(length) // 8) + 1)]
        x += float(length)
    found = named_on_the_map(client, "en")
    # Germany and Latvia are among the brightest, Cyprus is not.
    for name, bright in (("Berlin", True), ("Riga", True), ("Limassol", False)):
        left, top = found[name]
        near = any(abs(left - x) <= 6 and abs(top - y) <= 6 for x, y in dots)
        assert near is bright, name


def test_home_shows_no_verified_block_while_nobody_verified(client):
    assert client.get("/en/").context["verified"] == []


@pytest.mark.parametrize(
    ("at", "added", "verified"),
    [
        ("2026-12-31", "31\xa0December", "1\xa0January"),
        ("2027-01-01", "31\xa0December 2026", "1\xa0January"),
    ],
)
def test_short_lists_say_the_year_only_when_it_is_another(
    client, time_machine, at, added, verified
):
    Initiative.objects.update(published_at=datetime(2026, 12, 31, tzinfo=UTC))
    one = Initiative.objects.published().first()
    verified_at = datetime(int(at[:4]), 1, 1, tzinfo=UTC)
    Initiative.objects.filter(pk=one.pk).update(
        verified_at=verified_at, verified_how=VerifiedHow.MODERATOR
    )
    time_machine.move_to(f"{at} 12:00+00:00")
    page = client.get("/en/").content.decode()
    assert set(re.findall(r'brief-date">([^<]+)<', page)) == {added, verified}


@pytest.mark.parametrize("path", ["", "initiatives/", "countries/georgia/", "about/safety/"])
def test_page_not_changed_answers_304_and_only_for_its_own_tag(client, path):
    first = client.get(f"/en/{path}")
    assert first["Cache-Control"] == "no-cache"
    again = client.get(f"/en/{path}", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    other = client.get(f"/ru/{path}", headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200


def test_page_changes_its_tag_with_the_day(client, time_machine):
    time_machine.move_to("2026-11-24 12:00+00:00")
    first = client.get("/en/initiatives/")["ETag"]
    time_machine.move_to("2026-11-24 23:59+00:00")
    assert client.get("/en/initiatives/")["ETag"] == first
    time_machine.move_to("2026-11-25 00:01+00:00")
    assert client.get("/en/initiatives/")["ETag"] != first


def test_footer_names_no_register_that_was_not_compared(client):
    context = client.get("/en/").context
    assert context["registers_compared"] == []
    assert context["registers_left"]


@pytest.mark.parametrize("path", ["/en/", "/ru/initiatives/bumaga/", "/en/countries/georgia/"])
def test_readers_get_no_cookie_even_beside_a_moderators(client, path):
    client.cookies["sessionid"] = "x" * 32
    response = client.get(path)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", ["/en/", "/ru/countries/georgia/", "/en/initiatives/bumaga/"])
def test_page_without_parameters_has_one_address(client, path):
    response = client.get(f"{path}?utm_source=letter&x=1")
    assert (response.status_code, response["Location"]) == (301, path)


def test_needs_lead_to_their_pages_with_the_same_number(client):
    needs = client.get("/en/").context["needs"]
    assert len(needs) == 15
    for need in needs[:-1]:
        assert client.get(need.url).context["total_answers"] == need.count
    assert needs[-1].url == "/en/regions/"


def test_other_wishes_lead_to_plain_lists(client):
    wishes = client.get("/en/").context["wishes"]
    assert len(wishes) >= 4
    for wish in wishes:
        assert client.get(wish.url).context["total_found"] == wish.count > 0


def test_home_says_what_initiatives_ask_for(client):
    sought = client.get("/en/").context["sought"]
    assert sought
    for link in sought:
        assert link.count
        assert client.get(link.url).context["total_found"] == link.count


def recent(client, language: str = "en") -> tuple[list[Initiative], str]:
    """The entries under "Recently added", and what the page says before them."""
    page = client.get(f"/{language}/")
    path = f"/{language}/initiatives/"
    urls = [card.url.removeprefix(path).rstrip("/") for card in page.context["recent"]]
    by_slug = Initiative.objects.in_bulk(urls, field_name="slug")
    tree = parse(page.content.decode())
    notes = [one.text for one in tree.all("p") if "brief-note" in one.attributes.get("class", "")]
    return [by_slug[slug] for slug in urls], " ".join(notes).replace("\xa0", " ")


def test_import_that_fills_recently_added_is_mixed_and_said(client):
    shown, note = recent(client)
    count = Initiative.objects.published().count()
    assert note.startswith(f"{count} entries were added at once: ")
    reaches = [one.reach for one in shown]
    assert reaches.count("grassroots") in (2, 3)
    assert reaches.count("national") >= 2
    assert {one.kind for one in shown} == {"mutual_aid", "media", "it", "civic"}
    countries = [set(one.facets["country"]) for one in shown]
    assert not any(one & other for one, other in combinations(countries, 2))
    of_reach = Initiative.objects.published().filter(reach=shown[0].reach)
    newest = max(one.checked.last_day for one in of_reach if one.checked)
    assert shown[0].checked.last_day == newest
    in_russian, note = recent(client, "ru")
    assert in_russian == shown
    assert re.search(rf"Сразу добавлен\w? {count} запис\w+: здесь некоторые из них", note)


def test_what_came_after_the_import_stands_first_and_nothing_is_said_of_it(client):
    before, _note = recent(client)
    new = publish_new(name_en="Came later", host_countries=["GE"], at=now() + timedelta(minutes=1))
    shown, note = recent(client)
    assert (shown[0], note) == (new, "")
    assert shown[1:] == before[:5]


def test_newest_of_one_import_have_the_newest_information(client):
    found = list(Selection(current(), language="en", day=now().date()).sorted("newest"))
    months = [one.checked.last_day for one in found if one.checked]
    assert len(set(months)) > 5
    assert months == sorted(months, reverse=True)
