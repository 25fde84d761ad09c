"""What must hold of every entry that the road has brought in."""

import jsonschema
import pytest
from django.utils.timezone import now

from initiatives import content
from initiatives.content.form import json_schema
from initiatives.models import By, CatalogueVersion, Initiative, LegalDesignation, Submission
from initiatives.operations.integrity import differences
from initiatives.operations.verifying import verify_all

pytestmark = pytest.mark.whole


def test_every_approved_document_is_valid(real_data: None):
    check = jsonschema.Draft202012Validator(json_schema())
    contents = list(Submission.objects.values_list("content", flat=True))
    assert len(contents) > 200
    assert [error.message for one in contents for error in check.iter_errors(one)] == []


def test_rows_say_what_their_documents_say(real_data: None):
    rows = content.with_content(Initiative.objects.select_related("revision"))
    assert [one.slug for one in rows if content.from_initiative(one) != one.revision.content] == []


def test_every_column_of_a_row_passes_the_models_own_validation(real_data: None):
    for row in Initiative.objects.all():
        row.full_clean(validate_unique=False, exclude=["slug", "revision"])


def test_facets_agree_with_relations(real_data: None):
    assert differences() == []


def test_each_entry_has_its_history(real_data: None):
    for row in Initiative.objects.prefetch_related("submissions__decisions"):
        (sent,) = row.submissions.all()
        assert [(one.by, one.action) for one in sent.decisions.all()] == [
            (By.IMPORT, "submit"),
            (By.IMPORT, "approve"),
        ]


def test_nobody_verified_them(real_data: None):
    assert not Initiative.objects.exclude(verified_at=None, verified_how="").exists()


def test_all_came_under_one_catalogue_version(real_data: None):
    assert set(Initiative.objects.values_list("changed_in", flat=True)) == {
        CatalogueVersion.objects.number()
    }


def test_record_holds_and_entries_are_what_was_approved(real_data: None):
    assert verify_all(at=now()) == CatalogueVersion.objects.get().log_head


def test_each_loaded_entry_with_a_parent_in_force_carries_its_status(real_data: None):
    in_force = LegalDesignation.objects.filter(ended="", initiative__projects__isnull=False)
    pairs = in_force.values_list("initiative", "initiative__projects", "type").distinct()
    assert len(pairs) > 10
    for parent, project, kind in pairs:
        carried = LegalDesignation.objects.filter(initiative=project, ended="", type=kind)
        assert any(one.of_id in (None, parent) for one in carried), (parent, project, kind)
