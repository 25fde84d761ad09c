"""The balanced order keeps its promise to the small (docs/rules.md, "Balanced order")."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from initiatives.catalogue.balance import FIRST_PAGE, SHORT_PAGE, Balanced
from initiatives.catalogue.listing import PER_PAGE
from initiatives.catalogue.recent import recent
from initiatives.catalogue.selection import Selection
from initiatives.catalogue.snapshot import current
from initiatives.fields.partial_date import PartialDate
from initiatives.models import Initiative, Reach
from initiatives.pages.places import CARDS_SHOWN
from tests.catalogue.shares import BAR, BARRED, shares
from tests.thorough import rounds

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("real_data")]

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
        for pk in group:
            assert abs(shown[pk] - mean) <= 0.2 * mean, (reach, pk, shown[pk], mean)


def test_grassroots_have_their_share_of_first_pages():
    assert (PER_PAGE, CARDS_SHOWN) == (FIRST_PAGE, SHORT_PAGE)
    found = list(shares(current(), begin=TODAY))
    assert {share.pages for share in found} >= {"lists", "countries", "home", "needs", "similar"}
    assert "all" in {share.view for share in found}
    assert not below_the_bar(found)


def test_order_that_favours_long_texts_falls_below_the_bar(monkeypatch):
    texts = {
        entry.pk: len(entry.summary_en + entry.description_en)
        for entry in Initiative.objects.published()
    }

    def longest_first(_order, hits):
        return iter(sorted(hits, key=lambda pk: (-texts[pk], pk)))

    monkeypatch.setattr(Balanced, "walk", longest_first)
    below = below_the_bar(shares(current(), begin=TODAY))
    assert {"lists", "countries"} <= {share.pages for share in below}
    assert "all" in {share.view for share in below}


def below_the_bar(found):
    return [share for share in found if share.pages in BARRED and share.ratio < BAR]


def test_in_a_reach_come_the_reachable_then_the_others_then_the_old():
    snapshot = current()
    order = list(Selection(snapshot, language="en", day=TODAY).walk())
    two_years_ago = TODAY.replace(year=TODAY.year - 2)
    for reach in Reach.values:
        of_reach = [snapshot.rows[pk] for pk in order if snapshot.rows[pk].reach == reach]
        groups = [
            2 if known(row) <= two_years_ago else 0 if row.has_contact else 1 for row in of_reach
        ]
        assert groups == sorted(groups)
        assert set(groups) == {0, 1, 2}


def known(row):
    verified = row.verified_at and row.verified_at.date()
    return max(filter(None, [verified, row.checked and row.checked.last_day]))


def test_old_ones_come_last_but_for_the_grassroots_share_of_the_first_page():
    snapshot = current()
    order = [snapshot.rows[pk] for pk in Selection(snapshot, language="en", day=TODAY).walk()]
    old = [row.is_old(TODAY) for row in order]
    assert old == sorted(old)
    verified = datetime(2026, 11, 1, tzinfo=UTC)
    rows = {
        pk: row._replace(verified_at=None, checked=PartialDate(2020))
        if row.reach == Reach.GRASSROOTS
        else row._replace(verified_at=verified)
        for pk, row in snapshot.rows.items()
    }
    after = replace(snapshot, rows=rows, _orders={})
    selection = Selection(after, language="en", day=TODAY)
    order = [rows[pk] for pk in selection.walk()]
    assert [row.is_old(TODAY) for row in order[:FIRST_PAGE]].count(True) == 10
    old = [row.is_old(TODAY) for row in order[FIRST_PAGE:]]
    assert old == sorted(old)
    assert selection[FIRST_PAGE:].old_from == old.index(True)
    assert selection[:FIRST_PAGE].old_from >= FIRST_PAGE


def test_recently_added_gives_each_reach_its_share_of_two_months():
    snapshot = current()
    number, days = 6, 60
    shown = Counter(
        snapshot.rows[pk].reach
        for step in range(days)
        for pk in recent(
            Selection(snapshot, language="en", day=TODAY + timedelta(days=step)), number
        )[0]
    )
    rows = [row for row in snapshot.rows.values() if row.state == "published"]
    for reach, entries in Counter(row.reach for row in rows).items():
        assert abs(shown[reach] - number * days * entries / len(rows)) <= 6, (reach, shown)
