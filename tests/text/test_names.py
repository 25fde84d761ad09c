import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.text.names import collation_key, make_slug, to_latin


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Щукина", "Shchukina"),
        ("Эмигранты", "Emigranty"),
        ("Чехия", "Chekhiya"),
        ("Київ", "Kiiv"),
        ("თბილისი", "tbilisi"),
        ("Żabka", "Zabka"),
        ("OVD-Info", "OVD-Info"),
    ],
)
def test_to_latin_writes_any_script_in_ascii(text, latin):
    assert to_latin(text) == latin


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Идите лесом!", "idite-lesom"),
        ("«Новая газета Европа»", "novaya-gazeta-yevropa"),
        ("ОВД-Инфо", "ovd-info"),
        ("D’Artagnan's  place", "dartagnans-place"),
        ("Türkiye", "turkiye"),
        ("Երևան", "erevan"),
        ("7x7 — Горизонтальная Россия", "7x7-gorizontalnaya-rossiya"),
        ("__a__b__", "a-b"),
        ("", ""),
        ("!!! — …", ""),
        ("\u200b\u202e", ""),
        ("a" * 100, "a" * 80),
        ("word " * 20, "-".join(["word"] * 16)),
        ("a" * 80 + " b", "a" * 80),
    ],
)
def test_slug_of_a_name(text, slug):
    assert make_slug(text) == slug


@settings(deadline=None)
@given(st.text(max_size=200))
def test_slug_of_any_text_is_plain_and_stable(text):
    slug = make_slug(text)
    assert len(slug) <= 80
    assert all(word.isascii() and word.isalnum() for word in slug.split("-") if slug)
    assert slug == slug.lower()
    assert make_slug(slug) == slug


NAMES = [
    "Zebra", "«Ковчег»", "Ёлка", "10 дней", "Елена", "Еж", "Żabka", "Новаягазета", "Ирина", "Йога",
    "Øresund", "Ґудзик", "7 дней", "Гусь", "Даль", "Новая газета", "ოქრო", "apple", "Īpaša",
    "ковчег 2",
]  # fmt: skip
CYRILLIC = [
    "Гусь", "Ґудзик", "Даль", "Еж", "Елена", "Ёлка", "Ирина", "Йога", "«Ковчег»", "ковчег 2",
    "Новая газета", "Новаягазета",
]  # fmt: skip
LATIN = ["apple", "Īpaša", "Øresund", "Żabka", "Zebra"]


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("ru", ["7 дней", "10 дней", *CYRILLIC, *LATIN, "ოქრო"]),
        ("en", ["7 дней", "10 дней", *LATIN, *CYRILLIC, "ოქრო"]),
    ],
)
def test_names_are_in_the_order_of_the_readers_alphabet(language, ordered):
    assert sorted(NAMES, key=lambda name: collation_key(name, language)) == ordered


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ковчег", "«ковчег»"),
        ("Ёлка", "елка"),
        ("Zürich", "ZURICH"),
        ("Meduza.", "Meduza"),
        ("ОВД-Инфо", "ОВД Инфо"),
        ("Straße", "strasse"),
    ],
)
def test_case_quotes_and_diacritics_decide_only_between_equals(one, other):
    for language in ("en", "ru"):
        first, second = collation_key(one, language), collation_key(other, language)
        assert first[0] == second[0]
        assert first != second


@settings(deadline=None)
@given(st.text(max_size=50), st.text(max_size=50), st.sampled_from(["en", "ru"]))
def test_any_two_names_have_one_order(one, other, language):
    first, second = collation_key(one, language), collation_key(other, language)
    assert (first < second) + (first > second) + (one == other) == 1
