"""What entry and card show: which link is which, whether there is any, how old it all is, what it
costs, and what others who are named are called in Russia."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from initiatives.models import EntryState, Initiative
from tests.factories import submission as factory
from tests.intake.visitor import Visitor, filled, hidden
from tests.markup import Element, parse
from tests.pages.states import seen_anew
from tests.pages.test_warnings import designation, plain, tree_of

pytestmark = pytest.mark.usefixtures("some_data")
LANGUAGES = ("en", "ru")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def entry_page(slug: str, language: str) -> Element:
    (article,) = tree_of(Client(), f"/{language}/initiatives/{slug}/").all("article")
    return article


def card(slug: str, language: str) -> Element:
    tree = tree_of(Client(), f"/{language}/initiatives/?sort=name")
    (one,) = (
        one
        for one in tree.all("article")
        if one.all("h3")[0].all("a")[0].attributes["href"].endswith(f"/{slug}/")
    )
    return one


def with_class(tree: Element, name: str) -> list[Element]:
    return [one for one in tree.walk() if name in one.attributes.get("class", "").split()]


def publish(slug: str = "shown", **changes: Any) -> Initiative:
    """An entry that stands first by its name."""
    return factory.publish_new(slug, at=now(), name_en=f"0 {slug}", **changes)


# --- Links ----------------------------------------------------------------------------------------

ONION = f"{'a' * 56}.onion"
LINKS = [
    # type, address, what its link says, the host beside it
    ("telegram", "https://t.me/ArkHelps", "Телеграм · @ArkHelps", "t.me"),
    ("telegram", "https://t.me/s/Psy_Ark", "Телеграм · @Psy_Ark", "t.me"),
    ("telegram", "https://t.me/+AbC_d", "Телеграм · /+AbC_d", "t.me"),
    ("telegram", "https://t.me/joinchat/AbC", "Телеграм · /joinchat/AbC", "t.me"),
    ("telegram", "https://t.me/ArkHelps/12", "Телеграм · /ArkHelps/12", "t.me"),
    ("whatsapp", "https://wa.me/995555123456", "WhatsApp · +995555123456", "wa.me"),
    ("telegram", "https://web.telegram.org/k/#@ark", "Телеграм · @ark", "web.telegram.org"),
    ("instagram", "https://www.instagram.com/x.y/", "Инстаграм · @x.y", "instagram.com"),
    ("youtube", "https://youtube.com/@vot_tak/", "Ютуб · @vot_tak", "youtube.com"),
    ("youtube", "https://youtube.com/channel/UC0p", "Ютуб · /channel/UC0p", "youtube.com"),
    ("facebook", "https://facebook.com/groups/a.b", "Фейсбук · /groups/a.b", "facebook.com"),
    ("facebook", "https://facebook.com/profile.php?id=1", "Фейсбук · /profile.php", "facebook.com"),
    ("bluesky", "https://bsky.app/profile/a.b.social", "Bluesky · @a.b.social", "bsky.app"),
    ("mastodon", "https://social.example/@tea", "Mastodon · @tea", "social.example"),
    ("matrix", "https://matrix.to/#/#tea:b.example", "Matrix · #tea:b.example", "matrix.to"),
    ("signal", f"https://signal.group/#{'k' * 60}", "Signal", "signal.group"),
    ("rss", "https://news.example/rss/all", "RSS · news.example/rss/all", ""),
    ("rss", "https://news.example/rss/en/all/", "RSS · news.example/rss/en/all", ""),
    ("email", "mailto:hello@tea.example", "Электронная почта · hello@tea.example", ""),
    ("other", "https://tea.example", "Другая ссылка · tea.example", ""),
    ("onion", f"http://{ONION}/", f"Onion-адрес (Tor) · {ONION}", ""),
]


@pytest.mark.parametrize(("type_", "url", "said", "host"), LINKS, ids=[one[1] for one in LINKS])
def test_link_says_which_one_it_is(type_, url, said, host):
    publish(links=[{"type": type_, "url": url}])
    (link,) = (one for one in entry_page("shown", "ru").all("a") if one.attributes["href"] == url)
    assert plain(link) == said
    row = link.parent
    assert row is not None
    assert [plain(one) for one in with_class(row, "link-host")] == ([host] if host else [])
    # What has no room beside its name stands below it.
    assert row.attributes.get("class", "") == ("is-long" if type_ == "onion" else "")


@in_both_languages
def test_no_two_links_of_an_entry_say_the_same(language):
    addresses = [
        *(f"https://t.me/{name}" for name in ("one", "two")),
        *(f"https://a.example/feed?of={number}" for number in (1, 2, 3)),
    ]
    publish(links=[{"type": "rss", "url": url} for url in addresses])
    rows = with_class(entry_page("shown", language), "links")[0].all("a")
    said = [plain(one) for one in rows]
    assert len(said) == len(set(said)) == 6  # with the website
    assert said[-2:] == ["RSS · a.example/feed (2)", "RSS · a.example/feed (3)"]


def test_website_on_a_site_of_many_names_its_page():
    publish(website="https://t.me/sakhalin_tea")
    assert plain(with_class(entry_page("shown", "en"), "is-main")[0]) == "t.me · @sakhalin_tea"


# --- No address of its own ------------------------------------------------------------------------

ALONE = {
    "en": ("No address of its own is known.", "this source tells more: news.example"),
    "ru": (
        "Своего сайта или канала у неё мы не знаем.",
        "больше расскажет источник: news.example",
    ),
}


@in_both_languages
def test_entry_without_an_address_says_so_and_leads_to_its_source(language):
    source = "https://www.news.example/about-it"
    publish(
        website="",
        links=[],
        description_en="Known from the press.",
        sources=[source],
        designations=[designation("undesirable")],
    )
    of_entry, of_card = ALONE[language]
    page = entry_page("shown", language)
    (told,) = with_class(page, "no-address")
    assert of_entry in plain(told)
    # No link out stands before the warning: it leads down, to sources that are open.
    (way,) = told.all("a")
    assert way.attributes["href"] == "#sources-title"
    (fold,) = page.all("details")
    assert "open" in fold.attributes
    (told,) = with_class(card("shown", language), "no-address")
    assert of_card in plain(told)
    assert told.all("a")[0].attributes["href"] == source


@in_both_languages
@pytest.mark.parametrize(
    "address",
    [{"website": "https://a.example"}, {"links": [{"type": "other", "url": "https://a.example"}]}],
    ids=["website", "link"],
)
def test_entry_with_an_address_does_not_say_that_it_has_none(language, address):
    publish(**{"website": "", **address})
    assert not with_class(entry_page("shown", language), "no-address")
    assert not with_class(card("shown", language), "no-address")


# --- Age ------------------------------------------------------------------------------------------

AGES = [
    # day, what is said in English and in Russian after the month, whether it is old
    ("2023-07-30", "", "", False),
    ("2023-07-31", ", more than a year ago", ", больше года назад", False),
    ("2024-01-30", ", more than a year ago", ", больше года назад", False),
    ("2024-01-31", ", almost two years ago", ", почти два года назад", False),
    ("2024-07-30", ", almost two years ago", ", почти два года назад", False),
    ("2024-07-31", ", two years ago", ", два года назад", True),
    ("2026-12-01", ", four years ago", ", четыре года назад", True),
    ("2027-07-31", ", five years ago", ", пять лет назад", True),
    ("2033-07-31", ", 11 years ago", ", 11 лет назад", True),
]


@in_both_languages
def test_age_is_told_in_words_and_grows_though_nothing_is_published(language):
    with time_machine.travel(datetime(2023, 1, 1, 12, tzinfo=UTC), tick=False):
        publish()
        Initiative.objects.filter(slug="shown").update(checked="2022-07")
        seen_anew()
    for day, in_english, in_russian, is_old in AGES:
        words = {
            "en": f"Newest information: July 2022{in_english}",
            "ru": f"Самые свежие сведения: июль 2022 года{in_russian}",
        }[language]
        with time_machine.travel(datetime.fromisoformat(f"{day}T12:00Z"), tick=False):
            for shown in (entry_page("shown", language), card("shown", language)):
                (age,) = with_class(shown, "age")
                assert plain(age) == words
                assert ("is-old" in age.attributes["class"].split()) is is_old


@pytest.mark.parametrize(
    ("checked", "en", "ru"),
    [
        ("2021", "2021, almost five years ago", "2021 год, почти пять лет назад"),
        ("2021-03-10", "10 March 2021, almost six years ago", "10 марта 2021 года, почти"),
        ("", "In the directory since 1 December 2026", "В справочнике с 1 декабря 2026"),
    ],
)
def test_age_of_a_year_of_a_day_and_of_nothing(checked, en, ru):
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=UTC), tick=False):
        publish()
        Initiative.objects.filter(slug="shown").update(checked=checked)
        seen_anew()
        assert en in plain(with_class(entry_page("shown", "en"), "age")[0])
        assert ru in plain(with_class(card("shown", "ru"), "age")[0])


@in_both_languages
def test_verification_replaces_the_age_until_something_is_newer(language):
    at = datetime(2024, 3, 10, 12, tzinfo=UTC)
    verified = {"en": "Verified 10 March 2024", "ru": "Проверено 10 марта 2024"}[language]
    stale = {
        "en": "Last verified: 10 March 2024, two years ago",
        "ru": "Последняя проверка: 10 марта 2024 года, два года назад",
    }[language]
    newer = {"en": "Newest information: May 2025", "ru": "Самые свежие сведения: май 2025 года"}
    with time_machine.travel(at, tick=False):
        publish()
        row = Initiative.objects.filter(slug="shown")
        row.update(checked="2022-07", verified_at=at, verified_how="sources")
        seen_anew()
        (age,) = with_class(card("shown", language), "age")
        assert (plain(age), "green" in age.attributes["class"]) == (verified, True)
    with time_machine.travel(datetime(2026, 3, 11, tzinfo=UTC), tick=False):
        (age,) = with_class(entry_page("shown", language), "age")
        assert (plain(age), "is-old" in age.attributes["class"]) == (stale, True)
        row.update(checked="2025-05")
        seen_anew()
        assert plain(with_class(card("shown", language), "age")[0]) == newer[language]


# --- Terms and cost -------------------------------------------------------------------------------


@in_both_languages
def test_card_says_what_help_costs_and_for_whom_it_is(language):
    publish(terms_en="Women only.", terms_ru="Только для женщин.", cost="free")
    said = {"en": "Free of charge · Women only.", "ru": "Бесплатно · Только для женщин."}
    assert plain(with_class(card("shown", language), "card-terms")[0]) == said[language]


def test_card_says_of_terms_and_cost_what_there_is():
    publish(terms_ru="Только для женщин.")
    (terms,) = with_class(card("shown", "en"), "card-terms")
    assert (plain(terms), terms.all("span")[0].attributes["lang"]) == ("Только для женщин.", "ru")
    publish("paid", cost="paid")
    assert plain(with_class(card("paid", "en"), "card-terms")[0]) == "Paid"
    publish("neither")
    assert not with_class(card("neither", "en"), "card-terms")


@in_both_languages
def test_form_asks_for_terms_and_cost_in_its_main_part_and_keeps_them(client, language):
    with time_machine.travel(now(), tick=False) as clock:
        visitor = Visitor(client, clock, language)
        first = visitor.open()
        nonce = hidden(first, "nonce")
        clock.shift(10)
        terms = f"terms_{language}"
        typed = filled(nonce=nonce, kind="media", cost="free", **{terms: "By appointment."})
        # Another kind, and another country's menu: nothing that was typed is lost.
        after = visitor.press("country", {**typed, "kind": "mutual_aid"})
    for response in (first, after):
        page = parse(response.content.decode())
        boxes = {one.attributes.get("name"): one for one in page.all("textarea", "select")}
        for name in (terms, "cost"):
            assert not [one for one in boxes[name].within() if one.tag == "details"]
    assert boxes[terms].text == "By appointment."
    (chosen,) = (one for one in boxes["cost"].all("option") if "selected" in one.attributes)
    assert chosen.attributes["value"] == "free"


# --- Sources --------------------------------------------------------------------------------------

COUNTED = {
    "en": {1: "1 public page", 2: "2 public pages", 5: "5 public pages"},
    "ru": {1: "1 открытая страница", 2: "2 открытые страницы", 5: "5 открытых страниц"},
}


@in_both_languages
@pytest.mark.parametrize("number", [1, 2, 5])
def test_sources_are_folded_under_their_number(language, number):
    sources = [f"https://news.example/{n}" for n in range(number)]
    publish(sources=sources)
    (fold,) = entry_page("shown", language).all("details")
    assert "open" not in fold.attributes
    assert plain(fold.all("summary")[0]) == COUNTED[language][number]
    assert [one.attributes["href"] for one in fold.all("a")] == sources


# --- Whom it names --------------------------------------------------------------------------------

STATUS = {
    "en": "status in Russia: “Terrorist organisation”, “Undesirable organisation”",
    "ru": "статус в России: «Террористическая организация», «Нежелательная организация»",
}


@pytest.fixture
def designated() -> Initiative:
    return publish(
        "designated",
        designations=[
            designation("undesirable"),
            designation("terrorist", since="2026-03"),
            designation("foreign_agent", ended="2025"),
        ],
    )


@in_both_languages
@pytest.mark.parametrize("named", ["partners", "named_by", "parent", "projects", "similar"])
def test_whoever_is_named_stands_with_the_status(designated, language, named):
    entry = publish()
    if named == "partners":
        entry.partners.add(designated)
    elif named == "named_by":
        designated.partners.add(entry)
    elif named == "parent":
        Initiative.objects.filter(pk=entry.pk).update(parent=designated)
    elif named == "projects":
        Initiative.objects.filter(pk=designated.pk).update(parent=entry)
    seen_anew()
    links = [
        one
        for one in entry_page("shown", language).all("a")
        if one.attributes["href"] == f"/{language}/initiatives/designated/"
    ]
    assert len(links) == 1
    assert links[0].parent is not None
    assert plain(with_class(links[0].parent, "short-status")[0]) == STATUS[language]


@in_both_languages
def test_successor_stands_with_the_status_on_entry_and_card(designated, language):
    publish()
    rows = Initiative.objects.filter(slug="shown")
    rows.update(state=EntryState.CLOSED, successor=designated)
    seen_anew()
    tree = tree_of(Client(), f"/{language}/initiatives/?state=closed")
    for shown in (entry_page("shown", language), tree):
        assert plain(with_class(shown, "short-status")[0]) == STATUS[language]


def test_whoever_has_no_status_in_force_is_named_alone():
    was = publish("was", designations=[designation("undesirable", ended="2025")])
    publish().partners.add(was)
    seen_anew()
    (link,) = (
        one
        for one in entry_page("shown", "en").all("a")
        if one.attributes["href"] == "/en/initiatives/was/"
    )
    assert link.parent is not None
    assert not with_class(link.parent, "short-status")


OF_SEVERAL = {
    "en": (
        "For a person in Russia the gravest of these, “Terrorist organisation”, means:",
        "See also the consequences of: “Undesirable organisation”",
    ),
    "ru": (
        "Для человека в России самый тяжёлый из этих статусов, «Террористическая организация»,"
        " означает:",
        "См. также последствия статуса: «Нежелательная организация»",
    ),
}


@in_both_languages
def test_of_several_statuses_it_is_said_whose_consequences_are_told(designated, language):
    (notice,) = entry_page("designated", language).all("aside")
    gravest, others = OF_SEVERAL[language]
    assert gravest in plain(notice)
    (said,) = (one for one in notice.all("p") if plain(one) == others)
    way = f"/{language}/about/safety/#undesirable"
    assert [one.attributes["href"] for one in said.all("a")] == [way]


@in_both_languages
def test_of_one_status_nothing_is_said_of_others(language):
    publish(designations=[designation("undesirable"), designation("undesirable", since="2025")])
    text = plain(entry_page("shown", language).all("aside")[0])
    assert OF_SEVERAL[language][1].partition(":")[0] not in text
    assert {"en": "this means:", "ru": "это значит:"}[language] in text
