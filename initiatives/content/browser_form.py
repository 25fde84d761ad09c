"""A form of a page: some of an entry's fields, read from what a browser sends."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from initiatives.content.document import Document, Stage, upgraded
from initiatives.content.form import FIELDS, EntryForm, arranged, empty
from initiatives.content.places import MeantPlaces
from initiatives.content.widgets import Limit
from initiatives.fields.bilingual import LANGUAGES, reader_language
from initiatives.models import Vocabulary


class Fieldset(NamedTuple):
    """A part of a page. ``folded``: fields that the reader has to unfold.

    A name that ends in _own or _other is asked in the page's language, or in the other one.
    """

    key: str
    title: Any
    fields: tuple[str, ...]
    folded: tuple[str, ...] = ()
    folded_title: Any = ""


class EntryBoundField(BoundField):
    """A field on a page. Its boxes hold what was typed, not what was made of it."""

    form: BrowserForm
    field: Any

    def value(self) -> Any:
        widget = self.field.widget
        if self.form.typed is None:
            return widget.unparsed(self.initial)
        return widget.typed(self.form.typed, self.html_name)

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> dict[str, Any]:
        more: dict[str, Any] = {"lang": self.lang} if self.lang else {}
        if self.counter:
            more["data-limit"] = self.counter
        return super().build_widget_attrs({**attrs, **more}, widget)

    @property
    def aria_describedby(self) -> str:
        parts = {"who": self.form.says_who_sees, "help": self.help_text, "error": self.errors}
        return " ".join(f"{part}-{self.name}" for part, is_there in parts.items() if is_there)

    @property
    def lang(self) -> str:
        """Of what is typed here: "en", "ru" or, where nobody knows, ""."""
        return self.name[-2:] if self.name.endswith(("_en", "_ru")) else ""

    @property
    def counter(self) -> int:
        """To how many characters a page counts."""
        return self.field.limit if self.field.widget.counted else 0

    @property
    def is_public(self) -> bool:
        return self.name in FIELDS

    @property
    def is_optional(self) -> bool:
        return self.field.required_to != Stage.SEND

    @property
    def is_filled(self) -> bool:
        """Whether something is there, or a row for more was asked for."""
        value, one_more = self.value(), getattr(self.field.widget, "one_more", False)
        return one_more or bool(value.strip() if isinstance(value, str) else value)


class BrowserForm(EntryForm):
    """``typed``: what the browser sent; None for a page that begins with ``before``.

    ``before``: the document that is changed, or what a new one begins with. ``judge``: False gives
    the page once more without a word on what was typed. ``cut``: what was more than is read of a
    form (directory/form_limits.py), by field, with its message.
    """

    fieldsets: Sequence[Fieldset] = ()
    hidden: ClassVar[tuple[str, ...]] = ()  # asked without a box of their own
    labels: ClassVar[Mapping[str, Any]] = {}
    help_texts: ClassVar[Mapping[str, Any]] = {}
    widgets: ClassVar[Mapping[str, Any]] = {}
    says_who_sees: ClassVar[bool] = False
    bound_field_class = EntryBoundField
    is_typed = is_new = True

    def __init__(
        self,
        typed: MultiValueDict[str, str] | None,
        *,
        vocabulary: Vocabulary,
        entries: Mapping[str, str] | None = None,
        before: Document | None = None,
        judge: bool = True,
        cut: Mapping[str, ValidationError] | None = None,
        **kwargs: Any,
    ) -> None:
        self.typed, self.cut = typed, cut or {}
        self.before = arranged(upgraded(before)) if before is not None else empty()
        super().__init__(
            typed if judge else None,
            vocabulary=vocabulary,
            entries=entries or {},
            initial=self.before,
            **kwargs,
        )
        asked = self.asked()
        self.fields = {name: field for name, field in self.fields.items() if name in asked}
        for words, attribute in ((self.labels, "label"), (self.help_texts, "help_text")):
            for name, text in words.items():
                if (own := localised(name)) in self.fields:
                    setattr(self.fields[own], attribute, text)
        for name, field in self.fields.items():
            if name in self.widgets:
                field.widget = copy.deepcopy(self.widgets[name])
            field.prepare(vocabulary, field.entries)
            field.widget.before = self.before.get(name)

    @classmethod
    def asked(cls) -> set[str]:
        """The names of the fields that it has."""
        names = [name for part in cls.fieldsets for name in (*part.fields, *part.folded)]
        languages = [localised(name, language) for name in names for language in LANGUAGES]
        return {*languages, *cls.hidden}

    @classmethod
    def limits(cls) -> dict[str, tuple[str, Limit]]:
        """Each name under which a browser sends something: of which field, and how much."""
        return {
            sent: (name, limit)
            for name, field in cls.base_fields.items()
            if name in cls.asked()
            for sent, limit in cls.widgets.get(name, field.widget).limits(name, field).items()
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for line in self._meant_places().unread:
            message = _(
                "We never publish a street or house: write only the city in place of “%(typed)s”."
            )
            self._refuse("cities", message, code="street", typed=line)
        for name, error in self.cut.items():
            if name in self.fields and name not in self.hidden:
                self.errors.pop(name, None)  # it counted only what was read
                self.add_error(name, error)
        return given

    def _clean_places(self, given: dict[str, Any]) -> None:
        """A country that was typed among the cities is chosen too."""
        countries = [key for _typed, key in self._meant_places().countries]
        if countries and "host_countries" in given:
            given["host_countries"] = [*given["host_countries"], *countries]
        super()._clean_places(given)

    def _meant_places(self) -> MeantPlaces:
        if self.typed is None or "cities" not in self.fields:
            return MeantPlaces()
        return self.fields["cities"].widget.meant(self.typed)

    def notes(self) -> list[str]:
        """What was made of something typed, where nobody would expect it, in whole sentences."""
        notes = []
        if self.email_of_website:
            text = _("%(email)s is an email address: it is now among the links, not the website.")
            notes.append(text % {"email": self.email_of_website})
        meant, words = self._meant_places(), self.fields["host_countries"].vocabulary
        for typed, key in meant.countries:
            word = words.by_key("country", key)
            text = _("“%(typed)s” was read as a country, not as a city: %(country)s.")
            notes.append(text % {"typed": typed, "country": word.name if word else key})
        for typed, key in meant.elsewhere:
            if word := words.by_key("city", key):
                text = _(
                    "“%(typed)s” was read as %(city)s, %(country)s, which is none of the countries "
                    "you chose. If it is another place, write its country after a comma."
                )
                country = words.facets["country"][word.group].name
                params = {"typed": typed, "city": word.name, "country": country}
                notes.append(text % params)
        if meant.has_street:
            notes.append(_("We never publish a street or house: we kept only the city."))
        for typed, key in meant.offered:
            text = _(
                "“%(typed)s” is “%(city)s” on the other keyboard layout. If you meant that, "
                "correct it; otherwise the moderators get it as it is."
            )
            word = words.by_key("city", key)
            notes.append(text % {"typed": typed, "city": word.name if word else key})
        return notes

    def sections(self) -> Iterator[dict[str, Any]]:
        """The parts of the page, with the fields of each."""
        for number, part in enumerate(self.fieldsets, 1):
            folded: list[Any] = [self[localised(name)] for name in part.folded]
            yield {
                "key": part.key,
                "number": number,
                "title": part.title,
                "fields": [self[localised(name)] for name in part.fields],
                "folded": folded,
                "folded_title": part.folded_title,
                "is_open": any(field.errors or field.is_filled for field in folded),
            }

    def wrong_fields(self) -> list[Any]:
        """The fields with an error, in the order of the page."""
        parts = list(self.sections())
        return [
            field for part in parts for field in (*part["fields"], *part["folded"]) if field.errors
        ]


def localised(name: str, language: str = "") -> str:
    """``name_own``, ``name_other`` -> the field's name for a page in this language."""
    stem, _underscore, which = name.rpartition("_")
    if which not in ("own", "other"):
        return name
    own = language or reader_language()
    return f"{stem}_{own if which == 'own' else next(one for one in LANGUAGES if one != own)}"
