"""However few of the whole are asked for, they stand in the order of the whole."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from pyroaring import BitMap

from initiatives.catalogue import ordering
from initiatives.catalogue.ordering import SORTS
from initiatives.catalogue.snapshot import current
from initiatives.models import Initiative
from tests.factories.submission import publish_new

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("real_data")]


@pytest.mark.parametrize("looked_at", [0, 3, 1024])
@pytest.mark.parametrize("sort", SORTS[1:])
def test_part_of_an_order_stands_as_in_the_whole(db, monkeypatch, sort, looked_at):
    monkeypatch.setattr(ordering, "LOOKED_AT", looked_at)
    held, day, dice = current(), datetime.now(UTC).date(), random.Random(1)
    held.sort_all(day=day)  # so that the newcomer takes its place among those sorted
    publish_new(name_en="Middle of the alphabet", host_countries=["GE"])
    snapshot = current()
    every = list(snapshot.rows)
    for state, ids in snapshot.states.items():
        order = snapshot.order(sort, state=state, language="ru", day=day)
        whole = list(order.walk(BitMap(every)))
        assert sorted(whole) == sorted(every)
        for number in (1, 2, 5, 17, 60, len(ids)):
            part = BitMap(dice.sample(list(ids), min(number, len(ids))))
            assert list(order.walk(part)) == [pk for pk in whole if pk in part]


@pytest.mark.parametrize("looked_at", [0, 3, 1024])
def test_part_of_the_balanced_order_has_each_once_and_each_reach_in_its_turn(
    db, monkeypatch, looked_at
):
    monkeypatch.setattr(ordering, "LOOKED_AT", looked_at)
    snapshot, day, dice = current(), datetime.now(UTC).date(), random.Random(1)
    ids = snapshot.states["published"]
    order = snapshot.order("balanced", state="published", language="en", day=day)
    whole = list(order.walk(ids))
    for number in (1, 2, 5, 17, 60):
        part = BitMap(dice.sample(whole, number))
        walked = list(order.walk(part))
        assert sorted(walked) == sorted(part)
        for reach in {row.reach for row in snapshot.rows.values()}:
            of_reach = [pk for pk in walked if snapshot.rows[pk].reach == reach]
            assert of_reach == [pk for pk in whole if pk in part and pk in set(of_reach)]


@pytest.mark.engine
def test_whether_a_row_can_be_reached_is_told_by_its_website_and_links(db):
    for entry in Initiative.objects.listed():
        has_contact = current().rows[entry.pk].has_contact
        assert has_contact is (entry.website != "" or entry.links != []), entry.slug
    assert {row.has_contact for row in current().rows.values()} == {True, False}
