"""A bad row names its file, row and field, and nothing is loaded."""

import json

import pytest
from django.core.management import CommandError

from initiatives.models import (
    City,
    Country,
    FocusRegion,
)
from tests.reference.small_files import (
    TABLES,
    everything,
    version,
)

CONTROL, BIDI, ZERO_WIDTH = "a\x07b", "a\u202eb", "a\u200bb"
BAD_ROWS = [
    ("countries.json", 2, "code", "ge", "is not a country's code"),
    ("countries.json", 2, "code", "GEO", "is not a country's code"),
    ("countries.json", 2, "code", "GE\n", "is not a country's code"),
    ("countries.json", 2, "code", "AM", "the same as in row 1"),
    ("countries.json", 2, "slug", "armenia", "the same as in row 1"),
    ("countries.json", 2, "slug", "Georgia", "is not a slug"),
    ("countries.json", 2, "slug", "", "is empty"),
    ("countries.json", 2, "featured", 1, "is neither true nor false"),
    ("countries.json", 2, "featured", "yes", "is neither true nor false"),
    ("countries.json", 2, "name_en", None, "is not a text"),
    ("countries.json", 2, "name_ru", "", "is empty"),
    ("countries.json", 2, "name_ru", " Грузия", "begins or ends with a blank"),
    ("countries.json", 2, "name_ru", "Грузия" * 30, "has 180 characters, at most 120 fit"),
    ("countries.json", 2, "name_ru", CONTROL, "holds an invisible character: U+0007"),
    ("countries.json", 2, "name_ru", BIDI, "holds an invisible character: U+202E"),
    ("countries.json", 2, "name_ru", ZERO_WIDTH, "holds an invisible character: U+200B"),
    ("countries.json", 2, "name_ru", "a\nb", "holds an invisible character: U+000A"),
    ("countries.json", 2, "name_ru", "и\u0306", "is not in the normal form NFC"),
    ("countries.json", 2, "capital", "Tbilisi", "is not a field of these rows"),
    ("countries.json", 2, "name_en", ..., "is missing"),
    ("country_notes.json", 1, "country", "DE", "DE is not in countries.json"),
    ("country_notes.json", 1, "note_en", "", "is empty"),
    ("country_notes.json", 1, "note_en", ZERO_WIDTH, "holds an invisible character"),
    ("country_notes.json", 1, "sources", [], "is empty"),
    ("country_notes.json", 1, "sources", ["javascript:x"], "is not a http or https address"),
    ("country_notes.json", 1, "sources", "https://example.org", "is not a list"),
    ("country_notes.json", 1, "reviewed_on", "2025-13", "month must be in 1..12"),
    ("country_notes.json", 1, "reviewed_on", "autumn", "not a year, month or day"),
    ("country_notes.json", 1, "reviewed_on", 2025, "is not a date"),
    ("cities.json", 3, "country", "DE", "DE is not in countries.json"),
    ("cities.json", 2, "slug", "Batumi", "is not a slug"),
    ("cities.json", 3, "synonyms", ["a", "a"], "holds one value twice"),
    ("cities.json", 3, "synonyms", [5], "is not a text"),
    ("cities.json", 3, "synonyms", [BIDI], "holds an invisible character"),
    ("cities.json", 3, "latitude", 90.01, "is not between -90 and 90"),
    ("cities.json", 3, "latitude", "40", "is not a number"),
    ("cities.json", 3, "latitude", True, "is not a number"),
    ("cities.json", 3, "longitude", -180.5, "is not between -180 and 180"),
    ("cities.json", 3, "population", -1, "is not between 0 and"),
    ("cities.json", 3, "population", 1.5, "is not a whole number"),
    ("cities.json", 3, "population", True, "is not a whole number"),
    ("cities.json", 3, "population", 2**31, "is not between 0 and"),
    ("regions.json", 2, "code", "RU-bu", "is not a region's code"),
    ("regions.json", 2, "code", "RU-BU", "the same as in row 1"),
    ("regions.json", 2, "slug", "buryatia", "the same as in row 1"),
    ("regions.json", 2, "federal_district", "arctic", "is none of central"),
    ("regions.json", 2, "short_en", "a" * 21, "has 21 characters, at most 20 fit"),
    ("regions.json", 2, "capital_ru", "", "is empty"),
    ("regions.json", 1, "neighbours", ["RU-IRK", "RU-ZZZ"], "RU-ZZZ is not a region"),
    ("regions.json", 1, "neighbours", ["RU-IRK"], "RU-BU does not name RU-ZAB back"),
    ("regions.json", 1, "neighbours", ["RU-BU"], "RU-BU does not name RU-BU back"),
    ("regions.json", 2, "column", 30, "is not between 0 and 29"),
    ("regions.json", 2, "row", 15, "is not between 0 and 14"),
    ("regions.json", 2, "row", "5", "is not a whole number"),
    ("languages.json", 2, "code", "KA", "is not a language's code"),
    ("languages.json", 2, "code", "ru", "the same as in row 1"),
    ("vocabulary.json", 2, "slug", "legal_aid", "is not a slug"),
    ("vocabulary.json", 2, "slug", "legal-aid", "the same as in row 1"),
    ("vocabulary.json", 2, "en", "", "is empty"),
    ("vocabulary.json", 2, "also_ru", ["кров", "кров"], "holds one value twice"),
    ("vocabulary.json", 2, "also_en", "roof", "is not a list"),
    ("country_notes.json", 1, "official", [5], "holds something else than label_en"),
    ("country_notes.json", 1, "official", [{"url": "https://a.example/"}], "holds something else"),
    ("tags.json", 1, "slug", "арктика", "is not a slug"),
    ("tags.json", 1, "ru", CONTROL, "holds an invisible character"),
]


@pytest.mark.parametrize(("file", "number", "field", "value", "why"), BAD_ROWS)
def test_bad_row_is_named_and_nothing_is_loaded(files, file, number, field, value, why):
    row = files.row(file, number)
    if value is ...:
        del row[field]
    else:
        row[field] = value
    with pytest.raises(CommandError) as refused:
        files.load()
    message = str(refused.value)
    assert message.startswith(file)
    if "name" in why and "back" in why:
        assert ", neighbours: " in message
    else:
        assert f", row {number}, {field}: " in message
    assert why in message
    assert message.endswith(". Nothing was loaded.")
    assert [model.objects.count() for model in TABLES] == [0] * 8
    assert version() == 0


@pytest.mark.parametrize(
    ("file", "number", "change", "field"),
    [
        ("regions.json", 3, {"column": 13, "row": 6}, "column and row"),
        ("cities.json", 2, {"slug": "tbilisi"}, "country and slug"),
    ],
)
def test_row_that_is_like_another_in_two_fields_is_named(files, file, number, change, field):
    files.row(file, number).update(change)
    with pytest.raises(CommandError, match=f"{file}, row {number}, {field}: the same as in row 1"):
        files.load()


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("tags.json", None, "tags.json: cannot be read"),
        ("tags.json", "[{]", "tags.json: is not JSON"),
        ("tags.json", b"\xff", "tags.json: is not JSON"),
        ("tags.json", "{}", "tags.json: is not a list of rows"),
        ("tags.json", "[5]", "tags.json, row 1: is not an object"),
        ("tags.json", '[{"slug": "a", "slug": "b"}]', "an object names one field twice"),
        ("cities.json", '[{"latitude": NaN}]', "NaN is not a number"),
        ("also_places.json", '{"regions": {}}', "also_places.json: must hold regions and cities"),
        ("also_places.json", '{"cities": {"GE/x": []}, "regions": {}}', "GE/x is not in cities"),
        ("also_places.json", '{"cities": {"GE/batumi": [1]}, "regions": {}}', "is not a text"),
        ("vocabulary.json", "[]", "must hold activities, audiences, seeks"),
        ("vocabulary.json", '{"activities": [], "audiences": []}', "must hold activities"),
    ],
)
def test_broken_file_is_named_and_nothing_is_loaded(files, file, text, why):
    files.load()
    files.row("countries.json", 1)["name_en"] = "Hayastan"
    for name, content in files.content.items():
        (files.folder / name).write_text(json.dumps(content), encoding="utf-8")
    if text is None:
        (files.folder / file).unlink()
    else:
        (files.folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    before = everything()
    with pytest.raises(CommandError) as refused:
        files.load_as_written()
    assert why in str(refused.value)
    assert everything() == before


def test_slug_that_addresses_live_on_cannot_change_and_nothing_is_loaded(files):
    files.load()
    before = everything()
    files.row("countries.json", 1)["name_en"] = "Hayastan"
    files.row("regions.json", 2)["slug"] = "pribaikalye"
    with pytest.raises(CommandError) as refused:
        files.load()
    assert "regions.json, row 2, slug: is 'irkutsk' in the database" in str(refused.value)
    # The countries were already written when the regions were refused.
    assert everything() == before
    assert version() == 1


@pytest.mark.parametrize(
    ("file", "number", "change", "why"),
    [
        ("countries.json", 3, {"slug": "abkhazia"}, "countries.json, row 3, slug: is taken"),
        ("regions.json", 3, {"slug": "abkhazia"}, "regions.json, row 3, slug: is taken"),
        (
            "regions.json",
            3,
            {"column": 0, "row": 0},
            "regions.json, row 3, column and row: is taken",
        ),
    ],
)
def test_place_that_a_persons_row_has_taken_is_named(files, file, number, change, why):
    Country.objects.create(code="XX", slug="abkhazia", name_en="Elsewhere")
    FocusRegion.objects.create(
        code="RU-XX",
        slug="abkhazia",
        name_en="Elsewhere",
        federal_district="central",
        latitude=0,
        longitude=0,
        tile_column=0,
        tile_row=0,
    )
    files.row(file, number).update(change)
    with pytest.raises(CommandError) as refused:
        files.load()
    assert why in str(refused.value)
    assert City.objects.count() == 0
