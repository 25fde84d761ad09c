"""What the directory says of itself: in both languages, whole, and true to the program."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from initiatives.intake import anti_spam
from initiatives.operations import retention
from initiatives.pages.about import TEXTS, prose
from initiatives.text.prose import read
from initiatives.vetting.canned_replies import find
from tests.markup import parse

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ru")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def page(client, language: str, path: str) -> str:
    response = client.get(f"/{language}/about/{path}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("text", TEXTS)
def test_sections_have_the_same_addresses_in_both_languages(text):
    english, russian = (prose(text, language) for language in LANGUAGES)
    ids = [section.id for section in english.sections]
    assert ids == [section.id for section in russian.sections]
    assert len(ids) == len(set(ids)) > 2


@pytest.mark.parametrize("text", TEXTS)
def test_lead_is_short_enough_for_a_description(text):
    for language in LANGUAGES:
        assert 80 < len(prose(text, language).summary) < 260


@in_both_languages
def test_first_page_leads_to_all_others_with_their_leads(client, language):
    tree = parse(page(client, language, ""))
    main = tree.all("main")[0]
    links = {one.attributes["href"]: one.text for one in main.all("a")}
    others = [text for text in TEXTS if text != "directory"]
    assert len(others) == 5
    for text in others:
        told = prose(text, language)
        assert links[f"/{language}/about/{text}/"].replace("\xa0", " ") == told.title
        assert told.summary in main.text.replace("\xa0", " ")


@in_both_languages
def test_every_foot_leads_to_them(client, language):
    (foot,) = parse(page(client, language, "privacy/")).all("footer")
    led = {one.attributes["href"] for one in foot.all("a")}
    for text in TEXTS:
        path = "" if text == "directory" else f"{text}/"
        assert f"/{language}/about/{path}" in led


@in_both_languages
def test_links_keep_the_language_and_tell_other_sites_nothing(client, language):
    for text in TEXTS:
        for section in prose(text, language).sections:
            for link in parse(section.html).all("a"):
                href = link.attributes["href"]
                if href.startswith("https://"):
                    assert link.attributes["rel"] == "noreferrer"
                else:
                    assert href.startswith(f"/{language}/")


@in_both_languages
def test_terms_of_keeping_are_those_of_the_program(language):
    told = {section.id: str(section.html) for section in prose("privacy", language).sections}
    assert [int(days) for days in re.findall(r"(\d+) д|(\d+) days", told["kept"])[0] if days]
    days = [int(one) for one in re.findall(r"\d+", told["kept"])]
    texts = retention.TEXT_KEPT
    assert texts["rejected"] == texts["withdrawn"]
    rules = (retention.CONTACT_KEPT, texts["rejected"], texts["spam"])
    assert days == [rule.days for rule in rules]
    (hours,) = re.findall(r"\d+", told["sending"])
    assert int(hours) == 24  # the daily command; a row is over with its hour
    assert settings.SESSION_COOKIE_AGE == 8 * 3600
    assert {"en": "eight hours", "ru": "восьми часов"}[language] in told["moderators"]


# What the directory is for, in the words that also answer whoever is refused.
SCOPE = {
    "en": "that people who left Russia after February 2022 founded, moved abroad or rely on",
    "ru": "людей, уехавших из России после февраля 2022 года: созданные ими, переехавшие вместе с "
    "ними и те, на которые они опираются",
}


@in_both_languages
def test_what_the_directory_takes_is_said_in_the_same_words_to_readers_and_to_the_refused(language):
    assert SCOPE[language] in prose("directory", language).summary
    told = {section.id: section.html for section in prose("how-entries-get-in", language).sections}
    assert SCOPE[language] in told["refused"]
    assert SCOPE[language] in find("reject", "not_ours").text(language)
    sells = {
        "en": "businesses that only sell something",
        "ru": "ех, кто лишь продаёт товары или услуги",
    }
    assert sells[language] in told["refused"]
    assert sells[language] in find("reject", "commercial").text(language)


@in_both_languages
def test_form_may_be_filled_in_as_long_as_the_statement_says(language):
    (done,) = (one for one in prose("accessibility", language).sections if one.id == "done")
    assert anti_spam.LASTS.days == 1
    assert {"en": "within a day", "ru": "целые сутки"}[language] in done.html


@in_both_languages
@pytest.mark.parametrize(
    ("named", "led"),
    [("help@example.org", "mailto:help@example.org"), ("https://example.org/write?a=b&c",) * 2],
)
def test_accessibility_statement_says_how_to_write_to_us(client, settings, language, named, led):
    settings.CONTACT = named
    tree = parse(page(client, language, "accessibility/"))
    (section,) = (one for one in tree.all("section") if one.attributes.get("id") == "tell")
    (link,) = section.all("a")
    assert (link.attributes["href"], link.text) == (led, named)
    assert link.attributes["rel"] == "noreferrer"
    with translation.override(language):
        shown = gettext(
            "If you email us, we and the mail servers on the way will see your address."
        )
    assert (shown in section.text.replace("\xa0", " ")) == led.startswith("mailto:")


@in_both_languages
def test_accessibility_statement_says_that_no_way_is_named(client, settings, language):
    settings.CONTACT = ""
    tree = parse(page(client, language, "accessibility/"))
    (section,) = (one for one in tree.all("section") if one.attributes.get("id") == "tell")
    assert section.all("a") == []
    with translation.override(language):
        said = gettext("The people who run this site have given no address to write to.")
    assert said in section.text.replace("\xa0", " ")


@in_both_languages
def test_safety_says_what_each_status_means(client, language):
    tree = parse(page(client, language, "safety/"))
    ids = [one.attributes.get("id") for one in tree.all("h3")]
    assert ids == ["terrorist", "extremist", "undesirable", "foreign_agent", "lgbt"]
    sections = [one.attributes.get("id") for one in tree.all("section")]
    assert {"exit", "tor", "share", "statuses"} <= set(sections)


@in_both_languages
def test_citation_names_the_address_and_the_day(client, language, time_machine):
    time_machine.move_to("2026-11-24 12:00 +0000")
    text = parse(page(client, language, "citing/")).text
    assert f"{settings.SITE_URL}/{language}/" in text
    assert {"en": "24 November 2026", "ru": "24 ноября 2026"}[language] in text


def test_html_in_a_text_stays_text():
    told = read("# T\n\nLead <b>x</b>\n\n## H {#h}\n\n<script>x</script>\n", root="/en")
    assert "<b>" not in told.lead
    assert "<script" not in told.sections[0].html


def test_picture_becomes_a_figure_with_its_size_and_words():
    line = '![A “page” <b> of it.](img/guide/a-en.webp#360x640 "Under it.")'
    told = read(f"# T\n\nLead\n\n## H {{#h}}\n\nBefore.\n\n{line}\n\nAfter.\n", root="/en")
    tree = parse(told.sections[0].html)
    (figure,) = tree.all("figure")
    assert [one.tag for one in tree.children if not isinstance(one, str)] == ["p", "figure", "p"]
    (image,) = figure.all("img")
    assert image.attributes["src"].endswith("/img/guide/a-en.webp")
    assert (image.attributes["width"], image.attributes["height"]) == ("360", "640")
    assert image.attributes["alt"] == "A “page” <b> of it."
    assert image.attributes["loading"] == "lazy"
    assert figure.all("figcaption")[0].text == "Under it."


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\nLead\n\n## H {#h}\n\n![x](a.webp)",
        "Lead only",
        "# Title only",
        "# T\n\nLead\n\n## No id\n\nx",
    ],
)
def test_text_without_its_parts_is_refused(text):
    with pytest.raises(ValueError, match=r"needs|without an id|without its size"):
        read(text, root="/en")
