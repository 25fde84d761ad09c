"""The import rule of domain.md, through `manage.py load_reference`."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.fields.partial_date import PartialDate
from initiatives.models import (
    Activity,
    Audience,
    CatalogueVersion,
    City,
    Country,
    FocusRegion,
    Language,
    SupportNeed,
    Tag,
)

SHIPPED = Path(__file__).parents[2] / "initiatives" / "reference"
TABLES = [Country, City, FocusRegion, Language, Activity, Audience, SupportNeed, Tag]

FILES = {
    "countries.json": [
        {
            "code": "AM",
            "slug": "armenia",
            "name_en": "Armenia",
            "name_ru": "Армения",
            "featured": True,
        },
        {
            "code": "GE",
            "slug": "georgia",
            "name_en": "Georgia",
            "name_ru": "Грузия",
            "featured": True,
        },
        {
            "code": "FR",
            "slug": "france",
            "name_en": "France",
            "name_ru": "Франция",
            "featured": False,
        },
    ],
    "country_notes.json": [
        {
            "country": "GE",
            "note_en": "No visa for a year.",
            "note_ru": "Год без визы.",
            "population_note_en": "About 100,000.",
            "population_note_ru": "Около 100 000.",
            "sources": ["https://example.org/georgia"],
            "reviewed_on": "2025-09",
        }
    ],
    "cities.json": [
        {
            "country": country,
            "slug": slug,
            "name_en": name_en,
            "name_ru": name_ru,
            "synonyms": synonyms,
            "latitude": latitude,
            "longitude": longitude,
            "population": population,
        }
        for country, slug, name_en, name_ru, synonyms, latitude, longitude, population in [
            ("GE", "tbilisi", "Tbilisi", "Тбилиси", ["Тифлис"], 41.6941, 44.8337, 1049498),
            ("GE", "batumi", "Batumi", "Батуми", [], 41.6423, 41.6339, None),
            ("AM", "yerevan", "Yerevan", "Ереван", ["Երևան"], 40.1811, 44.5136, 1093485),
        ]
    ],
    "regions.json": [
        {
            "code": f"RU-{code}",
            "slug": slug,
            "name_en": name_en,
            "name_ru": name_ru,
            "short_en": name_en,
            "short_ru": name_ru,
            "federal_district": "far-eastern",
            "capital_en": "Capital",
            "capital_ru": "Столица",
            "latitude": 52,
            "longitude": 107.5,
            "synonyms_en": [],
            "synonyms_ru": [],
            "neighbours": [f"RU-{other}" for other in neighbours],
            "column": column,
            "row": row,
        }
        for code, slug, name_en, name_ru, neighbours, column, row in [
            ("BU", "buryatia", "Buryatia", "Бурятия", ["IRK", "ZAB"], 13, 6),
            ("IRK", "irkutsk", "Irkutsk", "Иркутск", ["BU"], 12, 5),
            ("ZAB", "zabaykalye", "Zabaykalye", "Забайкалье", ["BU"], 14, 6),
        ]
    ],
    "languages.json": [
        {"code": "ru", "name_en": "Russian", "name_ru": "русский", "name_native": "русский"},
        {"code": "ka", "name_en": "Georgian", "name_ru": "грузинский", "name_native": "ქართული"},
    ],
    "vocabulary.json": {
        "activities": [
            {"slug": "legal-aid", "en": "Legal aid", "ru": "Юридическая помощь"},
            {"slug": "shelter", "en": "Shelter", "ru": "Жильё"},
        ],
        "audiences": [{"slug": "newcomers", "en": "Newcomers", "ru": "Недавно уехавшие"}],
        "seeks": [{"slug": "funding", "en": "Donations", "ru": "Пожертвования"}],
    },
    "tags.json": [{"slug": "arctic", "en": "Arctic", "ru": "Арктика"}],
}
ROWS = 3 + 3 + 3 + 2 + 2 + 1 + 1 + 1


class Files:
    """A folder of reference files that a test changes and loads."""

    def __init__(self, folder):
        self.folder = folder
        self.content = json.loads(json.dumps(FILES))

    def load(self):
        for name, content in self.content.items():
            (self.folder / name).write_text(json.dumps(content), encoding="utf-8")
        return self.load_as_written()

    def load_as_written(self):
        out = StringIO()
        call_command("load_reference", folder=self.folder, stdout=out)
        return out.getvalue()

    def row(self, file, number):
        content = self.content[file]
        if file == "vocabulary.json":
            content = content["activities"]
        return content[number - 1]


@pytest.fixture
def files(db, tmp_path):
    return Files(tmp_path)


def version():
    return CatalogueVersion.objects.number()


def everything():
    """Every row of every reference table, as the database has it."""
    return [list(model.objects.order_by("pk").values()) for model in TABLES] + [
        list(FocusRegion.neighbours.through.objects.order_by("pk").values())
    ]


def summary(added=0, updated=0, left=0):
    return f"reference data: {added} added, {updated} updated, {left} left\n"


def assert_nothing_to_do(files):
    before = everything()
    with CaptureQueriesContext(connection) as queries:
        assert files.load() == summary()
    # One for each table, in one transaction.
    verbs = [query["sql"].split()[0] for query in queries]
    assert verbs == ["SAVEPOINT", *["SELECT"] * 8, "RELEASE"]
    assert everything() == before


def test_first_load_adds_every_row_and_moves_the_version_once(files):
    assert files.load() == summary(added=ROWS)
    assert version() == 1
    georgia = Country.objects.get(code="GE")
    assert (georgia.slug, georgia.name_en, georgia.name_ru) == ("georgia", "Georgia", "Грузия")
    assert georgia.featured
    assert georgia.entry_and_stay_ru == "Год без визы."
    assert georgia.population_note_en == "About 100,000."
    assert georgia.sources == ["https://example.org/georgia"]
    assert georgia.reviewed_on == PartialDate(2025, 9)
    armenia = Country.objects.get(code="AM")
    assert (armenia.entry_and_stay_en, armenia.sources, armenia.reviewed_on) == ("", [], None)
    tbilisi = City.objects.get(country=georgia, slug="tbilisi")
    assert (tbilisi.synonyms, tbilisi.population) == (["Тифлис"], 1049498)
    assert (tbilisi.latitude, tbilisi.longitude) == (41.6941, 44.8337)
    buryatia = FocusRegion.objects.get(code="RU-BU")
    assert (buryatia.tile_column, buryatia.tile_row) == (13, 6)
    assert {region.code for region in buryatia.neighbours.all()} == {"RU-IRK", "RU-ZAB"}
    zabaykalye = FocusRegion.objects.get(code="RU-ZAB")
    assert [region.code for region in zabaykalye.neighbours.all()] == ["RU-BU"]
    assert list(Activity.objects.values_list("slug", "name_ru")) == [
        ("legal-aid", "Юридическая помощь"),
        ("shelter", "Жильё"),
    ]
    assert [language.code for language in Language.objects.all()] == ["ru", "ka"]
    assert Tag.objects.get().name == "arctic"


def test_second_load_writes_nothing(files):
    files.load()
    assert_nothing_to_do(files)
    assert version() == 1


@pytest.mark.parametrize(
    ("file", "number", "field", "value", "model", "column"),
    [
        ("countries.json", 2, "name_en", "Sakartvelo", Country, "name_en"),
        ("countries.json", 3, "featured", True, Country, "featured"),
        ("country_notes.json", 1, "note_ru", "Иначе.", Country, "entry_and_stay_ru"),
        ("country_notes.json", 1, "reviewed_on", "2026", Country, "reviewed_on"),
        ("cities.json", 1, "synonyms", ["Тифлис", "Tiflis"], City, "synonyms"),
        ("cities.json", 2, "population", 152839, City, "population"),
        ("cities.json", 2, "latitude", 41.65, City, "latitude"),
        ("regions.json", 1, "capital_ru", "Улан-Удэ", FocusRegion, "capital_ru"),
        ("languages.json", 2, "name_native", "ქართული ენა", Language, "name_native"),
        ("vocabulary.json", 2, "ru", "Кров", Activity, "name_ru"),
        ("tags.json", 1, "en", "the Arctic", Tag, "name_en"),
    ],
)
def test_row_that_nobody_changed_follows_its_file(files, file, number, field, value, model, column):
    files.load()
    files.row(file, number)[field] = value
    assert files.load() == summary(updated=1)
    wanted = PartialDate.parse(value) if column == "reviewed_on" else value
    assert [row for row in model.objects.all() if getattr(row, column) == wanted]
    assert version() == 2
    assert_nothing_to_do(files)


def test_order_of_words_follows_the_file(files):
    files.load()
    files.content["vocabulary.json"]["activities"].reverse()
    assert files.load() == summary(updated=2)
    assert [word.slug for word in Activity.objects.all()] == ["shelter", "legal-aid"]


def test_row_that_a_person_changed_is_left_and_not_named_while_its_file_stays(files):
    files.load()
    City.objects.filter(slug="tbilisi").update(name_ru="Тифлис")
    before = everything()
    assert files.load() == summary()
    assert everything() == before


def test_row_that_a_person_changed_is_left_and_named_when_its_file_changes(files):
    files.load()
    City.objects.filter(slug="tbilisi").update(name_ru="Тифлис")
    files.row("cities.json", 1)["population"] = 5
    files.row("cities.json", 3)["population"] = 6
    output = files.load()
    named = "left as somebody changed it: cities.json, row 1: GE/tbilisi\n"
    assert output == named + summary(updated=1, left=1)
    tbilisi, yerevan = City.objects.get(slug="tbilisi"), City.objects.get(slug="yerevan")
    assert (tbilisi.name_ru, tbilisi.population, yerevan.population) == ("Тифлис", 1049498, 6)
    assert version() == 2
    assert files.load() == named + summary(left=1)
    assert version() == 2


def test_row_that_a_person_made_is_left_and_named(files):
    Tag.objects.create(name="arctic", slug="arctic", name_en="Arctic Circle")
    output = files.load()
    assert "tags.json, row 1: arctic\n" in output
    assert output.endswith(summary(added=ROWS - 1, left=1))
    assert Tag.objects.get().name_en == "Arctic Circle"


def test_row_that_a_person_corrected_first_follows_its_file_again(files):
    files.load()
    Tag.objects.update(name_en="the Arctic")
    files.row("tags.json", 1)["en"] = "the Arctic"
    assert files.load() == summary()
    assert version() == 1
    assert_nothing_to_do(files)
    files.row("tags.json", 1)["ru"] = "Заполярье"
    assert files.load() == summary(updated=1)


def test_merged_word_stays_merged_when_its_file_changes(files):
    files.load()
    target = Activity.objects.get(slug="legal-aid")
    Activity.objects.filter(slug="shelter").update(merged_into=target)
    files.row("vocabulary.json", 2)["ru"] = "Кров"
    assert files.load() == summary(updated=1)
    shelter = Activity.objects.get(slug="shelter")
    assert (shelter.name_ru, shelter.merged_into) == ("Кров", target)


def test_row_that_is_gone_from_its_file_stays(files):
    files.load()
    files.content["cities.json"].pop()
    assert files.load() == summary()
    assert City.objects.count() == 3


def test_neighbours_follow_the_file_in_both_directions(files):
    files.load()
    files.row("regions.json", 1)["neighbours"] = ["RU-IRK"]
    files.row("regions.json", 2)["neighbours"] = ["RU-BU", "RU-ZAB"]
    files.row("regions.json", 3)["neighbours"] = ["RU-IRK"]
    assert files.load() == summary(updated=3)
    neighbours = {
        region.code: {other.code for other in region.neighbours.all()}
        for region in FocusRegion.objects.all()
    }
    assert neighbours == {
        "RU-BU": {"RU-IRK"},
        "RU-IRK": {"RU-BU", "RU-ZAB"},
        "RU-ZAB": {"RU-IRK"},
    }
    assert_nothing_to_do(files)


def test_neighbours_stay_mutual_where_one_of_two_regions_is_left(files):
    files.load()
    FocusRegion.objects.filter(code="RU-ZAB").update(capital_en="Chita")
    files.row("regions.json", 2)["neighbours"] = ["RU-BU", "RU-ZAB"]
    files.row("regions.json", 3)["neighbours"] = ["RU-BU", "RU-IRK"]
    assert files.load().endswith(summary(updated=1, left=1))
    for one, other in (("RU-IRK", "RU-ZAB"), ("RU-ZAB", "RU-IRK")):
        assert FocusRegion.objects.get(code=one).neighbours.filter(code=other).exists()


def test_neighbours_that_a_person_changed_are_left(files):
    files.load()
    FocusRegion.objects.get(code="RU-BU").neighbours.clear()
    files.row("regions.json", 1)["capital_en"] = "Ulan-Ude"
    assert files.load().endswith(summary(left=1))
    assert FocusRegion.objects.get(code="RU-BU").neighbours.count() == 0


def test_two_tiles_change_places(files):
    files.load()
    one, other = files.row("regions.json", 1), files.row("regions.json", 3)
    one["column"], other["column"] = other["column"], one["column"]
    assert files.load() == summary(updated=2)
    columns = dict(FocusRegion.objects.values_list("code", "tile_column"))
    assert (columns["RU-BU"], columns["RU-ZAB"]) == (14, 13)
    assert set(FocusRegion.objects.values_list("tile_row", flat=True)) == {5, 6}


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
    ("countries.json", 2, "name_ru", "Грузия" * 30, "has 180 signs, at most 120 fit"),
    ("countries.json", 2, "name_ru", CONTROL, "holds an invisible sign: U+0007"),
    ("countries.json", 2, "name_ru", BIDI, "holds an invisible sign: RIGHT-TO-LEFT OVERRIDE"),
    ("countries.json", 2, "name_ru", ZERO_WIDTH, "holds an invisible sign: ZERO WIDTH SPACE"),
    ("countries.json", 2, "name_ru", "a\nb", "holds an invisible sign: U+000A"),
    ("countries.json", 2, "name_ru", "и\u0306", "is not in the normal form NFC"),
    ("countries.json", 2, "capital", "Tbilisi", "is not a field of these rows"),
    ("countries.json", 2, "name_en", ..., "is missing"),
    ("country_notes.json", 1, "country", "DE", "DE is not in countries.json"),
    ("country_notes.json", 1, "note_en", "", "is empty"),
    ("country_notes.json", 1, "note_en", ZERO_WIDTH, "holds an invisible sign"),
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
    ("cities.json", 3, "synonyms", [BIDI], "holds an invisible sign"),
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
    ("regions.json", 2, "short_en", "a" * 21, "has 21 signs, at most 20 fit"),
    ("regions.json", 2, "capital_ru", "", "is empty"),
    ("regions.json", 1, "neighbours", ["RU-IRK", "RU-ZZZ"], "RU-ZZZ is no region"),
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
    ("tags.json", 1, "slug", "арктика", "is not a slug"),
    ("tags.json", 1, "ru", CONTROL, "holds an invisible sign"),
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


def test_shipped_files_are_complete(db, tmp_path):
    out = StringIO()
    call_command("load_reference", stdout=out)
    counts = {model.__name__: model.objects.count() for model in TABLES}
    assert counts == {
        "Country": 249,
        "City": 551,
        "FocusRegion": 83,
        "Language": 59,
        "Activity": 38,
        "Audience": 19,
        "SupportNeed": 12,
        "Tag": 127,
    }
    assert out.getvalue() == summary(added=sum(counts.values()))
    assert Country.objects.exclude(entry_and_stay_en="").count() == 31
    names = dict(Country.objects.values_list("code", "name_ru"))
    assert (names["KG"], names["US"], names["AE"]) == ("Кыргызстан", "США", "ОАЭ")
    featured = Country.objects.filter(featured=True).values_list("code", flat=True)
    assert set(featured) == set("AM AZ GE IL TR RS AE BH KW OM QA SA KZ KG TJ TM UZ".split())
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    call_command("load_reference", folder=tmp_path, stdout=out)
    assert out.getvalue().endswith(summary())
