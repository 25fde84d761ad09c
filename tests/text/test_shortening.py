"""A text that is too long ends at a word."""

from __future__ import annotations

import pytest

from initiatives.text.shortening import shortened

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Помогает уехавшим", 17, "Помогает уехавшим"),
        ("Помогает уехавшим", 16, "Помогает…"),
        ("Помогает уехавшим", 9, "Помогает…"),
        # Without what would dangle before the ellipsis.
        ("Assists newcomers, mostly", 24, "Assists newcomers…"),
        ("Учит детей — бесплатно", 14, "Учит детей…"),
        # A blank that must not break a line ends a word too.
        ("Помогает\u00a0уехавшим", 12, "Помогает…"),
        # Without blanks, or with a word that fills the place: cut inside, but nothing apart.
        ("x" * 30, 10, "x" * 9 + "…"),
        ("a " + "x" * 30, 10, "a " + "x" * 7 + "…"),
        ("新しい町で暮らす人々", 6, "新しい町で…"),
        ("у" + "е\u0301" * 9, 7, "у" + "е\u0301" * 2 + "…"),
        ("abc" + FAMILY * 3, 6, "abc…"),
        ("👍🏽" * 9, 4, "👍🏽…"),
        ("ab" + "\U0001f1ea\U0001f1fa" * 5, 6, "ab…"),
        ("ab" + ENGLAND * 3, 12, "ab" + ENGLAND + "…"),
        ("." * 30, 10, "." * 9 + "…"),
    ],
)
def test_ends_at_a_word(text, most, expected):
    assert shortened(text, most) == expected
    assert len(shortened(text, most)) <= most
