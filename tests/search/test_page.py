"""The page of results at its door: what is found, what is said of the words, what is kept."""

from __future__ import annotations

from html import unescape

import pytest

from initiatives.models import CatalogueVersion, Initiative
from tests.markup import parse

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("real_data")]


def results(client, query, language="en", **more):
    response = client.get(f"/{language}/initiatives/", {"q": query, **more})
    assert response.status_code == 200
    return response


def slugs(response):
    cards = [
        article
        for article in parse(response.content.decode()).all("article")
        if "card" in article.attributes.get("class", "").split()
    ]
    return [
        next(
            link.attributes["href"].rstrip("/").rpartition("/")[2]
            for link in card.all("a")
            if any("card-name" in e.attributes.get("class", "") for e in link.within())
        )
        for card in cards
    ]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Ковчег", "kovcheg"),
        ("kovcheg", "kovcheg"),
        ("rjdxtu", "kovcheg"),
        ("Meduza", "meduza"),
        ("медузы", "meduza"),
        ("t.me/arkhelps", "kovcheg"),
        ("https://kovcheg.live/", "kovcheg"),
        ("@ArkHelps", "kovcheg"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_name_or_address_finds_its_entry_first(client, query, first, language):
    assert slugs(results(client, query, language))[0] == first


def test_words_are_in_the_box_the_heading_and_marked(client):
    page = results(client, "lawyer belgrade").content.decode()
    assert "<h1" in page
    assert "“lawyer belgrade”" in page
    assert 'value="lawyer belgrade"' in page
    assert "<mark>Belgrade</mark>" in page


def test_those_with_every_word_come_before_those_with_some(client):
    page = results(client, "lawyer belgrade")
    first, second = page.context["groups"]
    assert "is_partial" not in first
    assert second["is_partial"]
    assert "Only some of the words" in page.content.decode()


def test_other_layout_and_slip_are_said_and_can_be_taken_back(client):
    for query, read in [("ljrevtyns", "документы"), ("Mediazna", "mediazona")]:
        page = results(client, query, "ru")
        assert page.context["search"]["read_as"].casefold() == f"<b>{read}</b>"
        back = client.get(page.context["search"]["as_typed"].url)
        assert back.status_code == 200
        assert not back.context["search"]["read_as"]


def test_need_and_place_lead_to_the_page_of_the_need_with_its_numbers(client):
    search = results(client, "документы Белград", "ru").context["search"]
    assert search["need"]["url"] == "/ru/countries/serbia/needs/papers/"
    parts = client.get(search["need"]["url"]).context["parts"]
    counts = {part["id"]: part["count"] for part in parts}
    assert (search["need"]["here"], search["need"]["remotely"]) == (
        counts["here"],
        counts["remotely"],
    )


def test_same_as_filters_leads_to_a_plain_list_with_its_number(client):
    link = results(client, "digital security Berlin").context["search"]["as_filters"]
    if link:
        assert "q=" not in link.url
        assert client.get(link.url).context["total_found"] == link.count
    link = results(client, "media Georgia").context["search"]["as_filters"]
    assert client.get(link.url).context["total_found"] == link.count


@pytest.mark.parametrize("query", ["lawyer belgrade", "media donations Georgia", "chess club"])
def test_what_is_near_leads_where_its_numbers_say(client, query):
    near = results(client, query).context["search"]["near"]
    assert near
    for link in near:
        assert client.get(link.url).context["total_found"] == link.count


def test_facets_count_within_the_hits_and_keep_the_words(client):
    page = results(client, "psychologist")
    for facet in page.context["facets"]:
        if facet.name == "kind":
            for line in facet.rows:
                if line["count"]:
                    there = client.get(line["url"])
                    assert "q=psychologist" in line["url"]
                    assert there.context["total_found"] == line["count"]


def test_nothing_found_says_so_and_leads_to_the_form_with_the_words(client):
    page = results(client, "chess club")
    text = page.content.decode()
    assert "nothing found" in text
    assert "We do not record what is searched" in text
    form = client.get("/en/submit/", {"name": "chess club"})
    assert 'value="chess club"' in form.content.decode()
    assert '/submit/?name=chess%20club"' in text


@pytest.mark.parametrize("query", ["asdfgh qwerty", "🙂🙂", "!!!", "xyzzy plugh", "ыва фыв"])
def test_nonsense_finds_nothing(client, query):
    assert results(client, query).context["total_found"] == 0


def test_each_search_has_one_address(client):
    response = client.get("/en/initiatives/?q=++lawyer+++belgrade+&page=1")
    assert (response.status_code, response["Location"]) == (
        301,
        "/en/initiatives/?q=lawyer+belgrade",
    )
    assert response["Cache-Control"] == "private, no-cache"
    response = client.get("/en/initiatives/?q=")
    assert (response.status_code, response["Location"]) == (301, "/en/initiatives/")
    assert client.get("/en/initiatives/?q=a&q=b").status_code == 400


def test_search_is_for_its_reader_alone(client):
    response = results(client, "lawyer belgrade")
    page = response.content.decode()
    head = page.split("</head>")[0]
    assert response["Cache-Control"] == "private, no-cache"
    assert "canonical" not in head
    assert "og:" not in head
    assert 'content="noindex, nofollow"' in head
    assert 'href="/ru/initiatives/?q=lawyer+belgrade"' in unescape(page)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=lawyer++belgrade", 301),
        ("Q=lawyer+belgrade", 301),
        ("page=1&amp;q=lawyer+belgrade", 301),
        ("q=lawyer+belgrade&page=99", 404),
        ("q=lawyer+belgrade&country=atlantis", 400),
    ],
)
@pytest.mark.parametrize("path", ["", "filters/"])
def test_whatever_answers_a_search_is_for_its_reader_alone(client, path, query, status):
    response = client.get(f"/en/initiatives/{path}?{query}")
    assert response.status_code == status
    assert response["Cache-Control"] == "private, no-cache"
    if status >= 400:
        page = response.content.decode()
        head = page.split("</head>")[0]
        assert "canonical" not in head
        assert "lawyer" not in head
        assert 'value="lawyer belgrade"' in page  # nothing typed is lost


def test_what_the_reader_has_of_a_search_stays_private(client):
    tag = results(client, "lawyer belgrade")["ETag"]
    response = client.get("/en/initiatives/?q=lawyer+belgrade", headers={"If-None-Match": tag})
    assert (response.status_code, response["Cache-Control"]) == (304, "private, no-cache")


def test_other_orders_can_be_chosen(client):
    sorts = results(client, "media").context["sorts"]
    assert sorts[0]["label"] == "By match"
    assert sorts[0]["current"]
    for sort in sorts[1:]:
        there = client.get(sort["url"])
        assert there.context["total_found"] == results(client, "media").context["total_found"]


def test_box_is_on_every_page_and_on_those_that_are_not_found(client):
    for path in ("", "countries/", "regions/", "about/", "submit/", "nowhere/", "initiatives/"):
        page = client.get(f"/en/{path}").content.decode()
        assert '<input class="search-input"' in page, path
    assert '<input class="search-input"' in client.get("/en/initiatives/?x=1").content.decode()


def test_hidden_entry_is_found_no_more_and_a_changed_name_at_once(client):
    row = Initiative.objects.get(slug="kovcheg")
    assert "kovcheg" in slugs(results(client, "kovcheg"))
    Initiative.objects.filter(pk=row.pk).update(
        state="hidden", changed_in=CatalogueVersion.objects.number() + 1
    )
    CatalogueVersion.objects.update(number=CatalogueVersion.objects.number() + 1)
    page = results(client, "kovcheg")
    assert "kovcheg" not in slugs(page)
    assert "Telegram @ArkHelps" not in page.content.decode()


@pytest.mark.parametrize("query", ["документы Душанбе", "documents Tajikistan"])
def test_country_without_entries_leads_to_its_page_of_the_need(client, query):
    need = results(client, query, "ru").context["search"]["need"]
    assert need["url"] == "/ru/countries/tajikistan/needs/papers/"
    assert need["here"] == 0
    assert client.get(need["url"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "need"),
    [
        ("leave Russia", "leave-russia"),
        ("evacuation", "leave-russia"),
        ("shelter", "roof"),
        ("housing Berlin", "roof"),
        ("жильё берлин", "roof"),
        ("приют", "roof"),
        ("violence Istanbul", "not-safe-at-home"),
        ("насилие Стамбул", "not-safe-at-home"),
        ("documents Belgrade", "papers"),
        ("юрист Белград", "lawyer"),
        ("призывник Омск", "army"),
    ],
)
def test_need_is_the_one_that_the_words_mean(client, query, need):
    found = results(client, query).context["search"]["need"]
    assert found["url"].rstrip("/").rpartition("/")[2] == need
