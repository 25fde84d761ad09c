"""The dump: one line for each entry with a public page, and nothing else."""

import io
import json
from datetime import timedelta

import pytest

from initiatives.content import canonical
from initiatives.models import CatalogueVersion, Initiative
from initiatives.operations import dumping
from initiatives.operations.dumping import Moving, dump
from initiatives.vetting.submitting import submit
from tests.factories.content import most
from tests.factories.submission import AT, approve, change, person, publish_new, send, send_merge

pytestmark = pytest.mark.usefixtures("words")


def text() -> str:
    output = io.StringIO()
    dump(output)
    return output.getvalue()


def entries() -> list[dict[str, object]]:
    return [json.loads(line) for line in text().splitlines()]


def test_line_is_the_content_and_what_the_road_knows():
    row = approve(submit(most(), at=AT), at=AT, actor=person(), verified_how="sources")[0]
    change(row, slug="efa")
    expected = {
        **most(),
        "slug": "efa",
        "old_slugs": ["emigration-for-action"],
        "published_at": "2024-05-17T12:30:15.123456Z",
        "verified_at": "2024-05-17T12:30:15.123456Z",
        "verified_how": "sources",
    }
    del expected["proposed"]
    assert text() == canonical(expected) + "\n"


def test_never_verified_says_null():
    publish_new()
    assert (entries()[0]["verified_at"], entries()[0]["verified_how"]) == (None, "")


def test_lines_are_sorted_by_slug_as_bytes():
    for slug in ("b", "a-b", "a", "ab", "a1"):
        publish_new(slug=slug)
    assert [one["slug"] for one in entries()] == ["a", "a-b", "a1", "ab", "b"]


def test_closed_entries_are_there_and_hidden_or_waiting_ones_are_not():
    publish_new(slug="over", state="closed")
    change(publish_new(slug="hidden"), state="hidden")
    send(name_en="Waiting")
    assert [one["slug"] for one in entries()] == ["over"]


def test_hidden_entry_is_not_named_by_others_either():
    hidden = publish_new(slug="hidden-name")
    publish_new(slug="partner", partners=["hidden-name"])
    publish_new(slug="over", state="closed", successor="hidden-name")
    change(hidden, state="hidden")
    assert "hidden-name" not in text()


def test_merged_entry_is_gone_and_what_it_went_into_stays():
    approve(send_merge(publish_new(slug="old"), publish_new(slug="into"))[0], at=AT, actor=person())
    assert [one["slug"] for one in entries()] == ["into"]
    assert entries()[0]["other_names"] == ["Old name"]


def test_it_is_read_again_when_something_was_published_meanwhile(monkeypatch: pytest.MonkeyPatch):
    publish_new(slug="first")
    lines, moved = dumping.lines, []

    def moving():
        yield from lines()
        if not moved:
            moved.append(publish_new(slug="second", at=AT + timedelta(days=1)))

    monkeypatch.setattr(dumping, "lines", moving)
    assert [one["slug"] for one in entries()] == ["first", "second"]


def test_it_gives_up_where_there_is_no_pause(monkeypatch: pytest.MonkeyPatch):
    def moving():
        CatalogueVersion.objects.get().advance()
        yield "line\n"

    monkeypatch.setattr(dumping, "lines", moving)
    output = io.StringIO()
    with pytest.raises(Moving):
        dump(output)
    assert output.getvalue() == ""


def test_statements_do_not_grow_with_the_entries(django_assert_num_queries):
    for number in range(3):
        publish_new(slug=f"entry-{number}")
    # Version before and after, slugs, rows with successors, designations, partners, old slugs.
    with django_assert_num_queries(7):
        text()
    for number in range(3, 12):
        publish_new(slug=f"entry-{number}")
    with django_assert_num_queries(7):
        text()
    assert Initiative.objects.count() == 12
