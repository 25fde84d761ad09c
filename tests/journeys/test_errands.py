"""What somebody types into the box, on a phone without script: at most three taps to the answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from tests.journeys.browsing import follow, path_of
from tests.journeys.site import Site

MOST_TAPS = 3
LEAST_TARGET = 44  # pixels, on a touch screen


class Phone:
    """A phone whose taps are counted."""

    def __init__(self, page: Page, site: Site, language: str) -> None:
        self.page, self.site, self.language, self.taps = page, site, language, 0
        page.goto(f"{site.url}/{language}/")

    def search(self, words: str) -> None:
        self.page.locator(".search-input").fill(words)
        self.tap(self.page.locator(".search-button"))
        assert self.page.locator(".search-input").input_value() == words

    def tap(self, target: Locator) -> None:
        box = target.bounding_box()
        assert box
        assert box["height"] >= LEAST_TARGET or target.evaluate("e => !!e.closest('h2, h3, p')")
        follow(target)
        self.taps += 1
        assert self.taps <= MOST_TAPS

    def need(self) -> Locator:
        return self.page.locator(".understood h2 a")

    def cards(self) -> list[str]:
        return [
            str(link.get_attribute("href")).rstrip("/").rpartition("/")[2]
            for link in self.page.locator("main article h3 a").all()
        ]

    def text(self) -> str:
        return self.page.locator("main").inner_text().replace("\xa0", " ")

    def open_first(self) -> None:
        self.tap(self.page.locator("main article h3 a").first)
        assert self.page.locator("main a[rel~='ugc']").count() > 0


@pytest.fixture
def reader(phone: Page, site: Site, language: str) -> Phone:
    return Phone(phone, site, language)


def said(language: str, english: str, russian: str) -> str:
    return english if language == "en" else russian


def test_documents_in_belgrade(reader: Phone, language: str):
    reader.search(said(language, "documents Belgrade", "документы Белград"))
    reader.tap(reader.need())
    assert path_of(reader.page, reader.site) == f"/{language}/countries/serbia/needs/papers/"
    assert said(language, "We know of nobody here yet", "Здесь мы пока никого") in reader.text()
    assert "kovcheg" in reader.cards()[:3]
    reader.open_first()


def test_lessons_in_tbilisi(reader: Phone, language: str):
    reader.search(said(language, "Georgian lessons Tbilisi", "уроки грузинского Тбилиси"))
    assert {"bibliotheque-tbilisi", "frame-tbilisi"} <= set(reader.cards()[:4])
    reader.open_first()


def test_conscript_in_omsk(reader: Phone, language: str):
    reader.search(said(language, "conscript Omsk", "призывник Омск"))
    assert reader.cards()[0] == "omsk-civic-association"
    reader.tap(reader.need())
    reader.tap(reader.page.locator(f"main a[href='/{language}/needs/army/russia/']").first)
    assert "idite-lesom" in reader.cards()


def test_journalist_in_riga(reader: Phone, language: str):
    reader.search(said(language, "journalist Riga", "журналист Рига"))
    assert reader.cards()[0] == "media-hub-riga"
    reader.open_first()


def test_media_that_seek_funding(reader: Phone, language: str):
    reader.search(said(language, "media seeking donations", "медиа ищут пожертвования"))
    assert "mediazona" in reader.cards()[:8]
    reader.open_first()


def test_digital_security_in_yerevan(reader: Phone, language: str):
    reader.search(said(language, "digital security Yerevan", "цифровая безопасность Ереван"))
    reader.tap(reader.need())
    assert said(language, "We know of nobody here yet", "Здесь мы пока никого") in reader.text()
    assert reader.page.locator("#remotely article").count() > 2


def test_violence_in_istanbul(reader: Phone, language: str):
    reader.search(said(language, "violence Istanbul", "насилие Стамбул"))
    reader.tap(reader.need())
    assert path_of(reader.page, reader.site).endswith("/turkiye/needs/not-safe-at-home/")
    assert "112" in reader.text()
    assert said(language, "We know of nobody here yet", "Здесь мы пока никого") in reader.text()
    assert said(language, "Submit an initiative", "Добавить инициативу") not in reader.text()


def test_chess_club(reader: Phone, language: str):
    reader.search(said(language, "chess club", "шахматный клуб"))
    assert said(language, "nothing found", "ничего не нашлось") in reader.text()
    assert reader.cards() == []
    reader.tap(reader.page.locator("main .index a").first)
    assert reader.cards()


def test_buryatia_and_reposting(reader: Phone, language: str):
    reader.search(said(language, "Buryatia repost", "Бурятия репост"))
    assert "free-buryatia" in reader.cards()[:3]
    reader.tap(reader.page.locator(f"main a[href='/{language}/about/safety/']").first)
    assert said(language, "repost", "репост") in reader.text()
