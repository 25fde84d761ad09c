"""A page that was made once is given again; what has changed is never given as it was."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.timezone import now

from directory import page_cache
from tests.factories.submission import publish_new

pytestmark = pytest.mark.usefixtures("some_data")


@pytest.fixture
def kept(db, settings):
    settings.CACHES = {**settings.CACHES, "pages": page_cache.backend("", debug=False)}
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("path", ["/en/", "/ru/initiatives/?kind=media", "/en/countries/georgia/"])
def test_page_asked_for_again_costs_one_statement(client, django_assert_num_queries, path):
    first = client.get(path)
    with django_assert_num_queries(1):
        second = Client().get(path)
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("path", "status"),
    [("initiatives/nobody/", 404), ("initiatives/?kind=x", 400), ("initiatives/?sort=name", 304)],
)
@pytest.mark.parametrize("named", ["*", '"x"', '"x", *, W/', "{tag}", 'W/{tag}, "x"', "x{tag}"])
def test_condition_is_met_only_by_a_page_that_is_there(client, path, status, named):
    tag = client.get("/en/initiatives/?sort=name")["ETag"]
    response = client.get(f"/en/{path}", headers={"if-none-match": named.format(tag=tag)})
    if status == 304:
        status = 304 if named in ("*", "{tag}", 'W/{tag}, "x"') else 200
    assert response.status_code == status


def test_page_is_not_given_to_whoever_wants_another_one(client):
    path = "/en/initiatives/?sort=name"
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"if-match": tag}).status_code == 200
    assert client.get(path, headers={"if-match": '"x"'}).status_code == 412


def test_change_shows_at_once(client):
    path = "/en/initiatives/?sort=newest"
    before = client.get(path)
    publish_new(name_en="Aardvark aid", at=now())
    after = client.get(path)
    assert b"Aardvark aid" not in before.content
    assert b"Aardvark aid" in after.content
    assert after["ETag"] != before["ETag"]


@pytest.mark.usefixtures("kept")
def test_languages_and_views_do_not_mix(client):
    paths = ("/en/initiatives/", "/ru/initiatives/", "/en/initiatives/filters/", "/en/countries/")
    first = [client.get(path).content for path in paths]
    assert len(set(first)) == len(paths)
    assert [client.get(path).content for path in paths] == first


def test_cache_that_is_away_costs_no_page(client, settings):
    pages = page_cache.backend("valkey://127.0.0.1:1/0", debug=False)
    settings.CACHES = {**settings.CACHES, "pages": pages}
    assert client.get("/en/").status_code == 200
