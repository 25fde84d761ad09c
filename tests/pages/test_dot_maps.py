"""How the maps of dots are made from outlines: a square country, and what belongs to whom."""

import pytest

from initiatives.fields.bilingual import Text
from initiatives.presenters.dot_map import Place, dot_map
from tools.make_dot_maps import make_maps

ARMENIA, UKRAINE, RUSSIA, CYPRUS = "051", "804", "643", "196"
WHOLE = {"scale": [1, 1], "translate": [0, 0]}


def square(west: float, south: float, side: float) -> list[list[float]]:
    """A ring as TopoJSON has it: the first corner, then differences."""
    return [[west, south], [0, side], [side, 0], [0, -side], [-side, 0]]


def topology(*shapes: tuple[str, str, list[list[list[float]]]]) -> dict:
    arcs = [ring for _number, _name, rings in shapes for ring in rings]
    made, first = [], 0
    for number, name, rings in shapes:
        parts = [[[first + place]] for place in range(len(rings))]
        first += len(rings)
        made.append({"type": "MultiPolygon", "arcs": parts, "id": number, "properties":
                     {"name": name}})  # fmt: skip
    return {"transform": WHOLE, "arcs": arcs, "objects": {"countries": {"geometries": made}}}


def has_dot(drawn: dict, key: str, longitude: float, latitude: float) -> bool:
    """Whether the dot next to a place is drawn."""
    x = (longitude - drawn["west"]) * drawn["across"]
    y = (drawn["north"] - latitude) * drawn["down"]
    for run in drawn[key].split("M")[1:]:
        left, rest = run.split(" ")
        top, length = rest.split("h")
        if abs(int(top) - y) <= 4 and int(left) - 5 <= x <= int(left) + float(length) + 5:
            return True
    return False


def test_country_fills_its_map_and_what_lies_beside_it_is_land():
    (drawn,) = make_maps(topology((ARMENIA, "Armenia", [square(44, 40, 2)]),
                                  (RUSSIA, "Russia", [square(46, 40, 9)]))).values()  # fmt: skip
    middle = 41
    assert drawn["north"] - 259 / 2 / drawn["down"] == pytest.approx(middle, abs=0.001)
    assert drawn["west"] + 240 / drawn["across"] == pytest.approx(45, abs=0.001)
    assert drawn["across"] / drawn["down"] == pytest.approx(0.7547, abs=0.001)  # cos 41°
    assert 2 * drawn["down"] == pytest.approx(0.86 * 259, abs=0.1)
    assert has_dot(drawn, "here", 44.1, 40.1)
    assert has_dot(drawn, "beside", 46.5, 41)
    assert not has_dot(drawn, "here", 46.5, 41)
    assert not has_dot(drawn, "beside", 43.5, 41)  # the sea


def test_borders_are_those_that_are_recognised():
    drawn = make_maps(topology(
        (UKRAINE, "Ukraine", [square(30, 47, 5)]),
        (RUSSIA, "Russia", [square(40, 45, 9), square(33, 44.5, 1.7)]),
        (CYPRUS, "Cyprus", [square(32, 34, 1)]),
        ("", "N. Cyprus", [square(33, 34, 1)]),
    ))  # fmt: skip
    assert has_dot(drawn["UA"], "here", 34.1, 45)
    assert has_dot(drawn["CY"], "here", 33.5, 34.5)
    assert set(drawn) == {"UA", "CY"}


def test_parts_far_away_do_not_make_the_map_small():
    near, far = square(2, 45, 4), square(-54, 3, 1)
    (drawn,) = make_maps(topology(("250", "France", [near, far]))).values()
    assert drawn["west"] > -20


def test_labels_of_neighbours_stand_apart_and_what_has_no_room_is_left_out():
    tbilisi = Place(Text("Tbilisi", "en"), 15, 41.69, 44.83)
    telavi = Place(Text("Telavi", "en"), 1, 41.92, 45.47)
    beside = Place(Text("Beside Tbilisi", "en"), 1, 41.7, 44.9)
    drawn = dot_map("GE", [telavi, beside, tbilisi])
    assert drawn is not None
    named = {spot.name: spot for spot in drawn.spots if spot.name}
    assert set(named) == {"Tbilisi", "Telavi"}
    assert len(drawn.spots) == 3
    assert float(named["Tbilisi"].label_y) > float(named["Tbilisi"].y)
    assert float(named["Telavi"].label_y) < float(named["Telavi"].y)


def test_label_without_room_is_left_out():
    edge = 40.58  # where 70 units are left to the west
    for name, shown in (("Eleven11111", True), ("Fifteen15151515", False)):
        drawn = dot_map("GE", [Place(Text(name, "en"), 1, 41.6, edge)])
        assert drawn is not None
        (spot,) = drawn.spots
        assert bool(spot.name) == shown
