import json

from initiatives.text.names import make_slug
from tools.make_countries import FILE, make_rows


def rows():
    return json.loads(FILE.read_text(encoding="utf-8"))


def test_countries_file_is_what_its_script_makes():
    assert make_rows({row["code"]: row["slug"] for row in rows()}) == rows()


def test_country_slugs_are_of_the_english_names():
    assert [row["slug"] for row in rows()] == [make_slug(row["name_en"]) for row in rows()]


def test_slug_once_given_stays():
    made = make_rows({"GE": "sakartvelo"})
    assert [row["slug"] for row in made if row["code"] == "GE"] == ["sakartvelo"]


def test_names_are_written_out():
    for row in rows():
        for name in (row["name_en"], row["name_ru"]):
            assert name == name.strip()
            assert not [short for short in ("&", "St.", "о-в", "(САР)") if short in name]
