"""What a reader in Russia is warned of: on the entry, its card, in messengers and in its JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils.timezone import now

from initiatives.catalogue.snapshot import forget
from initiatives.models import Audience, DesignationType, Initiative, Register
from tests.factories import submission as factory
from tests.markup import Element, parse
from tests.pages.said_of_status import SAID
from tests.pages.states import seen_anew

pytestmark = pytest.mark.usefixtures("some_data")
LANGUAGES = ("en", "ru")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
DISAGREED = {
    "en": "We do not agree with these decisions and name them only for your safety.",
    "ru": "Мы не согласны с этими решениями и приводим их только ради вашей безопасности.",
}
BAN = {
    "en": "If you are in Russia: since January 2024 the “international LGBT movement” is banned"
    " there as extremist. It has no members’ list, so courts decide who belongs to it. A rainbow"
    " in public or online brings a fine or up to 15 days of arrest, the second time up to four"
    " years; organising and taking part are crimes; praise can be fined as “propaganda”.",
    "ru": "Если вы в России: с января 2024 года там запрещено как экстремистское «международное"
    " движение ЛГБТ». Списка участников у него нет, поэтому кто в нём состоит, решает суд. За"
    " радугу, показанную публично или в сети, — штраф или арест до 15 суток, во второй раз — до"
    " четырёх лет; организация и участие — преступления; за одобрение могут оштрафовать как за"
    " «пропаганду».",
}
NOT_NAMED = {
    "en": "This initiative itself is not named in the ban.",
    "ru": "Сама эта инициатива в запрете не названа.",
}
BAN_IN_SHORT = {
    "en": "In Russia the “international LGBT movement” is banned as extremist since January 2024:"
    " symbols and words of support can be punished",
    "ru": "В России «международное движение ЛГБТ» с января 2024 года запрещено как экстремистское:"
    " за символику и слова поддержки могут наказать",
}


def designation(kind: str, **changes: str) -> dict[str, str]:
    source = "https://example.com/register"
    empty = dict.fromkeys(("name_in_register", "ended", "of"), "")
    return {"type": kind, "since": "2024-03", "source": source, **empty, **changes}


def publish_new(slug: str, **changes: Any) -> Initiative:
    """The newest entry."""
    return factory.publish_new(slug, at=now(), **changes)


def tree_of(client, path: str) -> Element:
    response = client.get(path)
    assert response.status_code == 200
    return parse(response.content.decode())


def plain(element: Element) -> str:
    """Its text with every space a plain one."""
    return element.text.replace("\xa0", " ")


def notices(tree: Element) -> list[Element]:
    return [
        one
        for one in tree.all("main")[0].all("aside")
        if one.attributes["aria-labelledby"] == "status-title"
    ]


def shared(tree: Element) -> dict[str, str]:
    """What messengers are told, with every space a plain one."""
    return {
        one.attributes["property"]: one.attributes["content"].replace("\xa0", " ")
        for one in tree.all("meta")
        if "property" in one.attributes
    }


def description_in_json(tree: Element) -> str:
    (block,) = (
        one for one in tree.all("script") if one.attributes.get("type") == "application/ld+json"
    )
    return str(json.loads(str(block.children[0]))["description"]).replace("\xa0", " ")


def warning_on_card(client, entry: Initiative, language: str) -> str:
    """What the card says in a list; "" where it warns of nothing."""
    tree = tree_of(client, f"/{language}/initiatives/?sort=newest")
    (card,) = (
        one
        for one in tree.all("article")
        if one.all("h3")[0].all("a")[0].attributes["href"].endswith(f"/{entry.slug}/")
    )
    said = [plain(p) for p in card.all("p") if p.attributes.get("class") == "card-warning"]
    return said[0] if said else ""


@pytest.mark.parametrize(("kind", "language"), SAID)
def test_status_is_told_wherever_the_entry_is(client, kind, language):
    heading, meaning, card = SAID[kind, language]
    entry = publish_new("warned", designations=[designation(kind)])
    tree = tree_of(client, f"/{language}/initiatives/warned/")
    (notice,) = notices(tree)
    assert plain(notice.all("h2")[0]) == heading
    assert [plain(one) for one in notice.all("ul")[1].all("li")] == meaning
    assert DISAGREED[language] in plain(notice)
    assert notice.all("a")[-1].attributes["href"] == f"/{language}/about/safety/#{kind}"
    assert warning_on_card(client, entry, language) == card
    said = f"{card}. {entry.summary}"
    assert shared(tree)["og:description"] == said
    assert description_in_json(tree) == said


@in_both_languages
def test_without_a_status_nothing_is_warned_of(client, language):
    entry = publish_new("plain")
    tree = tree_of(client, f"/{language}/initiatives/plain/")
    assert notices(tree) == []
    assert warning_on_card(client, entry, language) == ""
    assert shared(tree)["og:description"] == description_in_json(tree) == entry.summary
    assert shared(tree)["og:title"] == entry.name


TOUCHED = [{"activities": ["lgbtq", "legal-aid"]}, {"audiences": ["lgbtq-people"]}]


@in_both_languages
@pytest.mark.parametrize("words", TOUCHED, ids=["activity", "audience"])
def test_ban_of_the_movement_is_told_of_entries_with_its_words(client, language, words):
    entry = publish_new("touched", **words)
    tree = tree_of(client, f"/{language}/initiatives/touched/")
    (notice,) = notices(tree)
    assert f"{BAN[language]} {NOT_NAMED[language]}" in plain(notice)
    assert DISAGREED[language] in plain(notice)
    assert notice.all("a")[-1].attributes["href"] == f"/{language}/about/safety/#lgbt"
    assert warning_on_card(client, entry, language) == BAN_IN_SHORT[language]
    said = f"{BAN_IN_SHORT[language]}. {entry.summary}"
    assert shared(tree)["og:description"] == said
    assert description_in_json(tree) == said
    assert shared(tree)["og:title"] == entry.name


@in_both_languages
def test_ban_comes_after_a_status_of_its_own_and_does_not_say_it_is_unnamed(client, language):
    heading, _meaning, card = SAID["foreign_agent", language]
    entry = publish_new(
        "both", audiences=["lgbtq-people"], designations=[designation("foreign_agent")]
    )
    tree = tree_of(client, f"/{language}/initiatives/both/")
    (notice,) = notices(tree)
    assert plain(notice.all("h2")[0]) == heading
    assert BAN[language] in plain(notice)
    assert NOT_NAMED[language] not in plain(tree)
    assert warning_on_card(client, entry, language) == f"{card}. {BAN_IN_SHORT[language]}"
    assert shared(tree)["og:description"].startswith(f"{card}. {BAN_IN_SHORT[language]}. ")


@in_both_languages
def test_ban_is_told_after_a_status_that_ended(client, language):
    publish_new(
        "was",
        activities=["lgbtq"],
        designations=[designation("foreign_agent", ended="2025-01-20")],
    )
    (notice,) = notices(tree_of(client, f"/{language}/initiatives/was/"))
    assert f"{BAN[language]} {NOT_NAMED[language]}" in plain(notice)


def test_ban_is_told_also_when_its_word_was_merged_into_another(client):
    Audience.objects.filter(slug="lgbtq-people").update(
        merged_into=Audience.objects.get(slug="activists")
    )
    seen_anew()
    entry = publish_new("merged", audiences=["activists"])
    assert entry.facets["audience"] == ["activists"]
    assert notices(tree_of(client, "/en/initiatives/merged/"))


OF = {
    "en": (
        "Status of Parent & Co. ",
        "“Undesirable organisation” in Russia (status of Parent & Co)",
    ),
    "ru": (
        "Статус организации «Фонд „Родитель“». ",
        "«Нежелательная организация» в России (статус организации «Фонд „Родитель“»)",
    ),
}
NAMED_ANOTHER = {
    "en": "The Russian authorities named another organisation; its status can be held against"
    " this initiative too:",
    "ru": "Российские власти назвали другую организацию, но её статус могут распространить и на"
    " эту инициативу:",
}
OF_ANOTHER = {
    "en": ("Status of another organisation. ", "(status of another organisation)"),
    "ru": ("Статус другой организации. ", "(статус другой организации)"),
}


def covered(**changes: Any) -> Initiative:
    """A project of an undesirable parent."""
    factory.publish_new(
        "parent",
        name_en="Parent & Co",
        name_ru="Фонд «Родитель»",
        designations=[designation("undesirable")],
    )
    return publish_new(
        "project",
        **{
            "parent": "parent",
            "designations": [designation("undesirable", of="parent")],
            **changes,
        },
    )


@in_both_languages
def test_status_of_a_parent_is_told_as_its_own_wherever_the_project_is(client, language):
    whose, title = OF[language]
    _heading, meaning, card = SAID["undesirable", language]
    entry = covered(audiences=["lgbtq-people"])
    tree = tree_of(client, f"/{language}/initiatives/project/")
    (notice,) = notices(tree)
    assert NAMED_ANOTHER[language] in plain(notice)
    assert [plain(one) for one in notice.all("ul")[1].all("li")] == meaning
    assert "/initiatives/parent/" in notice.all("ul")[0].all("a")[0].attributes["href"]
    # None of its own: the ban does not name it.
    assert f"{BAN[language]} {NOT_NAMED[language]}" in plain(notice)
    said = f"{whose}{card}. {BAN_IN_SHORT[language]}"
    assert warning_on_card(client, entry, language) == said
    assert shared(tree)["og:description"] == f"{said}. {entry.summary}"
    assert shared(tree)["og:title"] == f"{title}: {entry.name}"
    assert description_in_json(tree) == f"{said}. {entry.summary}"


@in_both_languages
def test_parent_that_is_not_listed_is_not_named_beside_its_status(client, language):
    whose, title = OF_ANOTHER[language]
    entry = covered()
    Initiative.objects.filter(slug="parent").update(state="hidden")
    seen_anew()
    tree = tree_of(client, f"/{language}/initiatives/project/")
    assert warning_on_card(client, entry, language).startswith(whose)
    assert shared(tree)["og:description"].startswith(whose)
    assert title in shared(tree)["og:title"]
    assert "Parent & Co" not in plain(tree)
    assert "Родитель" not in plain(tree)


def test_own_status_is_told_before_another_ones_of_the_same_type(client):
    entry = covered(
        designations=[
            designation("undesirable", of="parent"),
            designation("undesirable", since="2025-02"),
        ]
    )
    said = warning_on_card(client, entry, "en")
    assert said.startswith("“Undesirable” in Russia since February 2025: ")
    assert said.endswith("; 1 more status in the entry")


FORMER = {
    ("foreign_agent", "en"): "Was a “foreign agent” from March 2024 to 20 January 2025",
    ("foreign_agent", "ru"): "Была «иностранным агентом» с марта 2024 по 20 января 2025",
    ("undesirable", "en"): "Was an “undesirable organisation” from March 2024 to 20 January 2025",
    ("undesirable", "ru"): "Была «нежелательной организацией» с марта 2024 по 20 января 2025",
    ("extremist", "en"): "Was an “extremist organisation” from March 2024 to 20 January 2025",
    ("extremist", "ru"): "Была «экстремистской организацией» с марта 2024 по 20 января 2025",
    ("terrorist", "en"): "Was a “terrorist organisation” from March 2024 to 20 January 2025",
    ("terrorist", "ru"): "Была «террористической организацией» с марта 2024 по 20 января 2025",
}


@pytest.mark.parametrize(("kind", "language"), FORMER)
def test_former_status_is_named_and_not_warned_of(client, kind, language):
    entry = publish_new("was", designations=[designation(kind, ended="2025-01-20")])
    tree = tree_of(client, f"/{language}/initiatives/was/")
    assert FORMER[kind, language] in plain(tree.all("main")[0])
    assert notices(tree) == []
    assert warning_on_card(client, entry, language) == ""
    assert shared(tree)["og:description"] == description_in_json(tree) == entry.summary
    assert shared(tree)["og:title"] == entry.name


# --- Pages of the directory itself ---------------------------------------------------------------

COPIES = {
    "en": "Compared with copies of the registers of August 2025. Later decisions come from press"
    " reports up to March 2026 and are incomplete. We have not checked since.",
    "ru": "Мы сравнили записи с копиями реестров за август 2025 года. Более поздние решения взяты"
    " из прессы до марта 2026 года, и это не все решения. С тех пор мы реестры не смотрели.",
}


def foot(client, language: str) -> str:
    return plain(tree_of(client, f"/{language}/about/safety/").all("footer")[0])


@in_both_languages
def test_foot_says_with_which_copies_the_entries_were_compared(client, language):
    assert COPIES[language] in foot(client, language)


@in_both_languages
def test_foot_names_each_register_that_was_compared_and_the_copies_for_the_others(client, language):
    Register.objects.update_or_create(type="undesirable", defaults={"compared_on": "2026-10-03"})
    seen_anew()
    said, others = {
        "en": (
            "Compared with the registers: “Undesirable organisation”, 3 October 2026.",
            "The others: compared with copies of August 2025.",
        ),
        "ru": (
            "Сравнили с реестрами: «Нежелательная организация», 3 октября 2026.",
            "Остальные — с копиями за август 2025 года.",
        ),
    }[language]
    assert said in foot(client, language)
    assert others in foot(client, language)
    assert COPIES[language] not in foot(client, language)
    for kind in DesignationType.values:
        Register.objects.update_or_create(type=kind, defaults={"compared_on": "2026-11"})
    seen_anew()
    whole = foot(client, language)
    month = {"en": "November 2026", "ru": "ноябрь 2026"}[language]
    assert whole.count(month) == len(DesignationType)
    assert others not in whole
    forget()


SAFETY = {
    "en": (
        "We do not agree with these decisions.",
        "Naming a banned organisation: write that it is banned in Russia.",
        "advertising ways around blocks has been an offence in Russia, for private individuals too",
        "also in a closed account",
        "this is not legal advice",
        "Sources date from the months shown; we looked at nothing later than March 2026.",
    ),
    "ru": (
        "Мы не согласны с этими решениями.",
        "Называя запрещённую организацию, пишите, что в России она запрещена.",
        "реклама способов обойти блокировки в России — нарушение, в том числе для обычных людей",
        "и в закрытом аккаунте",
        "это не юридическая консультация",
        "Даты источников указаны; ничего позже марта 2026 года мы не смотрели.",
    ),
}
# What its sources do not bear.
UNSUPPORTED = (
    "Looked up",
    "November 2026.",
    "foreign card too",
    "Сверено",
    "с иностранной карты",
)


@in_both_languages
def test_safety_page_explains_each_status_and_the_ban(client, language):
    (main,) = tree_of(client, f"/{language}/about/safety/").all("main")
    ids = [one.attributes["id"] for one in main.all("h3") if "id" in one.attributes]
    assert ids == [*reversed(DesignationType.values), "lgbt"]
    text = plain(main)
    for sentence in (*SAFETY[language], BAN[language]):
        assert sentence in text
    for (_kind, code), (_heading, meaning, _card) in SAID.items():
        for sentence in meaning if code == language else ():
            assert sentence in text
    assert NOT_NAMED[language] not in text  # the page is of no initiative
    assert not [words for words in UNSUPPORTED if words in text]
    sources = [one for one in main.all("p") if one.attributes.get("class") == "law"]
    assert len(sources) == len(ids)
    assert all(len(one.all("a")) >= 4 for one in sources)
