"""The real entries that come with the program."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from initiatives.models import Initiative
from initiatives.reference.samples import FOLDER, load_samples, read_samples
from initiatives.text.bad_row import BadRow
from tests.factories.content import LEAST
from tests.factories.words import make_words


def test_rows_are_those_of_all_files_with_their_numbers():
    files = {
        path.name: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")
    }
    rows = read_samples()
    assert len(rows) == sum(map(len, files.values())) > 200
    for row in rows:
        assert row.values == files[row.file][row.number - 1]


@pytest.mark.whole
def test_loaded_entries_are_those_of_the_files(real_data: None):
    assert {row.values["slug"] for row in read_samples()} == set(
        Initiative.objects.values_list("slug", flat=True)
    )


@pytest.mark.whole
def test_loading_again_changes_nothing(real_data: None):
    done = load_samples(at=timezone.now())
    assert (done.added, done.changed, done.left) == ([], [], [])


def test_entry_may_name_one_of_another_file(db: None, tmp_path: Path):
    make_words()
    for slug, partner in (("one", "two"), ("two", "one")):
        entry = {**LEAST, "slug": slug, "partners": [partner]}
        (tmp_path / f"{slug}.json").write_text(json.dumps([entry]), encoding="utf-8")
    assert load_samples(tmp_path, at=timezone.now()).added == ["one", "two"]


def test_same_slug_in_two_files_is_a_bad_row(db: None, tmp_path: Path):
    make_words()
    for file in ("a.json", "b.json"):
        (tmp_path / file).write_text(json.dumps([{**LEAST, "slug": "one"}]), encoding="utf-8")
    with pytest.raises(
        BadRow, match=r"b\.json, row 1, slug: This is the same entry as in a\.json, row 1"
    ):
        load_samples(tmp_path, at=timezone.now())
