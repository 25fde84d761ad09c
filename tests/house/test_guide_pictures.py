"""The guides' pictures are there, light, and named with their size where they are shown."""

import re
from pathlib import Path

import pytest

from initiatives.pages.about import prose
from tests.guide_pictures import HEAVIEST, IN_DOCS, IN_SITE, PICTURES, ROOT, Picture, files

IMAGE = re.compile(r"<img [^>]*img/guide/([^\"]+)\"[^>]*>")
GUIDE = (ROOT / "docs" / "moderating.md").read_text(encoding="utf-8")


def page(language: str) -> str:
    return "".join(section.html for section in prose("how-entries-get-in", language).sections)


@pytest.mark.parametrize("file", [one for _, _, one in files()], ids=lambda one: one.name)
def test_picture_is_there_and_light(file: Path):
    start = file.read_bytes()[:12]
    assert (start[:4], start[8:]) == (b"RIFF", b"WEBP")
    assert file.stat().st_size < HEAVIEST


def test_no_picture_is_there_that_nobody_makes():
    made = {file for _, _, file in files()}
    assert {*IN_DOCS.iterdir(), *IN_SITE.iterdir()} == made


@pytest.mark.parametrize("language", ["en", "ru"])
def test_page_shows_each_with_its_size_and_words_in_place_of_it(language: str):
    shown = {found[1]: found[0] for found in IMAGE.finditer(page(language))}
    theirs: dict[str, Picture] = {
        one.file(IN_SITE, language).name: one for one in PICTURES if one.in_site
    }
    assert shown.keys() == theirs.keys()
    for name, picture in theirs.items():
        assert f'width="{picture.width}" height="{picture.height}"' in shown[name]
        assert 'loading="lazy"' in shown[name]
        words = re.search(r'alt="([^"]{40,})"', shown[name])
        assert words
        assert bool(re.search("[а-яё]", words[1])) == (language == "ru")


def test_moderators_guide_shows_its_pictures():
    paths = re.findall(r"!\[.{30,}\]\(([^)]+)\)", GUIDE)
    assert len(paths) == 2
    for path in paths:
        assert (ROOT / "docs" / path).resolve() in {file for _, _, file in files()}
