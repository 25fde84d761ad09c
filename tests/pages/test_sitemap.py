"""What search engines are told: the addresses that are there, each with its other language."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import override_settings

from initiatives.models import EntryState, Initiative
from initiatives.pages import sitemap
from tests.journeys.examples import EXAMPLES
from tests.markup import parse

pytestmark = pytest.mark.usefixtures("some_data")
SITE = settings.SITE_URL
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def tree(client, path: str):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.content)


def parts(client) -> list[str]:
    return [one.text.removeprefix(SITE) for one in tree(client, "/sitemap.xml").iter(f"{MAPS}loc")]


def urls(client) -> dict[str, dict[str, str]]:
    """Every address and its alternates."""
    found = {}
    for part in parts(client):
        for url in tree(client, part).iter(f"{MAPS}url"):
            links = {one.attrib["hreflang"]: one.attrib["href"] for one in url.iter(LINK)}
            found[url.find(f"{MAPS}loc").text] = links
    return found


@pytest.mark.whole
def test_every_address_is_canonical_and_names_the_same_alternates_as_its_page(client):
    found = urls(client)
    entries = Initiative.objects.listed().count()
    assert len([one for one in found if "/initiatives/" in one]) == 2 * entries + 2
    # Of entries, which are all alike, some.
    checked = [url for n, url in enumerate(found) if "/initiatives/" not in url or n % 29 == 0]
    assert len(checked) > 100
    for url in checked:
        response = client.get(url.removeprefix(SITE))
        assert response.status_code == 200, url
        links = parse(response.content.decode()).all("head")[0].all("link")
        named = {one.attributes.get("hreflang"): one.attributes["href"] for one in links
                 if one.attributes["rel"] in {"canonical", "alternate"}}  # fmt: skip
        assert named.pop(None) == url
        assert named == found[url]
        assert set(named) == {"en", "ru", "x-default"}


@pytest.mark.whole
def test_every_kind_of_page_that_may_be_found_is_in_it(client):
    found = urls(client)
    looked_at = 0
    for example in EXAMPLES:
        plain = example.method == "GET" and "?" not in example.path and example.canonical is None
        if example.status != 200 or not plain or example.path.startswith("initiatives/rare-"):
            continue
        response = client.get(example.address("en"))
        metas = parse(response.content.decode()).all("meta")
        hidden = any(one.attributes.get("name") == "robots" for one in metas) or example.private
        assert (f"{SITE}{example.address('en')}" in found) is not hidden, example
        looked_at += 1
    assert looked_at > 15


def test_hidden_entry_leaves_and_closed_one_stays(client):
    Initiative.objects.filter(slug="bumaga").update(state=EntryState.HIDDEN)
    Initiative.objects.filter(slug="kovcheg").update(state=EntryState.CLOSED)
    found = urls(client)
    assert f"{SITE}/en/initiatives/bumaga/" not in found
    assert f"{SITE}/en/initiatives/kovcheg/" in found


def test_day_of_the_last_change_is_a_day(client):
    days = {one.text for one in tree(client, "/sitemap-entries-1.xml").iter(f"{MAPS}lastmod")}
    assert days
    assert all(len(day) == 10 for day in days)


def test_parts_hold_every_entry_once(client, monkeypatch):
    whole = urls(client)
    monkeypatch.setattr(sitemap, "PART", 50)
    assert len(parts(client)) == 2 + Initiative.objects.listed().count() // 50
    assert urls(client).keys() == whole.keys()


@pytest.mark.parametrize("part", ["0", "3", "99999999999999999999999", "-1", "x", "١"])
def test_part_that_is_not_there_is_not_found(client, part):
    assert client.get(f"/sitemap-entries-{part}.xml").status_code == 404


def test_each_costs_the_same_with_any_number_of_entries(client, django_assert_num_queries):
    client.get("/en/")
    # the version; of a part also its entries
    for path, statements in [("", 1), ("-pages", 1), ("-entries-1", 2)]:
        with django_assert_num_queries(statements):
            response = client.get(f"/sitemap{path}.xml")
        with django_assert_num_queries(1):
            headers = {"if-none-match": response["ETag"]}
            assert client.get(f"/sitemap{path}.xml", headers=headers).status_code == 304


def test_host_comes_from_the_setting_alone(client):
    with override_settings(ALLOWED_HOSTS=["*"], SITE_URL="https://a.example"):
        for path in ("/sitemap.xml", "/sitemap-pages.xml", "/robots.txt"):
            text = client.get(path, headers={"host": "evil.example"}).content.decode()
            assert "evil.example" not in text
            assert "https://a.example/" in text


def test_robots_names_the_sitemap_and_shuts_no_page_that_may_be_found(client):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {SITE}/sitemap.xml\n" in text
    shut = [line.partition(": ")[2] for line in text.splitlines() if line.startswith("Disallow")]
    assert shut == ["/desk/", "/*/initiatives/filters/"]
    assert not any("/desk/" in url or "/filters/" in url for url in urls(client))
