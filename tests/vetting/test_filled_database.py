"""Migrations run forward on a database that is filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from initiatives.models import Initiative, Nonce
from tests.factories.content import least
from tests.factories.submission import AT

pytestmark = pytest.mark.whole

FIRST = [("initiatives", "0001_tables")]


def migrate(target: list[tuple[str, str]]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(target)


BEFORE_ROUNDING = [("initiatives", "0006_one_counter")]


@pytest.fixture
def tables_before_rounding(transactional_db: None) -> Iterator[None]:
    newest = list(MigrationExecutor(connection).loader.graph.leaf_nodes("initiatives"))
    migrate(BEFORE_ROUNDING)
    yield
    migrate(newest)


@pytest.mark.usefixtures("tables_before_rounding")
def test_used_nonces_lose_their_time_and_their_submission():
    old = MigrationExecutor(connection).loader.project_state(BEFORE_ROUNDING).apps
    submission = old.get_model("initiatives", "Submission").objects.create(
        purpose="new", content=least(), by="submitter", reference="AAAAAA", submitted_at=AT
    )
    old.get_model("initiatives", "Nonce").objects.create(
        hash="a" * 64, expires_at=AT, submission=submission
    )
    migrate([("initiatives", "0007_nonces_without_times")])
    row = Nonce.objects.get()
    assert row.hash == "a" * 64
    assert row.expires_at == datetime(2024, 5, 18, tzinfo=UTC)


@pytest.fixture
def first_tables(transactional_db: None) -> Iterator[None]:
    newest = list(MigrationExecutor(connection).loader.graph.leaf_nodes("initiatives"))
    migrate(FIRST)
    yield
    migrate(newest)


@pytest.mark.usefixtures("first_tables")
def test_submissions_get_their_queue_and_their_day():
    old = MigrationExecutor(connection).loader.project_state(FIRST).apps
    submissions, decisions = (
        old.get_model("initiatives", name) for name in ("Submission", "Decision")
    )
    base = submissions.objects.create(
        purpose="new",
        content=least(host_countries=["RS"]),
        by="submitter",
        reference="AAAAAA",
        submitted_at=AT,
        state="withdrawn",
    )
    change = submissions.objects.create(
        purpose="change",
        content=least(host_countries=["GE"]),
        base=base,
        by="submitter",
        reference="BBBBBB",
        submitted_at=AT,
    )
    online = submissions.objects.create(
        purpose="new",
        content=least(host_countries=[], remote_for=["*"]),
        by="submitter",
        reference="CCCCCC",
        submitted_at=AT,
    )
    decisions.objects.create(
        submission=base,
        by="submitter",
        action="withdraw",
        content_hash="0" * 64,
        at=AT,
        previous_hash="0" * 64,
    )
    migrate([("initiatives", "0002_short_road")])
    new = (
        MigrationExecutor(connection)
        .loader.project_state([("initiatives", "0002_short_road")])
        .apps
    )
    rows = {
        one.pk: (one.hosts, one.decided_at)
        for one in new.get_model("initiatives", "Submission").objects.all()
    }
    assert rows == {
        base.pk: (",RS,", AT),
        change.pk: (",GE,RS,", None),
        online.pk: (",", None),
    }


WITH_ONLINE = [("initiatives", "0009_search_words")]


@pytest.fixture
def tables_with_online(transactional_db: None) -> Iterator[None]:
    newest = list(MigrationExecutor(connection).loader.graph.leaf_nodes("initiatives"))
    migrate(WITH_ONLINE)
    yield
    migrate(newest)


@pytest.mark.engine
@pytest.mark.usefixtures("tables_with_online")
def test_who_worked_online_helps_anybody_anywhere():
    old = MigrationExecutor(connection).loader.project_state(WITH_ONLINE).apps
    sent = old.get_model("initiatives", "Submission").objects.create(
        purpose="new", content=least(), by="submitter", reference="AAAAAA", submitted_at=AT
    )
    for slug, online in (("online", True), ("here", False)):
        row = old.get_model("initiatives", "Initiative").objects.create(
            kind="it", name_en=slug, summary_en="x", reach="national", state="published", slug=slug,
            online=online, facets={}, changed_in=1, revision=sent, published_at=AT,
        )  # fmt: skip
        row.designations.create(type="extremist", since="2024", source="https://a.example/")
    migrate([("initiatives", "0011_without_online")])
    rows = dict(Initiative.objects.values_list("slug", "remote_for"))
    assert rows == {"online": ["*"], "here": []}
    assert set(Initiative.objects.values_list("parent", "designations__of")) == {(None, None)}
