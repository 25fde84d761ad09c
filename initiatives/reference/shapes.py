"""The shape of each reference file: its fields, what each may hold, and which column it fills.

A check takes the value of a field and returns that of the column; it raises ValueError with the
words that follow "file, row, field:".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from initiatives.fields.links import validate_address
from initiatives.fields.partial_date import PartialDate
from initiatives.models import FocusRegion
from initiatives.text.characters import code_of, deceptive_character, tidied

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# The database has room for twice as many rows: loading needs it to let tiles change places.
LAST_COLUMN, LAST_ROW = 29, 14

Check = Callable[[Any], Any]

# Field of the file -> (column, check).
Shape = Mapping[str, tuple[str, Check]]


def _text(value: Any, *, limit: int, empty: bool = False, lines: bool = False) -> str:
    if not isinstance(value, str):
        raise ValueError("is not a text")
    if not value and not empty:
        raise ValueError("is empty")
    if len(value) > limit:
        raise ValueError(f"has {len(value)} characters, at most {limit} fit")
    if value != value.strip():
        raise ValueError("begins or ends with a blank")
    if value != tidied(value, lines=lines) or deceptive_character(value, lines=lines):
        wrong = (
            one
            for one in value
            if one != tidied(one, lines=lines) or deceptive_character(one, lines=lines)
        )
        raise ValueError(f"holds an invisible character: {code_of(next(wrong))}")
    if not unicodedata.is_normalized("NFC", value):
        raise ValueError("is not in the normal form NFC")
    return value


def _pattern(value: Any, *, pattern: str | re.Pattern[str], what: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise ValueError(f"{value!r} is not {what}")
    return value


def _slug(value: Any) -> str:
    return _pattern(_text(value, limit=80), pattern=SLUG, what="a slug (a-z, 0-9, hyphens)")


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")
    return value


def _number(value: Any, *, low: int, high: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is not a number")
    if not low <= value <= high:
        raise ValueError(f"{value} is not between {low} and {high}")
    return float(value)


def _count(value: Any, *, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{value!r} is not a whole number")
    return int(_number(value, low=0, high=high))


def _listed(value: Any, *, of: Check, empty: bool = True, once: bool = True) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("is not a list")
    if not value and not empty:
        raise ValueError("is empty")
    made = [of(one) for one in value]
    if once and len(set(made)) < len(made):
        raise ValueError("holds one value twice")
    return made


def _address(value: Any) -> str:
    try:
        validate_address(value)
    except ValidationError as error:
        raise ValueError(f"{value!r} is not a http or https address") from error
    return str(value)


def _partial_date(value: Any) -> PartialDate:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a date")
    return PartialDate.parse(value)


_name = partial(_text, limit=80)
_place_name = partial(_text, limit=120)
_search_word = partial(_text, limit=60)
_also = partial(_listed, of=_search_word)
_short = partial(_text, limit=20)
_note = partial(_text, limit=3000, lines=True)
_names = partial(_listed, of=_place_name)
_latitude = partial(_number, low=-90, high=90)
_longitude = partial(_number, low=-180, high=180)
_country = partial(_pattern, pattern="[A-Z]{2}", what="a country's code (GE)")
_region = partial(_pattern, pattern="RU-[A-Z]{2,3}", what="a region's code (RU-BU)")
_language = partial(_pattern, pattern="[a-z]{2,3}", what="a language's code (ru)")


def _population(value: Any) -> int | None:
    return None if value is None else _count(value, high=2**31 - 1)


def _district(value: Any) -> str:
    known = [key for key, _label in FocusRegion._meta.get_field("federal_district").flatchoices]
    if value not in known:
        raise ValueError(f"{value!r} is none of {', '.join(known)}")
    return str(value)


def _official(value: Any) -> list[dict[str, str]]:
    """Pages of a country's authorities: each with its label in both languages."""
    pages = []
    for page in _listed(value, of=lambda page: page if isinstance(page, dict) else {}, once=False):
        if page.keys() != {"label_en", "label_ru", "url"}:
            raise ValueError("holds something else than label_en, label_ru and url")
        labels = {key: _place_name(page[key]) for key in ("label_en", "label_ru")}
        pages.append({**labels, "url": _address(page["url"])})
    return pages


def _same(**checks: Check) -> Shape:
    return {field: (field, check) for field, check in checks.items()}


_NAMES = _same(name_en=_place_name, name_ru=_place_name)
COUNTRIES: Shape = {**_same(code=_country, slug=_slug, featured=_flag), **_NAMES}
NOTES: Shape = {
    "country": ("code", _country),
    "note_en": ("entry_and_stay_en", _note),
    "note_ru": ("entry_and_stay_ru", _note),
    "population_note_en": ("population_note_en", partial(_note, empty=True)),
    "population_note_ru": ("population_note_ru", partial(_note, empty=True)),
    "sources": ("sources", partial(_listed, of=_address, empty=False)),
    "reviewed_on": ("reviewed_on", _partial_date),
    "official": ("official", _official),
}
NO_NOTES: Mapping[str, Any] = {
    "entry_and_stay_en": "",
    "entry_and_stay_ru": "",
    "population_note_en": "",
    "population_note_ru": "",
    "sources": [],
    "reviewed_on": None,
    "official": [],
}
CITIES: Shape = {
    **_same(country=_country, slug=_slug, synonyms=_names, population=_population),
    **_same(latitude=_latitude, longitude=_longitude),
    **_NAMES,
}
REGIONS: Shape = {
    **_same(code=_region, slug=_slug, short_en=_short, short_ru=_short),
    **_same(federal_district=_district, capital_en=_name, capital_ru=_name),
    **_same(latitude=_latitude, longitude=_longitude, synonyms_en=_names, synonyms_ru=_names),
    **_NAMES,
    "neighbours": ("neighbours", lambda codes: sorted(_listed(codes, of=_region))),
    "column": ("tile_column", partial(_count, high=LAST_COLUMN)),
    "row": ("tile_row", partial(_count, high=LAST_ROW)),
}
LANGUAGES: Shape = _same(code=_language, name_en=_name, name_ru=_name, name_native=_name)
ALSO: Shape = _same(also_en=_also, also_ru=_also)
NO_ALSO: Mapping[str, list[str]] = {"also_en": [], "also_ru": []}
WORDS: Shape = {
    "slug": ("slug", _slug),
    "en": ("name_en", _name),
    "ru": ("name_ru", _name),
    **ALSO,
}
# What people type for a country. Its names are those of countries.json; these are for the reader
# of the file.
COUNTRY_WORDS: Shape = {
    "code": ("code", _country),
    "slug": ("slug", _slug),
    "en": ("name_en", _name),
    "ru": ("name_ru", _name),
    **ALSO,
}

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def also_of(value: Any) -> dict[str, list[str]]:
    """One list of search words in both languages: those with Cyrillic letters are Russian."""
    words = _also(value)
    return {
        "also_en": [word for word in words if not _CYRILLIC.search(word)],
        "also_ru": [word for word in words if _CYRILLIC.search(word)],
    }
