"""load_samples and tools.generate_entries as they are typed."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from initiatives.models import Initiative, Submission
from initiatives.operations.dumping import lines
from initiatives.operations.integrity import differences
from initiatives.reference.samples import read_samples
from initiatives.vetting.audit_log import verify
from tests.factories.content import LEAST
from tests.factories.submission import change, publish_new
from tests.factories.words import make_words
from tools.generate_entries import main as generate
from tools.generate_entries import make_rows

pytestmark = pytest.mark.django_db


TWO = {**LEAST, "slug": "two", "website": "https://two.example/"}


def say(*command: str) -> str:
    output = io.StringIO()
    call_command(*command, stdout=output)
    return output.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_words()
    write(tmp_path, [{**LEAST, "slug": "one"}, TWO])
    return tmp_path


def write(folder: Path, entries: object) -> None:
    (folder / "some.json").write_text(json.dumps(entries), encoding="utf-8")


def test_load_samples_says_in_one_line_what_happened(folder: Path):
    command = ("load_samples", "--folder", str(folder))
    assert say(*command) == "Entries: 2 added, 0 changed, 0 unchanged, 0 left.\n"
    assert say(*command) == "Entries: 0 added, 0 changed, 2 unchanged, 0 left.\n"


def test_load_samples_names_the_entries_that_it_left(folder: Path):
    command = ("load_samples", "--folder", str(folder))
    say(*command)
    change(Initiative.objects.get(slug="one"), name_en="By a person")
    write(folder, [{**LEAST, "slug": "one", "name_en": "New"}, TWO])
    assert say(*command) == (
        "Entries: 0 added, 0 changed, 1 unchanged, 1 left.\n"
        "Left because people have changed it: one\n"
    )


def test_load_samples_names_a_bad_row_and_loads_nothing(folder: Path):
    write(folder, [{**LEAST, "slug": "one"}, {**LEAST, "slug": "two", "kind": "party"}])
    with pytest.raises(
        CommandError, match=r"Nothing was loaded\. some\.json, row 2, kind: “party”"
    ):
        say("load_samples", "--folder", str(folder))
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "some.json: is not JSON"),
        ("{}", "some.json: is not a list"),
        ("[7]", "some.json, row 1: is not an object"),
    ],
)
def test_load_samples_names_a_bad_file(folder: Path, text: str, why: str):
    (folder / "some.json").write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=why):
        say("load_samples", "--folder", str(folder))


def test_load_samples_of_an_empty_folder_is_refused(tmp_path: Path):
    with pytest.raises(CommandError, match="holds no file of entries"):
        say("load_samples", "--folder", str(tmp_path))


def digest() -> str:
    return hashlib.sha256("".join(lines()).encode()).hexdigest()


class TestGenerating:
    @pytest.fixture(autouse=True)
    def _reference(self) -> None:
        say("load_reference")

    def test_generated_entries_take_the_road(self, capsys):
        generate(["60", "--seed", "3"])
        assert capsys.readouterr().out == "60 entries generated.\n"
        assert (
            Initiative.objects.count() == Submission.objects.filter(state="approved").count() == 60
        )
        assert differences() == []
        verify()

    def test_same_number_and_seed_again_changes_nothing(self, capsys):
        generate(["30"])
        before = digest()
        generate(["30"])
        assert capsys.readouterr().out.endswith("\n0 entries generated.\n")
        assert digest() == before

    def test_other_entries_are_not_mixed_with(self):
        publish_new(slug="real", host_countries=["GE"], activities=["legal-aid"])
        with pytest.raises(SystemExit, match="holds other entries"):
            generate(["10"])
        assert Initiative.objects.count() == 1

    def test_another_seed_is_other_entries(self):
        generate(["10", "--seed", "1"])
        with pytest.raises(SystemExit, match="holds other entries"):
            generate(["10", "--seed", "2"])


def test_generated_rows_are_the_same_for_one_seed_and_others_for_another():
    assert make_rows(40, seed=5) == make_rows(40, seed=5)
    assert make_rows(40, seed=5) != make_rows(40, seed=6)


def test_generated_rows_have_the_shape_and_words_of_the_real_ones():
    rows, real = make_rows(1000, seed=1), read_samples()
    assert {tuple(sorted(row.values)) for row in rows} == {tuple(sorted(real[0].values))}
    for field in ("host_countries", "activities", "tags", "focus_regions"):
        words = [word for row in rows for word in row.values[field]]
        known = [word for row in real for word in row.values[field]]
        for word in {"GE", "legal-aid", "anti-war", "RU-BU"} & set(known):
            share, real_share = words.count(word) / len(rows), known.count(word) / len(real)
            assert abs(share - real_share) < 0.05
    assert max(len(row.values["name_ru"]) for row in rows) > 80
    assert max(len(row.values["name_en"]) for row in rows) <= 120


def test_generating_without_reference_tables_says_what_to_do():
    with pytest.raises(SystemExit, match="load_reference first"):
        generate(["3"])
