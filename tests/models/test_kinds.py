"""One declaration says all of a kind, and nothing of it is forgotten."""

import pytest
from django.utils import translation

from initiatives.models import Kind
from tests.house.files import ROOT

FORMS = {"en": 2, "ru": 3}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_kind_has_all_its_words(kind: Kind, language: str):
    with translation.override(language):
        words = [str(kind.label), str(kind.example), str(kind.description)]
        counted = {kind.counted % {"n": number} for number in (1, 2, 5)}
    assert all(words)
    forms = {text.partition(" ")[2] for text in counted}
    # «Медиа» has one form for all numbers and cases.
    assert len(forms) == (1 if (language, kind) == ("ru", Kind.MEDIA) else FORMS[language])
    assert kind.schema_type.isalpha()


@pytest.mark.parametrize("kind", Kind)
def test_kind_has_an_icon(kind: Kind):
    sprite = (ROOT / "templates" / "parts" / "sprite.svg").read_text(encoding="utf-8")
    assert f'<symbol id="i-{kind.value}" ' in sprite
