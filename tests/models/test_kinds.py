"""One declaration says all of a kind, and nothing of it is forgotten."""

import pytest
from django.utils import translation

from initiatives.models import Kind
from tests.house.files import ROOT


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_kind_has_all_its_words(kind: Kind, language: str):
    with translation.override(language):
        words = [str(kind.label), str(kind.example), str(kind.description)]
    assert all(words)
    assert kind.schema_type.isalpha()


@pytest.mark.parametrize("kind", Kind)
def test_kind_has_an_icon(kind: Kind):
    sprite = (ROOT / "templates" / "parts" / "sprite.svg").read_text(encoding="utf-8")
    assert f'<symbol id="i-{kind.value}" ' in sprite
