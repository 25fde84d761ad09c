import copy
import pickle

import pytest
from django.template import Context, Template
from django.utils import translation

from initiatives.fields.bilingual import Text, pick
from initiatives.models import Country


@pytest.mark.parametrize(
    ("language", "en", "ru", "shown", "lang"),
    [
        ("en", "Georgia", "Грузия", "Georgia", "en"),
        ("ru", "Georgia", "Грузия", "Грузия", "ru"),
        ("en", "", "Грузия", "Грузия", "ru"),
        ("ru", "Georgia", "", "Georgia", "en"),
        ("en", "", "", "", "en"),
        ("ru", "", "", "", "ru"),
        ("en-gb", "Georgia", "Грузия", "Georgia", "en"),
    ],
)
def test_name_is_in_the_readers_language_else_in_the_other(language, en, ru, shown, lang):
    country = Country(name_en=en, name_ru=ru)
    with translation.override(language):
        assert (country.name, country.name.lang) == (shown, lang)
        assert (pick(en, ru), pick(en, ru).lang) == (shown, lang)


def test_name_without_an_active_language_is_english():
    with translation.override(None):
        assert Country(name_en="Georgia", name_ru="Грузия").name.lang == "en"


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda t: pickle.loads(pickle.dumps(t))]
)
def test_text_keeps_its_language_in_copies(copied):
    made = copied(Text("Грузия", "ru"))
    assert (made, made.lang) == ("Грузия", "ru")


def test_text_is_escaped_in_templates():
    html = Template("{{ name }}").render(Context({"name": Text("<b>", "en")}))
    assert html == "&lt;b&gt;"
