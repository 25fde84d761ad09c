"""verify_log names what was changed in the tables by anything but the program (SR-9)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from initiatives.models import (
    Activity,
    CatalogueVersion,
    Initiative,
    Submission,
    Tag,
    remove_triggers,
)
from initiatives.vetting import decisions, record, retention
from initiatives.vetting.content import hash_of
from initiatives.vetting.submitting import submit, withdraw
from tests.factories.content import least, most
from tests.factories.submission import AT, approve, change, person, publish_new, send
from tests.factories.words import make_words

pytestmark = pytest.mark.django_db
OTHER = hash_of("other")


def verify() -> str:
    output = io.StringIO()
    call_command("verify_log", stdout=output)
    return output.getvalue().strip()


@contextmanager
def undone() -> Iterator[None]:
    """What is tampered with here is put back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def found_after(*statements: str) -> str:
    """What the command says once these were executed."""
    with undone():
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.replace("%", "%%") if "%" in statement else statement)
                assert cursor.rowcount, statement
        with pytest.raises(CommandError) as refused:
            verify()
    return str(refused.value)


@pytest.fixture
def entry() -> Initiative:
    """An entry that says all there is, changed once, renamed and verified."""
    make_words()
    partner = publish_new(slug="partner", name_en="Partner")
    first = approve(
        submit(most(partners=["partner"], state="published", closed_on=""), at=AT),
        at=AT,
        actor=person(),
        verified_how="sources",
    )[0]
    change(first, slug="renamed", summary_en="What it offers now.")
    assert verify() == CatalogueVersion.objects.get().log_head
    assert partner.slug == "partner"
    return Initiative.objects.get(slug="renamed")


E = "WHERE slug = 'renamed'"
OF = "initiative_id = (SELECT id FROM initiatives_initiative WHERE slug = 'renamed')"
PARTNER = "(SELECT id FROM initiatives_initiative WHERE slug = 'partner')"
NEWEST = "(SELECT revision_id FROM initiatives_initiative WHERE slug = 'renamed')"
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
    "online": "false",
    "reach": "'national'",
    "founded": "'2021'",
    "state": "'hidden'",
    "closed_on": "'2024'",
    "sources": """'["https://phishing.example/"]'""",
    "checked": "''",
    "slug": "'taken'",
    "designated_since": "''",
    "published_at": "'2020-01-01 00:00:00'",
    "verified_at": "'2026-01-01 00:00:00'",
    "verified_how": "'initiative'",
    "changed_in": "999999",
    "revision_id": f"(SELECT revision_id FROM initiatives_initiative WHERE id = {PARTNER})",
    "successor_id": PARTNER,
    "facets": "'{}'",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_of_a_published_entry_is_named(entry, column):
    extra = ", state = 'closed'" if column == "successor_id" else ""
    said = found_after(f"UPDATE initiatives_initiative SET {column} = {COLUMNS[column]}{extra} {E}")
    name = {"verified_how": "verified_at", "successor_id": "successor"}.get(column, column)
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
    assert "entry one: name_en, slug, old slugs not as decided" in said
    assert "entry partner: website, addresses by which it is known not as decided" in said


def test_an_entry_that_nobody_approved_is_named(entry):
    with undone():
        entry.pk, entry.slug = None, "smuggled"
        entry._state.adding = True
        entry.save()
        with pytest.raises(CommandError, match="entry smuggled: nothing was approved of it"):
            verify()


@pytest.mark.parametrize("which", ["content", "document", "both"])
@pytest.mark.parametrize("text", ["'{}'", "'[]'", """'{"name_en": "Other"}'"""])
def test_an_approved_text_that_was_emptied_or_changed_is_named(entry, which, text):
    statements = [
        f"UPDATE initiatives_submission SET content = {text} WHERE id = {NEWEST}",
        f"UPDATE initiatives_contentversion SET document = {text} WHERE submission_id = {NEWEST}",
    ]
    said = found_after(*(statements if which == "both" else [statements[which == "document"]]))
    why = (
        "its content was emptied before its time"
        if text == "'{}'"
        else "the content that was decided on was changed"
    )
    assert f"submission {entry.revision.reference}: {why}" in said


def test_an_approved_text_that_was_changed_with_its_hash_and_its_entry_is_named(entry):
    """All that can be changed without writing the whole chain anew."""
    revision = entry.revision
    with undone():
        document = {**revision.content, "name_en": "Other"}
        Submission.objects.filter(pk=revision.pk).update(content=document)
        revision.versions.update(document=document)
        Initiative.objects.filter(pk=entry.pk).update(name_en="Other")
        remove_triggers(connection)
        revision.decisions.update(content_hash=hash_of(document))
        with pytest.raises(CommandError, match=r"decision \d+: "):
            verify()


@pytest.mark.parametrize(
    ("end", "days"), [("spam", 30), ("rejected", 180), ("withdrawn", 180), ("approved", None)]
)
def test_a_text_may_be_emptied_only_when_its_time_is_over(end, days):
    make_words()
    sent, nino = send(), person().moderator
    end_it = {
        "spam": lambda at: decisions.mark_as_spam(sent, moderator=nino, at=at),
        "rejected": lambda at: decisions.reject(sent, moderator=nino, at=at, reason="other"),
        "withdrawn": lambda at: withdraw(sent, at=at),
        "approved": lambda at: approve(sent, at=at, actor=person()),
    }[end]
    over = now() - timedelta(days=days or 1000)
    for at, holds in ((over, days is not None), (over + timedelta(days=1), False)):
        with undone():
            end_it(at)
            Submission.objects.filter(pk=sent.pk).update(content={})
            sent.versions.update(document={})
            if holds:
                verify()
                continue
            with pytest.raises(CommandError, match="emptied before its time"):
                verify()


def test_a_text_of_something_open_may_not_be_emptied():
    make_words()
    sent = send()
    sent.versions.update(document={})
    with pytest.raises(CommandError, match=f"{sent.reference}: its content was emptied"):
        verify()


def test_what_retention_emptied_verifies():
    make_words()
    kept, sent = publish_new(), [send() for _ in range(3)]
    nino, at = person().moderator, now() - timedelta(days=200)
    decisions.mark_as_spam(sent[0], moderator=nino, at=at)
    decisions.reject(sent[1], moderator=nino, at=at, reason="other")
    withdraw(sent[2], at=at)
    assert retention.erase_expired(at=now()).texts == 3
    assert verify() == CatalogueVersion.objects.get().log_head
    assert kept.slug


@pytest.mark.parametrize("state", ["spam", "rejected", "pending"])
def test_a_state_that_was_not_decided_is_named(entry, state):
    """Else retention itself would empty what was approved."""
    said = found_after(
        f"UPDATE initiatives_submission SET state = '{state}', decided_at = '2020-01-01' "
        f"WHERE id = {NEWEST}"
    )
    assert f"submission {entry.revision.reference}: its state is not what was decided" in said


def test_a_submission_without_a_decision_is_named(entry):
    with undone():
        Submission.objects.create(
            purpose="new", content=least(), by="submitter", reference="AAAAAA", submitted_at=AT
        )
        with pytest.raises(CommandError, match="submission AAAAAA: "):
            verify()


def test_words_merged_and_slugs_renamed_since_leave_everything_whole(entry):
    Tag.objects.filter(slug="archive").update(merged_into=Tag.objects.get(slug="anti-war"))
    change(Initiative.objects.get(slug="partner"), slug="partner-anew")
    verify()


def test_hidden_and_proposed_leave_everything_whole():
    make_words()
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


def test_queries_do_not_grow_with_the_entries():
    make_words()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            verify()
        return len(counted)

    publish_new(slug="first")
    few = queries()
    for number in range(12):
        change(publish_new(slug=f"entry-{number}"), name_en="Changed")
    assert queries() == few


def test_what_is_decided_meanwhile_is_no_fault(monkeypatch):
    """The command reads one thing after the other, and looks again when the log has grown."""
    make_words()
    publish_new(slug="first")
    verify_log, calls = record.verify, []

    def and_then_publish(**how):
        head = verify_log(**how)
        calls.append(head)
        if len(calls) == 1:
            publish_new(slug="meanwhile")
        # As if its rows were read half from before, half from after.
        name = "Half" if len(calls) == 1 else "Emigration for Action"
        Initiative.objects.filter(slug="meanwhile").update(name_en=name)
        return head

    monkeypatch.setattr(record, "verify", and_then_publish)
    assert verify() == CatalogueVersion.objects.get().log_head
    assert len(calls) == 2
