"""The balanced order keeps its promise to the small (docs/rules.md, "Balanced order")."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from initiatives.catalogue.selection import Selection
from initiatives.catalogue.snapshot import current
from initiatives.models import Reach
from tests.thorough import rounds

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("real_data")]

FIRST_PAGE = 24
TODAY = datetime(2026, 11, 24, tzinfo=UTC).date()


def first_page(day, chosen=None):
    selection = Selection(current(), language="en", day=day, chosen=chosen)
    walk = selection.walk()
    return [pk for pk, _ in zip(walk, range(FIRST_PAGE), strict=False)], selection


@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=rounds(200),
)
@given(
    kinds=st.lists(st.sampled_from(["media", "civic", "it", "mutual_aid"]), unique=True),
    places=st.lists(st.sampled_from(["online", "ge", "de", "rs", "lv", "am"]), unique=True),
    days=st.integers(0, 3650),
)
def test_first_page_of_any_selection_shows_the_grassroots(kinds, places, days):
    chosen = {"kind": tuple(kinds), "country": tuple(places)}
    page, selection = first_page(
        TODAY + timedelta(days=days), {facet: v for facet, v in chosen.items() if v}
    )
    grassroots = selection.snapshot.having("reach", Reach.GRASSROOTS)
    shown = sum(1 for pk in page if pk in grassroots)
    assert shown >= min(8, len(grassroots & selection.ids))


def with_rows(snapshot, **changes):
    rows = {pk: row._replace(**changes) for pk, row in snapshot.rows.items()}
    return replace(snapshot, rows=rows, _orders={})


def test_each_entry_gets_its_share_of_first_pages_in_a_year():
    verified = datetime(2028, 1, 1, tzinfo=UTC)
    snapshot = with_rows(current(), verified_at=verified, has_contact=True)
    shown: Counter[int] = Counter()
    for step in range(365):
        selection = Selection(snapshot, language="en", day=TODAY + timedelta(days=step))
        shown.update(islice(selection.walk(), FIRST_PAGE))
    rows = [row for row in snapshot.rows.values() if row.state == "published"]
    for reach in Reach.values:
        group = [row.pk for row in rows if row.reach == reach]
        mean = sum(shown[pk] for pk in group) / len(group)
        assert mean > 0
        worst = max(abs(shown[pk] - mean) / mean for pk in group)
        print(reach, mean, worst)
        for pk in group:
            assert abs(shown[pk] - mean) <= 0.2 * mean, (reach, pk, shown[pk], mean)
