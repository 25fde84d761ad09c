"""The check that facets and relations agree, and that something is found when they do not."""

import pytest
from django.core.checks import Error
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from initiatives.models import City, Initiative, LegalDesignation
from initiatives.operations.integrity import check_facets_agree, differences
from initiatives.vetting.submitting import submit
from tests.factories.content import most
from tests.factories.submission import AT, approve, person, publish_new

pytestmark = pytest.mark.usefixtures("words")


@pytest.fixture
def row() -> Initiative:
    return approve(submit(most(), at=AT), at=AT, actor=person())[0]


def without(row: Initiative, *facets: str) -> None:
    """As a row is while it has not been written since these facets were added."""
    left = {name: values for name, values in row.facets.items() if name not in facets}
    Initiative.objects.filter(pk=row.pk).update(facets=left)


def test_nothing_differs_in_what_was_published(row: Initiative):
    assert differences() == []
    assert check_facets_agree(None, databases=["default"]) == []


@pytest.mark.parametrize(
    ("name", "facet"),
    [
        ("host_countries", "country"),
        ("cities", "city"),
        ("focus_regions", "region"),
        ("languages", "language"),
        ("activities", "activity"),
        ("audiences", "audience"),
        ("seeks", "seeks"),
    ],
)
def test_lost_relation_is_found(row: Initiative, name: str, facet: str):
    getattr(row, name).clear()
    assert differences() == [f"emigration-for-action: {facet}"]


def test_relation_too_many_is_found(row: Initiative):
    row.cities.add(City.objects.get(slug="batumi"))
    assert differences() == ["emigration-for-action: city"]


def test_other_tag_designation_and_column_are_found(row: Initiative):
    row.tagged.get(tag__slug="archive").delete()
    LegalDesignation.objects.all().delete()
    Initiative.objects.update(remote_for=[], reach="national")
    assert differences() == [
        f"emigration-for-action: {facet}" for facet in ("country", "designation", "reach", "tag")
    ]


def test_doubled_value_is_found(row: Initiative):
    row.facets["kind"] *= 2
    row.save()
    assert differences() == ["emigration-for-action: kind"]


def test_facet_that_a_row_lacks_is_an_empty_one(row: Initiative):
    without(row, "reach", "designation")
    assert differences() == [f"emigration-for-action: {one}" for one in ("designation", "reach")]


def test_what_a_migration_still_has_to_fill_does_not_hinder_it(row: Initiative):
    without(row, "reach")
    app, name = MigrationExecutor(connection).loader.graph.leaf_nodes("initiatives")[0]
    MigrationRecorder(connection).record_unapplied(app, name)
    (found,) = check_facets_agree(None, databases=["default"])
    assert (found.id, found.is_serious()) == ("initiatives.W001", False)
    MigrationRecorder(connection).record_applied(app, name)
    publish_new("other")
    assert check_facets_agree(None, databases=["default"])[0].is_serious()


def test_facet_that_no_row_has_yet_is_new_and_said_so(row: Initiative):
    without(row, "reach")
    (found,) = check_facets_agree(None, databases=["default"])
    assert (found.id, found.is_serious()) == ("initiatives.W003", False)
    assert "before there was the facet reach" in found.msg
    row.cities.clear()  # something else is wrong too
    (found,) = check_facets_agree(None, databases=["default"])
    assert (found.id, found.is_serious()) == ("initiatives.E002", True)


def test_check_names_the_number_and_the_first(row: Initiative):
    row.cities.clear()
    (found,) = check_facets_agree(None, databases=["default"])
    assert isinstance(found, Error)
    assert "1 entries disagree, first emigration-for-action: city" in found.msg
