"""verify_log names each entry whose rows are not what publishing wrote (SR-9)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import CommandError

from initiatives.content import hash_of
from initiatives.models import Activity, Initiative, Tag
from initiatives.vetting import decisions
from tests.commands.tampering import found_after, make_entry, undone, verify
from tests.factories.submission import AT, change, person, publish_new

pytestmark = pytest.mark.django_db
OTHER = hash_of("other")


@pytest.fixture(scope="module")
def _entry(rolled_back) -> Iterator[None]:
    with rolled_back():
        make_entry()
        yield


@pytest.fixture
def entry(db, _entry) -> Initiative:
    return Initiative.objects.get(slug="renamed")


E = "WHERE slug = 'renamed'"
OF = "initiative_id = (SELECT id FROM initiatives_initiative WHERE slug = 'renamed')"
PARTNER = "(SELECT id FROM initiatives_initiative WHERE slug = 'partner')"
COLUMNS = {
    "kind": "'media'",
    "name_en": "'Emigration for Money'",
    "name_ru": "''",
    "other_names": "'[]'",
    "summary_en": "'Send us your passport.'",
    "summary_ru": "'Пришлите паспорт.'",
    "description_en": "''",
    "description_ru": "'x'",
    "terms_en": "'x'",
    "terms_ru": "'x'",
    "cost": "'free'",
    "website": "'https://phishing.example/'",
    "links": """'[{"type": "telegram", "url": "https://t.me/phishing"}]'""",
    "remote_for": "'[]'",
    "reach": "'national'",
    "founded": "'2021'",
    "state": "'hidden'",
    "closed_on": "'2024'",
    "sources": """'["https://phishing.example/"]'""",
    "checked": "''",
    "slug": "'taken'",
    "published_at": "'2020-01-01 00:00:00'",
    "verified_at": "'2026-01-01 00:00:00'",
    "verified_how": "'initiative'",
    "changed_in": "999999",
    "revision_id": f"(SELECT revision_id FROM initiatives_initiative WHERE id = {PARTNER})",
    "successor_id": PARTNER,
    "parent_id": PARTNER,
    "facets": "'{}'",
    "search_terms": "'{}'",
    "analysed_by": "999",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_of_a_published_entry_is_named(entry, column):
    extra = ", state = 'closed'" if column == "successor_id" else ""
    said = found_after(f"UPDATE initiatives_initiative SET {column} = {COLUMNS[column]}{extra} {E}")
    name = {"verified_how": "verified_at", "successor_id": "successor", "parent_id": "parent"}.get(
        column, column
    )
    assert f"entry {'taken' if column == 'slug' else 'renamed'}: " in said
    assert name in said


def test_every_column_of_an_entry_is_tried():
    columns = {field.column for field in Initiative._meta.concrete_fields}
    assert columns == {"id", *COLUMNS}


@pytest.mark.parametrize(
    ("table", "facet"),
    [
        ("host_countries", "country"),
        ("cities", "city"),
        ("focus_regions", "region"),
        ("languages", "language"),
        ("activities", "activity"),
        ("audiences", "audience"),
        ("seeks", "seeks"),
        ("partners", "partners"),
    ],
)
def test_a_lost_relation_is_named(entry, table, facet):
    through = Initiative._meta.get_field(table).remote_field.through._meta.db_table
    own = "from_initiative_id" if table == "partners" else "initiative_id"
    said = found_after(f"DELETE FROM {through} WHERE {OF.replace('initiative_id', own, 1)}")
    assert "entry renamed: " in said
    assert facet in said


def test_a_relation_that_was_added_with_its_facet_is_named(entry):
    with undone():
        entry.activities.add(Activity.objects.get(slug="news"))
        entry.facets["activity"].append("news")
        entry.save()
        with pytest.raises(CommandError, match="entry renamed: activities not as decided"):
            verify()


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        (f"DELETE FROM initiatives_legaldesignation WHERE type = 'undesirable' AND {OF}", "design"),
        (f"UPDATE initiatives_legaldesignation SET since = '2020' WHERE {OF}", "designations"),
        (f"UPDATE initiatives_legaldesignation SET ended = '2026' WHERE {OF}", "designation"),
        (
            f"UPDATE initiatives_legaldesignation SET source = 'https://a.example/' WHERE {OF}",
            "designations",
        ),
        (f"DELETE FROM initiatives_entryaddress WHERE {OF}", "addresses"),
        (f"UPDATE initiatives_entryaddress SET digest = '{OTHER}' WHERE {OF}", "addresses"),
        (f"DELETE FROM initiatives_oldslug WHERE {OF}", "old slugs"),
        (f"UPDATE initiatives_oldslug SET slug = 'other' WHERE {OF}", "old slugs"),
        (f"UPDATE initiatives_verification SET how = 'initiative' WHERE {OF}", "verified_at"),
        (f"UPDATE initiatives_verification SET at = '2026-01-01' WHERE {OF}", "verified_at"),
        (f"UPDATE initiatives_verification SET by_id = NULL WHERE {OF}", "verified_at"),
        (f"DELETE FROM initiatives_verification WHERE {OF}", "verified_at"),
        (
            "DELETE FROM initiatives_taggedinitiative WHERE "
            + OF.replace("initiative", "content_object", 1),
            "tag",
        ),
        (f"UPDATE initiatives_initiative SET founded = 'soon' {E}", "not readable"),
        (f"UPDATE initiatives_initiative SET facets = '[]' {E}", "facets not readable"),
        (f"UPDATE initiatives_initiative SET links = '[1]' {E}", "not readable"),
    ],
)
def test_a_changed_row_beside_an_entry_is_named(entry, statement, name):
    said = found_after(statement)
    assert "entry " in said
    assert name in said


def test_each_of_several_is_named(entry):
    said = found_after(
        f"UPDATE initiatives_initiative SET name_en = 'A', slug = 'one' {E}",
        "UPDATE initiatives_initiative SET website = 'https://a.example/' WHERE slug = 'partner'",
    )
    assert "entry one: name_en, slug, search_terms, old slugs not as decided" in said
    assert (
        "entry partner: website, addresses by which it is known, search_terms not as decided"
        in said
    )


def test_an_entry_that_nobody_approved_is_named(entry):
    with undone():
        entry.pk, entry.slug = None, "smuggled"
        entry._state.adding = True
        entry.save()
        with pytest.raises(CommandError, match="entry smuggled: nothing was approved of it"):
            verify()


def test_words_merged_and_slugs_renamed_since_leave_everything_whole(entry):
    Tag.objects.filter(slug="archive").update(merged_into=Tag.objects.get(slug="anti-war"))
    change(Initiative.objects.get(slug="partner"), slug="partner-anew")
    verify()


def test_hidden_and_proposed_leave_everything_whole(entry):
    first = publish_new(
        slug="one",
        proposed={
            "cities": [
                {
                    "country": "GE", "name": "Kutaisi", "slug": "kutaisi", "name_en": "Kutaisi",
                    "name_ru": "Кутаиси", "latitude": 42.0, "longitude": 42.0,
                }
            ],
            "tags": [{"name": "новое", "slug": "new", "name_en": "New", "name_ru": "Новое"}],
        },
    )  # fmt: skip
    assert verify()
    decisions.hide(first, moderator=person().moderator, reason="A danger", at=AT)
    assert verify()


REVISION = f"id = (SELECT revision_id FROM initiatives_initiative {E})"


@pytest.mark.parametrize(
    "change_of_a_row",
    [
        "known_by = '{}'",
        "hosts = ',AM,'",
        f"initiative_id = {PARTNER}",
    ],
)
def test_what_a_submission_is_compared_by_its_scope_and_its_entry_are_checked(
    entry, change_of_a_row
):
    said = found_after(f"UPDATE initiatives_submission SET {change_of_a_row} WHERE {REVISION}")
    assert f"submission {entry.revision.reference}:" in said
