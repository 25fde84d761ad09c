"""What was found stays found: floors for the list of queries (tests/search/queries.json)."""

from __future__ import annotations

import pytest

from initiatives.catalogue.snapshot import current
from tests.search.measuring import BLIND, answers, means, queries

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("real_data")]

# Class -> the least recall among the first twenty, and the least mean reciprocal rank.
FLOORS = {
    "address": (0.99, 0.99),
    "cyrillic": (0.99, 0.95),
    "exact": (0.99, 0.99),
    "inflected": (0.95, 0.93),
    "latin": (0.99, 0.97),
    "layout": (0.99, 0.97),
    "need": (0.95, 0.95),
    "nonsense": (0.99, 0.99),
    "other_name": (0.99, 0.97),
    "place_need": (0.97, 0.94),
    "region": (0.99, 0.98),
    "sentence": (0.93, 0.81),
    "topic": (0.97, 0.77),
    "typo": (0.99, 0.97),
}
ALL = (0.985, 0.945)

# The same for blind_queries.json, where a single right entry among the first twenty is enough.
BLIND_FLOORS = {
    "address": (0.94, 0.94),
    "cyrillic": (0.99, 0.99),
    "exact": (0.99, 0.99),
    "inflected": (0.99, 0.99),
    "latin": (0.99, 0.99),
    "layout": (0.99, 0.99),
    "nonsense": (0.99, 0.99),
    "other_name": (0.99, 0.99),
    "place_need": (0.99, 0.98),
    "region": (0.99, 0.96),
    "sentence": (0.95, 0.87),
    "topic": (0.82, 0.79),
    "typo": (0.95, 0.95),
}
BLIND_ALL = (0.965, 0.95)


@pytest.fixture(scope="module")
def rows():
    found = queries()
    assert len(found) >= 150
    assert sum(bool(row.get("nothing")) for row in found) >= 20
    return found


def test_list_is_answered_as_well_as_it_was(rows):
    recall, rank = means(answers(current(), rows))
    assert recall >= ALL[0]
    assert rank >= ALL[1]


@pytest.mark.parametrize("name", FLOORS)
def test_class_is_answered_as_well_as_it_was(rows, name):
    own = [row for row in rows if row["class"] == name]
    recall, rank = means(answers(current(), own))
    assert recall >= FLOORS[name][0]
    assert rank >= FLOORS[name][1]


def test_every_class_has_a_floor(rows):
    assert {row["class"] for row in rows} == set(FLOORS)


@pytest.fixture(scope="module")
def blind_rows():
    found = queries(BLIND)
    assert len(found) >= 200
    assert sum(bool(row.get("nothing")) for row in found) >= 20
    assert {row["class"] for row in found} == set(BLIND_FLOORS)
    return found


def test_blind_list_is_answered_as_well_as_it_was(blind_rows):
    recall, rank = means(answers(current(), blind_rows))
    assert recall >= BLIND_ALL[0]
    assert rank >= BLIND_ALL[1]


@pytest.mark.parametrize("name", BLIND_FLOORS)
def test_class_of_the_blind_list_is_answered_as_well_as_it_was(blind_rows, name):
    own = [row for row in blind_rows if row["class"] == name]
    recall, rank = means(answers(current(), own))
    assert recall >= BLIND_FLOORS[name][0]
    assert rank >= BLIND_FLOORS[name][1]
