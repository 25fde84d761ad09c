"""Submitting without an account: preview, receipt, and nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from initiatives.models import By, Initiative, Nonce, Submission
from initiatives.vetting import decisions
from tests.factories.submission import person, publish_new
from tests.intake.visitor import FILLED, Visitor, filled, hidden, text_of
from tests.markup import sent_by


def test_form_sets_no_cookie_and_is_not_kept_by_proxies(visitor: Visitor):
    page = visitor.open()
    assert page.status_code == 200
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
    assert page["Cache-Control"] == "private, no-cache"


def test_first_press_shows_the_entry_and_sends_nothing(visitor: Visitor):
    page = visitor.preview()
    assert "Not sent yet." in text_of(page)
    assert "Tea and help with documents on Sundays." in text_of(page)
    assert page["Cache-Control"] == "no-store"
    assert Submission.objects.count() == 0


def test_second_press_sends_and_leads_to_the_receipt(visitor: Visitor):
    receipt, submission = visitor.sent()
    assert submission.state == "pending"
    assert submission.by == By.SUBMITTER
    assert submission.held == ""
    assert submission.language == "en"
    assert submission.relation == "knows"
    assert submission.contact.open() == "@secret_contact_zq"
    assert submission.content["cities"] == ["RS/belgrade"]
    assert submission.messages.get().text == "Found it in a chat."
    assert submission.submitted_at.isoformat() == "2026-11-24T00:00:00+00:00"
    page = text_of(visitor.open(f"status/{receipt}/"))
    assert receipt.replace("-", " - ") in page


def test_preview_gives_everything_typed_back_to_the_form(visitor: Visitor):
    typed = filled(
        cities="Belgrade\r\nNovi Sad, Serbia", link_type=["", "rss"], other_names="Чай\r\nTea",
        link_url=["t.me/tea", "https://a.example/feed"], description_en="One.\r\n\r\nTwo.",
    )  # fmt: skip
    page = visitor.preview(**typed)
    for name, value in typed.items():
        for one in value if isinstance(value, list) else [value]:
            assert (name, one) in page.context["fields"]
    back = visitor.press("edit", {**typed, "nonce": hidden(page, "nonce")})
    assert "Belgrade\r\nNovi Sad, Serbia</textarea>" in back.content.decode()
    assert 'value="t.me/tea"' in back.content.decode()
    assert "@secret_contact_zq" in back.content.decode()


def test_double_click_gives_the_same_receipt_and_one_submission(visitor: Visitor):
    nonce = hidden(visitor.preview(), "nonce")
    first, second = (visitor.press("send", filled(nonce=nonce)) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"]
    assert Submission.objects.count() == Nonce.objects.count() == 1


def test_another_text_under_a_used_nonce_is_shown_again_and_not_lost(visitor: Visitor):
    nonce = hidden(visitor.preview(), "nonce")
    first = visitor.press("send", filled(nonce=nonce))
    again = visitor.press("send", filled(nonce=nonce, name_en="Another name"))
    assert "An earlier version has already been sent" in text_of(again)
    assert first["Location"] in again.content.decode()
    assert ("name_en", "Another name") in again.context["fields"]
    assert Submission.objects.count() == 1
    visitor.clock.shift(10)
    sent = visitor.press("send", filled(nonce=hidden(again, "nonce"), name_en="Another name"))
    assert sent["Location"] != first["Location"]


def test_expired_page_is_shown_again_and_sends_with_one_more_press(visitor: Visitor):
    nonce = hidden(visitor.preview(), "nonce")
    visitor.clock.shift(timedelta(hours=25))
    page = visitor.press("send", filled(nonce=nonce))
    assert "This page was open for too long. Nothing is lost" in text_of(page)
    assert Submission.objects.count() == 0
    visitor.clock.shift(10)
    assert visitor.press("send", filled(nonce=hidden(page, "nonce"))).status_code == 303
    assert Submission.objects.get().held == ""


def test_deployment_with_another_key_in_between_loses_nothing(visitor: Visitor, settings):
    nonce = hidden(visitor.preview(), "nonce")
    settings.SECRET_KEY = "k" * 30 + "another-key-after-a-deployment"
    page = visitor.press("send", filled(nonce=nonce))
    assert page.context["told"]
    visitor.clock.shift(10)
    assert visitor.press("send", filled(nonce=hidden(page, "nonce"))).status_code == 303


def test_errors_stand_at_their_fields_and_in_a_focused_summary(visitor: Visitor):
    page = visitor.press("preview", {})
    body = page.content.decode()
    assert 'id="problems" role="alert" tabindex="-1" autofocus' in body
    for name in ("website", "name_en", "kind", "summary_en", "languages", "activities", "relation"):
        assert f'href="#f-{name}"' in body
        assert f'id="error-{name}"' in body
        assert f'id="f-{name}"' in body


@pytest.mark.parametrize(("language", "field"), [("en", "name_en"), ("ru", "name_ru")])
def test_missing_name_is_told_at_the_first_name_of_the_page(visitor: Visitor, language, field):
    visitor.language = language
    page = visitor.press("preview", filled(name_en=None))
    assert [one["id"] for one in page.context["problems"]] == [f"f-{field}"]


def test_known_city_adds_its_country_and_the_rest_becomes_a_proposal(visitor: Visitor):
    page = visitor.preview(
        host_countries=None, cities="Тбилиси\r\nKragujevac, Serbia\r\nNowhere", tags="#chess, tea"
    )
    assert page.context["new_cities"] == ["Kragujevac, Serbia", "Nowhere"]
    assert page.context["new_tags"] == ["chess", "tea"]
    _receipt, submission = visitor.sent(
        host_countries=None, cities="Тбилиси\r\nKragujevac, Serbia", tags="chess"
    )
    assert submission.content["host_countries"] == ["GE"]
    assert submission.content["proposed"] == {
        "cities": [{"country": "RS", "name": "Kragujevac"}],
        "tags": [{"name": "chess"}],
    }


def test_tags_in_one_line_have_their_limit_each(visitor: Visitor):
    tags = ", ".join(letter * 30 for letter in "abcd")
    _receipt, submission = visitor.sent(tags=tags)
    assert [one["name"] for one in submission.content["proposed"]["tags"]] == tags.split(", ")
    page = visitor.preview(tags=f"{tags}, {'x' * 81}")
    assert [one["id"] for one in page.context["problems"]] == ["f-tags"]
    assert "Shorten this to 80 characters; it has 81." in text_of(page)


def test_likely_duplicate_is_shown_with_the_way_to_its_entry(visitor: Visitor):
    publish_new(website="https://www.sakhalin-tea.example", name_en="Quite another")
    page = visitor.preview()
    (likely,) = page.context["duplicates"]
    assert likely.why == "address"
    assert f'href="{likely.initiative.get_absolute_url()}"' in page.content.decode()


def test_no_duplicate_is_shown_that_nobody_vetted(visitor: Visitor):
    visitor.sent()
    page = visitor.preview(name_en="Sakhalin Tea!")
    assert page.context["duplicates"] == []
    assert Initiative.objects.count() == 0


def test_no_duplicate_is_shown_that_was_hidden_from_the_public(visitor: Visitor):
    entry = publish_new(website="https://www.sakhalin-tea.example", name_en="Out of sight")
    assert "Out of sight" in text_of(visitor.preview())
    decisions.hide(entry, moderator=person().moderator, reason="They asked us to.", at=now())
    page = visitor.preview()
    assert page.context["duplicates"] == []
    assert "Out of sight" not in page.content.decode()


@pytest.mark.parametrize(
    ("query", "country", "city"),
    [
        ("country=rs", "RS", ""),
        ("city=ge-batumi", "GE", "Batumi"),
        ("country=zz&city=no", "", ""),
        ("country=online", "", ""),
    ],
)
def test_link_from_an_empty_place_fills_the_place_in(visitor: Visitor, query, country, city):
    drawn = sent_by(visitor.open(f"submit/?{query}").content.decode())
    assert drawn["host_countries"] == [country]
    assert drawn["cities"] == [city]


@pytest.mark.parametrize(
    ("query", "kept"),
    [("ref=x", ""), ("utm_source=a&country=ge&fbclid=b", "?country=ge"), ("s=1&from=x", "")],
)
def test_what_networks_add_to_the_address_of_the_form_goes(visitor: Visitor, query, kept):
    answer = visitor.client.get(f"/ru/submit/?{query}")
    assert (answer.status_code, answer.headers.get("Location")) == (301, f"/ru/submit/{kept}")


def test_title_says_first_that_something_is_wrong(visitor: Visitor):
    assert "<title>Error: Submit an initiative" in visitor.press("preview", {}).content.decode()
    assert "<title>Submit an initiative" in visitor.open().content.decode()


def test_summary_of_errors_reads_as_sentences(visitor: Visitor):
    page = visitor.press("preview", filled(kind=None, founded="May", sources="asd"))
    assert [one["text"] for one in page.context["problems"]] == [
        "Kind: choose a kind.",
        "Founded: “May” is not a date. Write a year, a month or a day: 2022, 2022-03 or "
        "2022-03-10.",
        "Where to check this: no. 1: This does not look like an address. Copy it whole from the "
        "browser, for example https://example.org/page.",
    ]


def test_another_row_is_given_though_the_first_is_still_empty(visitor: Visitor):
    page = visitor.press("country", filled(host_countries=[""]))
    assert page.content.decode().count('name="host_countries"') == 2
    page = visitor.press("link", filled(link_type=["", ""], link_url=["", ""]))
    assert page.content.decode().count('name="link_url"') == 3


@pytest.mark.parametrize(
    ("ticked", "remote_for", "shown"),
    [
        (["*"], ["*"], "online"),
        (["RS", "GE"], ["GE", "RS"], "remotely: Georgia, Serbia"),
        ([], [], "Belgrade"),
    ],
)
def test_whom_it_helps_from_afar_is_ticked_and_shown(visitor: Visitor, ticked, remote_for, shown):
    assert shown in text_of(visitor.preview(remote_for=ticked))
    assert visitor.sent(remote_for=ticked)[1].content["remote_for"] == remote_for


def test_without_a_country_it_says_whom_it_helps_from_afar(visitor: Visitor):
    page = visitor.preview(host_countries=[""], cities=None)
    assert "choose a country, or say whom it helps remotely." in text_of(page)
    sent = visitor.sent(host_countries=[""], cities=None, remote_for=["GE"])[1]
    assert (sent.content["host_countries"], sent.content["remote_for"]) == ([], ["GE"])


def test_anybody_and_certain_countries_at_once_are_told_and_stay_ticked(visitor: Visitor):
    page = visitor.preview(remote_for=["*", "GE"])
    assert "choose either anybody anywhere or certain countries, not both." in text_of(page)
    ticked = re.findall(r'name="remote_for" value="([^"]+)" checked', page.content.decode())
    assert ticked == ["*", "GE"]


def test_another_country_and_another_link_are_given_without_script(visitor: Visitor):
    page = visitor.press("country", filled())
    assert page.content.decode().count('name="host_countries"') == 2
    page = visitor.press("link", filled(link_type=["", ""], link_url=["t.me/a", "t.me/b"]))
    assert page.content.decode().count('name="link_url"') == 3
    assert not page.context["problems"]


def test_document_holds_what_was_typed_and_nothing_the_public_is_not_asked(visitor: Visitor):
    _receipt, submission = visitor.sent(
        state="hidden", reach="national", designations="x", successor="y", partners="z"
    )
    assert submission.content["name_en"] == FILLED["name_en"]
    assert submission.content["state"] == "published"
    assert submission.content["reach"] == ""
    assert submission.content["partners"] == submission.content["designations"] == []
