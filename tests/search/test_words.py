"""What a word is compared by, and what a query of many words or of one slip costs and says."""

from __future__ import annotations

import time

import pytest

from initiatives.catalogue.search import search
from initiatives.catalogue.snapshot import current
from initiatives.text.search_words import analysed, as_stored, keys, sound, stored_word, words


def found_by(word: str) -> set[str]:
    (folded,) = words(word)
    return {key for key, _quality in keys(analysed(folded))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("документы", "документов"),
        ("lawyers", "lawyer"),
        ("Щукин", "Shchukin"),
        ("Щукин", "schukin"),
        ("ещё", "еще"),
        ("Ковчег", "kovcheg"),
        ("Žižek", "zizek"),
        ("Тбилиси", "Tbilisi"),
        ("тбилисский", "тбилисская"),
        ("Миссисипи", "misisipi"),
    ],
)
def test_spellings_of_one_word_share_a_key(one, other):
    assert found_by(one) & found_by(other)


@pytest.mark.parametrize(("one", "other"), [("дом", "том"), ("мир", "mere"), ("cat", "кот")])
def test_other_words_and_short_ones_share_none(one, other):
    assert not found_by(one) & found_by(other)


def test_sounds_that_are_written_in_two_letters_are_one_sign():
    assert sound("shch") == sound("щ")
    assert sound("zh") == sound("ж")


def test_what_is_stored_is_read_back():
    stored = as_stored(["Юристы помогают, lawyers help", "юристы"]).split()
    assert len(stored) == len(set(stored)) == 4
    for item in stored:
        word, its_keys = stored_word(item)
        assert set(its_keys) == found_by(word)


@pytest.mark.usefixtures("real_data")
class TestQueries:
    @pytest.mark.parametrize("query", ["think tank", "политзаключённым", "chess club"])
    def test_a_known_word_is_no_slip(self, query):
        assert search(current(), query).mended == ()

    @pytest.mark.parametrize(
        ("query", "meant"), [("докуметы", "документы"), ("psycholgist", "psychologist")]
    )
    def test_a_slip_is_mended_and_told(self, query, meant):
        hits = search(current(), query)
        assert hits.mended == ((query, meant),)
        assert hits.ids

    @pytest.mark.parametrize("query", ["knitting patterns", "tennis court", "chess club"])
    def test_words_that_nobody_has_are_told_and_no_entry_has_them_all(self, query):
        hits = search(current(), query)
        assert hits.unknown
        assert not hits.whole

    def test_who_does_one_thing_comes_before_who_does_it_among_many(self):
        snapshot = current()
        ordered = search(snapshot, "экология").ordered
        numbers = [sum(pk in ids for ids in snapshot.facets["activity"].values()) for pk in ordered]
        assert numbers.index(min(numbers)) < numbers.index(max(numbers))

    def test_a_query_of_the_worst_kind_is_read_in_a_moment(self):
        snapshot = current()
        worst = " ".join(f"журнолсты{letter}вгдежз" for letter in "абвгдежзиклм")
        search(snapshot, worst)
        began = time.process_time()
        search(snapshot, worst[::-1])
        assert time.process_time() - began < 0.2  # 0.03 s on the machine of bench/README.md
