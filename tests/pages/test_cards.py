"""A card is made once for each entry, language and day, and holds for every list that shows it."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from initiatives.catalogue.snapshot import current
from initiatives.models import Initiative
from initiatives.presenters import cards
from initiatives.vetting import decisions
from tests.factories.submission import AT, change, person, publish_new
from tests.journeys import rare
from tests.journeys.examples import CLOSED, STALE, VERIFIED
from tests.markup import Element, parse

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module", autouse=True)
def _rare_data(real_data: None) -> None:
    rare.write()


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    pass


def card_of(slug: str, path: str) -> Element | None:
    """The card of this entry on a page."""
    for article in parse(Client().get(path).content.decode()).all("article"):
        if article.all("h3")[0].all("a")[0].attributes["href"].endswith(f"/{slug}/"):
            return article
    return None


@pytest.mark.parametrize(
    "path",
    [
        "initiatives/?kind=media&country=ge&sort=name",
        "countries/georgia/",
        "countries/georgia/tbilisi/",
        "regions/buryatia/",
    ],
)
def test_links_of_a_card_lead_to_plain_views(client, path):
    page = parse(client.get(f"/ru/{path}").content.decode())
    links = [link for card in page.all("article") for link in card.all("a")]
    queries = [link.attributes["href"].partition("?")[2] for link in links]
    assert sum(bool(query) for query in queries) > 20
    assert all(query.count("=") <= 1 and "&" not in unescape(query) for query in queries)


def test_card_says_on_a_later_day_that_it_was_not_verified_since():
    """Though nothing was published in between."""
    path = "/en/initiatives/?sort=verified"
    assert "Last verified:" not in card_of(VERIFIED, path).text
    with time_machine.travel(now() + timedelta(days=181), tick=False):
        assert "Last verified:" in card_of(VERIFIED, path).text


def test_card_of_a_changed_entry_is_made_anew_at_once():
    path = "/en/initiatives/?sort=name"
    entry = publish_new(name_en="Aardvark aid", summary_en="As it was.")
    assert "As it was." in card_of(entry.slug, path).text
    change(entry, summary_en="As it is.")
    assert "As it is." in card_of(entry.slug, path).text


def test_card_does_not_name_a_successor_that_was_hidden():
    path = "/en/initiatives/?state=closed"
    assert "Its work continues at:" in card_of(CLOSED, path).text
    decisions.hide(
        Initiative.objects.get(slug=STALE), moderator=person().moderator, reason="-", at=AT
    )
    assert "Its work continues at:" not in card_of(CLOSED, path).text


def test_no_more_cards_are_held_than_a_process_has_room_for(client, monkeypatch):
    monkeypatch.setattr(cards, "HELD", 30)
    for page in (1, 2, 3):
        answer = client.get(f"/en/initiatives/?sort=name&page={page}", follow=True)
        assert answer.content.decode().count("card-name") == 24
        assert len(current().cards) <= 30


def test_long_summary_ends_at_a_word_on_cards_and_is_whole_on_its_page(client):
    summary = "Помогает" + " уехавшим" * 29
    entry = publish_new("long", summary_ru=summary, summary_en="", host_countries=["GE"], at=now())
    for path in ("/ru/initiatives/?sort=newest", "/en/initiatives/?sort=newest"):
        (shown,) = (
            one for one in card_of("long", path).all("p")
            if one.attributes.get("class") == "card-summary"
        )  # fmt: skip
        assert shown.text.startswith("Помогает уехавшим")
        assert shown.text.endswith(" уехавшим…")
        assert 140 < len(shown.text) <= 160
    assert summary in client.get(entry.get_absolute_url()).content.decode()


def test_what_a_message_repeats_ends_at_a_word(client):
    page = client.get("/en/initiatives/", {"kind": "newspapers " * 40}).content.decode()
    assert "“newspapers newspapers newspapers newspapers newspapers newspapers newspapers…”" in page
