import dataclasses
import re

import pytest
from django.utils import translation

from initiatives.fields.partial_date import PartialDate
from initiatives.models import (
    Activity,
    Audience,
    City,
    Country,
    DesignationType,
    FocusRegion,
    Kind,
    Language,
    Reach,
    Register,
    SupportNeed,
    Tag,
    Vocabulary,
    Word,
)


@pytest.fixture
def words(db):
    """A row of everything, written in an order that is not that of the words."""
    georgia = Country.objects.create(code="GE", slug="georgia", name_en="Georgia", name_ru="Грузия")
    Country.objects.create(code="AM", slug="armenia", name_en="Armenia", featured=True)
    City.objects.create(
        country=georgia,
        slug="tbilisi",
        name_en="Tbilisi",
        name_ru="Тбилиси",
        latitude=1,
        longitude=1,
    )
    City.objects.create(country=georgia, slug="batumi", name_en="Batumi", latitude=1, longitude=1)
    FocusRegion.objects.create(
        code="RU-BU",
        slug="buryatia",
        name_en="Buryatia",
        name_ru="Бурятия",
        federal_district="far-eastern",
        latitude=1,
        longitude=1,
        tile_column=1,
        tile_row=1,
    )
    Language.objects.create(code="ka", name_en="Georgian", name_native="ქართული", order=2)
    Language.objects.create(code="ru", name_en="Russian", name_native="русский", order=1)
    Activity.objects.create(slug="shelter", name_en="Shelter", order=2)
    Activity.objects.create(slug="legal-aid", name_en="Legal aid", order=1)
    Audience.objects.create(slug="newcomers", name_en="Newcomers")
    SupportNeed.objects.create(slug="funding", name_en="Donations")
    Tag.objects.create(name="baikal", slug="baikal", name_en="Baikal", name_ru="Байкал")
    Tag.objects.create(name="arctic", slug="arctic", name_en="Arctic")


def values(facet):
    return list(Vocabulary.load().facets[facet])


def test_vocabulary_has_every_facet_in_the_order_of_addresses(words):
    assert {facet: values(facet) for facet in Vocabulary.load().facets} == {
        "kind": ["mutual_aid", "media", "it", "civic"],
        "country": ["am", "ge", "online"],
        "city": ["ge-batumi", "ge-tbilisi"],
        "region": ["ru-bu"],
        "language": ["ru", "ka"],
        "activity": ["legal-aid", "shelter"],
        "audience": ["newcomers"],
        "seeks": ["funding"],
        "reach": ["grassroots", "regional", "national"],
        "tag": ["arctic", "baikal"],
        "designation": ["none", "foreign_agent", "undesirable", "extremist", "terrorist"],
    }
    assert [*Vocabulary.load().facets] == [
        "kind", "country", "city", "region", "language", "activity", "audience", "seeks", "reach",
        "tag", "designation",
    ]  # fmt: skip


def test_words_carry_value_key_slug_names_and_group(words):
    vocabulary = Vocabulary.load()
    city = City.objects.get(slug="tbilisi")
    assert vocabulary.word("city", "ge-tbilisi") == Word(
        value="ge-tbilisi",
        key="GE/tbilisi",
        slug="tbilisi",
        name_en="Tbilisi",
        name_ru="Тбилиси",
        order=1,
        group="ge",
        pk=city.pk,
    )
    region = vocabulary.word("region", "ru-bu")
    assert (region.key, region.slug, region.group) == ("RU-BU", "buryatia", "far-eastern")
    country = vocabulary.word("country", "ge")
    assert (country.key, country.slug, country.order) == ("GE", "georgia", 1)
    online = vocabulary.word("country", "online")
    assert (online.key, online.slug, online.order, online.pk) == ("online", "online", 2, None)
    assert [word.order for word in vocabulary.facets["reach"].values()] == [0, 1, 2]
    assert vocabulary.word("country", "zz") is None


def test_names_are_in_the_readers_language_whatever_language_loaded_them(words):
    for loading in ("en", "ru"):
        with translation.override(loading):
            vocabulary = Vocabulary.load()
        fixed = {"kind": Kind, "reach": Reach, "designation": DesignationType}
        for reading in ("en", "ru"):
            with translation.override(reading):
                assert (
                    vocabulary.word("country", "ge").name
                    == {"en": "Georgia", "ru": "Грузия"}[reading]
                )
                for facet, choices in fixed.items():
                    for choice in choices:
                        name = vocabulary.word(facet, choice.value).name
                        assert (name, name.lang) == (str(choice.label), reading)
        mutual_aid = vocabulary.word("kind", "mutual_aid")
        assert mutual_aid.name_en == "Mutual aid"
        assert re.search("[а-я]", mutual_aid.name_ru)
        assert vocabulary.word("designation", "none").name_en == "No designation known"
        assert vocabulary.word("country", "online").name_en == "Online, anywhere"


def test_word_without_a_name_in_the_readers_language_is_in_the_other(words):
    with translation.override("ru"):
        name = Vocabulary.load().word("country", "am").name
    assert (name, name.lang) == ("Armenia", "en")


def test_word_is_found_by_its_natural_key(words):
    vocabulary = Vocabulary.load()
    for facet, key, value in (
        ("country", "GE", "ge"),
        ("country", "online", "online"),
        ("city", "GE/tbilisi", "ge-tbilisi"),
        ("region", "RU-BU", "ru-bu"),
        ("language", "ka", "ka"),
        ("activity", "legal-aid", "legal-aid"),
    ):
        assert vocabulary.by_key(facet, key) is vocabulary.word(facet, value)
    assert vocabulary.by_key("country", "ge") is None
    assert vocabulary.by_key("city", "GE") is None


def test_canonical_value_is_in_lower_case(words):
    vocabulary = Vocabulary.load()
    assert vocabulary.canonical("country", "GE") == "ge"
    assert vocabulary.canonical("city", "Ge-Tbilisi") == "ge-tbilisi"
    assert vocabulary.canonical("kind", "MEDIA") == "media"
    assert vocabulary.canonical("country", "zz") is None
    assert vocabulary.canonical("activity", "") is None


@pytest.mark.parametrize(("model", "facet"), [
    (Activity, "activity"), (Audience, "audience"), (SupportNeed, "seeks"), (Tag, "tag"),
])  # fmt: skip
def test_merged_word_is_not_listed_but_means_its_target(words, model, facet):
    def make(slug, into=None):
        named = {"name": slug} if model is Tag else {}
        return model.objects.create(slug=slug, name_en=slug, merged_into=into, **named)

    target = make("target")
    make("older", make("old", target))
    vocabulary = Vocabulary.load()
    assert "target" in vocabulary.facets[facet]
    assert not {"old", "older"} & set(vocabulary.facets[facet])
    assert vocabulary.word(facet, "old") is None
    for slug in ("old", "older"):
        assert vocabulary.canonical(facet, slug.upper()) == "target"
        assert vocabulary.by_key(facet, slug).pk == target.pk


def test_words_merged_in_a_circle_mean_nothing(words):
    one = Activity.objects.create(slug="one", name_en="One")
    two = Activity.objects.create(slug="two", name_en="Two", merged_into=one)
    Activity.objects.filter(pk=one.pk).update(merged_into=two)
    Activity.objects.create(slug="three", name_en="Three", merged_into=one)
    vocabulary = Vocabulary.load()
    for slug in ("one", "two", "three"):
        assert vocabulary.canonical("activity", slug) is None
        assert vocabulary.by_key("activity", slug) is None


def test_registers_say_when_they_were_compared_or_that_they_never_were(words):
    Register.objects.update_or_create(type="undesirable", defaults={"compared_on": "2026-10"})
    assert Vocabulary.load().registers == {
        "foreign_agent": None,
        "undesirable": PartialDate(2026, 10),
        "extremist": None,
        "terrorist": None,
    }


def test_featured_countries_are_known_by_their_values(words):
    assert Vocabulary.load().featured == {"am"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_country_has_a_note_if_it_has_one_in_either_language(words, language):
    assert Vocabulary.load().noted == set()
    Country.objects.filter(code="AM").update(**{f"entry_and_stay_{language}": "No visa."})
    assert Vocabulary.load().noted == {"am"}


def test_vocabulary_cannot_be_changed(words):
    vocabulary = Vocabulary.load()
    with pytest.raises(TypeError):
        vocabulary.facets["country"]["zz"] = vocabulary.word("country", "ge")
    with pytest.raises(TypeError):
        vocabulary.facets["more"] = {}
    with pytest.raises(TypeError):
        vocabulary.registers["extremist"] = None
    with pytest.raises(dataclasses.FrozenInstanceError):
        vocabulary.featured = frozenset()
    with pytest.raises(dataclasses.FrozenInstanceError):
        vocabulary.word("country", "ge").value = "zz"


@pytest.mark.parametrize("number", [3, 300])
def test_loading_takes_ten_queries_whatever_the_number_of_words(
    words, django_assert_num_queries, number
):
    Tag.objects.bulk_create(
        Tag(name=f"tag-{n}", slug=f"tag-{n}", name_en=f"Tag {n}") for n in range(number)
    )
    # Countries, cities, regions, languages, three vocabularies, tags, registers, tiles.
    with django_assert_num_queries(10):
        Vocabulary.load()


def test_until_a_word_changes_all_loads_give_the_same_vocabulary(words):
    vocabulary = Vocabulary.load()
    assert Vocabulary.load() is vocabulary
    City.objects.filter(slug="tbilisi").update(synonyms=["Тифлис"])
    changed = Vocabulary.load()
    assert (vocabulary.spellings["GE/tbilisi"], changed.spellings["GE/tbilisi"]) == (
        (),
        ("Тифлис",),
    )
