"""The file of words for the search box at its door."""

from __future__ import annotations

import json

import pytest

from initiatives.catalogue.snapshot import forget
from initiatives.models import CatalogueVersion, EntryState, Initiative

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("real_data")]


def file_of(client, language):
    page = client.get(f"/{language}/")
    url = page.context["page"]["words_url"]
    assert url.startswith(f"/{language}/words/")
    response = client.get(url)
    return response, json.loads(response.content)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_words_of_the_present_version_are_kept_for_ever(client, language):
    response, words = file_of(client, language)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    assert len(words["needs"]) == 14
    kinds = {row[2] for row in words["rows"]}
    assert len(kinds) == 4


def test_another_version_leads_to_the_present_one(client):
    response = client.get("/ru/words/0123456789abcdef.json")
    assert response.status_code == 302
    assert response["Cache-Control"] == "no-store"
    assert client.get(response["Location"]).status_code == 200


def test_address_changes_with_the_content_only(client):
    url = client.get("/ru/").context["page"]["words_url"]
    version = CatalogueVersion.objects.number() + 1
    CatalogueVersion.objects.update(number=version)
    assert client.get("/ru/").context["page"]["words_url"] == url
    Initiative.objects.filter(slug="kovcheg").update(state=EntryState.HIDDEN, changed_in=version)
    CatalogueVersion.objects.update(number=version + 1)
    forget()
    assert client.get("/ru/").context["page"]["words_url"] != url
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_row_leads_to_a_page_with_entries(client, language):
    _response, words = file_of(client, language)
    for label, url, _kind, number, _spellings, *_more in words["rows"][::9]:
        page = client.get(url)
        assert page.status_code == 200, label
        found = page.context.get("total_found", page.context.get("count"))
        assert found == number > 0
    for _label, url, _kind, number, _spellings, title in words["needs"]:
        page = client.get(url)
        assert title in page.content.decode().replace("\xa0", " ")
        assert page.context["total_answers"] == number


def test_place_without_a_public_entry_is_not_in_it(client):
    hidden = Initiative.objects.filter(host_countries__code="MN")
    assert hidden.exists()
    _response, words = file_of(client, "en")
    assert "Mongolia" in {row[0] for row in words["rows"]}
    version = CatalogueVersion.objects.number() + 1
    hidden.update(state=EntryState.HIDDEN, changed_in=version)
    CatalogueVersion.objects.update(number=version)
    _response, words = file_of(client, "en")
    assert "Mongolia" not in {row[0] for row in words["rows"]}
