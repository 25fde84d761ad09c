"""What publishing writes, in which order it locks, and that it is all or nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from initiatives.content import from_initiative, with_content
from initiatives.models import (
    By,
    CatalogueVersion,
    City,
    Initiative,
    LegalDesignation,
    Submission,
    Tag,
)
from initiatives.operations.integrity import differences
from initiatives.vetting import decisions
from initiatives.vetting.errors import InvalidContent
from initiatives.vetting.publishing import publish
from initiatives.vetting.submitting import submit
from tests.factories.content import least, most
from tests.factories.submission import (
    AT,
    approve,
    change,
    person,
    publish_new,
    send,
    send_change,
    send_merge,
)
from tests.factories.tables import whole

DILIJAN = {
    "country": "AM", "name": "Дилижан", "slug": "dilijan", "name_en": "Dilijan",
    "name_ru": "Дилижан", "latitude": 40.74, "longitude": 44.86,
}  # fmt: skip
THEATRE = {"name": "theatre", "slug": "theatre", "name_en": "theatre", "name_ru": "театр"}


@pytest.mark.usefixtures("words")
class TestRows:
    def test_facets_hold_the_values_of_addresses_in_the_documents_order(self):
        row = approve(submit(most(), at=AT), at=AT, actor=person())[0]
        assert row.facets == {
            "kind": ["mutual_aid"],
            "country": ["rs", "ge", "online"],
            "city": ["rs-belgrade", "ge-tbilisi"],
            "region": ["ru-ko", "ru-bu"],
            "language": ["ka", "ru"],
            "activity": ["shelter", "legal-aid"],
            "audience": ["families"],
            "seeks": ["volunteers", "funding"],
            "reach": ["regional"],
            "tag": ["archive", "anti-war"],
            "designation": ["undesirable"],
        }
        assert differences() == []

    def test_relations_are_written_in_the_documents_order(self):
        row = approve(submit(most(), at=AT), at=AT, actor=person())[0]
        through = Initiative.host_countries.through.objects.filter(initiative=row).order_by("pk")
        assert [one.country.code for one in through] == ["RS", "GE"]
        assert [tag.slug for tag in row.tags.order_by("tagged__pk")] == ["archive", "anti-war"]

    def test_change_takes_away_what_the_content_no_longer_says(self):
        first = publish_new(slug="first")
        row = approve(submit(most(partners=["first"]), at=AT), at=AT, actor=person())[0]
        pk = row.pk
        row = change(row, **least(), slug="")
        assert row.pk == pk
        assert from_initiative(with_content(Initiative.objects).get(pk=pk)) == least()
        assert not LegalDesignation.objects.exists()
        assert not first.named_by.exists()
        assert differences() == []

    def test_version_moves_by_one_and_stands_in_what_was_changed(self):
        untouched = publish_new(slug="untouched")
        row = publish_new(slug="row")
        before = CatalogueVersion.objects.number()
        assert change(row, name_en="Other").changed_in == before + 1
        assert CatalogueVersion.objects.number() == before + 1
        untouched.refresh_from_db()
        assert untouched.changed_in < before

    def test_partners_and_successors_may_point_inside_the_batch(self):
        sent = [
            submit(least(name_en=name), at=AT, by=By.IMPORT, batch="b", slug=name.lower())
            for name in ("One", "Two", "Three")
        ]
        documents = [
            least(name_en="One", partners=["three", "two"]),
            least(name_en="Two", partners=["one"]),
            least(name_en="Three", state="closed", successor="one"),
        ]
        for one, document in zip(sent, documents, strict=True):
            Submission.objects.filter(pk=one.pk).update(content=document)
        one, two, three = publish(sent, by=By.IMPORT, at=AT)
        assert {row.slug for row in one.partners.all()} == {"two", "three"}
        assert [row.slug for row in two.partners.all()] == ["one"]
        three.refresh_from_db()
        assert three.successor == one

    def test_completed_proposals_become_rows_and_words_of_the_entry(self):
        sent = send(proposed={"cities": [DILIJAN], "tags": [THEATRE]}, tags=["archive"])
        row = approve(sent, at=AT, actor=person())[0]
        city, tag = City.objects.get(slug="dilijan"), Tag.objects.get(slug="theatre")
        assert (city.country.code, city.name_ru, city.latitude) == ("AM", "Дилижан", 40.74)
        assert (tag.name, tag.name_ru) == ("theatre", "театр")
        assert row.facets["city"] == ["am-dilijan"]
        assert row.facets["country"] == ["ge", "am"]
        assert row.facets["tag"] == ["archive", "theatre"]
        assert differences() == []
        assert from_initiative(row)["proposed"] == {"cities": [], "tags": []}

    def test_proposal_that_exists_by_now_becomes_that_word(self):
        first, second = (
            send(name_en=name, proposed={"cities": [DILIJAN], "tags": [THEATRE]})
            for name in ("One", "Two")
        )
        rows = [approve(one, at=AT, actor=person())[0] for one in (first, second)]
        assert City.objects.filter(slug="dilijan").count() == 1
        assert Tag.objects.filter(slug="theatre").count() == 1
        assert [row.facets["city"] for row in rows] == [["am-dilijan"]] * 2

    def test_proposal_of_a_merged_tag_becomes_the_one_it_means(self):
        old = Tag.objects.create(slug="theatre", name="theatre", name_en="t", name_ru="т")
        Tag.objects.filter(pk=old.pk).update(merged_into=Tag.objects.get(slug="archive"))
        sent = send(proposed={"cities": [], "tags": [THEATRE]}, tags=["archive"])
        assert approve(sent, at=AT, actor=person())[0].facets["tag"] == ["archive"]
        assert differences() == []

    def test_nothing_is_born_before_approval(self):
        send(proposed={"cities": [DILIJAN], "tags": [THEATRE]})
        assert not City.objects.filter(slug="dilijan").exists()
        assert not Tag.objects.filter(slug="theatre").exists()

    def test_open_proposal_cannot_be_published(self):
        sent = submit(least(proposed={"cities": [], "tags": [{"name": "new word"}]}), at=AT)
        with pytest.raises(InvalidContent, match="new word"):
            approve(sent, at=AT, actor=person())

    def test_successors_must_not_lead_in_a_circle(self):
        one, two = publish_new(slug="one"), publish_new(slug="two")
        change(one, state="hidden", successor="two")
        with pytest.raises(InvalidContent, match="leads back"):
            change(two, state="hidden", successor="one")
        two.refresh_from_db()
        assert two.state == "published"

    def test_word_that_went_away_meanwhile_is_refused(self):
        sent = send(tags=["archive"])
        Tag.objects.filter(slug="archive").delete()
        with pytest.raises(InvalidContent, match="“archive” is not one of the known words"):
            approve(sent, at=AT, actor=person())


@pytest.mark.usefixtures("words")
def test_locks_are_taken_in_one_order_and_before_any_write():
    old, into = publish_new(slug="old"), publish_new(slug="into")
    sent = send_merge(old, into)
    nino = person().moderator
    with CaptureQueriesContext(connection) as captured:
        decisions.approve(sent[0], moderator=nino, at=AT)
    statements = [one["sql"] for one in captured.captured_queries]
    inside = statements[next(i for i, sql in enumerate(statements) if "SAVEPOINT" in sql) :]
    first = {
        table: next(i for i, sql in enumerate(inside) if sql.startswith("SELECT") and
                    f'FROM "initiatives_{table}"' in sql and
                    (connection.vendor == "sqlite" or sql.endswith("UPDATE")))
        for table in ("submission", "initiative", "catalogueversion")
    }  # fmt: skip
    order = [first[name] for name in ("submission", "initiative", "catalogueversion")]
    assert order == sorted(order)
    writes = [i for i, sql in enumerate(inside) if re.match("INSERT|UPDATE|DELETE", sql)]
    assert min(writes) > max(order)
    if connection.vendor == "postgresql":
        for place in order[:2]:
            assert inside[place].endswith("FOR NO KEY UPDATE")
            assert 'ORDER BY "initiatives_' in inside[place]
        assert inside[order[2]].endswith("FOR UPDATE")


def statements_of(count: int) -> tuple[int, int]:
    """The statements of approving a change, and of a batch of that many new entries."""
    row = publish_new()
    waiting = send_change(row, name_en="Other")
    with CaptureQueriesContext(connection) as one:
        approve(waiting, at=AT, actor=person())
    sent = [submit(most(), at=AT, by=By.IMPORT, batch="b") for _ in range(count)]
    with CaptureQueriesContext(connection) as batch:
        publish(sent, by=By.IMPORT, at=AT)
    return len(one), len(batch)


@pytest.mark.usefixtures("words")
def test_batch_takes_as_many_statements_with_three_entries_as_with_twelve():
    # 54: 3 locks, 12 to know words and slugs, 12 to clear relations, the hidden entries read by
    # the decision and by this test's question before it, the rest writes what is there; a batch
    # has nothing to clear.
    few, many = statements_of(3), statements_of(12)
    assert few[0] == many[0] <= 54
    assert few[1] == many[1] <= 45


class Interrupted(DatabaseError):
    pass


def failing_at(place: int) -> Callable[..., Any]:
    seen = 0

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == place and not sql.startswith("ROLLBACK"):
            raise Interrupted(sql)
        return execute(sql, params, many, context)

    return wrapper


@pytest.mark.whole
@pytest.mark.usefixtures("lasting_words")
def test_exception_at_every_statement_leaves_the_old_state_whole():
    """A batch with all that publishing writes: new, renamed, merged, born words, a tick."""
    first = approve(submit(most(), at=AT, slug="first"), at=AT, actor=person())[0]
    second = publish_new(slug="second")
    sent = [
        send_change(first, state="hidden", closed_on="", successor="second", partners=["second"]),
        send_change(second, slug="renamed", designations=most()["designations"]),
        send(
            name_en="Third",
            partners=["first"],
            state="closed",
            successor="second",
            proposed={"cities": [DILIJAN], "tags": [THEATRE]},
        ),
    ]
    Submission.objects.filter(pk__in=[one.pk for one in sent]).update(batch="all")
    nino, place = person(), 0
    sent[0].refresh_from_db()
    for one in sent[:2]:  # both change what needs two persons
        decisions.endorse(one, moderator=person("milan").moderator, at=AT)
    before = whole()
    while True:
        place += 1
        try:
            with connection.execute_wrapper(failing_at(place)):
                decisions.approve(sent[0], moderator=nino.moderator, at=AT, verified_how="sources")
            break
        except Interrupted:
            assert whole() == before
    assert place > 40
    assert Initiative.objects.filter(slug="renamed", verified_how="sources").exists()
    assert differences() == []


@pytest.mark.usefixtures("words")
def test_hiding_that_was_sent_before_a_field_came_does_not_wait_for_the_rules_of_today():
    """Its stored text lacks the field, which says the same as a field that is empty."""
    row = publish_new()
    Initiative.objects.update(sources=[])  # as it was published before sources were asked for
    sent = send_change(row, state="hidden")
    del sent.content["cost"]
    sent.save(update_fields=["content"])
    assert approve(sent, at=AT, actor=person())[0].state == "hidden"
