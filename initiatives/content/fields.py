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
    find_entry,
    is_list_of,
    label_of,
    meant_date,
    meant_link_item,
    meant_text,
    meant_url,
    read_address,
    read_choice,
    read_date,
    read_list,
    read_text,
    refuse_unreachable,
    shown,
    shown_date,
)
from initiatives.content.schema import (
    DATE_OR_EMPTY,
    KEYS,
    SLUG,
    SLUG_OR_EMPTY,
    Schema,
    address_schema,
    list_schema,
    object_schema,
    text_schema,
)
from initiatives.fields.links import ADDRESS_LIMIT, MAILTO, NO_WEBSITE, LinkType, validate_link
from initiatives.models import (
    Initiative,
    Vocabulary,
    value_of,
    word_keys,
)


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
    # Whether somebody gives it now (a page, a file), and it is not read from what was stored: then
    # it is ``tidied``, and rules that are younger than some stored documents hold too.
    is_new = False
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
        if value is None:
            return self.empty()
        return self.read(self.tidied(value) if self.is_new else value)

    def tidied(self, value: Any) -> Any:
        """What is meant by any value that somebody gives; it may still be refused."""
        return value

    def read(self, value: Any) -> Any:
        raise NotImplementedError

    def empty(self) -> Any:
        """The value that means "not given"."""
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

    def tidied(self, value: Any) -> Any:
        return meant_text(value, lines=self.lines)

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

    def tidied(self, value: Any) -> Any:
        return meant_date(value)

    def read(self, value: Any) -> str:
        return read_date(value, is_new=self.is_new)

    def from_row(self, initiative: Initiative, name: str) -> str:
        return str(getattr(initiative, name) or "")

    def display(self, value: Any, vocabulary: Vocabulary) -> list[str]:
        return [shown_date(value)] if value else []

    def schema(self) -> Schema:
        return text_schema(pattern=DATE_OR_EMPTY)


class AddressField(DocumentField):
    """An address of the web, or "". Of somebody who gives one now an email address is taken: the
    form makes a link of it."""

    widget = widgets.ADDRESS
    is_address = True

    def tidied(self, value: Any) -> Any:
        return meant_url(value)

    def read(self, value: Any) -> str:
        if self.is_new and isinstance(value, str) and MAILTO.fullmatch(value):
            refuse_unreachable(value)
            return read_text(value, limit=ADDRESS_LIMIT)
        try:
            return read_address(value, required=False, is_new=self.is_new)
        except ValidationError as error:
            if error.code == "unlike":
                raise ValidationError(NO_WEBSITE, code="unlike") from error
            raise

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

    def tidied(self, value: Any) -> Any:
        return list(map(meant_text, value)) if isinstance(value, list) else value

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

    def tidied(self, value: Any) -> Any:
        return list(map(meant_url, value)) if isinstance(value, list) else value

    def item(self, value: Any) -> str:
        return read_address(value, required=True, is_new=self.is_new)

    def item_schema(self) -> Schema:
        return address_schema()


class LinksField(ListField):
    """An initiative's own channels: ``{"type": …, "url": …}`` each."""

    widget = widgets.Links
    is_address = True

    def tidied(self, value: Any) -> Any:
        return list(map(meant_link_item, value)) if isinstance(value, list) else value

    def item(self, value: Any) -> dict[str, str]:
        if isinstance(value, dict) and isinstance(value.get("url"), str):
            value = {**value, "url": read_text(value["url"])}
        validate_link(value)
        if self.is_new:
            refuse_unreachable(value["url"])
        return {"type": value["type"], "url": value["url"]}

    def display_item(self, item: Any, vocabulary: Vocabulary) -> str:
        return f"{label_of(LinkType, item['type'])} {item['url']}"

    def item_schema(self) -> Schema:
        types = {"enum": LinkType.values}
        return object_schema(type=types, url=address_schema(r"^(https?://|mailto:)"))


class WordsField(ListField):
    """Words of one facet by their natural keys; a merged word becomes the one that it means, and
    a retired one is left out: documents of its time name it."""

    widget = widgets.Checks
    is_column = False

    def __init__(self, *args: Any, facet: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facet = facet

    def prepare(self, vocabulary: Vocabulary, entries: Mapping[str, str]) -> None:
        super().prepare(vocabulary, entries)
        self.widget.facet, self.widget.label = self.facet, str(self.label)

    def read(self, value: Any) -> list[str]:
        return super().read(
            [one for one in read_list(value, self.most) if not self.is_retired(one)]
        )

    def is_retired(self, key: Any) -> bool:
        return isinstance(key, str) and self.vocabulary.is_retired(self.facet, key.strip())

    def item(self, value: Any) -> str:
        key = read_text(value, limit=ADDRESS_LIMIT)
        word = self.vocabulary.by_key(self.facet, key)
        if word is None:
            known = self.vocabulary.canonical(self.facet, value_of(self.facet, key))
            word = self.vocabulary.word(self.facet, known) if known else None
        if word is None or word.pk is None:  # a fixed word ("online") has no row to point at
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
        return sorted(value) if is_list_of(value, str) else value

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
        return text_schema(pattern=SLUG_OR_EMPTY)
