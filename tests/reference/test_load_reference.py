"""The import rule (docs/rules.md, "Import"), through `manage.py load_reference`."""

import hashlib
import json
import re
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from initiatives.fields.partial_date import PartialDate
from initiatives.models import (
    Activity,
    Audience,
    City,
    Country,
    FederalDistrict,
    FocusRegion,
    Kind,
    Language,
    Reach,
    SupportNeed,
    Tag,
    Vocabulary,
)
from tests.reference.small_files import (
    ROWS,
    SHIPPED,
    TABLES,
    everything,
    summary,
    version,
)


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


def test_search_words_and_official_pages_are_loaded_by_their_letters(files):
    files.load()
    georgia, armenia = Country.objects.get(code="GE"), Country.objects.get(code="AM")
    assert (georgia.also_en, georgia.also_ru) == (["Sakartvelo"], ["сакартвело"])
    assert georgia.official == files.content["country_notes.json"][0]["official"]
    assert (armenia.also_en, armenia.also_ru, armenia.official) == ([], [], [])
    tbilisi, buryatia = City.objects.get(slug="tbilisi"), FocusRegion.objects.get(code="RU-BU")
    assert (tbilisi.also_en, tbilisi.also_ru) == (["TBS", "თბილისი"], ["тиф"])
    assert (buryatia.also_en, buryatia.also_ru) == (["Buryats"], ["буряты"])
    assert Activity.objects.get(slug="legal-aid").also_ru == ["юрист"]
    assert tbilisi.synonyms == ["Тифлис"]  # which stay names


def merge(files, part, **words):
    """What the files say when a word is none any more."""
    table = files.content["vocabulary.json"]
    rows = files.content["tags.json"] if part == "tags" else table[part]
    rows[:] = [row for row in rows if row["slug"] not in words]
    table["merged"][part] = words


def test_word_that_the_files_merge_means_the_other_one_and_may_be_merged_again(files):
    files.load()
    merge(files, "activities", shelter="legal-aid")
    assert files.load() == summary(updated=1)
    shelter = Activity.objects.get(slug="shelter")
    assert (shelter.merged_into.slug, shelter.name_ru) == ("legal-aid", "Жильё")
    assert Vocabulary.load().canonical("activity", "shelter") == "legal-aid"
    assert files.load() == summary()
    assert version() == 2
    merge(files, "activities", shelter="")
    assert files.load() == summary(updated=1)
    assert Vocabulary.load().is_retired("activity", "shelter")


def test_merged_word_that_was_never_there_leads_on_as_well(files):
    files.content["vocabulary.json"]["merged"]["tags"] = {"far-north": "arctic", "fog": ""}
    assert files.load() == summary(added=ROWS + 2)
    vocabulary = Vocabulary.load()
    assert vocabulary.merged["tag"] == {"far-north": "arctic", "fog": ""}
    assert list(vocabulary.facets["tag"]) == ["arctic"]
    assert files.load() == summary()


def test_word_that_a_person_changed_is_not_merged_and_named(files):
    files.load()
    Activity.objects.filter(slug="shelter").update(name_ru="Кров")
    merge(files, "activities", shelter="legal-aid")
    named = "left because someone changed it: vocabulary.json (merged): shelter\n"
    assert files.load() == named + summary(left=1)
    assert Activity.objects.get(slug="shelter").merged_into is None


def test_word_that_a_person_merged_elsewhere_stays_so_and_is_named(files):
    files.content["vocabulary.json"]["activities"].append(
        {"slug": "advice", "en": "Advice", "ru": "Советы", "also_en": [], "also_ru": []}
    )
    files.load()
    Activity.objects.filter(slug="shelter").update(merged_into=Activity.objects.get(slug="advice"))
    merge(files, "activities", shelter="legal-aid")
    assert files.load().endswith(summary(updated=1, left=1))  # the order of another one moved
    assert Activity.objects.get(slug="shelter").merged_into.slug == "advice"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"shelter": "legal-aid"}, "'shelter' is not a slug, or is still a word"),
        ({"Far North": "legal-aid"}, "'Far North' is not a slug"),
        ({"far-north": "nowhere"}, "'nowhere' is not a word, nor empty"),
        ({"far-north": 5}, "5 is not a word, nor empty"),
        ([], "is not an object"),
    ],
)
def test_bad_merge_is_named_and_nothing_is_loaded(files, words, why):
    files.content["vocabulary.json"]["merged"]["activities"] = words
    with pytest.raises(CommandError, match=re.escape(why)) as refused:
        files.load()
    assert str(refused.value).startswith("vocabulary.json (merged), ")
    assert version() == 0


def test_labels_and_search_words_of_the_program_are_those_of_the_file():
    found = json.loads((SHIPPED / "vocabulary.json").read_text(encoding="utf-8"))
    parts = {"kinds": Kind, "reach": Reach, "federal_districts": FederalDistrict}
    for part, choices in parts.items():
        said = []
        for choice in choices:
            labels = []
            for language in ("en", "ru"):
                with translation.override(language):
                    labels.append(str(choice.label))
            said.append(
                dict(zip(("slug", "en", "ru"), (choice.value, *labels), strict=True))
                | {"also_en": list(choice.also_en), "also_ru": list(choice.also_ru)}
            )
        assert said == found[part]


# What the digests of the program before search words held, in full.
FORMER = {
    Country: "code slug featured name_en name_ru entry_and_stay_en entry_and_stay_ru"
    " population_note_en population_note_ru sources reviewed_on",
    City: "country slug synonyms population latitude longitude name_en name_ru",
    FocusRegion: "code slug short_en short_ru federal_district capital_en capital_ru latitude"
    " longitude synonyms_en synonyms_ru name_en name_ru neighbours tile_column tile_row",
    Language: "code name_en name_ru name_native order",
    **dict.fromkeys((Activity, Audience, SupportNeed), "slug name_en name_ru order"),
    Tag: "slug name_en name_ru",
}


def former_digest(row):
    values = {column: getattr(row, column) for column in FORMER[type(row)].split()}
    if "country" in values:
        values["country"] = row.country.code
    if "neighbours" in values:
        values["neighbours"] = sorted(other.code for other in row.neighbours.all())
    text = json.dumps(
        values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    )
    return hashlib.sha256(text.encode()).hexdigest()


def test_rows_of_a_former_program_count_as_untouched_although_there_are_new_columns(db):
    call_command("load_reference", stdout=StringIO())
    for model in TABLES:
        new = {"also_en": [], "also_ru": []} if hasattr(model, "also_en") else {}
        new |= {"official": []} if model is Country else {}
        if hasattr(model, "retired"):
            model.objects.exclude(merged_into=None).update(merged_into=None)
            model.objects.filter(name_ru="").update(name_ru="Слово")
            new["retired"] = False
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**new, digest=former_digest(row))
    out = StringIO()
    call_command("load_reference", stdout=out)
    assert re.fullmatch(r"reference data: 0 added, \d+ updated, 0 left\n", out.getvalue())
    assert City.objects.get(slug="tbilisi").also_ru
    assert Country.objects.get(code="GE").official
    assert Tag.objects.get(slug="courts").merged_into.slug == "courts-and-prisons"
    out = StringIO()
    call_command("load_reference", stdout=out)
    assert out.getvalue() == summary()


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
    named = "left because someone changed it: cities.json, row 1: GE/tbilisi\n"
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


def test_shipped_files_are_complete(db, tmp_path):
    out = StringIO()
    call_command("load_reference", stdout=out)
    counts = {model.__name__: model.objects.count() for model in TABLES}
    assert counts == {
        "Country": 249,
        "City": 551,
        "FocusRegion": 83,
        "Language": 59,
        "Activity": 42,
        "Audience": 22 + 1,  # merged words too
        "SupportNeed": 8 + 4,
        "Tag": 111 + 17,
    }
    assert out.getvalue() == summary(added=sum(counts.values()))
    assert Country.objects.exclude(entry_and_stay_en="").count() == 48
    assert Country.objects.exclude(official=[]).count() == 48
    names = dict(Country.objects.values_list("code", "name_ru"))
    assert (names["KG"], names["US"], names["AE"]) == ("Кыргызстан", "США", "ОАЭ")
    featured = Country.objects.filter(featured=True).values_list("code", flat=True)
    assert set(featured) == set("AM AZ GE IL TR RS AE BH KW OM QA SA KZ KG TJ TM UZ".split())
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    call_command("load_reference", folder=tmp_path, stdout=out)
    assert out.getvalue().endswith(summary())
