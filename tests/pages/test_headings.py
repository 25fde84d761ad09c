"""Headings of lists: sentences in both languages, for every value of every facet."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from initiatives.catalogue.address import Address
from initiatives.models import FACETS, Vocabulary
from initiatives.presenters.headings import heading
from tests.markup import parse

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("rare_data")]

# query, English, Russian
HEADINGS = [
    ("", "Initiatives", "Инициативы"),
    ("kind=media", "Media", "Медиа"),
    ("kind=civic", "Civic initiatives", "Гражданские инициативы"),
    ("kind=it&kind=media", "IT initiatives or media", "ИТ-инициативы или медиа"),
    ("country=ge", "Initiatives in Georgia", "Грузия: инициативы"),
    ("country=am&country=ge", "Initiatives in Armenia or Georgia",
     "Армения или Грузия: инициативы"),
    ("country=am&country=ge&country=rs", "Initiatives in Armenia, Georgia or Serbia",
     "Армения, Грузия или Сербия: инициативы"),
    ("country=nl", "Initiatives in the Netherlands", "Нидерланды: инициативы"),
    ("country=gb&country=us", "Initiatives in the United Kingdom or the United States",
     "Великобритания или США: инициативы"),
    ("country=cg", "Initiatives in the Republic of the Congo", "Республика Конго: инициативы"),
    ("country=bd", "Initiatives in Bangladesh", "Бангладеш: инициативы"),
    ("country=va", "Initiatives in Vatican City", "Ватикан: инициативы"),
    ("country=online", "Initiatives for people in any country",
     "Инициативы для людей в любой стране"),
    ("kind=mutual_aid&country=online", "Mutual aid for people in any country",
     "Взаимопомощь для людей в любой стране"),
    ("country=ge&country=online", "Initiatives in Georgia or any country",
     "Грузия или любая страна: инициативы"),
    ("city=ge-tbilisi", "Initiatives in Tbilisi", "Тбилиси: инициативы"),
    ("city=ge-tbilisi&city=rs-belgrade", "Initiatives in Tbilisi or Belgrade",
     "Тбилиси или Белград: инициативы"),
    ("country=ge&city=ge-tbilisi", "Initiatives in Tbilisi", "Тбилиси: инициативы"),
    ("country=am&city=ge-tbilisi", "Initiatives in Tbilisi · also in Armenia",
     "Тбилиси: инициативы · также: Армения"),
    ("country=online&city=ge-tbilisi", "Initiatives in Tbilisi · for people in any country",
     "Тбилиси: инициативы · для людей в любой стране"),
    ("region=ru-bu", "Initiatives about Buryatia", "Инициативы · регион: Бурятия"),
    ("region=ru-bu&region=ru-ta", "Initiatives about Buryatia or Tatarstan",
     "Инициативы · регион: Бурятия или Татарстан"),
    ("region=ru-al", "Initiatives about the Altai Republic",
     "Инициативы · регион: Республика Алтай"),
    ("region=ru-oms", "Initiatives about the Omsk Region",
     "Инициативы · регион: Омская область"),
    ("region=ru-yev", "Initiatives about the Jewish Autonomous Region",
     "Инициативы · регион: Еврейская автономная область"),
    ("region=siberian&kind=media", "Media about Siberia", "Медиа · регион: Сибирь"),
    ("region=ural", "Initiatives about the Urals", "Инициативы · регион: Урал"),
    ("region=volga", "Initiatives about the Volga region", "Инициативы · регион: Поволжье"),
    ("kind=media&country=ge&region=ru-spe", "Media about Saint Petersburg · in Georgia",
     "Грузия: медиа · регион: Санкт-Петербург"),
    ("kind=media&country=online&region=ru-mow",
     "Media about Moscow · for people in any country",
     "Медиа · регион: Москва · для людей в любой стране"),
    ("language=en&language=ru", "Initiatives · in English or Russian",
     "Инициативы · язык: английский или русский"),
    ("kind=media&country=ge&language=tt", "Media in Georgia · in Tatar",
     "Грузия: медиа · язык: татарский"),
    ("country=rs&activity=legal-aid", "A lawyer or legal advice in Serbia",
     "Сербия: юридическая помощь"),
    ("country=ge&activity=newcomer-advice", "Settling in · in Georgia",
     "Грузия: обустройство на новом месте"),
    ("kind=mutual_aid&country=rs&activity=legal-aid",
     "Mutual aid in Serbia · a lawyer or legal advice",
     "Сербия: взаимопомощь · юридическая помощь"),
    ("activity=material-aid&activity=news&activity=shelter",
     "Money, food and clothes or news or a place to stay",
     "Деньги, еда, вещи или новости или жильё и приют"),
    ("activity=lgbtq", "LGBTQ+", "ЛГБТК+"),
    ("activity=feminism&activity=indigenous-peoples",
     "Women's rights or peoples of Russia: rights and languages",
     "Права женщин или народы России: права и языки"),
    ("country=rs&audience=families", "Initiatives in Serbia for families with children",
     "Сербия: инициативы · для кого: семьи с детьми"),
    ("audience=ukrainians&audience=women", "Initiatives for Ukrainians or women",
     "Инициативы · для кого: украинцы или женщины"),
    ("country=online&audience=women", "Initiatives for women · for people in any country",
     "Инициативы · для кого: женщины · для людей в любой стране"),
    ("audience=it-specialists", "Initiatives for IT people",
     "Инициативы · для кого: программисты и ИТ-специалисты"),
    ("kind=media&seeks=funding", "Media · seeking: donations and grants",
     "Медиа · ищут: пожертвования и гранты"),
    ("country=de&reach=grassroots", "Initiatives in Germany · grassroots",
     "Германия: инициативы · небольшие или местные"),
    ("reach=regional", "Initiatives · of one region", "Инициативы · одного региона"),
    ("tag=baikal", "Initiatives · Baikal", "Инициативы · Байкал"),
    ("tag=courts-and-prisons", "Initiatives · courts and prisons",
     "Инициативы · суды и тюрьмы"),
    ("designation=foreign_agent", "Initiatives · status in Russia: “Foreign agent”",
     "Инициативы · статус в России: «Иностранный агент»"),
    ("designation=none", "Initiatives · status in Russia: no designation known",
     "Инициативы · статус в России: без известных статусов"),
    ("state=closed", "Closed initiatives", "Закрытые инициативы"),
    ("country=ge&state=closed", "Closed initiatives in Georgia", "Грузия: закрытые инициативы"),
    ("kind=media&region=ru-bu&state=closed", "Closed initiatives about Buryatia · media",
     "Закрытые инициативы · регион: Бурятия · медиа"),
    ("kind=media&country=am&country=ge&language=en&language=ru", "Initiatives: 5 filters",
     "Инициативы: 5 фильтров"),
]  # fmt: skip


def said(query: str, language: str, vocabulary: Vocabulary) -> str:
    parameters = QueryDict(query)
    chosen = {facet: tuple(parameters.getlist(facet)) for facet in FACETS}
    with translation.override(language):
        return heading(Address.of(chosen, state=parameters.get("state", "")), vocabulary)


def test_headings_read_as_a_person_says_them():
    vocabulary = Vocabulary.load()
    assert len(HEADINGS) >= 40
    shown = [(q, said(q, "en", vocabulary), said(q, "ru", vocabulary)) for q, _en, _ru in HEADINGS]
    assert shown == HEADINGS


def names_with_article(vocabulary: Vocabulary) -> set[str]:
    """By their own words, where the code goes by the codes of countries."""
    words = vocabulary.facets["country"].values()
    plural = r"(Islands|States|Emirates|Netherlands|Territories|Bahamas|Maldives|Philippines)$"
    of = r"^(Democratic )?Republic of|^Isle of|(Kingdom|Republic|Territory)$"
    single = r"^(Comoros|Gambia|Seychelles)$"
    found = {w.name_en for w in words if re.search(f"{plural}|{of}|{single}", w.name_en)}
    # It begins with the name of one island, which has no article.
    return found - {"South Georgia and South Sandwich Islands"}


def test_countries_and_only_those_that_need_it_have_an_article():
    vocabulary = Vocabulary.load()
    with_article = {
        word.name_en
        for value, word in vocabulary.facets["country"].items()
        if said(f"country={value}", "en", vocabulary).startswith("Initiatives in the ")
    }
    assert with_article == names_with_article(vocabulary)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_heading_has_an_empty_part_or_loses_a_name(language):
    """Each value alone, each with one of every other facet, and each beside another one."""
    vocabulary = Vocabulary.load()
    values = {facet: list(vocabulary.facets[facet]) for facet in FACETS}
    values["region"] += vocabulary.districts
    queries = [f"{facet}={value}" for facet in FACETS for value in values[facet]]
    queries += [f"{query}&state=closed" for query in queries]
    queries += [
        f"{one}={value}&{other}={values[other][0]}&{other}={values[other][-1]}"
        for one, other in combinations(FACETS, 2)
        for value in values[one][:40]
    ]
    faults = re.compile(
        r"^\W*$|^[^\w“«]|\s$|  |· ·|·$|: ?[·:]|:$|\bin in\b|\bthe the\b|None|%\(", re.I
    )
    for query in queries:
        text = said(query, language, vocabulary)
        assert not faults.search(text), (query, text)
        assert not text[0].islower(), (query, text)
    for facet in ("country", "city", "region", "tag", "language"):
        for value in values[facet]:
            if value == "online":
                continue
            with translation.override(language):
                name = str(vocabulary.filter_word(facet, value).name)
            assert name in said(f"{facet}={value}", language, vocabulary)
            other = next(one for one in values[facet] if one != value)
            assert name in said(f"{facet}={other}&{facet}={value}", language, vocabulary)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "query", ["kind=media", "kind=media&country=ge", "kind=it&country=ge&region=ru-bu"]
)
def test_after_a_filter_the_focus_is_at_the_heading(client: Client, language: str, query: str):
    page = parse(client.get(f"/{language}/initiatives/?{query}").content.decode())
    (title,) = page.all("h1")
    assert "autofocus" in title.attributes
    assert title.attributes["tabindex"] == "-1"
    described = title.attributes.get("aria-describedby")
    if described:
        (number,) = [part for part in page.all("p") if part.attributes.get("id") == described]
        assert re.search(r"\d", number.text)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_without_its_last_filter_the_list_is_read_from_its_heading(client: Client, language: str):
    """A whole list gives its heading no focus by itself: whoever comes there reads its head."""
    page = parse(client.get(f"/{language}/initiatives/?kind=media").content.decode())
    (chips,) = [part for part in page.all("ul") if part.attributes.get("class") == "chips"]
    remove, clear = chips.all("a")
    assert remove.attributes["href"] == clear.attributes["href"] == f"/{language}/initiatives/#list"
    assert remove.text == {"en": "Remove: Media", "ru": "Убрать: Медиа"}[language]
    (title,) = parse(client.get(f"/{language}/initiatives/").content.decode()).all("h1")
    assert title.attributes["id"] == "list"
    assert title.attributes["tabindex"] == "-1"
    assert "autofocus" not in title.attributes
    panel = parse(client.get(f"/{language}/initiatives/filters/?kind=media").content.decode())
    (chips,) = [part for part in panel.all("ul") if part.attributes.get("class") == "chips"]
    assert chips.all("a")[0].attributes["href"] == f"/{language}/initiatives/filters/"
