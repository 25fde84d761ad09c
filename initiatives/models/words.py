"""All the words at one moment, as plain values: what forms, filters, cards and exports speak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.fields.bilingual import LANGUAGES, Text, pick
from initiatives.fields.partial_date import PartialDate
from initiatives.models.designation import DesignationType, Register
from initiatives.models.facet import CHOICE_FIELDS, FACETS, NO_DESIGNATION, ONLINE, value_of
from initiatives.models.initiative import Initiative, Kind, Reach
from initiatives.models.places import City, Country, FederalDistrict, FocusRegion
from initiatives.models.vocabulary import Activity, Audience, Language, SupportNeed, Tag
from initiatives.text.names import collation_key

V = TypeVar("V")

ONLINE_LABEL = _("Online, anywhere")
NO_DESIGNATION_LABEL = _("No designation known")


@dataclass(frozen=True, slots=True)
class Word:
    """One value of one facet."""

    value: str  # in addresses, lower case: "ge", "online", "ge-tbilisi", "ru-bu", "legal-aid"
    key: str  # in documents: "GE", "GE/tbilisi", "RU-BU", "legal-aid"
    slug: str  # in the addresses of pages: "georgia", "tbilisi", "buryatia"
    name_en: str
    name_ru: str
    order: int = 0  # within its facet
    group: str = ""  # a city's country value ("ge"), a region's federal district
    pk: int | None = None  # of its row; fixed words have none
    also_en: tuple[str, ...] = ()  # what people type for it: for search, they are not names
    also_ru: tuple[str, ...] = ()

    @property
    def name(self) -> Text:
        """In the reader's language, else in the other one."""
        return pick(self.name_en, self.name_ru)


@dataclass(frozen=True, slots=True)
class Tile:
    """One region's place on the map, counted from 0, and the label that fits it."""

    column: int
    row: int
    label_en: str
    label_ru: str

    @property
    def label(self) -> Text:
        """In the reader's language."""
        return pick(self.label_en, self.label_ru)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words of all facets; immutable, so that all threads of a process share one.

    Merged and retired words are not listed; `canonical` and `by_key` find what they were merged
    into. Until a word changes all loads give the same one: what was made of it may be kept for it.
    """

    facets: Mapping[str, Mapping[str, Word]]  # facet -> value -> word, in the words' order
    registers: Mapping[str, PartialDate | None]  # designation type -> last compared on
    featured: frozenset[str]  # values of the countries that are always listed
    noted: frozenset[str]  # values of the countries with a note on entry and stay
    tiles: Mapping[str, Tile]  # region's value -> its place on the map
    # Federal districts: values of the region filter too, which mean all of their regions.
    districts: Mapping[str, Word] = field(repr=False)
    spellings: Mapping[str, tuple[str, ...]] = field(repr=False)  # city's key -> other names
    keys: Mapping[str, Mapping[str, str]] = field(repr=False)  # facet -> key -> value
    # Facet -> old value -> new one; "" for a retired word.
    merged: Mapping[str, Mapping[str, str]] = field(repr=False)
    _rows: Rows = field(repr=False)  # what it was made of
    _alphabets: dict[tuple[str, str], tuple[Word, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls) -> Vocabulary:
        """Reads them all, in 10 queries whatever the number of rows.

        Making words takes much longer than reading their rows, so the last ones are kept.
        """
        rows, held = _read(), _Process.vocabulary
        if held is None or held._rows != rows:
            held = _Process.vocabulary = cls._of(rows)
        return held

    @classmethod
    def _of(cls, rows: Rows) -> Vocabulary:
        merged: dict[str, Mapping[str, str]] = {}
        words: dict[str, Iterable[Word]] = {
            "country": [
                *(
                    Word(value_of("country", code), code, slug, en, ru, **_known(pk, *also))
                    for code, slug, en, ru, pk, *also, _featured, _noted in rows["country"]
                ),
                *_fixed([(ONLINE, ONLINE_LABEL)]),
            ],
            "city": _cities(rows["city"]),
            "region": (
                Word(
                    value_of("region", code),
                    code,
                    slug,
                    en,
                    ru,
                    group=district,
                    **_known(pk, *also),
                )
                for code, slug, en, ru, district, pk, *also in rows["region"]
            ),
            "language": (
                Word(code, code, code, en, ru, pk=pk)
                for _order, code, en, ru, pk in rows["language"]
            ),
        }
        for facet in ("activity", "audience", "seeks"):
            words[facet], merged[facet] = _ordered(rows[facet])
        for facet, column in CHOICE_FIELDS.items():
            words[facet] = _of_choices(column)
        words["tag"], merged["tag"] = _ordered((0, *row) for row in rows["tag"])
        words["designation"] = _fixed(
            [(NO_DESIGNATION, NO_DESIGNATION_LABEL), *DesignationType.choices]
        )
        facets: dict[str, dict[str, Word]] = {facet: {} for facet in FACETS}
        for facet, by_value in facets.items():
            for order, word in enumerate(words[facet]):
                # Nobody else has it yet.
                object.__setattr__(word, "order", order)
                by_value[word.value] = word
        return cls(
            facets=_frozen(facets),
            registers=MappingProxyType(
                dict.fromkeys(DesignationType.values) | dict(rows["register"])
            ),
            featured=frozenset(value_of("country", row[0]) for row in rows["country"] if row[-2]),
            noted=frozenset(value_of("country", row[0]) for row in rows["country"] if row[-1]),
            tiles=MappingProxyType(  # from west to east in each row
                {
                    value_of("region", code): Tile(column, row, short_en, short_ru)
                    for row, column, code, short_en, short_ru in rows["tile"]
                }
            ),
            districts=MappingProxyType({word.value: word for word in _districts()}),
            spellings=MappingProxyType(
                {f"{code}/{slug}": tuple(names) for code, slug, *_, names in rows["city"]}
            ),
            keys=_frozen(
                {
                    facet: {word.key: word.value for word in by_value.values()}
                    for facet, by_value in facets.items()
                }
            ),
            merged=_frozen(merged),
            _rows=rows,
        )

    def word(self, facet: str, value: str) -> Word | None:
        """The word with exactly this value; None for a merged or unknown one."""
        return self.facets[facet].get(value)

    def filter_word(self, facet: str, value: str) -> Word:
        """The word of a value that a filter takes, a federal district among the regions' ones.
        Raises KeyError."""
        if facet == "region" and value in self.districts:
            return self.districts[value]
        return self.facets[facet][value]

    def regions_in(self, district: str) -> tuple[str, ...]:
        """The values of the regions of a federal district; none of what is no district."""
        words = self.facets["region"].values()
        return tuple(word.value for word in words if word.group == district)

    def alphabetical(self, facet: str, language: str) -> tuple[Word, ...]:
        """All words of a facet by their names in this language; sorted once, then kept."""
        if (facet, language) not in self._alphabets:

            def key(word: Word) -> Any:
                return collation_key(pick(word.name_en, word.name_ru, language), language)

            self._alphabets[facet, language] = tuple(sorted(self.facets[facet].values(), key=key))
        return self._alphabets[facet, language]

    def by_key(self, facet: str, key: str) -> Word | None:
        """What a document means by this natural key, a merged word followed; else None.

        Followed, because a document is never rewritten when two words are merged.
        """
        value = self.keys[facet].get(key) or self.merged.get(facet, {}).get(key)
        return self.facets[facet][value] if value else None

    def is_retired(self, facet: str, key: str) -> bool:
        """Whether this natural key was a word, and nothing is meant by it any more."""
        return self.merged.get(facet, {}).get(key) == ""

    def canonical(self, facet: str, value: str) -> str | None:
        """The value that this spelling means: lower case, a merged word followed; else None."""
        lower = value.lower()
        lower = self.merged.get(facet, {}).get(lower, lower)
        is_district = facet == "region" and lower in self.districts
        return lower if is_district or lower in self.facets[facet] else None


class _Process:
    """What this process holds."""

    vocabulary: Vocabulary | None = None


def _frozen(tables: Mapping[str, Mapping[str, V]]) -> Mapping[str, Mapping[str, V]]:
    return MappingProxyType({key: MappingProxyType(dict(table)) for key, table in tables.items()})


# Column of an entry -> its choices, where people type other words for them.
_SEARCHED: Mapping[str, Iterable[Any]] = {"kind": Kind, "reach": Reach}


def _of_choices(column: str) -> Iterator[Word]:
    choices = Initiative._meta.get_field(column).flatchoices  # type: ignore[union-attr]
    return _searched(choices, _SEARCHED.get(column, ()))


def _districts() -> Iterator[Word]:
    return _searched(FederalDistrict.choices, FederalDistrict)


def _searched(choices: Iterable[tuple[str, Any]], of: Iterable[Any]) -> Iterator[Word]:
    """Words of the program with what people type for them."""
    searched = {choice.value: choice for choice in of}
    for word in _fixed(choices):
        choice = searched.get(word.value)
        also = {"also_en": choice.also_en, "also_ru": choice.also_ru} if choice else {}
        yield replace(word, **also)


def _fixed(choices: Iterable[tuple[str, str | Promise]]) -> Iterator[Word]:
    """Words of the program: their names are the labels of the catalogues, in both languages."""
    for value, label in choices:
        names = []
        for language in LANGUAGES:
            with translation.override(language):
                names.append(str(label))
        name_en, name_ru = names
        yield Word(value, value, value, name_en, name_ru)


Rows = Mapping[str, list[tuple[Any, ...]]]

_ALSO = ("also_en", "also_ru")
_ORDERED = ("order", "slug", "name_en", "name_ru", "pk", "merged_into", *_ALSO)
_NOTED = ~Q(entry_and_stay_en="", entry_and_stay_ru="")


_READ: dict[str, tuple[type[models.Model], tuple[Any, ...]]] = {
    "country": (Country, ("code", "slug", "name_en", "name_ru", "pk", *_ALSO, "featured", _NOTED)),
    "city": (City, ("country__code", "slug", "name_en", "name_ru", "pk", *_ALSO, "synonyms")),
    "region": (
        FocusRegion,
        ("code", "slug", "name_en", "name_ru", "federal_district", "pk", *_ALSO),
    ),
    "language": (Language, ("order", "code", "name_en", "name_ru", "pk")),
    "activity": (Activity, _ORDERED),
    "audience": (Audience, _ORDERED),
    "seeks": (SupportNeed, _ORDERED),
    "tag": (Tag, _ORDERED[1:]),
    "register": (Register, ("type", "compared_on")),
    "tile": (FocusRegion, ("tile_row", "tile_column", "code", "short_en", "short_ru")),
}


# The words that can be retired, and by what entries bear them.
_RETIRABLE = {"activity": "activities", "audience": "audiences", "seeks": "seeks", "tag": "tags"}


def _is_gone(relation: str) -> Any:
    """Of a word: that it is retired, and no listed entry bears it."""
    bearers = Initiative.objects.listed().filter(**{relation: OuterRef("pk")})
    return Q(retired=True) & ~Exists(bearers)


def _read() -> Rows:
    """The rows of all tables of words, sorted here, not in the database, whose collation differs
    from engine to engine; what a row is known by comes first in it."""
    gone = {name: [_is_gone(relation)] for name, relation in _RETIRABLE.items()}
    return {
        name: sorted(model._default_manager.values_list(*columns, *gone.get(name, ())))
        for name, (model, columns) in _READ.items()
    }


def _cities(rows: Iterable[tuple[Any, ...]]) -> Iterator[Word]:
    for country, slug, en, ru, pk, *also, _spellings in rows:
        key, group = f"{country}/{slug}", value_of("country", country)
        yield Word(value_of("city", key), key, slug, en, ru, group=group, **_known(pk, *also))


def _known(pk: int, also_en: list[str], also_ru: list[str]) -> dict[str, Any]:
    return {"pk": pk, "also_en": tuple(also_en), "also_ru": tuple(also_ru)}


def _ordered(rows: Iterable[tuple[Any, ...]]) -> tuple[list[Word], Mapping[str, str]]:
    """The words that stand, and for each merged one the word that it came to mean.

    A word may be merged into one that is merged or retired later; a circle means none of its words.
    """
    rows = list(rows)
    by_pk = {row[4]: row for row in rows}
    merged: dict[str, str] = {}
    for row in rows:
        seen, target = set(), row
        while target[5] is not None and not target[-1] and target[4] not in seen:
            seen.add(target[4])
            target = by_pk[target[5]]
        if target[-1]:
            merged[row[1]] = ""
        elif target is not row and target[5] is None:
            merged[row[1]] = target[1]
    words = [
        Word(slug, slug, slug, en, ru, **_known(pk, *also))
        for _order, slug, en, ru, pk, merged_into, *also, is_gone in rows
        if merged_into is None and not is_gone
    ]
    return words, merged
