"""The content document, its schema in docs/, and the way back from rows."""

import json
from pathlib import Path

import jsonschema
import pytest

from initiatives import content
from initiatives.content.fields import TextField
from initiatives.content.form import json_schema
from initiatives.models import Initiative
from initiatives.vetting.submitting import submit
from tests.factories.content import least, most
from tests.factories.submission import AT, approve, person, publish_new

DOCS = Path(__file__).parents[2] / "docs" / "entry.schema.json"


def test_schema_in_docs_is_the_programs():
    assert json.loads(DOCS.read_text(encoding="utf-8")) == json_schema(), (
        "run: manage.py dump --schema --output docs/entry.schema.json"
    )


def test_schema_itself_is_valid():
    jsonschema.Draft202012Validator.check_schema(json_schema())


def valid(document: content.Document) -> bool:
    return jsonschema.Draft202012Validator(json_schema()).is_valid(document)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "party"},
        {"name_en": "x" * 121},
        {"host_countries": ["ge"]},
        {"designations": [{"type": "extremist"}]},
        {"links": [{"type": "x", "url": "javascript:x"}]},
        {"sources": ["https://a.org"] * 11},
        {"founded": "May"},
        {"proposed": {"cities": [{"country": "GE", "name": "C", "slug": "c"}], "tags": []}},
        {"colour": "red"},
    ],
)
def test_schema_refuses_what_the_form_refuses(changes: dict[str, object]):
    assert valid(least())
    assert valid(most())
    assert not valid({**least(), **changes})


@pytest.mark.usefixtures("words")
def test_published_row_gives_back_its_document():
    first = publish_new()
    document = most(partners=[first.slug], successor=first.slug)
    sent = submit(document, at=AT)
    approve(sent, at=AT, actor=person())
    row = content.with_content(Initiative.objects.all()).get(revision=sent)
    assert content.from_initiative(row) == document


def test_fields_take_no_more_than_their_columns():
    columns = {name: Initiative._meta.get_field(name).max_length for name in content.FIELDS
               if isinstance(content.FIELDS[name], TextField)}  # fmt: skip
    assert columns == {name: content.FIELDS[name].limit for name in columns}
    assert len(columns) == 8


def test_empty_document_has_every_field_of_an_entry():
    assert list(content.empty()) == ["schema", *content.FIELDS]


def test_arranged_documents_that_say_the_same_are_equal():
    one = {"partners": ["b", "a"], "designations": [{"type": "extremist"}], "kind": "it"}
    two = {
        "kind": "it",
        "designations": [{"ended": "", "type": "extremist"}],
        "partners": ["a", "b"],
    }
    assert content.canonical(content.arranged(one)) == content.canonical(content.arranged(two))


def test_arranging_keeps_what_does_not_belong_and_never_raises():
    odd = {"partners": [1, "a"], "designations": "x", "colour": "red"}
    arranged = content.arranged(odd)
    assert (arranged["partners"], arranged["designations"]) == ([1, "a"], "x")
    assert arranged["colour"] == "red"


def test_canonical_json_is_sorted_tight_and_readable():
    assert content.canonical({"б": 1, "a": ["Ё", None]}) == '{"a":["Ё",null],"б":1}'


def test_hash_is_sha256_of_the_canonical_text():
    assert content.hash_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_document_without_a_schema_number_is_of_the_present_one():
    document = least()
    del document["schema"]
    assert content.arranged(content.upgraded(document)) == least()


def test_past_schemas_are_upgraded_step_by_step(monkeypatch: pytest.MonkeyPatch):
    steps = {
        -1: lambda old: {**old, "kind": old["type"]},
        0: lambda old: {name: value for name, value in old.items() if name != "type"},
    }
    monkeypatch.setattr("initiatives.content.document._STEPS", steps)
    assert content.upgraded({"schema": -1, "type": "it"}) == {"schema": 1, "kind": "it"}
