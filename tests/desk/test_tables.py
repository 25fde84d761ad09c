"""The reference tables in Django's admin, and what can only be looked at there."""

import pytest
import time_machine
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.utils.timezone import now

from initiatives.models import CatalogueVersion, City, Country, Moderator, Tag
from initiatives.vetting.submitting import submit
from tests.factories.content import least
from tests.factories.submission import publish_new, send
from tests.intake.visitor import Visitor
from tests.markup import parse

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
TABLES = "/desk/tables/initiatives/"
READ_ONLY = {"initiative", "submission"}


def registered() -> set[str]:
    return {model._meta.model_name or "" for model in admin.site._registry} - READ_ONLY


def test_changing_a_country_moves_the_version_and_is_logged(office, client):
    publish_new()
    before = CatalogueVersion.objects.number()
    georgia = Country.objects.get(code="GE")
    address = f"{TABLES}country/{georgia.pk}/change/"
    response = office.post(address, as_shown(office, address) | {"name_en": "Sakartvelo"})
    assert response.status_code == 302
    assert CatalogueVersion.objects.number() == before + 1
    assert LogEntry.objects.get().object_id == str(georgia.pk)
    assert "Sakartvelo" in client.get("/en/countries/").content.decode()


def test_a_new_spelling_of_a_city_is_understood_at_once(office, client):
    def new_cities():
        with time_machine.travel(now(), tick=False) as clock:
            return Visitor(client, clock).preview(cities="Тпилиси").context["new_cities"]

    assert new_cities() == ["Тпилиси, Serbia"]
    address = f"{TABLES}city/{City.objects.get(slug='tbilisi').pk}/change/"
    answer = office.post(address, as_shown(office, address) | {"synonyms": "Тпилиси"})
    assert answer.status_code == 302
    assert new_cities() == []


def as_shown(office, address):
    """What a browser sends of a table's page when nobody typed anything."""
    form = office.get(address).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


NO_ITEMS = ["[" * 30_000, "1" * 5000, "Tiflis\n\x00", "Тпилиси\na\u202eb", "\ue000"]
NO_PAGES = ["https://a.example/", "https://a.example/ | Office", "https://a.example/ | Office | ",
            "javascript:alert(1) | Office | Служба", "Office | Служба | https://a.example/",
            "https://a.example/ | Office | Служба | more"]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "text"),
    [
        *((column, text) for column in ("synonyms", "sources", "also_ru") for text in NO_ITEMS),
        *(("official", text) for text in [*NO_ITEMS, *NO_PAGES]),
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_a_line_that_cannot_be_kept_is_told_and_kept_nowhere(office, client, column, text):
    publish_new()
    row = (
        City.objects.get(slug="tbilisi") if column == "synonyms" else Country.objects.get(code="GE")
    )
    address = f"{TABLES}{row._meta.model_name}/{row.pk}/change/"
    before = getattr(row, column)
    answer = office.post(address, as_shown(office, address) | {column: text})
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    assert column in form.errors
    assert form[column].value() == text
    row.refresh_from_db()
    assert getattr(row, column) == before
    assert client.get("/en/countries/georgia/").status_code == 200


def test_a_source_of_a_country_is_an_address_of_the_web(office):
    georgia = Country.objects.get(code="GE")
    address = f"{TABLES}country/{georgia.pk}/change/"
    given = as_shown(office, address)
    for sources, status in (("javascript:alert(1)", 200), ("https://example.org/", 302)):
        assert office.post(address, given | {"sources": sources}).status_code == status
    georgia.refresh_from_db()
    assert georgia.sources == ["https://example.org/"]


def test_lists_of_a_table_are_typed_one_a_line_and_shown_so_again(office):
    georgia = Country.objects.get(code="GE")
    address = f"{TABLES}country/{georgia.pk}/change/"
    typed = {
        "also_en": "Sakartvelo\r\n\r\n Caucasus \r\nSakartvelo",
        "also_ru": "сакартвело",
        "official": "https://sda.gov.ge/ | House of Justice | Дом юстиции",
        "sources": "https://example.org/a\r\nhttps://example.org/b",
    }
    assert office.post(address, as_shown(office, address) | typed).status_code == 302
    georgia.refresh_from_db()
    assert (georgia.also_en, georgia.also_ru) == (["Sakartvelo", "Caucasus"], ["сакартвело"])
    assert georgia.official == [
        {"label_en": "House of Justice", "label_ru": "Дом юстиции", "url": "https://sda.gov.ge/"}
    ]
    shown = as_shown(office, address)
    assert shown["official"] == typed["official"]
    assert shown["also_en"] == "Sakartvelo\nCaucasus"
    office.post(address, shown)
    before = (georgia.also_en, georgia.official, georgia.sources)
    georgia.refresh_from_db()
    assert (georgia.also_en, georgia.official, georgia.sources) == before


def test_a_refused_change_moves_nothing(office):
    before = CatalogueVersion.objects.number()
    response = office.post(f"{TABLES}tag/add/", {"slug": "Not A Slug", "name_en": "x"})
    assert response.status_code == 200
    assert CatalogueVersion.objects.number() == before


def test_a_tag_is_added_with_its_slug_as_taggits_name(office):
    office.post(f"{TABLES}tag/add/", {"slug": "theatre", "name_en": "Theatre", "name_ru": "Театр"})
    assert Tag.objects.get(slug="theatre").name == "theatre"


def test_a_key_that_documents_hold_cannot_be_changed(office):
    tbilisi = City.objects.get(slug="tbilisi")
    office.post(
        f"{TABLES}city/{tbilisi.pk}/change/",
        {"slug": "other", "country": "1", "name_en": "Tiflis", "name_ru": "Тифлис",
         "synonyms": "", "latitude": "41.7", "longitude": "44.8", "population": "1"},
    )  # fmt: skip
    tbilisi.refresh_from_db()
    assert (tbilisi.slug, tbilisi.name_en) == ("tbilisi", "Tiflis")


def test_every_table_opens_for_an_editor_and_for_nobody_else(office, desk):
    assert {"country", "city", "activity", "tag", "register"} <= registered()
    for table in registered():
        assert office.get(f"{TABLES}{table}/").status_code == 200
        assert desk.get(f"{TABLES}{table}/").status_code == 403
        assert desk.get(f"{TABLES}{table}/add/").status_code == 403


def test_headings_of_the_tables_are_russian_sentences(office, editor):
    """Not "Изменить страна", nor the English name of the app in the breadcrumbs."""
    Moderator.objects.filter(pk=editor.pk).update(language="ru")
    georgia = Country.objects.get(code="GE")
    for address in (f"{TABLES}country/", f"{TABLES}country/{georgia.pk}/change/"):
        page = office.get(address).content.decode()
        assert [heading.text for heading in parse(page).all("h1")] == ["Страны"]
        assert ">Таблицы</a>" in page
        assert "Initiatives" not in parse(page).all("body")[0].text


def test_nothing_is_deleted_in_the_tables(office):
    tag = Tag.objects.get(slug="archive")
    assert office.get(f"{TABLES}tag/{tag.pk}/delete/").status_code == 403
    assert office.post(f"{TABLES}tag/{tag.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Tag.objects.filter(pk=tag.pk).exists()


def test_submissions_and_entries_are_looked_at_and_lead_to_their_review(desk):
    entry = publish_new()
    one = send()
    page = desk.get(f"{TABLES}submission/{one.pk}/change/").content.decode()
    assert f'href="/desk/submissions/{one.reference}/"' in page
    assert "_save" not in page
    page = desk.get(f"{TABLES}initiative/{entry.pk}/change/").content.decode()
    assert f'href="/desk/initiatives/{entry.slug}/change/"' in page
    for path in (f"submission/{one.pk}/change/", f"initiative/{entry.pk}/change/"):
        assert desk.post(TABLES + path, {"state": "approved"}).status_code == 403
    assert desk.get(f"{TABLES}submission/add/").status_code == 403


def test_out_of_scope_is_not_there_in_the_tables_either(desk):
    foreign = send(host_countries=["RS"])
    for what in ("change", "history"):
        assert desk.get(f"{TABLES}submission/{foreign.pk}/{what}/").status_code == 404
        assert desk.get(f"{TABLES}submission/99999/{what}/").status_code == 404
    assert foreign.reference not in desk.get(f"{TABLES}submission/").content.decode()


def test_neither_contact_nor_token_stands_in_the_tables(office):
    one = submit(least(), at=now(), contact="anna@example.org", token_hash="f" * 64)
    for path in ("", f"{one.pk}/change/", f"{one.pk}/history/", "?q=anna"):
        page = office.get(f"{TABLES}submission/{path}").content.decode()
        assert "f" * 64 not in page
        assert "anna@example.org" not in page
    form = office.get(f"{TABLES}submission/{one.pk}/change/").content.decode().lower()
    assert "contact" not in form


def test_people_and_second_factors_are_no_tables(office):
    assert {model._meta.app_label for model in admin.site._registry} == {"initiatives"}
    assert office.get("/desk/tables/auth/user/").status_code == 404


@pytest.mark.parametrize("path", ["/admin/", "/admin/initiatives/country/"])
def test_the_admins_old_address_leads_to_the_desk(client, path):
    assert client.get(path)["Location"] == "/desk/"


def test_tables_without_sign_in_lead_to_it_and_back(client):
    response = client.get(f"{TABLES}country/", follow=True)
    assert response.request["PATH_INFO"] == "/desk/sign-in/"


def test_the_way_back_leads_nowhere_else(office):
    for following in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        response = office.get("/desk/tables/login/", {"next": following})
        assert response["Location"] == "/desk/"


def test_change_lists_print_no_style(office):
    """The trap of actions_on_top: Django then writes a <style> block into the page."""
    for table in registered() | READ_ONLY:
        page = office.get(f"{TABLES}{table}/").content.decode()
        assert "<style" not in page
        assert " style=" not in page
