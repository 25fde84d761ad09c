"""Labels of maps can be read: at least 12 pixels high as drawn, none over another or a city."""

from __future__ import annotations

from itertools import combinations

import pytest
from playwright.sync_api import Page

from tests.journeys.site import Site

LEAST = 12  # pixels
# All labels that are seen, and the circles of cities: what, its height in pixels, where it lies.
MEASURED = """() => [...document.querySelectorAll('.tiles text, .dots :is(text, circle), .country-dots :is(text, circle)')]
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.width)
    .map(([one, box]) => ({
        text: one.tagName == 'circle' ? '' : one.textContent.trim(),
        size: parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().d,
        left: box.left, right: box.right,
        top: box.top + box.height / 5, bottom: box.bottom - box.height / 5,
    }))"""  # noqa: E501


def meet(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["left"] < other["right"] - 1
        and other["left"] < one["right"] - 1
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    )


@pytest.mark.parametrize("path", ["", "regions/", "countries/georgia/", "countries/germany/"])
def test_labels_are_large_enough_and_apart(page: Page, site: Site, language, path):
    page.goto(f"{site.url}/{language}/{path}")
    for width in (320, 360, 430, 768, 900, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        drawn = page.evaluate(MEASURED)
        labels = [one for one in drawn if one["text"]]
        if path.startswith("countries/") and width < 900:  # needs come first, without a map
            assert not labels
            continue
        assert len(labels) > 1
        assert [one for one in labels if one["size"] < LEAST] == [], width
        of_country = path.startswith("countries/")
        pairs = combinations(drawn if of_country else labels, 2)
        assert [pair for pair in pairs if meet(*pair)] == [], width
