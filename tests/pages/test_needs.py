"""Pages of needs: the numbers against plain Python over the rows, and what stands on them."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from initiatives.catalogue import needs as catalogue_needs
from initiatives.catalogue.snapshot import current, forget
from initiatives.models import Initiative

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("real_data")]

DATA = json.loads(Path(catalogue_needs.__file__).with_name("needs.json").read_text("utf-8"))
NEEDS = {need["slug"]: need for need in DATA["needs"]}
URGENT = {"not-safe-at-home", "army", "leave-russia"}


def rows():
    """Every published entry with what a rule asks for."""
    found = Initiative.objects.published().prefetch_related("host_countries")
    return [
        {
            "slug": row.slug,
            "kinds": {row.kind},
            "activities": set(row.facets["activity"]),
            "audiences": set(row.facets["audience"]),
            "tags": set(row.facets["tag"]),
            "hosts": {country.code for country in row.host_countries.all()},
            "remote": set(row.remote_for),
            "contact": bool(row.website or row.links),
        }
        for row in found
    ]


def fits(row, clause):
    for name in ("activities", "audiences", "kinds", "tags"):
        if name in clause and not row[name] & set(clause[name]):
            return False
    only = clause.get("audiences_only")
    if only and not (row["audiences"] and row["audiences"] <= set(only)):
        return False
    if clause.get("local_only") and row["remote"]:
        return False
    return not (clause.get("remote_only") and row["hosts"])


def expected(need, every, country):
    """The slugs here, remotely, for people in Russia, and of those without a contact."""
    parts = {"here": set(), "remotely": set(), "in-russia": set(), "press": set()}
    for row in every:
        if not any(fits(row, clause) for clause in need["any"]):
            continue
        if any(fits(row, clause) for clause in need.get("not", [])):
            continue
        reaches = "*" in row["remote"] or country in row["remote"]
        if country in row["hosts"] and (reaches or not row["remote"]):
            part = "here"
        elif need["remotely"] and reaches:
            part = "remotely"
        elif need["for_people_in_russia"] and "RU" in row["remote"]:
            part = "in-russia"
        else:
            continue
        parts[part if row["contact"] else "press"].add(row["slug"])
    return parts


@pytest.mark.parametrize("slug", NEEDS)
def test_each_part_holds_who_can_help_in_the_country(client, slug):
    every = rows()
    for country, code in [("serbia", "RS"), ("georgia", "GE"), ("germany", "DE"), ("oman", "OM")]:
        page = client.get(f"/en/countries/{country}/needs/{slug}/")
        wanted = expected(NEEDS[slug], every, code)
        shown = {part["id"]: part for part in page.context["parts"]}
        for name, slugs in wanted.items():
            cards = "".join(shown[name]["cards"]) if name in shown else ""
            assert {one for one in slugs if f'/en/initiatives/{one}/"' in cards} == slugs
            assert cards.count('<article class="card') == len(slugs)
            if name in shown:
                assert shown[name]["count"] == len(slugs)
        assert "here" in shown
        assert ("remotely" in shown) == NEEDS[slug]["remotely"]


@pytest.mark.parametrize("slug", NEEDS)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_page_for_people_in_russia_exists_where_somebody_helps_there(client, slug, language):
    page = client.get(f"/{language}/needs/{slug}/russia/")
    if not NEEDS[slug]["for_people_in_russia"]:
        assert page.status_code == 404
        return
    wanted = expected(NEEDS[slug], rows(), "RU")
    part = next(part for part in page.context["parts"] if part["id"] == "in-russia")
    assert part["count"] == len(wanted["remotely"])


@pytest.mark.parametrize("slug", NEEDS)
def test_nobody_is_invited_to_add_where_the_reader_is_in_danger(client, slug):
    for path in (f"/en/needs/{slug}/", f"/en/countries/serbia/needs/{slug}/"):
        main = client.get(path).content.decode().split("<main")[1].split("</main>")[0]
        assert ("Submit an initiative" in main) == (slug not in URGENT)


def test_need_that_nobody_answers_says_so_and_where_to_turn(client):
    page = client.get("/en/countries/oman/needs/roof/").content.decode()
    assert "We know of nobody here yet." in page
    assert 'href="/en/countries/oman/"' in page
    page = client.get("/ru/countries/oman/needs/roof/").content.decode()
    assert "Здесь мы пока никого не знаем." in page.replace("\xa0", " ")


def test_contact_comes_after_the_warning(client):
    page = client.get("/en/countries/serbia/needs/papers/").content.decode()
    card = page.split('/en/initiatives/kovcheg/"')[1].split("</article>")[0]
    assert card.index("card-warning") < card.index("card-contact")
    assert "https://kovcheg.live" in card


@pytest.mark.parametrize(
    "path",
    ["needs/nothing/", "countries/serbia/needs/nothing/", "countries/nowhere/needs/papers/"],
)
def test_unknown_need_or_country_is_not_found(client, path):
    assert client.get(f"/en/{path}").status_code == 404


def test_newest_information_comes_first(client):
    parts = client.get("/en/needs/lawyer/").context["parts"]
    cards = next(part["cards"] for part in parts if part["id"] == "in-russia")
    slugs = [re.search(r'card-name"><a href="/en/initiatives/([a-z0-9-]+)/"', c)[1] for c in cards]
    checked = dict(Initiative.objects.published().values_list("slug", "checked"))
    newest = [checked[slug].last_day for slug in slugs]
    assert len(newest) > 3
    assert newest == sorted(newest, reverse=True)


@pytest.mark.parametrize("slug", NEEDS)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_first_steps_are_four_at_most_and_none_is_empty(client, slug, language):
    page = client.get(f"/{language}/needs/{slug}/").content.decode().replace("\xa0", " ")
    steps = page.split('<ol class="numbered steps">')[1].split("</ol>")[0]
    steps = re.findall("<li>(.*)</li>", steps)
    assert 1 < len(steps) <= 4
    assert html.unescape(" ".join(steps)) == NEEDS[slug][f"first_steps_{language}"]
    assert all(steps)


@pytest.mark.parametrize("slug", NEEDS)
def test_page_of_the_whole_directory_names_the_countries_and_all_without_a_contact(client, slug):
    every, need = rows(), NEEDS[slug]
    page = client.get(f"/en/needs/{slug}/")
    for link in page.context["in_countries"]:
        there = client.get(link.url).context["parts"][0]
        assert (there["id"], there["count"]) == ("here", link.count)
    fitting = [
        row
        for row in every
        if any(fits(row, clause) for clause in need["any"])
        and not any(fits(row, clause) for clause in need.get("not", []))
        and (need["remotely"] or not row["remote"] or "*" in row["remote"])
    ]
    press = next((part for part in page.context["parts"] if part["id"] == "press"), None)
    assert (press["count"] if press else 0) == sum(not row["contact"] for row in fitting)
    assert page.context["total_answers"] == sum(row["contact"] for row in fitting)


def test_index_says_the_number_of_each_page(client):
    for link in client.get("/en/needs/").context["needs"][:-1]:
        assert client.get(link.url).context["total_answers"] == link.count


def test_where_nobody_is_no_link_leads_to_a_page_that_is_not_there(client):
    page = client.get("/en/countries/chad/needs/roof/").content.decode()
    assert 'href="/en/countries/chad/"' not in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Somebody is known in other places:" in page
    assert "noindex" not in client.get("/en/countries/germany/needs/lawyer/").content.decode()


def test_rules_name_words_that_there_are():
    vocabulary = current().vocabulary
    facets = {"activities": "activity", "audiences": "audience", "kinds": "kind", "tags": "tag"}
    for wanted in [*NEEDS.values(), *DATA["other"]]:
        for clause in [*wanted["any"], *wanted.get("not", [])]:
            for name, values in clause.items():
                if name in facets:
                    assert set(values) <= set(vocabulary.facets[facets[name]]), (wanted, name)


@pytest.mark.parametrize(
    "path", ["needs/lawyer/", "needs/lawyer/russia/", "countries/germany/needs/lawyer/"]
)
def test_cards_of_all_parts_are_read_at_once(client, django_assert_num_queries, path):
    forget()
    current()
    # the version, the cards, their designations
    with django_assert_num_queries(3):
        client.get(f"/en/{path}")
