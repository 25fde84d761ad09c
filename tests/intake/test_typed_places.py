"""Cities as people type them, at the public form and at the desk."""

from __future__ import annotations

import pytest

from initiatives.models import Role
from tests.account.signing import moderator, signed_in
from tests.intake.visitor import Visitor, filled, text_of

PLACES = [
    # chosen country, typed, cities, proposals
    ("US", "Los Angeles, CA", ["US/los-angeles"], []),
    ("US", "Portland, OR, USA", ["US/portland"], []),
    ("US", "Лос-Анджелес, Калифорния", ["US/los-angeles"], []),
    ("", "Los Angeles, CA", ["US/los-angeles"], []),
    ("", "Vancouver, CA", ["CA/vancouver"], []),
    ("US", "Vancouver, Canada", ["CA/vancouver"], []),
    ("", "Istanbul, Turkey", ["TR/istanbul"], []),
    ("", "Los Angeles, America", ["US/los-angeles"], []),
    ("", "Portland", ["US/portland"], []),
    ("", "Белград, Нови-Сад", ["RS/belgrade", "RS/novi-sad"], []),
    ("", "Tbilisi; Batumi", ["GE/tbilisi", "GE/batumi"], []),
    ("", "Тбилиси и Батуми", ["GE/tbilisi", "GE/batumi"], []),
    ("", "Тбилиси, Батуми, Грузия", ["GE/tbilisi", "GE/batumi"], []),
    ("RS", "Белград, Панчево", ["RS/belgrade"], [("RS", "Панчево")]),
    ("GE", "г. Тбилиси, ул. Ленина 5", ["GE/tbilisi"], []),
    ("GE", "ул. Ленина, д. 5, кв. 3, город Тбилиси", ["GE/tbilisi"], []),
    ("RS", "Knez Mihailova 5, 11000 Belgrade", ["RS/belgrade"], []),
    ("GE", "Fkvfns", [], [("GE", "Fkvfns")]),
    ("GE", "Тбилиси Чавчавадзе 15", ["GE/tbilisi"], []),
    ("GE", "Тбилиси, ул Ленина", ["GE/tbilisi"], []),
    ("GE", "Тбилиси, Руставели 12а", ["GE/tbilisi"], []),
    ("GE", "Тбилиси (ул. Ленина 5)", ["GE/tbilisi"], []),
    ("GE", "Тбилиси (Грузия)", ["GE/tbilisi"], []),
    ("GE", "0105 Tbilisi, Rustaveli Ave", ["GE/tbilisi"], []),
    ("RS", "Belgrade, Karl-Marx-Allee", ["RS/belgrade"], []),
    ("RS", "Belgrade, Times Square", ["RS/belgrade"], []),
    ("RS", "5 London Road, Belgrade", ["RS/belgrade"], []),
    ("US", "Port St. Lucie, FL", [], [("US", "Port St. Lucie")]),
    ("US", "Newtown Square, PA", [], [("US", "Newtown Square")]),
    ("US", "5 Main St, Portland, OR 97201", ["US/portland"], []),
    ("RS", "Belgrade SW1A 1AA", ["RS/belgrade"], []),
    ("RS", "Belgrade, ABC", ["RS/belgrade"], [("RS", "ABC")]),
    ("US", "Portland, NSW", ["US/portland"], []),
    ("RS", "Frankfurt (Oder)", [], [("RS", "Frankfurt (Oder)")]),
    ("RS", "10 Downing Street Belgrade", ["RS/belgrade"], []),
    ("US", "5th Ave Los Angeles", ["US/los-angeles"], []),
    ("RS", "12 rue de Rivoli Belgrade", ["RS/belgrade"], []),
    ("RS", "Rua das Flores Belgrade", ["RS/belgrade"], []),
    ("GE", "Тбилиси, Руставели, 12", ["GE/tbilisi"], []),
    ("GE", "Абовяна, 40, Тбилиси", ["GE/tbilisi"], []),
    ("GE", "Am Zirkus, 10117 Tbilisi", ["GE/tbilisi"], []),
    ("GE", "Тбилиси [Руставели 12]", ["GE/tbilisi"], []),
    ("GE", "Тбилиси — Руставели 12", ["GE/tbilisi"], []),
    ("GE", "Тбилиси https://maps.app.goo.gl/AbC", ["GE/tbilisi"], []),
    ("RS", "Kadıköy 5, Istanbul, Turkey", ["TR/istanbul"], []),
    ("", "Los Angeles, CA 90012", ["US/los-angeles"], []),
    ("", "0105 Tbilisi, Georgia", ["GE/tbilisi"], []),
    ("US", "Times Square Los Angeles", ["US/los-angeles"], []),
    ("RS", "La Rua", [], [("RS", "La Rua")]),
    ("", "Грузия, Тбилиси", ["GE/tbilisi"], []),
    ("US", "Georgia, Tbilisi", ["GE/tbilisi"], []),
    ("GE", "Грузия, Кутаиси", [], [("GE", "Кутаиси")]),
    ("", "Belgrade, Serbia, Tbilisi, Georgia", ["RS/belgrade", "GE/tbilisi"], []),
    ("", "Тбилиси.", ["GE/tbilisi"], []),
    ("", "• Тбилиси", ["GE/tbilisi"], []),
    ("", "1. Тбилиси", ["GE/tbilisi"], []),
    ("", "- #Тбилиси;", ["GE/tbilisi"], []),
    ("", "Тбилиси + Батуми", ["GE/tbilisi", "GE/batumi"], []),
    ("CA", "Portland, Ontario", [], [("CA", "Portland, Ontario")]),
    ("CA", "Portland, ON", [], [("CA", "Portland, ON")]),
    ("US", "Vancouver, WA", [], [("US", "Vancouver")]),
]
# Of these nothing is kept: no city of a chosen country is in them, or a street has its name.
ADDRESSES = [
    ("RS", "Belgrade Road 5"),
    ("RS", "улица Белград 5"),
    ("RS", "12 rue de Belgrade"),
    ("RS", "Краља Петра 5"),
    ("RS", "Панчево, Краља Петра 5"),
    ("GE", "Кутаиси, проспект Чавчавадзе 7"),
    ("GE", "Гори, Абовяна №5"),
    ("GE", "41.7151, 44.8271"),
    ("GE", "https://maps.app.goo.gl/AbC"),
    ("GE", "goo.gl/maps/AbC"),
    ("GE", "Knez Mihailova 5, Belgrade"),
    ("RS", "La Ciotat 13600"),
    ("RS", "La Rua 5"),
    ("RS", "5 Main Street, LA"),
    ("US", "Belgrade 75460"),
    ("RS", "6th of October City"),
]


@pytest.mark.parametrize(("country", "typed", "cities", "proposals"), PLACES)
def test_a_city_is_understood_as_people_type_it(form, country, typed, cities, proposals):
    document = form(host_countries=[country], cities=typed, online="on")
    assert isinstance(document, dict), document
    assert document["cities"] == cities
    proposed = document["proposed"]["cities"]
    assert [(one["country"], one["name"]) for one in proposed] == proposals


@pytest.mark.parametrize(("country", "typed"), ADDRESSES)
def test_of_an_address_without_a_city_the_city_alone_is_asked(form, country, typed):
    typed_lines = f"Tbilisi\r\n{typed}"
    page = form(host_countries=[country], cities=typed_lines, online="on")
    assert isinstance(page, str), page
    assert f"write only the city in place of “{typed}”" in page
    assert f"Tbilisi {typed}" in page, "the box has lost what was typed"


def test_a_country_among_the_cities_is_chosen(form):
    document = form(host_countries=[""], cities="Сербия\r\nТбилиси\r\nTurkey", online="on")
    assert document["cities"] == ["GE/tbilisi"]
    assert set(document["host_countries"]) == {"RS", "GE", "TR"}
    assert document["proposed"]["cities"] == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("г. Тбилиси, ул. Ленина 5", "We never publish a street or house"),
        ("Fkvfns", "“Fkvfns” is “Almaty” on the other keyboard layout."),
        ("Ефддшт\r\nТбилиси", None),
        ("Belgrade", "“Belgrade” was read as Belgrade, Serbia, which is none of the countries you"),
        ("Belgrade, Serbia", None),
        ("Ифегьш", "“Ифегьш” is “Batumi” on the other keyboard layout."),
    ],
)
def test_what_was_made_of_a_place_is_said(visitor: Visitor, places: None, typed, said):
    page = visitor.preview(host_countries=["GE"], cities=typed)
    assert [said in text_of(page)] == [True] if said else page.context["notes"] == []
    assert "Ленина" not in text_of(page).replace(typed, "")
    client = signed_in(moderator("edita", role=Role.EDITOR))
    data = filled(
        host_countries=["GE"], cities=typed, reach="grassroots", sources="https://example.com/"
    )
    answer = text_of(client.post("/desk/propose/", data, follow=True))
    assert said is None or said in answer
