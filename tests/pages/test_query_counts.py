"""What each page costs in statements: literal numbers, the same with 3 and with 300 entries."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from initiatives.catalogue.snapshot import current, forget
from initiatives.models import Country, FocusRegion, Initiative
from tools.generate_entries import generate_entries

pytestmark = pytest.mark.usefixtures("entries")


@pytest.fixture(scope="module", params=[3, 300])
def generated(request, rolled_back):
    with rolled_back():
        call_command("load_reference", verbosity=0)
        generate_entries(request.param, seed=141)
        yield request.param


@pytest.fixture
def entries(db, generated, client):
    """This many entries, in a process that has its snapshot and vocabulary, but no cards."""
    assert Initiative.objects.count() == generated
    forget()
    current()


def path_of_an_entry() -> str:
    return f"initiatives/{Initiative.objects.published().earliest('slug').slug}/"


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        # the version, the cards, their designations
        ("initiatives/", 3),
        ("initiatives/?kind=media&country=online&sort=name", 3),
        # the search asks the database for nothing more
        ("initiatives/?q=lawyer+in+Georgia", 3),
        ("initiatives/?q=lawyer+in+Georgia&sort=name", 3),
        ("needs/", 1),
        # the version; the panel shows no card
        ("initiatives/filters/", 1),
        ("initiatives/filters/?q=lawyer+in+Georgia", 1),
        ("countries/", 1),
        ("regions/", 1),
        ("regions/?kind=media", 1),
        ("about/safety/", 1),
        ("about/how-entries-get-in/", 1),
        ("nowhere/", 1),
        ("initiatives/?kind=zz", 1),
    ],
)
def test_page_costs(client, django_assert_num_queries, path, statements):
    with django_assert_num_queries(statements):
        client.get(f"/en/{path}")


def test_home_costs(client, django_assert_num_queries):
    # the version, where the cities lie, the entries added last, those verified last
    with django_assert_num_queries(4):
        client.get("/en/")


def test_cards_that_were_shown_are_not_read_again(client, django_assert_num_queries):
    client.get("/en/initiatives/?sort=newest")
    # the version
    with django_assert_num_queries(1):
        client.get("/en/initiatives/?sort=newest")
    # the version, the cards, their designations: they are held as HTML, for each language
    with django_assert_num_queries(3):
        client.get("/ru/initiatives/?sort=newest")


def test_country_costs(client, django_assert_num_queries):
    country = Country.objects.filter(initiatives__state="published").first()
    # the version, the country's notes, where its cities lie, its cards, their designations
    with django_assert_num_queries(5):
        client.get(f"/en/countries/{country.slug}/")


def test_region_costs(client, django_assert_num_queries):
    region = FocusRegion.objects.filter(initiatives__state="published").first()
    # the version, its neighbours, its cards, their designations
    with django_assert_num_queries(4):
        client.get(f"/en/regions/{region.slug}/")


def test_entry_costs(client, django_assert_num_queries):
    path = path_of_an_entry()
    # the version, the entry, its designations, its projects, its partners, who names it, those
    # like it, its history
    with django_assert_num_queries(8):
        client.get(f"/en/{path}")


@pytest.mark.parametrize(
    "path",
    [
        "initiatives/",
        "initiatives/?kind=media",
        "countries/georgia/",
        "countries/georgia/needs/papers/",
        "needs/army/russia/",
        "regions/",
        "regions/?kind=it",
        "regions/buryatia/",
        "",
        "about/safety/",
    ],
)
def test_not_modified_costs_one_statement(client, django_assert_num_queries, path):
    tag = client.get(f"/en/{path}")["ETag"]
    with django_assert_num_queries(1):
        response = client.get(f"/en/{path}", headers={"if-none-match": tag})
    assert response.status_code == 304


def test_entry_not_modified_costs_one_statement(client, django_assert_num_queries):
    path = path_of_an_entry()
    tag = client.get(f"/en/{path}")["ETag"]
    with django_assert_num_queries(1):
        response = client.get(f"/en/{path}", headers={"if-none-match": tag})
    assert response.status_code == 304


def test_snapshot_costs_its_statements_once(django_assert_num_queries):
    forget()
    # the version, before and in its turn; all entries; ten for the words
    with django_assert_num_queries(13):
        current()
    with django_assert_num_queries(1):
        current()
