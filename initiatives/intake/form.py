"""The public's form: the fields that the public is asked, read from what a browser sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from initiatives import content
from initiatives.content import Document
from initiatives.content.fields import FlagField, OneOfField, TextField
from initiatives.content.form import InitiativeForm, Stage
from initiatives.content.reading import read_text, too_many
from initiatives.fields.bilingual import reader_language
from initiatives.intake.mending import SAID_TWICE, UNREADABLE, mended
from initiatives.intake.typed_links import completed, link_of
from initiatives.intake.typed_words import Meant, lines_of, one_line, places_of, tags_meant
from initiatives.models import Relation, Vocabulary

# What the public is asked of the content, in the order of the form; all else stays as it is.
ASKED = (
    "website",
    "name_en",
    "name_ru",
    "kind",
    "summary_en",
    "summary_ru",
    "description_en",
    "description_ru",
    "links",
    "other_names",
    "founded",
    "terms_en",
    "terms_ru",
    "cost",
    "tags",
    "sources",
    "host_countries",
    "online",
    "cities",
    "languages",
    "activities",
    "focus_regions",
    "audiences",
    "seeks",
)
CHOSEN = ("host_countries", "languages", "activities", "focus_regions", "audiences", "seeks")
# One paragraph, whatever was typed into the box.
ONE_LINE = ("summary_en", "summary_ru", "terms_en", "terms_ru")
LINES = ("cities", "tags", "other_names", "sources")
ABOUT_YOU = ("relation", "contact", "contact_yearly", "note")
# Every name under which a browser may send something that was typed; others are ignored.
NAMES = (*(name for name in ASKED if name != "links"), "link_type", "link_url", *ABOUT_YOU)
_SEVERAL = (*CHOSEN, "link_type", "link_url")
_LINE_LIMIT = {"cities": content.NAME_LIMIT, "tags": 80}
CONTACT_LIMIT, NOTE_LIMIT = 200, 2000


class Read(forms.Widget):
    """A widget that only reads: the page's own templates draw the controls."""

    def __init__(self, read: Callable[[QueryDict], Any]) -> None:
        super().__init__()
        self.read = read

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return self.read(data)


class PublicForm(InitiativeForm):
    """typed: what the browser sent. base: the content that is being edited; None for a new one.

    ``about_you``: whether relation, contact and note are asked too. ``cut``: what was more than is
    read of a form (directory/form_limits.py), by field, with its message.
    """

    relation = OneOfField(values=Relation.values, label=_("What you are to it"))
    contact = TextField(limit=CONTACT_LIMIT, label=_("How to reach you"))
    contact_yearly = FlagField(label=_("Ask me once a year"))
    note = TextField(limit=NOTE_LIMIT, lines=True, label=_("What else the moderators should know"))

    def __init__(
        self,
        typed: QueryDict,
        *,
        vocabulary: Vocabulary,
        base: Document | None = None,
        about_you: bool = True,
        cut: Mapping[str, ValidationError] | None = None,
    ) -> None:
        self.typed, self.cut = typed, cut or {}
        super().__init__(typed, vocabulary=vocabulary, entries={}, stage=Stage.SEND)
        self.base = content.arranged(base or content.empty())
        self.places = places_of(vocabulary)
        kept = self.base["proposed"]
        self.cities_meant: Meant = self.places.meant(
            self._lines("cities"), chosen=typed.getlist("host_countries"), kept=kept["cities"]
        )
        self.tags_meant: Meant = tags_meant(self._lines("tags"), vocabulary, kept["tags"])
        asked = {*ASKED, "proposed", *(ABOUT_YOU if about_you else ())}
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        for name, read in self._readers().items():
            if name in self.fields:
                self.fields[name].widget = Read(read)

    def _readers(self) -> Mapping[str, Callable[[QueryDict], Any]]:
        readers: dict[str, Callable[[QueryDict], Any]] = {
            "website": lambda data: completed(data.get("website", "")),
            "links": links_typed,
            "online": lambda data: bool(data.get("online")),
            "contact_yearly": lambda data: bool(data.get("contact_yearly")),
            "other_names": lambda data: self._lines("other_names"),
            "sources": lambda data: [completed(line) for line in self._lines("sources")],
            "cities": lambda data: self.cities_meant.keys if self._fits("cities") else [],
            "tags": lambda data: self.tags_meant.keys if self._fits("tags") else [],
            "proposed": lambda data: {
                "cities": self.cities_meant.proposed if self._fits("cities") else [],
                "tags": self.tags_meant.proposed if self._fits("tags") else [],
            },
        }
        for name in ONE_LINE:
            readers[name] = partial(_one_line, name)
        for name in CHOSEN:
            readers[name] = partial(_chosen, name)
        return readers

    def _lines(self, name: str) -> list[str]:
        return lines_of(self.typed.get(name, ""))

    def _fits(self, name: str) -> bool:
        """Whether the typed lines may be read at all; ``clean`` says what is wrong with them."""
        return not list(self._line_faults(name))

    def _line_faults(self, name: str) -> list[ValidationError]:
        meant = self.cities_meant if name == "cities" else self.tags_meant
        number, most = len(meant.keys) + len(meant.proposed), content.MOST[name]
        if number > most:
            return [too_many(most, number)]
        faults = []
        for typed in self._lines(name):
            try:
                read_text(typed, limit=_LINE_LIMIT[name])
            except ValidationError as fault:
                faults.append(fault)
        return faults

    def clean(self) -> dict[str, Any]:
        self._refuse_what_came_damaged()
        given = super().clean()
        for name in ("cities", "tags"):
            for fault in self._line_faults(name):
                self.add_error(name, fault)
        if "relation" in self.fields:
            self._need(
                self._any(given, "relation"),
                "relation",
                _("Say whether you speak for it or know it."),
            )
        for name, error in self.cut.items():
            if name in self.fields:
                self.errors.pop(name, None)  # it counted only what was read
                self.add_error(name, error)
        return given

    def add_error(self, field: str | None, error: Any) -> None:
        """Each message where the person who reads this page finds its field."""
        if field == "proposed":
            field = "cities"
        if field in ("name_en", "summary_en") and getattr(error, "code", "") == "required":
            field = field.removesuffix("en") + reader_language()
        if field is not None and field not in self.fields:
            field = None
        super().add_error(field, mended(field, error))

    def _refuse_what_came_damaged(self) -> None:
        """A sign that could not be decoded, or one field sent twice with two meanings."""
        for name in NAMES:
            values = self.typed.getlist(name)
            field = "links" if name in ("link_type", "link_url") else name
            if field not in self.fields:
                continue
            if any("\ufffd" in value for value in values):
                self.add_error(field, ValidationError(UNREADABLE, code="unreadable"))
            if name not in _SEVERAL and len(set(values)) > 1:
                self.add_error(field, ValidationError(SAID_TWICE, code="twice"))

    def document(self) -> Document:
        """The base with what was typed. ValueError where it is not valid."""
        if not self.is_valid():
            raise ValueError("not a valid document")
        typed = {name: self.cleaned_data[name] for name in (*ASKED, "proposed")}
        return {**self.base, **typed, "schema": content.SCHEMA}

    def about_you(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ABOUT_YOU}


def _one_line(name: str, data: QueryDict) -> str:
    return one_line(data.get(name, ""))


def _chosen(name: str, data: QueryDict) -> list[str]:
    return [one for one in data.getlist(name) if one]


def links_typed(data: QueryDict) -> list[dict[str, str]]:
    """Each row with an address, and what it was said to be."""
    kinds, urls = data.getlist("link_type"), data.getlist("link_url")
    kinds += [""] * (len(urls) - len(kinds))
    return [link_of(kind, url) for kind, url in zip(kinds, urls, strict=False) if url.strip()]


def kept_of(data: QueryDict) -> QueryDict:
    """Only what was typed, without the form's own fields."""
    kept = QueryDict(mutable=True)
    for name in NAMES:
        if name in data:
            kept.setlist(name, data.getlist(name))
    return kept


def typed_of(document: Document, *, vocabulary: Vocabulary) -> QueryDict:
    """What somebody would have typed for this document: where editing it begins."""
    typed = QueryDict(mutable=True)
    places = places_of(vocabulary)
    for name in ASKED:
        value = document[name]
        if name == "links":
            typed.setlist("link_type", [link["type"] for link in value])
            typed.setlist("link_url", [link["url"].removeprefix("mailto:") for link in value])
        elif name == "cities":
            chosen = document["host_countries"]
            lines = [places.line(key, chosen=chosen) for key in value]
            lines += [places.proposed_line(one) for one in document["proposed"]["cities"]]
            typed[name] = "\n".join(lines)
        elif name == "tags":
            words = [vocabulary.by_key("tag", key) for key in value]
            lines = [str(word.name) for word in words if word]
            lines += [one["name"] for one in document["proposed"]["tags"]]
            typed[name] = "\n".join(lines)
        elif name in LINES:
            typed[name] = "\n".join(value)
        elif name in CHOSEN:
            typed.setlist(name, value)
        elif name == "online":
            typed[name] = "1" if value else ""
        else:
            typed[name] = value
    return typed
