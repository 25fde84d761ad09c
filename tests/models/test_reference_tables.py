"""What the database itself refuses, on both engines."""

import pytest
from django.db import IntegrityError, models, transaction

from initiatives.models import (
    Activity,
    Audience,
    City,
    Country,
    FocusRegion,
    Language,
    SupportNeed,
    Tag,
)

PLACE = {"latitude": 41.7, "longitude": 44.8}
GOOD = {
    Country: {"code": "GE", "slug": "georgia", "name_en": "Georgia"},
    City: {"slug": "tbilisi", "name_ru": "Тбилиси", **PLACE},
    FocusRegion: {
        "code": "RU-BU",
        "slug": "buryatia",
        "name_en": "Buryatia",
        "federal_district": "far-eastern",
        "tile_column": 1,
        "tile_row": 1,
        **PLACE,
    },
    Language: {"code": "ka", "name_en": "Georgian"},
    Activity: {"slug": "legal-aid", "name_en": "Legal aid"},
    Audience: {"slug": "newcomers", "name_ru": "Недавно уехавшие"},
    SupportNeed: {"slug": "funding", "name_en": "Donations"},
    Tag: {"name": "arctic", "slug": "arctic", "name_ru": "Арктика"},
}


def create(model: type[models.Model], **changes):
    fields = {**GOOD[model], **changes}
    if model is City and "country" not in fields:
        fields["country"], _ = Country.objects.get_or_create(**GOOD[Country])
    with transaction.atomic():
        return model.objects.create(**fields)


@pytest.mark.django_db
@pytest.mark.parametrize("model", GOOD)
def test_good_row_is_kept(model):
    assert create(model).pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Country, {"code": "ge"}),
        (Country, {"code": "G"}),
        (Country, {"code": "G\n"}),
        (Country, {"slug": "Georgia"}),
        (Country, {"slug": "georgia\n"}),
        (Country, {"slug": "-georgia"}),
        (Country, {"slug": ""}),
        (Country, {"name_en": ""}),
        (City, {"slug": "тбилиси"}),
        (City, {"name_ru": ""}),
        (City, {"latitude": 90.5}),
        (City, {"latitude": -90.5}),
        (City, {"longitude": 180.5}),
        (City, {"longitude": -180.5}),
        (City, {"population": -1}),
        (FocusRegion, {"code": "BU"}),
        (FocusRegion, {"code": "RU-B"}),
        (FocusRegion, {"slug": "a--b"}),
        (FocusRegion, {"name_en": ""}),
        (FocusRegion, {"federal_district": "arctic"}),
        (FocusRegion, {"latitude": 91}),
        (FocusRegion, {"tile_column": 30}),
        (FocusRegion, {"tile_row": -1}),
        (Language, {"code": "K"}),
        (Language, {"code": "KA"}),
        (Language, {"name_en": ""}),
        (Activity, {"slug": "legal_aid"}),
        (Activity, {"name_en": ""}),
        (Audience, {"name_ru": ""}),
        (SupportNeed, {"slug": "a b"}),
        (Tag, {"name": "арктика", "slug": "арктика"}),
        (Tag, {"name": "Arctic"}),
        (Tag, {"name_ru": ""}),
    ],
)
def test_bad_row_is_refused(model, changes):
    with pytest.raises(IntegrityError):
        create(model, **changes)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Country, {"code": "AM"}),
        (Country, {"slug": "armenia"}),
        (City, {}),
        (FocusRegion, {"code": "RU-AD", "slug": "adygea"}),
        (FocusRegion, {"code": "RU-AD", "tile_row": 2}),
        (FocusRegion, {"slug": "adygea", "tile_row": 2}),
        (Language, {}),
        (Activity, {}),
        (Tag, {}),
    ],
)
def test_second_row_in_the_same_place_is_refused(model, changes):
    create(model)
    with pytest.raises(IntegrityError):
        create(model, **changes)


@pytest.mark.django_db
def test_cities_of_two_countries_may_share_a_slug():
    create(City)
    armenia = create(Country, code="AM", slug="armenia")
    assert create(City, country=armenia).pk


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Activity, Audience, SupportNeed, Tag])
def test_word_cannot_be_merged_into_itself(model):
    word = create(model)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=word.pk).update(merged_into=word)
