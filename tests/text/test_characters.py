import pytest

from initiatives.text.characters import invisible_character


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ковчег — «дом», 1 234 ₽",
        "no\u00a0break\u202fand\u2009thin",
        "שלום مرحبا გამარჯობა",
        "✊🏽 ❤️ 🫨",
        "e\u0301",
    ],
)
def test_text_that_can_be_seen_is_accepted(text):
    assert invisible_character(text) == ""


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000"),
        ("\x1b", "U+001B"),
        ("\t", "U+0009"),
        ("\r", "U+000D"),
        ("\x85", "U+0085"),
        ("\u00ad", "SOFT HYPHEN"),
        ("\u200b", "ZERO WIDTH SPACE"),
        ("\u200d", "ZERO WIDTH JOINER"),
        ("\u200f", "RIGHT-TO-LEFT MARK"),
        ("\u202e", "RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "LEFT-TO-RIGHT ISOLATE"),
        ("\u2028", "LINE SEPARATOR"),
        ("\ufeff", "ZERO WIDTH NO-BREAK SPACE"),
        ("\u3164", "HANGUL FILLER"),
        ("\ud800", "U+D800"),
        ("\ue000", "U+E000"),
        ("\U000e0041", "TAG LATIN CAPITAL LETTER A"),
        ("\U000e0100", "VARIATION SELECTOR-17"),
        ("\uffff", "U+FFFF"),
    ],
)
def test_invisible_character_is_named(character, name):
    assert invisible_character(f"a{character}b") == name
    assert invisible_character(f"a{character}b", lines=True) == name


def test_line_feed_is_allowed_only_where_lines_are():
    assert invisible_character("a\nb") == "U+000A"
    assert invisible_character("a\nb", lines=True) == ""
