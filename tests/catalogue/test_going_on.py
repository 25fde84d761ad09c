"""A process that takes up each change shows what one shows that has just started."""

from __future__ import annotations

import pytest
from django.test import Client

from initiatives.catalogue import snapshot as snapshots
from initiatives.catalogue.snapshot import Snapshot, current, forget
from initiatives.models import Initiative, Tag
from initiatives.vetting import decisions
from tests.factories.submission import AT, change, person, publish_new

pytestmark = pytest.mark.usefixtures("some_data")

PAGES = (
    "/en/",
    "/ru/countries/",
    "/en/initiatives/",
    "/en/initiatives/?sort=name",
    "/ru/initiatives/?sort=name",
    "/ru/initiatives/?sort=newest",
    "/en/initiatives/?sort=verified",
    "/en/initiatives/filters/?country=ge",
    "/en/initiatives/filters/?tag=seedlings",
    "/ru/initiatives/?state=closed",
    # Names, words, places and slips, before and after each of the changes below.
    "/en/initiatives/?q=aardvark+aid",
    "/en/initiatives/?q=zebra",
    "/en/initiatives/?q=sedlings",
    "/ru/initiatives/?q=саженцы",
    "/ru/initiatives/?q=помощь+тбилиси",
    "/ru/initiatives/?q=rjdxtu",
    "/en/initiatives/?q=bumaga&sort=name",
)


def shown() -> list[tuple[int, bytes]]:
    answers = [Client().get(page) for page in PAGES]
    return [(answer.status_code, answer.content) for answer in answers]


def named(name: str) -> Initiative:
    return Initiative.objects.get(name_en=name)


def merge_words() -> None:
    other = Tag.objects.exclude(slug="seedlings").earliest("slug")
    Tag.objects.filter(slug="seedlings").update(merged_into=other)
    publish_new(name_en="The last one", website="https://last.example/")


@pytest.mark.whole
def test_each_change_is_taken_up_whole(db):
    forget()
    before = shown()
    proposed = {
        "cities": [],
        "tags": [
            {"name": "Seedlings", "name_en": "Seedlings", "name_ru": "Саженцы", "slug": "seedlings"}
        ],
    }
    acts = [
        lambda: publish_new(name_en="Aardvark aid", host_countries=["GE"], cities=["GE/tbilisi"]),
        lambda: publish_new(name_en="Seedlings", proposed=proposed),
        lambda: change(
            Initiative.objects.get(name_en="Aardvark aid"), host_countries=["RS"], cities=[]
        ),
        lambda: change(
            Initiative.objects.get(name_en="Aardvark aid"), name_en="Zebra aid", reach="regional"
        ),
        lambda: change(Initiative.objects.get(slug="bumaga"), state="closed"),
        lambda: decisions.hide(
            Initiative.objects.get(slug="kovcheg"), moderator=person().moderator, reason="-", at=AT
        ),
        merge_words,
    ]
    for act in acts:
        act()
        went_on = shown()
        assert went_on != before
        forget()
        assert went_on == shown()
        before = went_on


def counted(snapshot: Snapshot) -> dict[tuple[str, str], int]:
    sets = {**snapshot.facets, "state": snapshot.states}
    return {(facet, value): len(ids) for facet in sets for value, ids in sets[facet].items()}


def test_what_is_held_stays_as_it_is_for_requests_that_began_with_it(db):
    held = current()
    rows, before = dict(held.rows), counted(held)
    publish_new(host_countries=["GE"])
    assert current() is not held
    assert len(current().rows) == len(rows) + 1
    assert (dict(held.rows), counted(held)) == (rows, before)


def test_taking_up_a_change_costs_the_same_whatever_there_is(client, django_assert_num_queries):
    client.get("/en/initiatives/filters/")
    publish_new()
    # the version, before and in its turn; what changed; ten for the words
    with django_assert_num_queries(13):
        client.get("/en/initiatives/filters/")


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/en/initiatives/?sort=name", "Aardvark aid"),
        ("/sitemap-entries-1.xml", "/aardvark-aid/"),
    ],
)
def test_hidden_entry_is_nowhere_while_that_is_taken_up(
    client, monkeypatch, address: str, named: str
):
    """Nor in what was made before, nor by telling a browser or a crawler that it has it."""
    entry = publish_new(name_en="Aardvark aid")
    before = client.get(address)
    assert named in before.content.decode()
    meanwhile = []

    def advance(held: Snapshot, version: int) -> Snapshot:
        meanwhile.append(Client().get(address))
        meanwhile.append(Client().get(address, headers={"if-none-match": before["ETag"]}))
        assert [answer["Cache-Control"] for answer in meanwhile] == ["no-store", "no-store"]
        return taken_up(held, version)

    taken_up = snapshots.advance
    monkeypatch.setattr(snapshots, "advance", advance)
    decisions.hide(entry, moderator=person().moderator, reason="-", at=AT)
    meanwhile.append(client.get(address))
    assert [answer.status_code for answer in meanwhile] == [200, 200, 200]
    assert not any(named in answer.content.decode() for answer in meanwhile)
