"""Duplicates, differences, receipts and the median wait."""

from __future__ import annotations

import time
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from initiatives.content.comparison import changed, rebased, three_way, words_between
from initiatives.models import Submission, Vocabulary
from initiatives.text.addresses import normalise_address
from initiatives.vetting import decisions, receipts
from initiatives.vetting.duplicates import (
    Known,
    likely_duplicates,
    open_lookalikes,
)
from initiatives.vetting.receipts import ALPHABET
from initiatives.vetting.submitting import LAST, edit, median_wait, renew_token, submit
from tests.factories.content import least
from tests.factories.submission import AT, person, publish_new, reject, send

pytestmark = pytest.mark.usefixtures("words")


@pytest.mark.parametrize(
    "spelt",
    [
        "https://t.me/Example",
        "http://t.me/example/",
        "https://www.t.me/s/example",
        "https://telegram.me/example?utm_source=x",
        "https://t.me/@example#1",
    ],
)
def test_spellings_of_an_address_meet(spelt):
    assert normalise_address(spelt) == "t.me/example"


def test_parameters_that_name_the_page_are_kept():
    one, two = (f"https://facebook.com/profile.php?id={n}&fbclid=x" for n in (1, 2))
    assert normalise_address(one) == "facebook.com/profile.php?id=1" != normalise_address(two)


def test_paths_of_other_sites_keep_their_case():
    assert normalise_address("https://a.org/A") != normalise_address("https://a.org/a")
    assert normalise_address("https://[::1") == ""


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"website": "http://www.example.org", "host_countries": ["RS"]}, "address"),
        ({"website": "https://b.org/", "name_en": "", "name_ru": "Эмигрейшн фор экшн"}, None),
        ({"website": "https://b.org/", "name_en": "EMIGRATION FOR ACTION"}, "name"),
        ({"website": "https://b.org/", "name_en": "Kovcheg", "other_names": []}, None),
        ({"website": "https://b.org/", "host_countries": ["RS"]}, None),
    ],
)
def test_likely_duplicate_is_found_by_address_or_by_name_in_the_same_country(changes, why):
    row = publish_new()
    found = likely_duplicates(least(**changes))
    assert [(one.initiative, one.why) for one in found] == ([(row, why)] if why else [])


def test_names_meet_across_scripts():
    row = publish_new(name_en="", name_ru="Ковчег")
    found = likely_duplicates(least(name_en="Kovcheg", website="https://b.org/"))
    assert [one.initiative for one in found] == [row]


def test_what_nobody_vetted_is_no_duplicate_for_a_submitter():
    waiting = send()
    assert likely_duplicates(least()) == []
    assert open_lookalikes(send()) == [waiting]
    reject(waiting, at=AT, actor=person(), reason="other")
    assert open_lookalikes(send(website="https://c.org/", name_en="Else")) == []


def test_what_a_text_is_known_by_is_that_of_its_last_version():
    def derived() -> bool:
        sent.refresh_from_db()
        return sent.known_by == Known.of_document(sent.content).stored()

    sent = send(name_ru="Ковчег", links=[{"type": "telegram", "url": "https://t.me/s/Ark"}])
    assert sent.known_by["names"] == ["emigration for action", "kovcheg"]
    assert sent.known_by["addresses"] == ["example.org", "t.me/ark"]
    assert derived()
    edit(sent, document=least(name_en="Edited"), version=1, at=AT)
    assert derived()
    decisions.correct(
        sent, moderator=person().moderator, document=least(website="https://b.org/"), at=AT
    )
    assert derived()


def test_what_was_sent_before_is_known_by_the_same_after_the_migration():
    sent = [send(name_en=f"Number {number}") for number in range(3)]
    entry = publish_new(website="https://ковчег.рф/")
    digests = list(entry.known_addresses.values_list("digest", flat=True))
    Submission.objects.update(known_by={})
    entry.known_addresses.update(digest="")
    import_module("initiatives.migrations.0008_known_by").fill(apps, None)
    for one in sent:
        one.refresh_from_db()
        assert one.known_by == Known.of_document(one.content).stored()
    assert list(entry.known_addresses.values_list("digest", flat=True)) == digests


def test_hosts_in_other_letters_meet_their_punycode():
    spelt = ["https://Ковчег.рф/", "http://www.xn--b1acfsu9c.xn--p1ai", "https://ковчег.рф./"]
    assert {normalise_address(one) for one in spelt} == {"xn--b1acfsu9c.xn--p1ai"}


def test_difference_is_told_field_by_field_and_word_by_word():
    before, after = least(), least(summary_en="Legal help and a community space.", remote_for=["*"])
    found = {one.field: one for one in changed(before, after, Vocabulary.load())}
    assert set(found) == {"summary_en", "remote_for"}
    assert found["summary_en"].words == [
        ("same", "Legal "),
        ("removed", "advice"),
        ("added", "help"),
        ("same", " and a community space."),
    ]
    assert {one.field for one in changed(None, before, Vocabulary.load())} >= {
        "name_en",
        "website",
        "kind",
    }


@given(st.text(), st.text())
def test_words_of_a_difference_give_both_texts_back(before, after):
    runs = words_between(before, after)
    assert "".join(text for kind, text in runs if kind != "added") == before
    assert "".join(text for kind, text in runs if kind != "removed") == after


def test_difference_of_long_hostile_texts_takes_no_time():
    started = time.monotonic()
    words_between("a." * 1500, "a-" * 1500)
    assert time.monotonic() - started < 5  # difflib took minutes


def test_rebasing_keeps_both_sides_changes_and_shows_where_they_clash():
    base = least()
    current = base | {"name_en": "Current", "summary_en": "Now."}
    proposed = base | {"summary_en": "Wanted.", "remote_for": ["*"]}
    assert rebased(base, current, proposed) == base | {
        "name_en": "Current",
        "summary_en": "Wanted.",
        "remote_for": ["*"],
    }
    clashes = {
        row.field: row.clash for row in three_way(base, current, proposed, Vocabulary.load())
    }
    assert clashes == {"name_en": False, "summary_en": True, "remote_for": False}


def test_receipt_reads_as_people_write_it():
    token = receipts.new_receipt("nonce")
    assert token == receipts.new_receipt("nonce") != receipts.new_receipt("other")
    assert [len(group) for group in token.split("-")] == [4] * 7
    typed = token.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert receipts.read_receipt(f"  {typed} ") == token
    assert receipts.read_receipt(token.replace("-", "\u2013").replace("0", "\u00a00")) == token


@given(st.integers(0, 27), st.sampled_from(ALPHABET))
def test_one_wrong_sign_in_a_receipt_is_noticed(place, sign):
    token = receipts.new_receipt("nonce")
    signs = list(token.replace("-", ""))
    wrong = signs[place] != sign
    signs[place] = sign
    assert (receipts.read_receipt("".join(signs)) is None) == wrong


@given(st.text(max_size=40))
def test_any_other_text_is_no_receipt(text):
    found = receipts.read_receipt(text)
    assert found is None or receipts.read_receipt(found) == found


def test_receipt_opens_its_submission_until_it_is_renewed():
    token = receipts.new_receipt("nonce")
    sent = submit(least(), at=AT, token_hash=receipts.receipt_hash(token))
    assert receipts.find_by_receipt(token.lower()) == sent
    other = receipts.new_receipt("later")
    renew_token(sent, token_hash=receipts.receipt_hash(other), at=AT)
    assert receipts.find_by_receipt(token) is None
    assert receipts.find_by_receipt(other) == sent
    assert receipts.find_by_receipt("") is None


def test_median_wait_needs_twenty_decisions():
    for number in range(LAST):
        assert median_wait() is None
        sent = send(name_en=f"Number {number}")
        reject(sent, at=sent.submitted_at + timedelta(hours=number), actor=person(), reason="other")
    assert median_wait() == timedelta(hours=9.5)
