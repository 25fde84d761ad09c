"""The import rule (docs/rules.md, "Import"): what people did since the last import stays."""

from datetime import timedelta
from typing import Any

import pytest

from initiatives.models import (
    CatalogueVersion,
    Decision,
    Initiative,
    Submission,
)
from initiatives.text.bad_row import BadRow
from initiatives.vetting.audit_log import verify
from initiatives.vetting.importing import Imported, ImportRow, import_rows
from initiatives.vetting.submitting import withdraw
from tests.factories.content import LEAST
from tests.factories.submission import AT, change, person, publish_new, reject, send_change
from tests.factories.tables import whole

pytestmark = pytest.mark.usefixtures("words")

ONE = {**LEAST, "slug": "one", "name_en": "One", "partners": ["two"]}
TWO = {**LEAST, "slug": "two", "name_en": "Two", "website": "https://two.example/"}


def load(*values: dict[str, Any], later: int = 0) -> Imported:
    rows = [ImportRow("some.json", number, one) for number, one in enumerate(values, 1)]
    return import_rows(rows, at=AT + timedelta(days=later))


def entry(slug: str) -> Initiative:
    return Initiative.objects.get(slug=slug)


def test_new_rows_become_entries_by_the_road():
    before = CatalogueVersion.objects.number()
    assert load(ONE, TWO) == Imported(added=["one", "two"])
    assert [one.slug for one in entry("one").partners.all()] == ["two"]
    sent = Submission.objects.all()
    assert {(one.by, one.state, one.purpose) for one in sent} == {("import", "approved", "new")}
    assert len({one.batch for one in sent}) == 1
    assert "" not in {one.batch for one in sent}
    assert list(Decision.objects.values_list("by", "action", "actor")) == [
        ("import", "submit", None),
        ("import", "submit", None),
        ("import", "approve", None),
        ("import", "approve", None),
    ]
    assert CatalogueVersion.objects.number() == before + 1
    assert (entry("one").verified_at, entry("one").published_at) == (None, AT)
    verify()


def test_same_file_changes_nothing():
    load(ONE, TWO)
    before = whole()
    assert load(ONE, TWO, later=5) == Imported(unchanged=["one", "two"])
    assert whole() == before


def test_order_of_partners_and_left_out_fields_are_no_change():
    load({**ONE, "partners": ["two", "three"]}, TWO, {**TWO, "slug": "three"})
    again = {**ONE, "partners": ["three", "two"], "cost": "", "audiences": []}
    assert load(again).unchanged == ["one"]


def test_changed_row_becomes_a_change():
    load(ONE, TWO)
    assert load({**ONE, "name_en": "Uno"}, TWO, later=1) == Imported(
        changed=["one"], unchanged=["two"]
    )
    row = entry("one")
    assert (row.name_en, row.published_at, row.revision.purpose) == ("Uno", AT, "change")
    assert row.revision.base is not None
    assert load({**ONE, "name_en": "Uno"}).unchanged == ["one"]


def test_entry_that_somebody_changed_since_is_left_and_named():
    load(ONE, TWO)
    change(entry("one"), name_en="By a person")
    assert load({**ONE, "name_en": "Uno"}, TWO) == Imported(unchanged=["two"], left=["one"])
    assert entry("one").name_en == "By a person"


def test_entry_that_somebody_changed_is_not_touched_by_the_same_file():
    load(ONE, TWO)
    change(entry("one"), name_en="By a person")
    assert load(ONE, TWO) == Imported(unchanged=["one", "two"])
    assert entry("one").name_en == "By a person"


def test_entry_with_a_waiting_submission_is_left_and_named():
    load(ONE, TWO)
    waiting = send_change(entry("one"), name_en="Perhaps")
    assert load({**ONE, "name_en": "Uno"}, TWO).left == ["one"]
    withdraw(waiting, at=AT)
    assert load({**ONE, "name_en": "Uno"}, TWO).changed == ["one"]


@pytest.mark.parametrize("state", ["needs_info", "endorsed"])
def test_question_asked_and_endorsed_wait_too(state: str):
    load(ONE, TWO)
    waiting = send_change(entry("one"), name_en="Perhaps")
    Submission.objects.filter(pk=waiting.pk).update(state=state)
    assert load({**ONE, "name_en": "Uno"}, TWO).left == ["one"]


def test_refused_submission_does_not_keep_the_import_away():
    load(ONE, TWO)
    reject(send_change(entry("one"), name_en="No"), at=AT, actor=person(), reason="no")
    assert load({**ONE, "name_en": "Uno"}, TWO).changed == ["one"]


def test_renamed_entry_is_known_by_its_old_slug():
    load(ONE, TWO)
    change(entry("one"), slug="uno")
    assert load(ONE, TWO) == Imported(unchanged=["one", "two"])
    assert load({**ONE, "name_en": "Uno"}, TWO).left == ["one"]
    assert not Initiative.objects.filter(slug="one").exists()


def test_partner_that_was_renamed_is_still_found():
    load(ONE, TWO)
    change(entry("two"), slug="dos")
    assert load(ONE, TWO) == Imported(unchanged=["one", "two"])
    assert load({**ONE, "name_en": "Uno"}, TWO).changed == ["one"]
    assert [one.slug for one in entry("one").partners.all()] == ["dos"]


def test_entry_of_a_person_with_the_same_slug_is_left():
    publish_new(slug="one")
    assert load({**ONE, "partners": []}) == Imported(left=["one"])


def test_what_is_gone_from_the_file_stays():
    load(ONE, TWO)
    assert load(TWO) == Imported(unchanged=["two"])
    assert entry("one").state == "published"


def test_hidden_entry_is_not_shown_again():
    load(ONE, TWO)
    change(entry("two"), state="hidden")
    assert load(ONE, {**TWO, "name_en": "Dos"}).left == ["two"]
    assert entry("two").state == "hidden"


BAD = [
    ({"kind": "party"}, "kind", "is not known here"),
    ({"host_countries": ["XX"]}, "host_countries", "“XX” is not one of the known words"),
    ({"partners": ["nobody"]}, "partners", "There is no entry “nobody”"),
    ({"name_en": "a\x00b"}, "name_en", "Remove the character U+0000"),
    ({"name_en": "\ud800"}, "name_en", "Remove the character U+D800"),
    ({"name_en": 7}, "name_en", "This must be text."),
    ({"partners": "two"}, "partners", "This must be a list."),
    ({"partners": [{}]}, "partners", "No. 1: This must be text."),
    ({"reach": ""}, "reach", "Choose its reach."),
    ({"sources": []}, "sources", "Enter at least one address"),
    ({"colour": "red"}, "", "The document has no field colour."),
    ({"schema": 7}, "", "schema is 7"),
    ({"slug": "filters"}, "slug", "is reserved for the site itself"),
    ({"slug": "No Slug"}, "slug", "is not a valid name in the address"),
    ({"slug": None}, "slug", "This must be text."),
    ({"slug": "one"}, "slug", "This is the same entry as in some.json, row 1."),
    ({"state": "closed", "successor": "dos"}, "successor", "cannot name itself"),
]


@pytest.mark.parametrize(("changes", "field", "why"), BAD)
def test_bad_row_names_file_row_and_field_and_nothing_is_loaded(
    changes: dict[str, Any], field: str, why: str
):
    before = whole()
    with pytest.raises(BadRow) as bad:
        load({**ONE, "partners": []}, {**TWO, "slug": "dos", **changes})
    assert (bad.value.file, bad.value.row, bad.value.field) == ("some.json", 2, field)
    assert why in bad.value.why
    assert f"some.json, row 2{', ' if field else ''}{field}: " in str(bad.value)
    assert whole() == before


def test_one_entry_by_its_old_and_its_present_slug_is_a_bad_row():
    load(ONE, TWO)
    change(entry("one"), slug="uno")
    with pytest.raises(BadRow, match=r"the same entry as in some\.json, row 1"):
        load(ONE, {**TWO, "slug": "uno"})


def test_circle_of_successors_names_its_row():
    closed = {"state": "closed", "partners": []}
    with pytest.raises(BadRow, match=r"row 1, successor: .*leads back"):
        load({**ONE, **closed, "successor": "two"}, {**TWO, **closed, "successor": "one"})
    assert not Submission.objects.exists()


def test_statements_do_not_grow_with_the_rows(django_assert_max_num_queries: Any):
    rows = [{**TWO, "slug": f"entry-{n}", "name_en": f"Entry {n}"} for n in range(30)]
    with django_assert_max_num_queries(60):
        load(*rows)
    with django_assert_max_num_queries(12):
        load(*rows)
