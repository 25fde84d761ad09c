"""A content document as the controls of one page: every field, for moderators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from initiatives import content
from initiatives.content import Document
from initiatives.content.content_fields import LABELS
from initiatives.fields.links import LinkType
from initiatives.models import (
    Cost,
    DesignationType,
    EntryState,
    Initiative,
    Kind,
    Reach,
    Vocabulary,
)

SECTIONS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    (
        "what",
        _("What it is"),
        ("website", "name_en", "name_ru", "other_names", "kind", "summary_en", "summary_ru",
         "description_en", "description_ru", "links", "founded", "terms_en", "terms_ru", "cost",
         "tags"),
    ),
    (
        "where",
        _("Where and for whom"),
        ("host_countries", "online", "cities", "languages", "activities", "focus_regions",
         "audiences", "seeks", "reach", "partners"),
    ),
    ("proposed", _("Proposed, not yet among the words"), ("proposed",)),
    ("sources", _("Where this can be checked"), ("sources", "checked")),
    ("state", _("State and designations"), ("state", "closed_on", "successor", "designations")),
)  # fmt: skip

HELP = {
    "other_names": _("One a line."),
    "sources": _("One address a line."),
    "partners": _("One a line: the last part of the entry’s address."),
    "successor": _("The last part of the entry’s address."),
    "cities": _("One a line, by name. An unknown one becomes a proposal."),
    "tags": _("One a line, by name. An unknown one becomes a proposal."),
    "founded": _("A year, a month or a day: 2022, 2022-03 or 2022-03-10."),
    "closed_on": _("A year, a month or a day: 2022, 2022-03 or 2022-03-10."),
    "checked": _("For example 2024-05."),
    "links": _("A row with no address is left out."),
    "designations": _("Only with a date and a source. A row with no type is left out."),
    "proposed": _(
        "Give a slug and both names, for a city its country and coordinates too: publishing makes "
        "the word. Or write a known word in its place above and empty the name here."
    ),
}
_CHOICES = {"kind": Kind, "cost": Cost, "reach": Reach, "state": EntryState}
_FREE_ROWS = 2


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: Any
    chosen: bool


@dataclass(frozen=True, slots=True)
class Control:
    """One field: ``shape`` chooses the part of the template, the rest is what stands in it."""

    name: str
    label: Any
    shape: str
    value: Any
    errors: list[str]
    help: Any = ""
    lang: str = ""
    limit: int = 0
    choices: list[Choice] = field(default_factory=list)
    more: list[Choice] = field(default_factory=list)  # folded away
    offered: list[tuple[str, Any]] = field(default_factory=list)  # the values of a row's select


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: Any
    controls: list[Control]


def sections(
    document: Document, vocabulary: Vocabulary, errors: Mapping[str, Any] | None = None
) -> list[Section]:
    """The page's parts. ``errors``: those of InitiativeForm, by field."""
    document = content.arranged(document)
    faults = {name: [str(one) for one in found] for name, found in (errors or {}).items()}
    made = []
    for key, title, names in SECTIONS:
        controls = [control(name, document, vocabulary, faults.get(name, [])) for name in names]
        if key == "proposed" and not any(document["proposed"].values()) and not controls[0].errors:
            continue
        made.append(Section(key, title, controls))
    return made


def control(name: str, document: Document, words: Vocabulary, errors: list[str]) -> Control:
    """The control of one field of an arranged document."""
    value = document[name]
    shape = "line"
    choices: list[Choice] = []
    more: list[Choice] = []
    offered: list[tuple[str, Any]] = []
    if name in content.FACET_OF and name not in ("cities", "tags"):
        shape = "ticks"
        choices, more = _ticks(name, value, words)
    elif name in ("cities", "tags"):
        shape = "lines"
        facet = content.FACET_OF[name]
        known = [(key, words.by_key(facet, key)) for key in value]
        # A city's key, not its name: two countries may have one of this name.
        value = "\n".join(str(word.name) if word and name == "tags" else key for key, word in known)
    elif name in ("other_names", "sources", "partners"):
        shape, value = "lines", "\n".join(map(str, value))
    elif name in _CHOICES:
        shape = "choice"
        choices = [Choice(one, label, one == value) for one, label in _CHOICES[name].choices]
    elif name == "online":
        shape = "flag"
    elif name == "links":
        shape, offered = "links", list(LinkType.choices)
        value = [*value, *[{"type": "", "url": ""}] * _FREE_ROWS][: content.MOST["links"]]
    elif name == "designations":
        shape, offered = "designations", list(DesignationType.choices)
        value = [*value, {}]
    elif name == "proposed":
        shape = "proposed"
    elif name.startswith(("description_", "summary_", "terms_")):
        shape = "text"
    return Control(
        name=name,
        label=LABELS[name],
        shape=shape,
        value=value,
        errors=errors,
        help=HELP.get(name, ""),
        lang=name[-2:] if name.endswith(("_en", "_ru")) else "",
        limit=_limit(name),
        choices=choices,
        more=more,
        offered=offered,
    )


def _limit(name: str) -> int:
    if name in content.FACET_OF or name in ("partners", "designations", "proposed", "successor"):
        return 0
    return getattr(Initiative._meta.get_field(name), "max_length", 0) or 0


def _ticks(name: str, chosen: list[str], words: Vocabulary) -> tuple[list[Choice], list[Choice]]:
    """What is shown at once and what is folded: countries that nobody named, regions, languages."""
    facet = content.FACET_OF[name]
    all_words = [word for word in words.facets[facet].values() if word.pk is not None]
    first = {
        "host_countries": lambda word: word.value in words.featured,
        "focus_regions": lambda word: False,
        "languages": lambda word: word.order < 8,
    }.get(name, lambda word: True)
    shown: list[Choice] = []
    folded: list[Choice] = []
    for word in sorted(all_words, key=lambda word: (word.order, str(word.name))):
        choice = Choice(word.key, word.name, word.key in chosen)
        (shown if choice.chosen or first(word) else folded).append(choice)
    if name in ("host_countries", "focus_regions"):
        shown.sort(key=lambda one: str(one.label))
        folded.sort(key=lambda one: str(one.label))
    return shown, folded
