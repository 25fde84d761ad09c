"""The public's form as a person fills it in: by the words that stand there."""

import gettext
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.journeys.site import ROOT

CATALOGUE = ROOT / "locale"


def words_of(language: str) -> Callable[[str], str]:
    """How a sentence of the site reads in the language; English is the source."""
    if language == "en":
        return str
    return gettext.translation("django", CATALOGUE, [language]).gettext


def fill_in(page: Page, language: str, *, name: str, website: str, country: str) -> None:
    """Give the open form the answers that it must have, and a note; nothing is pressed.

    country: as its list shows it.
    """
    say = words_of(language)

    def group(label: str) -> Any:
        return page.get_by_role("group", name=say(label))

    page.get_by_label(say("Website or main page"), exact=True).fill(website)
    page.get_by_label(say("Name"), exact=True).fill(name)
    group("Kind").get_by_label(say("Mutual aid")).check()
    page.get_by_label(say("Summary"), exact=True).fill(
        {
            "en": "An invented tea room where newcomers are helped with their papers.",
            "ru": "Выдуманная чайная, где новым людям помогают с бумагами.",
        }[language]
    )
    page.get_by_text(say("More about it: description, links, sources")).click()
    page.get_by_label(say("Where to check this")).fill("https://news.example/tea")
    group("Countries").get_by_role("combobox").first.select_option(country)
    group("Languages").get_by_label(
        {"en": "Russian", "ru": "русский"}[language], exact=True
    ).check()
    group("What it does").get_by_role("checkbox").first.check()
    group("Your connection to it").get_by_label(say("I know of it")).check()
    page.get_by_label(say("Anything else the moderators should know")).fill(
        {"en": "Found it in a newspaper.", "ru": "Прочли о ней в газете."}[language]
    )


def button(page: Page, language: str, label: str) -> Any:
    """The button that says this."""
    return page.get_by_role("button", name=words_of(language)(label), exact=True)
