"""The classes of an entry's fields: each takes any JSON value and gives the value that is kept,
or raises ValidationError with a message how to mend it.

A field also says what its value looks like to a person (`display`), to a program (`schema`), and
how it is read from a published row (`from_row`).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.content import widgets
from initiatives.content.document import Changed, Stage
from initiatives.content.reading import (
    WRONG_TYPE,
    distinct,
    read_address,
    read_date,
    read_list,
    read_text,
    refuse_unknown,
    shown,
)
from initiatives.content.schema import (
    DATE,
    DATE_OR_EMPTY,
    KEYS,
    SLUG,
    Schema,
    address_schema,
    list_schema,
    object_schema,
    text_schema,
)
from initiatives.fields.links import ADDRESS_LIMIT, LinkType, validate_link
from initiatives.fields.partial_date import PartialDate
from initiatives.models import (
    DesignationType,
    Initiative,
    LegalDesignation,
    Vocabulary,
    value_of,
    word_keys,
)

REGISTER_NAME_LIMIT = LegalDesignation._meta.get_field("name_in_register").max_length or 0
DESIGNATION_FIELDS = ("type", "name_in_register", "since", "ended", "source")


class DocumentField(forms.Field):
    """One field of an entry. ``read`` makes the kept value of a JSON value other than null.

    ``history``: what a change of it is called. ``required_to``: the stage at which it has to be
    there, it or one of the fields ``instead``; ``message`` says so.
    """

    widget: Any = widgets.TextInput
    is_column = True  # whether Initiative has a column of this name
    is_address = False  # addresses are compared letter by letter, so that a changed host shows
    has_items = False
    limit = ADDRESS_LIMIT  # of a value, or of each item
    most = 1
    # Set by the form, which knows the words and entries of this moment.
    vocabulary: Vocabulary
    entries: Mapping[str, str]  # slug, old or present -> present slug

    def __init__(
        self,
        label: Any,
        history: Changed | None = None,
        *,
        required_to: Stage | None = None,
        instead: Sequence[str] = (),
        message: Any = "",
        **kwargs: Any,
    ) -> None:
        messages = {"required": message}
        super().__init__(required=False, label=label, error_messages=messages, **kwargs)
        self.history, self.required_to, self.instead = history, required_to, instead

    def prepare(self, vocabulary: Vocabulary, entries: Mapping[str, str]) -> None:
        """What the form does with its own copy before anything is read or drawn."""
        self.vocabulary, self.entries = vocabulary, entries
        self.widget.vocabulary = vocabulary

    def clean(self, value: Any) -> Any:
        return self.empty() if value is None else self.read(value)

    def read(self, value: Any) -> Any:
        raise NotImplementedError

    def empty(self) -> Any:
        """The value that stands for "not given"."""
        return ""

    def arranged(self, value: Any) -> Any:
        """Any value, brought into the order that the field's own values have."""
        return value

    def from_row(self, initiative: Initiative, name: str) -> Any:
        """What a published row says of it."""
        return copy.copy(getattr(initiative, name))

    def display(self, value: Any, vocabulary: Vocabulary) -> list[str]:
        """A valid value for a person: no text where it says nothing, one for each item."""
        return [str(value)] if value else []

    def schema(self) -> Schema:
        """What it takes, as JSON Schema."""
        raise NotImplementedError


class TextField(DocumentField):
    """One line, or several when ``lines``, of at most ``limit`` characters."""

    def __init__(self, *args: Any, limit: int, lines: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit, self.lines = limit, lines

    def read(self, value: Any) -> str:
        return read_text(value, limit=self.limit, lines=self.lines)

    def schema(self) -> Schema:
        return text_schema(self.limit)


class ChoiceField(DocumentField):
    """One of the values of an enumeration, or "" unless there is a ``default``."""

    widget: Any = widgets.Select

    def __init__(self, *args: Any, choices: Any, default: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices, self.default = choices, default

    def prepare(self, vocabulary: Vocabulary, entries: Mapping[str, str]) -> None:
        super().prepare(vocabulary, entries)
        self.widget.offer(self.choices.choices)

    def empty(self) -> str:
        return self.default

    def read(self, value: Any) -> str:
        text = read_text(value, limit=ADDRESS_LIMIT)
        return read_choice(text, self.choices) if text else ""

    def display(self, value: Any, vocabulary: Vocabulary) -> list[str]:
        return [label_of(self.choices, value)] if value else []

    def schema(self) -> Schema:
        return {"enum": self.choices.values if self.required_to else ["", *self.choices.values]}


class BooleanField(DocumentField):
    """True or false, and nothing that merely looks like it."""

    widget = widgets.CheckboxInput

    def empty(self) -> bool:
        return False

    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError(WRONG_TYPE["flag"], code="type")
        return value

    def display(self, value: Any, vocabulary: Vocabulary) -> list[str]:
        return [str(_("yes") if value else _("no"))]

    def schema(self) -> Schema:
        return {"type": "boolean"}


class DateField(DocumentField):
    """A partial date in its written form, or ""."""

    widget = widgets.SHORT

    def read(self, value: Any) -> str:
        return read_date(value)

    def from_row(self, initiative: Initiative, name: str) -> str:
        return str(getattr(initiative, name) or "")

    def display(self, value: Any, vocabulary: Vocabulary) -> list[str]:
        return [shown_date(value)] if value else []

    def schema(self) -> Schema:
        return text_schema(pattern=DATE_OR_EMPTY)


class AddressField(DocumentField):
    """An address of the web, or ""."""

    widget = widgets.ADDRESS
    is_address = True

    def read(self, value: Any) -> str:
        return read_address(value, required=False)

    def schema(self) -> Schema:
        return address_schema(r"^(https?://.*)?$")


class ListField(DocumentField):
    """At most ``most`` items, each read by ``item``; said twice counts once."""

    widget: Any = widgets.Lines
    has_items = True

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def empty(self) -> list[Any]:
        return []

    def read(self, value: Any) -> list[Any]:
        kept, errors = [], []
        for number, item in enumerate(read_list(value, self.most), 1):
            try:
                kept.append(self.item(item))
            except ValidationError as error:
                errors += [
                    ValidationError(
                        _("No. %(number)d: %(fault)s"),
                        code=error.code,
                        params={"number": number, "fault": message},
                    )
                    for message in error.messages
                ]
        if errors:
            raise ValidationError(errors)
        return distinct(kept)

    def item(self, value: Any) -> Any:
        raise NotImplementedError

    def display(self, value: Any, vocabulary: Vocabulary) -> list[str]:
        return [self.display_item(item, vocabulary) for item in value]

    def display_item(self, item: Any, vocabulary: Vocabulary) -> str:
        return str(item)

    def schema(self) -> Schema:
        return list_schema(self.item_schema(), self.most)

    def item_schema(self) -> Schema:
        raise NotImplementedError


class NamesField(ListField):
    """Names of at most ``limit`` characters; an empty one is an error, not left out in silence."""

    def __init__(self, *args: Any, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = limit

    def item(self, value: Any) -> str:
        text = read_text(value, limit=self.limit)
        if not text:
            raise ValidationError(_("This is empty: fill it in or remove it."), code="empty")
        return text

    def item_schema(self) -> Schema:
        return text_schema(self.limit)


class AddressesField(ListField):
    """Addresses of the web."""

    widget = widgets.ADDRESSES
    is_address = True

    def item(self, value: Any) -> str:
        return read_address(value, required=True)

    def item_schema(self) -> Schema:
        return address_schema()


class LinksField(ListField):
    """An initiative's own channels: ``{"type": …, "url": …}`` each."""

    widget = widgets.Links
    is_address = True

    def item(self, value: Any) -> dict[str, str]:
        if isinstance(value, dict) and isinstance(value.get("url"), str):
            value = {**value, "url": read_text(value["url"])}
        validate_link(value)
        return {"type": value["type"], "url": value["url"]}

    def display_item(self, item: Any, vocabulary: Vocabulary) -> str:
        return f"{label_of(LinkType, item['type'])} {item['url']}"

    def item_schema(self) -> Schema:
        types = {"enum": LinkType.values}
        return object_schema(type=types, url=address_schema(r"^(https?://|mailto:)"))


class WordsField(ListField):
    """Words of one facet by their natural keys; a merged word becomes the one that it means."""

    widget = widgets.Checks
    is_column = False

    def __init__(self, *args: Any, facet: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facet = facet

    def prepare(self, vocabulary: Vocabulary, entries: Mapping[str, str]) -> None:
        super().prepare(vocabulary, entries)
        self.widget.facet, self.widget.label = self.facet, str(self.label)

    def item(self, value: Any) -> str:
        key = read_text(value, limit=ADDRESS_LIMIT)
        word = self.vocabulary.by_key(self.facet, key)
        if word is None:
            known = self.vocabulary.canonical(self.facet, value_of(self.facet, key))
            word = self.vocabulary.word(self.facet, known) if known else None
        if word is None or word.pk is None:  # a fixed word ("online") is no row to point at
            raise ValidationError(
                _("“%(value)s” is not one of the known words. Choose one of them or propose it."),
                code="unknown",
                params={"value": shown(key)},
            )
        return word.key

    def from_row(self, initiative: Initiative, name: str) -> list[str]:
        return word_keys(initiative.facets, self.facet)  # which keep their order

    def display_item(self, item: Any, vocabulary: Vocabulary) -> str:
        word = vocabulary.by_key(self.facet, item)
        return str(word.name) if word else str(item)

    def item_schema(self) -> Schema:
        return text_schema(pattern=KEYS.get(self.facet, SLUG))


class EntriesField(ListField):
    """Other entries by their slugs; an old slug becomes the present one. Sorted: no order."""

    widget = widgets.SLUGS
    is_column = False

    def read(self, value: Any) -> list[str]:
        return sorted(super().read(value))

    def item(self, value: Any) -> str:
        return find_entry(self.entries, value)

    def arranged(self, value: Any) -> Any:
        return sorted(value) if _is_list_of(value, str) else value

    def from_row(self, initiative: Initiative, name: str) -> list[str]:
        return sorted(entry.slug for entry in getattr(initiative, name).all())

    def item_schema(self) -> Schema:
        return text_schema(pattern=SLUG)


class OtherEntryField(DocumentField):
    """Another entry by its slug, or ""."""

    widget = widgets.SLUG
    is_column = False

    def read(self, value: Any) -> str:
        return find_entry(self.entries, value) if value != "" else ""

    def from_row(self, initiative: Initiative, name: str) -> str:
        entry = getattr(initiative, name)
        return entry.slug if entry else ""

    def schema(self) -> Schema:
        return text_schema(pattern=SLUG.replace("^", "^(").replace("$", ")?$"))


class DesignationsField(ListField):
    """What Russian authorities declared; only with a date and a source."""

    widget = widgets.Designations
    is_column = False

    def item(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict):
            raise ValidationError(WRONG_TYPE["object"], code="type")
        refuse_unknown(value, DESIGNATION_FIELDS)
        kind = read_choice(read_text(value.get("type"), limit=ADDRESS_LIMIT), DesignationType)
        since, ended = read_date(value.get("since")), read_date(value.get("ended"))
        if not since:
            raise ValidationError(_("Say since when; a year is enough."), code="since")
        if ended and PartialDate.parse(ended) < PartialDate.parse(since):
            raise ValidationError(_("It cannot end before it began."), code="ended")
        if not value.get("source"):
            raise ValidationError(_("Enter the address of a source."), code="source")
        return {
            "type": kind,
            "name_in_register": read_text(value.get("name_in_register"), limit=REGISTER_NAME_LIMIT),
            "since": since,
            "ended": ended,
            "source": read_address(value["source"], required=True),
        }

    def arranged(self, value: Any) -> Any:
        if not _is_list_of(value, dict):
            return value
        return [{**dict.fromkeys(DESIGNATION_FIELDS, ""), **item} for item in value]

    def from_row(self, initiative: Initiative, name: str) -> list[dict[str, str]]:
        return [
            {key: str(getattr(row, key) or "") for key in DESIGNATION_FIELDS}
            for row in getattr(initiative, name).all()
        ]

    def display_item(self, item: Any, vocabulary: Vocabulary) -> str:
        ended = f" – {shown_date(item['ended'])}" if item["ended"] else ""
        parts = [
            label_of(DesignationType, item["type"]),
            item["name_in_register"],
            shown_date(item["since"]) + ended,
            item["source"],
        ]
        return ", ".join(part for part in parts if part)

    def item_schema(self) -> Schema:
        return object_schema(
            type={"enum": DesignationType.values},
            name_in_register=text_schema(REGISTER_NAME_LIMIT),
            since=text_schema(pattern=DATE),
            ended=text_schema(pattern=DATE_OR_EMPTY),
            source=address_schema(),
        )


def read_choice(text: str, choices: Any) -> str:
    """One of the values of an enumeration."""
    if text not in choices.values:
        raise ValidationError(
            _("“%(value)s” is not known here. Choose one of: %(choices)s."),
            code="unknown",
            params={"value": shown(text), "choices": ", ".join(choices.values)},
        )
    return text


def find_entry(entries: Mapping[str, str], value: Any) -> str:
    """The present slug of the entry that is known by this one."""
    slug = read_text(value, limit=ADDRESS_LIMIT)
    if slug not in entries:
        raise ValidationError(
            _("There is no entry “%(value)s”. Write the name in its address."),
            code="unknown",
            params={"value": shown(slug)},
        )
    return entries[slug]


def label_of(choices: Any, value: str) -> str:
    """What people call one of the values of an enumeration; another value as it is."""
    return str(choices(value).label) if value in choices.values else value


def shown_date(value: str) -> str:
    """A partial date for a reader; what is none stays as it is."""
    try:
        return PartialDate.parse(value).display() if value else ""
    except ValueError:
        return value


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)
