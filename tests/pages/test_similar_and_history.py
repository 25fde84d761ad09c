"""What stands around an entry: those like it, its partners both ways, what happened to it."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from initiatives.models import Initiative
from tests.factories.submission import AT, change, person, publish_new, reject, send_change
from tests.factories.words import make_words


@pytest.mark.usefixtures("some_data")
def test_similar_share_what_few_have(client):
    context = client.get("/en/initiatives/people-of-baikal/").context
    assert 1 <= len(context["similar"]) <= 4
    # A region tells more than several words that half of the media have.
    first = [str(word) for word in context["similar"][0].words]
    assert {"Irkutsk Region", "Buryatia"} & set(first[:2])
    for one in context["similar"]:
        slug = one.url.rstrip("/").rpartition("/")[2]
        other = Initiative.objects.get(slug=slug)
        assert other.state == "published"
        mine = Initiative.objects.get(slug="people-of-baikal").facets
        assert any(set(mine[facet]) & set(other.facets[facet]) for facet in mine)


@pytest.mark.usefixtures("some_data")
@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_both_have_is_named_once(client, language):
    """An activity, a tag and an audience may have one name; a city says its country."""
    for slug in ("coming-out", "volunteers-tbilisi", "nc-sos"):
        for one in client.get(f"/{language}/initiatives/{slug}/").context["similar"]:
            words = [set(re.findall(r"[\w+]+", word.casefold())) for word in one.words]
            assert words
            for some, others in combinations(words, 2):
                assert not some <= others, one.words
                assert not others <= some, one.words
            said = {str(word) for word in one.words}
            assert not {"Tbilisi", "Georgia"} <= said
            assert not {"Тбилиси", "Грузия"} <= said


@pytest.mark.usefixtures("some_data")
def test_hidden_since_the_snapshot_is_not_called_similar(client):
    before = client.get("/en/initiatives/people-of-baikal/").context["similar"]
    slug = before[0].url.rstrip("/").rpartition("/")[2]
    # The version stays: this process still holds it as published.
    Initiative.objects.filter(slug=slug).update(state="hidden")
    page = client.get("/en/initiatives/people-of-baikal/").content.decode()
    assert before[0].url not in page


@pytest.fixture
def entry(db: None) -> Initiative:
    make_words()
    return publish_new("an-entry")


def told(client, language: str = "en") -> list[str]:
    history = client.get(f"/{language}/initiatives/an-entry/").context["history"]
    return [event["text"] for event in history]


def test_history_tells_kinds_of_change_newest_first(client, entry):
    change(entry, website="https://elsewhere.example/", sources=["https://press.example/"])
    change(entry, summary_en="Other words.")
    assert told(client) == ["Changed: texts", "Changed: links, sources", "Added to the directory"]


def test_history_tells_of_closing_and_of_going_on(client, entry):
    change(entry, state="closed", closed_on="2026-01")
    change(entry, state="published", closed_on="")
    assert told(client)[:2] == ["Active again", "Marked as closed"]


def test_history_does_not_tell_that_an_entry_was_hidden(client, entry):
    change(entry, state="hidden")
    change(entry, state="published")
    assert told(client) == ["Entry changed", "Entry changed", "Added to the directory"]


def test_history_names_nobody_and_nothing_refused(client, entry):
    before = told(client)
    refused = send_change(entry, summary_en="Zanzarquell")
    reject(refused, actor=person("melchior"), at=AT, reason="other")
    assert told(client) == before
    page = client.get("/en/initiatives/an-entry/").content.decode()
    assert not [word for word in ("Zanzarquell", "nino", "melchior") if word in page]


def test_one_rare_word_in_common_tells_more_than_two_usual_ones(client, db):
    make_words()
    usual = {"activities": ["legal-aid", "shelter"], "kind": "civic"}
    here = publish_new("an-entry", **usual | {"kind": "media", "focus_regions": ["RU-BU"]})
    for number in range(9):
        publish_new(f"usual-{number}", **usual, website=f"https://usual{number}.example/")
    publish_new("rare", activities=["news"], kind="civic", focus_regions=["RU-BU"])
    urls = [one.url for one in client.get(here.get_absolute_url()).context["similar"]]
    assert urls[0] == "/en/initiatives/rare/"
