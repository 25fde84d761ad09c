"""What people type, at each public door: the public form, the desk's editor, an import of a file.

Each kind of input has a case that somebody reported and at least one of ours.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from initiatives.fields.links import LinkType
from initiatives.models import Role, Submission
from initiatives.text.hosts import SITES
from tests.account.signing import moderator, signed_in
from tests.intake.visitor import Visitor, filled, text_of

TEXTS = [
    ("name_ru", "Радуга 🏳️‍🌈", "Радуга 🏳️‍🌈"),
    ("name_ru", "Космос 👩🏽‍🚀", "Космос 👩🏽‍🚀"),
    ("name_en", "England 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
     "England 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"),
    ("name_en", "می\u200cخواهم", "می\u200cخواهم"),
    ("name_ru", "\ufeffДом\u200b", "Дом"),
    ("name_ru", "До\u200dм\u2060 \u200cв", "Дом в"),
    ("description_ru", "Дом\tв\u2028Ереване\u00ad", "Дом в\nЕреване"),
    ("description_ru", "Дом\vв\fЕреване\x85и\u2029Гюмри", "Дом\nв\nЕреване\nи\nГюмри"),
    ("summary_ru", "Звоните: \u202d+995 555 00 00 00\u202c", "Звоните: +995 555 00 00 00"),
    ("summary_ru", "Звоните: \u2068+995 (555) 00-00\u2069\u200e", "Звоните: +995 (555) 00-00"),
    ("summary_en", "One\tline", "One line"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "typed", "kept"), TEXTS, ids=ascii)
def test_pasted_characters_go_without_a_word_where_they_mean_nothing(door, field, typed, kept):
    document = door(**{field: typed})
    assert isinstance(document, dict), document
    assert document[field] == kept


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("name_en", "abc\u202exyz", "U+202E"),
        ("summary_en", "abc\u2066xyz", "U+2066"),
        ("name_en", "a\u3164b", "U+3164"),
        ("description_en", "a\x00b", "U+0000"),
        ("description_en", "a&#x202E;b", "U+202E"),
        ("description_en", "a&#8238;b", "U+202E"),
    ],
    ids=ascii,
)
def test_what_can_deceive_is_refused_by_its_code(door, field, typed, code):
    assert f"Remove the character {code}" in door(**{field: typed})
    assert not Submission.objects.exists()


def test_what_can_deceive_is_refused_in_the_language_of_the_page(visitor: Visitor):
    visitor.language = "ru"
    page = text_of(visitor.preview(name_ru="а\u202eб"))
    assert "Уберите символ U+202E: он разворачивает текст" in page
    assert "RIGHT-TO-LEFT" not in page


DATES = [
    ("24 февраля 2022", "2022-02-24"),
    ("10.03.2022", "2022-03-10"),
    ("03.2022", "2022-03"),
    ("март 2022", "2022-03"),
    ("March 2022", "2022-03"),
    ("2022 г.", "2022"),
    ("2022-3", "2022-03"),
    ("в мае 2022 года", "2022-05"),
    ("24-го февр. 2022 г.", "2022-02-24"),
    ("February 24th, 2022", "2022-02-24"),
    ("since 3 Sept 2021", "2021-09-03"),
    ("24/02/2022", "2022-02-24"),
    ("\ufeff2022\u200b", "2022"),
    ("10. 3. 2022", "2022-03-10"),
    ("2022 март", "2022-03"),
    ("2022 года, March 10", "2022-03-10"),
]


@pytest.mark.parametrize(("typed", "kept"), DATES)
def test_a_date_is_understood_as_people_write_it(door, typed, kept):
    document = door(founded=typed)
    assert isinstance(document, dict), document
    assert document["founded"] == kept


@pytest.mark.parametrize(
    "typed",
    ["9999", "1799", "0000", "31.02.2022", "03/04/2022", "весной 2022 года, точно не знаю когда",
     "2022" * 40, "tomorrow"],
)  # fmt: skip
def test_what_is_no_date_or_of_another_time_gets_the_message_about_dates(door, typed):
    message = door(founded=typed)
    assert f"“{typed[:20]}" in message
    assert "Write a year, a month or a day: 2022, 2022-03 or 2022-03-10." in message
    assert "Shorten" not in message


def test_a_date_is_not_later_than_today(door):
    today, later = now().date(), now().date() + timedelta(days=3)
    assert "later than today" in door(founded=str(later))
    assert door(founded=str(today))["founded"] == str(today)


def test_dates_of_designations_are_read_so_too(desk, imported):
    source = "https://example.com/register"
    given = desk(
        designation_type=["undesirable"], designation_since=["21 июля 2023 года"],
        designation_ended=[""], designation_source=[source + "?utm_source=x"],
        designation_name_in_register=[""], designation_of=[""],
    )  # fmt: skip
    wanted = {"type": "undesirable", "name_in_register": "", "since": "2023-07-21", "ended": "",
              "source": source, "of": ""}  # fmt: skip
    assert given["designations"] == [wanted]
    row = {"type": "undesirable", "since": "21.07.2023", "source": source}
    assert imported(designations=[row])["designations"][0]["since"] == "2023-07-21"


LINKS = [
    ("telegram", "@example", "telegram", "https://t.me/example"),
    ("telegram", "example", "telegram", "https://t.me/example"),
    ("telegram", "tg://resolve?domain=example", "telegram", "https://t.me/example"),
    ("whatsapp", "+995 555 00 00 00", "whatsapp", "https://wa.me/995555000000"),
    ("whatsapp", "00995 (555) 00-00-00", "whatsapp", "https://wa.me/995555000000"),
    ("signal", "+995555000000", "signal", "https://signal.me/#p/+995555000000"),
    ("matrix", "#room:example.org", "matrix", "https://matrix.to/#/#room:example.org"),
    ("", "@user:example.org", "matrix", "https://matrix.to/#/@user:example.org"),
    ("mastodon", "@user@example.org", "mastodon", "https://example.org/@user"),
    ("", "@user@social.example.org", "mastodon", "https://social.example.org/@user"),
    ("instagram", "@anna.books", "instagram", "https://www.instagram.com/anna.books/"),
    ("instagram", "anna.ivanova", "instagram", "https://www.instagram.com/anna.ivanova/"),
    ("tiktok", "anna.ivanova", "tiktok", "https://www.tiktok.com/@anna.ivanova"),
    ("youtube", "anna.ivanova", "youtube", "https://www.youtube.com/@anna.ivanova"),
    ("facebook", "vesna.example", "facebook", "https://www.facebook.com/vesna.example"),
    ("vk", "dom.dlya.vseh", "vk", "https://vk.com/dom.dlya.vseh"),
    ("bluesky", "anna.example", "bluesky", "https://bsky.app/profile/anna.example"),
    ("mastodon", "anna.ivanova@example.org", "mastodon", "https://example.org/@anna.ivanova"),
    ("instagram", "www.example.org", "instagram", "https://www.example.org"),
    ("instagram", "Instagram.com", "instagram", "https://instagram.com"),
    ("telegram", "example.org", "telegram", "https://example.org"),
    ("youtube", "@example", "youtube", "https://www.youtube.com/@example"),
    ("bluesky", "@example.bsky.social", "bluesky", "https://bsky.app/profile/example.bsky.social"),
    ("email", "info@example.org", "email", "mailto:info@example.org"),
    ("", "info@example.org", "email", "mailto:info@example.org"),
    ("", "https://mastodon.social/@example", "mastodon", "https://mastodon.social/@example"),
    ("", "https://medium.com/@example", "other", "https://medium.com/@example"),
    ("", "https://vk.ru/example", "vk", "https://vk.ru/example"),
    ("", "https://mobile.twitter.com/example", "x", "https://mobile.twitter.com/example"),
    ("", "t.me/example", "telegram", "https://t.me/example"),
    ("", "https://example.org,", "other", "https://example.org"),
    ("", "(https://example.org/a_(b)).", "other", "https://example.org/a_(b)"),
    ("", "HTTPS://Example.ORG/Page", "other", "https://example.org/Page"),
    ("", "duckduckgogg42xjoc.onion", "onion", "http://duckduckgogg42xjoc.onion"),
    ("", "https://www.instagram.com/example/?igsh=abc", "instagram",
     "https://www.instagram.com/example/"),
    ("", "https://x.com/example?s=20&t=abc", "x", "https://x.com/example"),
    ("", "https://www.youtube.com/watch?v=AbC&si=x", "youtube",
     "https://www.youtube.com/watch?v=AbC"),
    ("", "https://example.org/?s=help&utm_source=a&fbclid=b&ref=c#top", "other",
     "https://example.org/?s=help#top"),
    ("", "t.me/@example", "telegram", "https://t.me/example"),
    ("telegram", "https://t.me/@example/5", "telegram", "https://t.me/example/5"),
    ("", "instagram.com/@anna.books", "instagram", "https://instagram.com/anna.books"),
    ("", "youtube.com/@example", "youtube", "https://youtube.com/@example"),
    ("instagram", "@anna.books/", "instagram", "https://www.instagram.com/anna.books/"),
    ("", "Anna <anna@example.org>", "email", "mailto:anna@example.org"),
    ("email", '"Anna B." <mailto:anna@example.org>', "email", "mailto:anna@example.org"),
    ("youtube", "UCabcdefghij-KLMNOPQRS_v", "youtube",
     "https://www.youtube.com/channel/UCabcdefghij-KLMNOPQRS_v"),
    ("youtube", "UCabc", "youtube", "https://www.youtube.com/@UCabc"),
    ("", "https://exam%70le.org/a", "other", "https://example.org/a"),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "typed", "kept_type", "kept"), LINKS)
def test_a_link_is_understood_by_its_type_and_published_without_what_follows_people(
    door, type_, typed, kept_type, kept
):
    document = door(links=[{"type": type_, "url": typed}])
    assert isinstance(document, dict), document
    assert document["links"] == [{"type": kept_type, "url": kept}]


def test_the_preview_shows_the_address_that_will_be_published(visitor: Visitor):
    page = visitor.preview(link_type=[""], link_url=["https://www.instagram.com/example/?igsh=a"])
    assert 'href="https://www.instagram.com/example/"' in page.content.decode()


def test_each_type_of_the_table_of_hosts_is_one_of_links():
    assert {site.type for site in SITES.values()} <= {"", *LinkType.values}


def test_website_and_sources_are_read_so_too(door):
    sources = ["Example.com/about?utm_medium=x"]
    typed = {"website": "«example.org».", "sources": sources}
    given = door(**typed)
    assert given["website"] == "https://example.org"
    assert given["sources"] == ["https://example.com/about"]


@pytest.mark.parametrize("typed", ["@example", "#room"])
def test_a_name_for_a_website_is_asked_back(door, typed):
    message = door(website=typed)
    assert "on Telegram, Instagram, another network?" in message
    assert f"write t.me/{typed[1:]};" in message
    assert "must begin with" not in message


@pytest.mark.parametrize("typed", ["none", "нет сайта", "спросите в чате", "//example.org"])
def test_what_is_no_website_is_told_to_be_described(door, typed):
    message = door(website=typed)
    assert "If there is no website, leave the field empty and describe how to get in" in message
    assert "must start with" not in message


def test_what_is_no_address_elsewhere_is_not_called_a_website(door):
    for typed in ({"sources": ["from friends"]}, {"links": [{"type": "other", "url": "ask me"}]}):
        message = door(**typed)
        assert "This does not look like an address. Copy it whole from the browser" in message
        assert "website, leave" not in message


def test_a_name_or_number_of_no_known_type_is_asked_back(door):
    assert "on Telegram, Instagram, another network?" in door(
        links=[{"type": "", "url": "@example"}]
    )
    assert "WhatsApp or Signal" in door(links=[{"type": "", "url": "+995 555 00 00 00"}])
    assert "the code of the country" in door(links=[{"type": "whatsapp", "url": "555 00 00 00"}])


@pytest.mark.parametrize("typed", ["info@example.org", "mailto:info@example.org"])
def test_an_email_address_for_a_website_becomes_a_link(door, typed):
    given = door(website=typed)
    assert given["website"] == ""
    assert given["links"] == [{"type": "email", "url": "mailto:info@example.org"}]


def test_an_email_address_for_a_website_is_said(visitor: Visitor):
    page = visitor.preview(website="info@example.org")
    assert "info@example.org is an email address: it is now among the links" in text_of(page)
    client = signed_in(moderator("edita", role=Role.EDITOR))
    data = filled(website="info@example.org", reach="grassroots", sources="https://example.com/")
    assert "info@example.org is an email address" in text_of(
        client.post("/desk/propose/", data, follow=True)
    )


@pytest.mark.parametrize(
    "typed",
    ["http://10.0.0.1:8080/", "http://127.1/", "http://169.254.169.254/",
     "http://[::ffff:192.168.0.1]/", "https://nas.local/",
     "https://wiki.internal/", "http://192.168.1%2E1/", "http://192.0.0.8/",
     "http://[::10.0.0.1]/", "http://router.localnet/", "http://fritz.box/"],
)  # fmt: skip
@pytest.mark.parametrize("field", ["website", "links", "sources"])
def test_an_address_that_the_public_cannot_reach_is_refused(imported, public, field, typed):
    value = {"links": [{"type": "other", "url": typed}], "sources": [typed]}.get(field, typed)
    for door in (imported, public):
        assert "The public cannot reach this address" in door(**{field: value})


@pytest.mark.parametrize(
    "typed",
    ["a@10.0.0.1", "a@[127.0.0.1]", "a@localhost.local", "a@router.internal", "a@127.1"],
)
def test_a_mailbox_that_the_public_cannot_reach_is_refused(door, typed):
    for given in ({"website": typed}, {"links": [{"type": "email", "url": typed}]}):
        message = door(**given)
        assert isinstance(message, str), message
        assert "The public cannot reach this address" in message or "not a web address" in message


@pytest.mark.parametrize("typed", ["http://2130706433/", "http://[::1]/", "http://router/"])
def test_an_address_without_the_name_of_a_site_is_refused(door, typed):
    assert "Write the site address in full" in door(website=typed)


def test_an_onion_address_and_a_public_number_are_taken(door):
    links = [{"type": "onion", "url": "http://abcdefghijklmnop.onion/"},
             {"type": "other", "url": "http://8.8.8.8/"}]  # fmt: skip
    assert door(links=links)["links"] == links


def test_semicolons_separate_tags_too(form):
    document = form(tags="#archive; чай;шахматы, music")
    assert document["tags"] == ["archive"]
    assert [one["name"] for one in document["proposed"]["tags"]] == ["чай", "шахматы", "music"]


def test_tags_are_typed_as_in_a_network_too(form):
    document = form(tags="#archive #поэзия #ночное чтение #C#")
    assert document["tags"] == ["archive"]
    assert [one["name"] for one in document["proposed"]["tags"]] == [
        "поэзия",
        "ночное чтение",
        "C#",
    ]
