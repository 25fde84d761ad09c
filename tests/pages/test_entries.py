"""An entry's page: what it shows, and where its earlier addresses lead."""

from __future__ import annotations

import re

import pytest

from initiatives.models import EntryState, Initiative, OldSlug

pytestmark = pytest.mark.usefixtures("some_data")


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_entry_speaks_the_readers_language_and_marks_the_other(client):
    one = Initiative.objects.get(slug="bumaga")
    Initiative.objects.filter(pk=one.pk).update(summary_ru="", description_ru="")
    page = client.get("/ru/initiatives/bumaga/").content.decode()
    assert re.search(r"<h1[^>]*>\s*Бумага", page)
    assert re.search(r'lang="en"[^>]*>St Petersburg city publication', page)


def test_designation_stands_before_every_link_out_with_date_and_source(client):
    page = client.get("/en/initiatives/bumaga/").content.decode()
    main = page[page.index("<main") :]
    notice = main.index("30\xa0June 2023")
    assert notice < main.index("https://paperpaper.io/")
    assert notice < main.index("https://t.me/paperpaper_ru")
    assert "https://minjust.gov.ru/ru/pages/reestr-inostryannykh-agentov/" in main


def test_ended_designation_is_named_but_not_warned_of(client):
    one = Initiative.objects.get(slug="bumaga")
    one.designations.update(ended="2024-05")
    response = client.get("/en/initiatives/bumaga/")
    assert "Was a “foreign agent” from 30 June 2023 to May 2024" in text_of(response)
    assert "you may be prosecuted" not in text_of(response)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_entry_says_where_its_facts_come_from_and_that_nobody_verified_it(client, language):
    response = client.get(f"/{language}/initiatives/bumaga/")
    for source in Initiative.objects.get(slug="bumaga").sources:
        assert f'href="{source}"' in response.content.decode()
    month = {"en": "June 2023", "ru": "июнь 2023"}[language]
    assert month in text_of(response)


def test_partners_are_named_both_ways(client):
    page = client.get("/en/initiatives/bumaga/").content.decode()
    assert "/en/initiatives/paper-vpn/" in page
    back = client.get("/en/initiatives/paper-vpn/")
    assert "/en/initiatives/bumaga/" in back.content.decode()


def test_parent_and_projects_are_named_once_each_both_ways(client):
    project = client.get("/en/initiatives/paper-vpn/")
    assert "A project of" in text_of(project)
    assert project.content.decode().count('class="row-name" href="/en/initiatives/bumaga/"') == 1
    parent = client.get("/en/initiatives/bumaga/")
    assert "Its projects" in text_of(parent)
    assert parent.content.decode().count('class="row-name" href="/en/initiatives/paper-vpn/"') == 1
    Initiative.objects.filter(slug="bumaga").update(state=EntryState.HIDDEN)
    page = client.get("/en/initiatives/paper-vpn/").content.decode()
    assert "bumaga" not in page[page.index("<main") : page.index('id="sources-title"')]


def test_status_of_another_entry_says_whose_it_is(client):
    one = Initiative.objects.get(slug="paper-vpn")
    assert {row.of.slug for row in one.designations.all()} == {"bumaga"}
    response = client.get("/en/initiatives/paper-vpn/")
    assert "If you are in Russia" in text_of(response)
    notice = response.content.decode()
    link = '<a href="/en/initiatives/bumaga/">Bumaga (Paper)</a>'
    assert f"status of {link}, which runs it" in notice
    one.partners.add(Initiative.objects.get(slug="bumaga"))
    Initiative.objects.filter(pk=one.pk).update(parent=None)
    assert (
        f"status of its partner {link}" in client.get("/en/initiatives/paper-vpn/").content.decode()
    )
    Initiative.objects.filter(slug="bumaga").update(state=EntryState.HIDDEN)
    page = text_of(client.get("/en/initiatives/paper-vpn/"))
    assert "If you are in Russia" in page
    assert "status of another organisation" in page


def test_where_an_entry_helps_from_afar_stands_among_its_places(client):
    Initiative.objects.filter(slug="bumaga").update(remote_for=["GE", "RU"])
    assert "remotely: Georgia, Russia" in text_of(client.get("/en/initiatives/bumaga/"))
    assert "дистанционно: Грузия, Россия" in text_of(client.get("/ru/initiatives/bumaga/"))


def test_partner_is_shown_only_while_it_is_listed(client):
    Initiative.objects.filter(slug="paper-vpn").update(state=EntryState.HIDDEN)
    assert "paper-vpn" not in client.get("/en/initiatives/bumaga/").content.decode()


def test_hidden_entry_is_gone_without_its_name(client):
    Initiative.objects.filter(slug="bumaga").update(state=EntryState.HIDDEN)
    response = client.get("/ru/initiatives/bumaga/")
    assert response.status_code == 410
    assert "Бумага" not in response.content.decode()


def test_merged_entry_redirects_to_what_it_became_also_twice(client):
    one, two, three = (
        Initiative.objects.get(slug=slug) for slug in ("bumaga", "paper-vpn", "paper-kartuli")
    )
    for old, new in ((one, two), (two, three)):
        old.state, old.successor = EntryState.HIDDEN, new
        old.save()
    response = client.get("/en/initiatives/bumaga/")
    assert (response.status_code, response["Location"]) == (
        301,
        "/en/initiatives/paper-kartuli/",
    )


def test_old_slug_redirects(client):
    one = Initiative.objects.get(slug="bumaga")
    OldSlug.objects.create(slug="paper", initiative=one)
    response = client.get("/ru/initiatives/paper/")
    assert (response.status_code, response["Location"]) == (301, "/ru/initiatives/bumaga/")


def test_closed_entry_stays_and_says_so(client):
    one = Initiative.objects.closed().first()
    response = client.get(f"/en/initiatives/{one.slug}/")
    assert response.status_code == 200
    assert "Closed" in text_of(response)


def test_links_out_carry_no_trace(client):
    page = client.get("/en/initiatives/bumaga/").content.decode()
    for tag in re.findall(r'<a [^>]*href="https?://[^>]*>', page):
        if "localhost" in tag or "testserver" in tag:
            continue
        assert "noreferrer" in tag, tag


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("initiatives/Kovcheg/", "initiatives/kovcheg/"),
        ("initiatives/OVD-Info/", "initiatives/ovd-info/"),  # whether it is there or not
        ("initiatives/kovcheg/)", "initiatives/kovcheg/"),
        ("initiatives/kovcheg).", "initiatives/kovcheg/"),
        ("initiatives/kovcheg.", "initiatives/kovcheg/"),
        ("initiatives/kovcheg/»,", "initiatives/kovcheg/"),
        ("countries/Georgia/Tbilisi/", "countries/georgia/tbilisi/"),
        ("regions/buryatia/.", "regions/buryatia/"),
        ("About/Safety/", "about/safety/"),
        (")", ""),
    ],
)
def test_address_as_a_messenger_or_a_person_writes_it_leads_to_the_one_meant(client, typed, meant):
    for language in ("en", "ru"):
        response = client.get(f"/{language}/{typed}")
        assert (response.status_code, response["Location"]) == (301, f"/{language}/{meant}")


@pytest.mark.parametrize("path", ["/en/Nothing/here/", "/en/submit/ABCD).", "/en/nothing."])
def test_address_that_is_none_of_ours_in_lower_case_either_is_not_found(client, path):
    page = client.get(path)
    assert page.status_code == 404
    assert "error 404" in text_of(page)  # among counts of entries, so not a bare number
    assert client.post("/en/initiatives/Kovcheg/").status_code == 405
