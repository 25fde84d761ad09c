"""Parents and projects, and statuses that a project carries of another entry."""

import io
import json

import pytest

from initiatives import content
from initiatives.content import EntryForm
from initiatives.models import Initiative, Vocabulary
from initiatives.operations.dumping import dump
from initiatives.operations.verifying import verify_all
from initiatives.reference.samples import read_samples
from initiatives.vetting.errors import InvalidContent
from initiatives.vetting.inherited import missing_statuses
from initiatives.vetting.submitting import submit
from tests.factories.content import least
from tests.factories.submission import AT, change, publish_new, send, send_change

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

STATUS = {
    "type": "undesirable",
    "name_in_register": "",
    "since": "2023-07",
    "ended": "",
    "source": "https://example.com/register",
    "of": "",
}


@pytest.mark.usefixtures("words")
def test_a_project_and_its_status_follow_the_slug_of_its_parent():
    parent = publish_new(slug="parent", designations=[STATUS])
    project = publish_new(
        slug="project", parent="parent", designations=[{**STATUS, "of": "parent"}]
    )
    assert (project.parent, project.designations.get().of) == (parent, parent)
    change(parent, slug="renamed")
    row = content.with_content(Initiative.objects.all()).get(slug="project")
    document = content.from_initiative(row)
    assert (document["parent"], document["designations"][0]["of"]) == ("renamed", "renamed")
    assert verify_all(at=AT)


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"parent": "nowhere"}, "parent", "There is no entry “nowhere”"),
        ({"parent": "itself"}, "parent", "An entry cannot name itself here."),
        ({"designations": [{**STATUS, "of": "nowhere"}]}, "designations", "There is no entry"),
        ({"designations": [{**STATUS, "of": "other"}]}, "designations", "neither the parent nor"),
        # As the dump says of an entry that has no public page: nobody's own status.
        ({"designations": [{**STATUS, "of": None}]}, "designations", "There is no entry"),
        ({"designations": [{**STATUS, "of": 5}]}, "designations", "This must be text."),
    ],
)
def test_only_the_parent_or_a_partner_covers_an_entry(changes, field, why):
    entries = {slug: slug for slug in ("other", "itself", "partner")}
    form = EntryForm(least(**changes), vocabulary=Vocabulary.load(), entries=entries, slug="itself")
    assert why in str(form.errors[field])
    good = least(partners=["partner"], designations=[{**STATUS, "of": "partner"}])
    assert EntryForm(good, vocabulary=Vocabulary.load(), entries=entries).is_valid()


@pytest.mark.usefixtures("words")
def test_nothing_is_a_project_of_its_own_project():
    top = publish_new(slug="top")
    publish_new(slug="middle", parent="top")
    publish_new(slug="below", parent="middle")
    with pytest.raises(InvalidContent, match="itself a project"):
        change(top, parent="below")
    assert Initiative.objects.get(slug="top").parent is None


@pytest.mark.usefixtures("words")
def test_a_hidden_parent_is_not_named_in_the_dump():
    parent = publish_new(slug="parent-name", designations=[STATUS])
    publish_new(
        slug="project", parent="parent-name", designations=[{**STATUS, "of": "parent-name"}]
    )
    change(parent, state="hidden")
    text = io.StringIO()
    dump(text)
    assert "parent-name" not in text.getvalue()
    (line,) = map(json.loads, text.getvalue().splitlines())
    assert (line["parent"], line["designations"]) == ("", [{**STATUS, "of": None}])


@pytest.mark.usefixtures("words")
def test_a_status_that_a_project_would_lack_is_found_from_both_sides():
    def lacking(sent):
        return [(one.entry.slug, one.is_project, one.types) for one in missing_statuses(sent)]

    parent = publish_new(slug="parent")
    project = publish_new(slug="project", parent="parent")
    assert lacking(send_change(parent)) == []
    assert lacking(send_change(parent, designations=[STATUS])) == [
        ("project", True, ["undesirable"])
    ]
    assert lacking(send_change(parent, designations=[{**STATUS, "ended": "2024"}])) == []
    change(parent, designations=[STATUS])
    assert lacking(send_change(project)) == [("parent", False, ["undesirable"])]
    assert lacking(send(parent="parent")) == [("parent", False, ["undesirable"])]
    carried = [{**STATUS, "of": "parent"}]
    assert lacking(send_change(project, designations=carried)) == []


def in_force(designations):
    return [one for one in designations if not one.get("ended")]


def test_each_sample_carries_the_statuses_in_force_of_the_one_that_runs_it():
    entries = {row.values["slug"]: row.values for row in read_samples()}
    run = [entry for entry in entries.values() if entry["parent"]]
    assert len(run) > 20
    for entry in run:
        own = in_force(entry["designations"])
        for status in in_force(entries[entry["parent"]]["designations"]):
            assert any(
                one["type"] == status["type"] and one.get("of", "") in ("", entry["parent"])
                for one in own
            ), (entry["slug"], status["type"])


@pytest.mark.usefixtures("words")
def test_an_entry_needs_a_country_or_people_whom_it_helps_from_afar():
    with pytest.raises(InvalidContent):
        submit(least(host_countries=[]), at=AT)
    sent = submit(least(host_countries=[], remote_for=["rs", "GE", "RS"]), at=AT)
    assert sent.content["remote_for"] == ["GE", "RS"]
    assert sent.hosts == ","
