"""The balanced order keeps its promise to the small (docs/rules.md, "Balanced order")."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

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


def test_each_entry_gets_its_share_of_first_pages_in_a_year():
    shown: Counter[int] = Counter()
    for step in range(365):
        page, selection = first_page(TODAY + timedelta(days=step))
        shown.update(page)
    rows = [row for row in selection.snapshot.rows.values() if row.state == "published"]
    for reach in Reach.values:
        group = [row.pk for row in rows if row.reach == reach]
        mean = sum(shown[pk] for pk in group) / len(group)
        assert mean > 0
        for pk in group:
            assert abs(shown[pk] - mean) <= 0.2 * mean, (reach, pk, shown[pk], mean)


def test_entries_that_nobody_verified_for_a_year_stand_behind_their_reach():
    snapshot = current()
    day = TODAY + timedelta(days=400)
    rows = [row for row in snapshot.rows.values() if row.state == "published"]
    fresh = {row.pk for row in rows[::7]}
    verified = datetime(2027, 12, 1, tzinfo=UTC)
    changed = {
        pk: row._replace(verified_at=verified) if pk in fresh else row
        for pk, row in snapshot.rows.items()
    }
    after = replace(snapshot, rows=changed, _orders={})
    order = list(Selection(after, language="en", day=day).walk())
    for reach in Reach.values:
        of_reach = snapshot.having("reach", reach)
        lane = [pk in fresh for pk in order if pk in of_reach]
        assert lane == sorted(lane, reverse=True)
