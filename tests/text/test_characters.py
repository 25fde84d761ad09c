import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.text.characters import code_of, deceptive_character, tidied, without_deceptive


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ковчег — «дом», 1 234 ₽",
        "no\u00a0break\u202fand\u2009thin",
        "שלום مرحبا გამარჯობა",
        "✊🏽 ❤️ 🫨",
        "e\u0301",
        "🏳️‍🌈 👩🏽‍🚀 👨‍👩‍👧",
        "می\u200cخواهم क्\u200dष",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    ],
)
def test_text_that_can_be_seen_is_accepted_and_stays(text):
    assert deceptive_character(text) == ""
    assert tidied(text) == tidied(text, lines=True) == text


@pytest.mark.parametrize(
    ("character", "code"),
    [
        ("\x00", "U+0000"),
        ("\x1b", "U+001B"),
        ("\x80", "U+0080"),
        ("\u034f", "U+034F"),
        ("\u202d", "U+202D"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\u206a", "U+206A"),
        ("\u3164", "U+3164"),
        ("\ud800", "U+D800"),
        ("\ue000", "U+E000"),
        ("\U000e0041", "U+E0041"),
        ("\U000e0100", "U+E0100"),
        ("\uffff", "U+FFFF"),
    ],
)
def test_character_that_can_deceive_is_found(character, code):
    for lines in (False, True):
        text = tidied(f"a{character}b", lines=lines)
        assert code_of(deceptive_character(text, lines=lines)) == code
    assert without_deceptive(f"a{character}b") == "ab"


@pytest.mark.parametrize(
    "character",
    ["\u00ad", "\u061c", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff"],
)
def test_character_without_width_goes(character):
    assert tidied(f"a{character}b") == "ab"
    assert tidied(f"{character}1 🕊{character}") == "1 🕊"


def test_line_ends_are_line_feeds_only_where_lines_are():
    typed = "a\r\nb\rc\vd\fe\x85f\u2028g\u2029h\ti"
    assert tidied(typed, lines=True) == "a\nb\nc\nd\ne\nf\ng\nh i"
    assert tidied(typed) == "a b c d e f g h i"
    assert deceptive_character("a\nb") == "\n"
    assert deceptive_character("a\nb", lines=True) == ""


@pytest.mark.parametrize(
    "mark", ["\u202a{}\u202c", "\u202d{}\u202c", "\u2066{}\u2069", "\u2068{}\u2069"]
)
def test_marks_of_direction_go_around_a_number_only(mark):
    assert tidied("call " + mark.format("+995 (555) 00-00")) == "call +995 (555) 00-00"
    assert deceptive_character(tidied(mark.format("abc"))) == mark[0]


@given(st.text(max_size=60), st.booleans())
def test_any_text_is_tidied_once(text, lines):
    once = tidied(text, lines=lines)
    assert tidied(once, lines=lines) == once
    assert deceptive_character(without_deceptive(text), lines=True) == ""
