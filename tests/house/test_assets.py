"""What a reader's browser fetches: light, ours, and nothing inline (SR-3)."""

import gzip
import re

from tests.house.files import ROOT, ours

STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"


def packed(suffix: str) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in STATIC.rglob(f"*{suffix}"))


def templates() -> dict[str, str]:
    found = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in ours()
        if path.is_relative_to(TEMPLATES) and path.suffix in {".html", ".svg"}
    }
    assert len(found) > 30
    return found


def styles() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in STATIC.rglob("*.css")
    }


def found_in(pattern: str, texts: dict[str, str]) -> dict[str, list[str]]:
    hits = {name: re.findall(pattern, text, re.IGNORECASE) for name, text in texts.items()}
    return {name: found for name, found in hits.items() if found}


def test_style_sheets_are_light():
    assert 5_000 < packed(".css") < 30_000


def test_scripts_are_light():
    assert 300 < packed(".js") < 15_000


def test_fonts_of_a_first_visit_are_light():
    first = [STATIC / "fonts" / f"{family}-basic.woff2" for family in ("golos", "literata")]
    assert sum(path.stat().st_size for path in first) <= 60 * 1024


def test_fonts_have_their_licences_beside_them():
    for family in ("golos", "literata"):
        licence = (STATIC / "fonts" / f"{family}-OFL.txt").read_text(encoding="utf-8")
        assert "sil open font license" in licence.lower()


def test_templates_have_no_inline_style_or_script():
    assert found_in(r"<style\b|\sstyle=|\son[a-z]+=\"|javascript:", templates()) == {}
    # A script is a file of ours; a data block (JSON-LD) is no script to the policy.
    inline = found_in(r"<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)[^>]*>", templates())
    assert inline == {}


def test_nothing_is_loaded_from_elsewhere():
    texts = templates()
    assert found_in(r"\ssrc=[\"'](?:https?:)?//[^\"']*", texts) == {}
    assert found_in(r"<link\b[^>]*href=[\"'](?:https?:)?//[^>]*", texts) == {}
    assert found_in(r"@import[^;]*|url\([\"']?(?:https?:|//|data:)[^)]*", styles()) == {}


def test_no_size_is_measured_in_the_letters_of_a_font():
    # "66ch" is another width as soon as another font is there, and the text moves.
    assert found_in(r"\b[\d.]+r?(?:cap|ch|ex|ic)\b", styles()) == {}


def test_every_file_that_a_style_sheet_names_is_there():
    for sheet in STATIC.rglob("*.css"):
        for name in re.findall(r"url\([\"']?([^\"')]+)", sheet.read_text(encoding="utf-8")):
            assert (sheet.parent / name).resolve().is_file(), f"{sheet.name}: {name}"


def test_every_icon_that_a_template_asks_for_is_drawn():
    sprite = (TEMPLATES / "parts" / "sprite.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'id="i-([a-z_]+)"', sprite))
    asked = set(re.findall(r'icon "([a-z_]+)"', "".join(templates().values())))
    assert len(asked) > 5
    assert asked - drawn == set()
    assert {"mutual_aid", "media", "it", "civic"} <= drawn


def test_links_that_leave_the_site_send_no_referrer():
    for name, text in templates().items():
        for tag in re.findall(r"<a\b[^>]*>", text):
            if 'href="http' in tag:
                assert "noreferrer" in tag, f"{name}: {tag}"


def test_colours_are_named_in_one_place_only():
    """Others use the tokens, so that dark, print and forced colours reach everything."""
    own_palette = {"tokens.css", "print.css", "plain.css"}
    sheets = [path for path in (STATIC / "css").glob("*.css") if path.name not in own_palette]
    assert len(sheets) >= 3
    loose = {
        path.name: sorted(found)
        for path in sheets
        if (
            found := set(re.findall(r"#[0-9a-f]{3,8}\b", path.read_text(encoding="utf-8")))
            - {"#fff"}
        )
    }
    assert loose == {}
