"""What readers come for, on a phone with script off, in both languages."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys.browsing import follow, listening, path_of, visit
from tests.journeys.examples import BY_NAME
from tests.journeys.site import Site

PER_PAGE = 24


def number_in(text: str) -> int:
    """The first number of a text, whatever parts its thousands."""
    found = re.search(r"\d[\d\s,]*", text)
    assert found, text
    return int(re.sub(r"\D", "", found.group()))


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def listed(page: Page) -> int:
    """How many entries a list says that it has."""
    return number_in(page.locator("#list-number").inner_text())


def choose(page: Page, facet: str, value: str) -> None:
    """Press the row of a value in the panel of filters; unfold what it lies in."""
    row = page.locator(f"#facet-{facet} a[href*='{facet}={value}']").first
    for fold in page.locator(f"details:not([open]):has(a[href*='{facet}={value}'])").all():
        if fold.locator("summary").first.is_visible():
            fold.locator("summary").first.click()
    follow(row)


def cards(page: Page) -> list[str]:
    return page.locator("main article h3 a").all_inner_texts()


def test_newcomer_goes_from_home_to_an_entry_and_back(phone: Page, site: Site, language: str):
    phone.goto(f"{site.url}/")
    assert path_of(phone, site) == f"/{language}/"
    follow(phone.locator(f"main a[href='/{language}/countries/georgia/']").first)
    kind = phone.locator("#kinds a[href*='kind=mutual_aid']").first
    counted = number_in(kind.inner_text())
    follow(kind)
    listing = path_of(phone, site)
    assert listing == f"/{language}/initiatives/?kind=mutual_aid&country=ge"
    assert listed(phone) == counted == len(cards(phone))
    name = cards(phone)[0]
    follow(phone.locator("main article h3 a").first)
    assert heading(phone) == name
    assert phone.locator("main a[rel~='ugc']").count() > 0
    phone.go_back()
    assert path_of(phone, site) == listing
    assert cards(phone)[0] == name


def test_newcomer_needs_three_taps_from_home_to_what_is_needed(
    phone: Page, site: Site, language: str
):
    phone.goto(f"{site.url}/{language}/")
    need = phone.locator(f"main a[href='/{language}/needs/lawyer/']").first
    counted = number_in(need.inner_text())
    follow(need)
    assert number_in(phone.locator(".band-lead").inner_text()) == counted
    follow(phone.locator("main article h3 a").first)
    assert phone.locator("main a[rel~='ugc']").count() > 0


def test_listing_is_narrowed_by_three_facets_sorted_and_turned(
    phone: Page, site: Site, language: str
):
    phone.goto(f"{site.url}/{language}/initiatives/")
    assert not phone.locator("#facet-kind").is_visible()
    follow(phone.locator(f"main a[href='/{language}/initiatives/filters/']").first)
    for facet, value in (("kind", "media"), ("country", "online"), ("language", "ru")):
        choose(phone, facet, value)
    query = "?kind=media&country=online&language=ru"
    assert path_of(phone, site) == f"/{language}/initiatives/filters/{query}"
    shown = phone.locator(f"main a[href='/{language}/initiatives/{query}']").last
    counted = number_in(shown.inner_text())
    assert counted > PER_PAGE
    follow(shown)
    assert listed(phone) == counted
    chips = phone.locator("main ul.chips a[rel='nofollow']")
    assert chips.count() == 3

    follow(phone.locator("main a[href$='sort=name']"))
    by_name = cards(phone)
    follow(phone.locator("main a[rel='next']"))
    assert path_of(phone, site) == f"/{language}/initiatives/{query}&sort=name&page=2"
    assert listed(phone) == counted
    assert len(by_name) == PER_PAGE
    assert len(cards(phone)) == min(PER_PAGE, counted - PER_PAGE)
    assert not set(cards(phone)) & set(by_name)
    assert chips.count() == 3
    follow(phone.locator("main a[rel='prev']"))
    assert cards(phone) == by_name

    follow(chips.first)
    assert path_of(phone, site) == (
        f"/{language}/initiatives/?country=online&language=ru&sort=name"
    )


def test_filter_is_taken_back_by_a_second_tap(phone: Page, site: Site, language: str):
    phone.goto(f"{site.url}/{language}/initiatives/filters/")
    choose(phone, "kind", "it")
    assert path_of(phone, site) == f"/{language}/initiatives/filters/?kind=it"
    follow(phone.locator(f"#facet-kind a[href='/{language}/initiatives/filters/']"))
    assert path_of(phone, site) == f"/{language}/initiatives/filters/"


def test_facets_stand_beside_the_list_on_a_computer(desk: Page, site: Site, language: str):
    desk.goto(f"{site.url}/{language}/initiatives/")
    row = desk.locator("#facet-kind a[href*='kind=it']")
    counted = number_in(row.inner_text())
    follow(row)
    assert listed(desk) == counted == len(cards(desk))
    follow(desk.locator(f"#facet-kind a[href='/{language}/initiatives/']"))
    assert path_of(desk, site) == f"/{language}/initiatives/"


def test_nothing_found_offers_what_to_drop(phone: Page, site: Site, language: str):
    visit(phone, site, BY_NAME["nothing"], language)
    assert cards(phone) == []
    drops = phone.locator("main section a[rel='nofollow']")
    asked = dict(parse_qsl(urlsplit(phone.url).query))
    counted = number_in(drops.first.inner_text())
    assert counted > 0
    follow(drops.first)
    assert listed(phone) == counted
    kept = dict(parse_qsl(urlsplit(phone.url).query))
    assert kept.items() < asked.items()
    assert len(kept) == len(asked) - 1


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "unknown-filter"),
        ("ru", "not-found"),
        ("en", "beyond-the-last"),
        ("ru", "not-allowed"),
        ("en", "gone"),
        ("ru", "empty-country"),
        ("en", "empty-city"),
    ],
)
def test_error_has_a_way_on(phone: Page, site: Site, language: str, name: str):
    visit(phone, site, BY_NAME[name], language)
    ways = phone.locator("main a")
    assert ways.count() > 0
    follow(ways.first)
    assert phone.locator("h1").count() == 1


def test_unknown_filter_is_named_and_can_be_left_out(phone: Page, site: Site, language: str):
    phone.goto(f"{site.url}/{language}/initiatives/?kind=media&colour=red")
    assert "colour" in phone.locator("main").inner_text()
    follow(phone.locator("main a[rel='nofollow']").first)
    assert path_of(phone, site) == f"/{language}/initiatives/?kind=media"


def test_page_beyond_the_last_leads_to_the_last(phone: Page, site: Site, language: str):
    visit(phone, site, BY_NAME["beyond-the-last"], language)
    follow(phone.locator("main a").first)
    assert urlsplit(phone.url).query.startswith("kind=media&page=")
    assert phone.locator("main a[rel='next']").count() == 0


def test_hidden_entry_is_gone_without_its_name(phone: Page, site: Site, language: str):
    visit(phone, site, BY_NAME["gone"], language)
    assert "Имя, которого никто не увидит" not in phone.content()


def test_closed_entry_leads_to_its_successor(phone: Page, site: Site, language: str):
    visit(phone, site, BY_NAME["listing-closed"], language)
    follow(phone.locator(f"main a[href='/{language}/initiatives/rare-closed/']").first)
    follow(phone.locator(f"main aside a[href='/{language}/initiatives/kovcheg/']"))


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ru", "home"),
        ("en", "listing-filtered"),
        ("ru", "filters-chosen"),
        ("en", "entry"),
        ("ru", "city"),
    ],
)
def test_language_switch_keeps_the_view(desk: Page, site: Site, language: str, name: str):
    other = {"en": "ru", "ru": "en"}[language]
    visit(desk, site, BY_NAME[name], language)
    here = path_of(desk, site)
    follow(desk.locator(f"header a[hreflang='{other}']").filter(visible=True))
    assert path_of(desk, site) == here.replace(f"/{language}/", f"/{other}/", 1)
    assert desk.locator("html").get_attribute("lang") == other


def test_menu_of_a_phone_leads_on_without_script(phone: Page, site: Site, language: str):
    phone.goto(f"{site.url}/{language}/")
    link = phone.locator(f"header details a[href='/{language}/countries/']")
    assert not link.is_visible()
    phone.locator("header details summary").click()
    follow(link)


def test_escape_closes_the_menu_and_returns_to_its_button(scripted_phone_page: Page, site: Site):
    with listening(scripted_phone_page, site) as page:
        page.goto(f"{site.url}/en/")
        summary = page.locator("header details summary")
        summary.click()
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        assert page.locator("header details[open]").count() == 0
        assert summary.evaluate("element => element === document.activeElement")


def test_an_onion_address_has_room_on_the_narrowest_phone(
    phone: Page, site: Site, language: str
) -> None:
    """Of no part of a link a column of one letter a line is left."""
    width = phone.viewport_size["width"]
    phone.set_viewport_size({"width": 320, "height": 700})
    phone.goto(f"{site.url}/{language}/initiatives/sibir-realii/")
    parts = phone.locator(".links li > *")
    assert parts.filter(has_text=".onion").count() == 1
    for part in parts.all():
        box = part.bounding_box()
        assert box["height"] < 90, part.inner_text()
        assert box["width"] > 30
    phone.set_viewport_size({"width": width, "height": 740})
