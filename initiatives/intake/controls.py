"""The form as the templates draw it: each question with what was typed and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from initiatives.content import FACET_OF
from initiatives.fields.bilingual import reader_language
from initiatives.fields.links import LinkType
from initiatives.intake.questions import (
    IN_OTHER_LANGUAGE,
    KINDS,
    PARTS,
    RELATIONS,
    YOU,
    Asked,
    Words,
)
from initiatives.models import ONLINE, Cost, Kind, Vocabulary, Word
from initiatives.text.names import collation_key

SHOWN = 8
LINK_ROWS = 2
# Menus with all countries. One of them is 13 kB of the page: in further ones a country can be
# taken out only.
FULL_MENUS = 6


@dataclass(frozen=True)
class Option:
    value: str
    label: Words
    chosen: bool = False
    help: Words = ""


@dataclass
class Control:
    """One question on the page. ``id`` is where an error's link leads."""

    name: str
    control: str
    label: Words
    help: Words
    limit: int
    optional: bool
    public: bool
    lang: str = ""
    value: str = ""
    errors: Sequence[str] = ()
    options: Sequence[Option] = ()
    folded: Sequence[Option] = ()
    groups: Sequence[tuple[Words, Sequence[Option]]] = ()
    chosen: Sequence[str] = ()
    rows: Sequence[Any] = ()

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def folded_chosen(self) -> bool:
        return any(option.chosen for option in self.folded)

    @property
    def described_by(self) -> str:
        ids = [f"help-{self.name}"] if self.help else []
        ids += [f"error-{self.name}"] if self.errors else []
        return " ".join(ids)

    @property
    def is_filled(self) -> bool:
        return bool(
            self.value.strip() or self.chosen or any(second for _first, second in self.rows)
        )


@dataclass
class Section:
    number: int
    title: Words
    controls: list[Control]
    more_label: Words = ""
    more: list[Control] = field(default_factory=list)

    @property
    def more_open(self) -> bool:
        return any(control.errors or control.is_filled for control in self.more)


def sections(
    typed: QueryDict,
    *,
    vocabulary: Vocabulary,
    errors: Mapping[str, Sequence[str]],
    about_you: bool = True,
    another: str = "",
) -> list[Section]:
    """another: "country" or "link" when one more empty row was asked for."""
    parts = PARTS if about_you else tuple(part for part in PARTS if part is not YOU)

    def drawn(asked: Iterable[Asked]) -> list[Control]:
        return [_control(one, typed, vocabulary, errors, another) for one in asked]

    return [
        Section(number, part.title, drawn(part.asked), part.more_label, drawn(part.more))
        for number, part in enumerate(parts, 1)
    ]


def problems(
    sections: Sequence[Section], errors: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """The summary on top: one line for each field, and what belongs to no field first."""
    found: list[dict[str, Any]] = [{"text": text, "id": ""} for text in errors.get("__all__", ())]
    for section in sections:
        for control in [*section.controls, *section.more]:
            if control.errors:
                text = _("%(field)s: %(message)s") % {
                    "field": control.label,
                    "message": _as_part(control.errors[0]),
                }
                found.append({"text": text, "id": control.id})
    return found


def _as_part(sentence: str) -> str:
    """A sentence behind a colon: without its capital, but for abbreviations and quotes."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


def _control(
    asked: Asked,
    typed: QueryDict,
    vocabulary: Vocabulary,
    errors: Mapping[str, Sequence[str]],
    another: str,
) -> Control:
    name, label, lang = asked.name, asked.label, ""
    stem, _underscore, which = name.rpartition("_")
    if which in ("own", "other"):
        own = reader_language()
        lang = own if which == "own" else ("en" if own == "ru" else "ru")
        name = f"{stem}_{lang}"
        if which == "other":
            label = IN_OTHER_LANGUAGE[stem, lang]
    control = Control(
        name=name,
        control=asked.control,
        label=label,
        help=asked.help,
        limit=asked.limit,
        optional=asked.optional,
        public=asked.public,
        lang=lang if which == "other" else "",
        errors=errors.get(name, ()),
    )
    _fill(control, typed, vocabulary, another)
    return control


def _fill(control: Control, typed: QueryDict, vocabulary: Vocabulary, another: str) -> None:
    name = control.name
    given = typed.getlist(name)
    if control.control == "kind":
        control.options = [Option(k, Kind(k).label, k in given[-1:], text) for k, text in KINDS]
    elif control.control == "relation":
        control.options = [Option(r, text, r in given[-1:]) for r, text in RELATIONS]
    elif control.control == "cost":
        none = Option("", _("not said"), not any(given))
        control.options = [none, *(Option(c, label, c in given[-1:]) for c, label in Cost.choices)]
        control.chosen = [one for one in given if one]
    elif control.control == "countries":
        control.groups = _countries(vocabulary)
        control.chosen = [one for one in given if one]
        empty = (not control.chosen) + (another == "country")
        keys = [*control.chosen, *[""] * empty]
        known = {key: vocabulary.by_key("country", key) for key in keys[FULL_MENUS:-1]}
        alone = {key: [Option(key, word.name, chosen=True)] for key, word in known.items() if word}
        # A script makes a further menu of the last one.
        full = {*range(FULL_MENUS), len(keys) - 1}
        control.rows = [
            (key, None if number in full else alone.get(key, [])) for number, key in enumerate(keys)
        ]
    elif control.control == "checks":
        options = _words(vocabulary, name, given)
        control.options, control.folded = options[:SHOWN], options[SHOWN:]
        control.chosen = [one.value for one in options if one.chosen]
    elif control.control == "links":
        kinds, urls = typed.getlist("link_type"), typed.getlist("link_url")
        rows = [
            (kinds[number] if number < len(kinds) else "", url)
            for number, url in enumerate(urls)
            if url.strip()
        ]
        empty = max(LINK_ROWS - len(rows), 0) + (another == "link")
        control.rows = rows + [("", "")] * empty
        control.options = [Option(value, label) for value, label in LinkType.choices]
    else:
        control.value = given[-1] if given else ""


def _words(vocabulary: Vocabulary, name: str, given: Sequence[str]) -> list[Option]:
    facet = FACET_OF[name]
    words: Iterable[Word] = vocabulary.facets[facet].values()
    if facet == "region":
        words = _collated(words)
    return [Option(word.key, word.name, word.key in given) for word in words]


def _countries(vocabulary: Vocabulary) -> list[tuple[Words, list[Option]]]:
    """Those that the directory always lists first, then all."""
    words = [w for w in vocabulary.facets["country"].values() if w.value != ONLINE]
    featured = [word for word in words if word.value in vocabulary.featured]
    return [
        (_("Often chosen"), [Option(word.key, word.name) for word in _collated(featured)]),
        (_("All countries"), [Option(word.key, word.name) for word in _collated(words)]),
    ]


def _collated(words: Iterable[Word]) -> list[Word]:
    return sorted(words, key=lambda word: _place(word.name, reader_language()))


_place = lru_cache(maxsize=1024)(collation_key)  # the same words for every form
