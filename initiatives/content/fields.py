"""The fields of InitiativeForm: each takes any JSON value and answers with a value or a message.

They hold no choices, so a form is cheap however many words there are, and take whatever widget
they are given: one that hands on a JSON value as it is (the default), or a face's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.content.document import DESIGNATION_FIELDS
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
from initiatives.fields.links import ADDRESS_LIMIT, validate_link
from initiatives.fields.partial_date import PartialDate
from initiatives.models import DesignationType, LegalDesignation, Vocabulary, value_of

REGISTER_NAME_LIMIT = LegalDesignation._meta.get_field("name_in_register").max_length or 0


class DocumentField(forms.Field):
    """A field whose raw value is any JSON value; ``read`` makes the kept value of it."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})

    def clean(self, value: Any) -> Any:
        return self.read(value)

    def read(self, value: Any) -> Any:
        raise NotImplementedError


class TextField(DocumentField):
    """One line, or several when ``lines``."""

    def __init__(self, *, limit: int, lines: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit, self.lines = limit, lines

    def read(self, value: Any) -> str:
        return read_text(value, limit=self.limit, lines=self.lines)


class OneOfField(DocumentField):
    """One of the fixed values of a model's field, or ""."""

    def __init__(self, *, values: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.values = values

    def read(self, value: Any) -> str:
        text = read_text(value, limit=ADDRESS_LIMIT)
        if text and text not in self.values:
            raise ValidationError(
                _("“%(value)s” is not known here. Choose one of: %(choices)s."),
                code="unknown",
                params={"value": shown(text), "choices": ", ".join(self.values)},
            )
        return text


class FlagField(DocumentField):
    """True or false, and nothing that merely looks like it."""

    def read(self, value: Any) -> bool:
        if value is None:
            return False
        if not isinstance(value, bool):
            raise ValidationError(WRONG_TYPE["flag"], code="type")
        return value


class DateField(DocumentField):
    """A partial date in its written form, or ""."""

    def read(self, value: Any) -> str:
        return read_date(value)


class WebsiteField(DocumentField):
    def read(self, value: Any) -> str:
        return read_address(value, required=False)


class ListField(DocumentField):
    """At most ``most`` items, each read by ``item``; said twice counts once."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def read(self, value: Any) -> list[Any]:
        kept, faults = [], []
        for number, one in enumerate(read_list(value, self.most), 1):
            try:
                kept.append(self.item(one))
            except ValidationError as fault:
                faults += [
                    ValidationError(
                        _("No. %(number)d: %(fault)s"),
                        code=fault.code,
                        params={"number": number, "fault": message},
                    )
                    for message in fault.messages
                ]
        if faults:
            raise ValidationError(faults)
        return distinct(kept)

    def item(self, value: Any) -> Any:
        raise NotImplementedError


class NamesField(ListField):
    """Names, one a line in a face; empty ones are an error, not left out in silence."""

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = limit

    def item(self, value: Any) -> str:
        text = read_text(value, limit=self.limit)
        if not text:
            raise ValidationError(_("This is empty: fill it in or take it out."), code="empty")
        return text


class AddressesField(ListField):
    def item(self, value: Any) -> str:
        return read_address(value, required=True)


class LinksField(ListField):
    def item(self, value: Any) -> dict[str, str]:
        if isinstance(value, dict) and isinstance(value.get("url"), str):
            value = {**value, "url": read_text(value["url"], limit=ADDRESS_LIMIT)}
        validate_link(value)
        return {"type": value["type"], "url": value["url"]}


class WordsField(ListField):
    """Words of one facet by their natural keys; a merged word becomes the one that it means."""

    vocabulary: Vocabulary  # set by the form, which knows the words of this moment

    def __init__(self, *, facet: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.facet = facet

    def item(self, value: Any) -> str:
        key = read_text(value, limit=ADDRESS_LIMIT)
        word = self.vocabulary.by_key(self.facet, key)
        if word is None:
            known = self.vocabulary.canonical(self.facet, value_of(self.facet, key))
            word = self.vocabulary.word(self.facet, known) if known else None
        if word is None or word.pk is None:  # a fixed word ("online") is no row to point at
            raise ValidationError(
                _("“%(value)s” is not among the known words. Choose one of them or propose it."),
                code="unknown",
                params={"value": shown(key)},
            )
        return word.key


class EntriesField(ListField):
    """Other entries by their slugs; an old slug becomes the present one. Sorted: no order."""

    entries: Mapping[str, str]  # set by the form: slug, old or present -> present slug

    def read(self, value: Any) -> list[str]:
        return sorted(super().read(value))

    def item(self, value: Any) -> str:
        return find_entry(self.entries, value)


class EntryField(DocumentField):
    entries: Mapping[str, str]

    def read(self, value: Any) -> str:
        return find_entry(self.entries, value) if value not in (None, "") else ""


def find_entry(entries: Mapping[str, str], value: Any) -> str:
    slug = read_text(value, limit=ADDRESS_LIMIT)
    if slug not in entries:
        raise ValidationError(
            _("There is no entry “%(value)s”. Write the last part of its address."),
            code="unknown",
            params={"value": shown(slug)},
        )
    return entries[slug]


class DesignationsField(ListField):
    """What Russian authorities declared; only with a date and a source (domain.md, entities)."""

    def item(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict):
            raise ValidationError(WRONG_TYPE["object"], code="type")
        refuse_unknown(value, DESIGNATION_FIELDS)
        kind = read_text(value.get("type"), limit=ADDRESS_LIMIT)
        if kind not in DesignationType.values:
            raise ValidationError(
                _("“%(value)s” is not known here. Choose one of: %(choices)s."),
                code="unknown",
                params={"value": shown(kind), "choices": ", ".join(DesignationType.values)},
            )
        since, ended = read_date(value.get("since")), read_date(value.get("ended"))
        if not since:
            raise ValidationError(_("Say since when: a year is enough."), code="since")
        if ended and PartialDate.parse(ended) < PartialDate.parse(since):
            raise ValidationError(_("It cannot end before it began."), code="ended")
        if not value.get("source"):
            raise ValidationError(_("Give the address of a source for it."), code="source")
        return {
            "type": kind,
            "name_in_register": read_text(value.get("name_in_register"), limit=REGISTER_NAME_LIMIT),
            "since": since,
            "ended": ended,
            "source": read_address(value["source"], required=True),
        }
