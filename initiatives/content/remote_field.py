"""Whom an entry helps remotely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.content import widgets
from initiatives.content.fields import ListField
from initiatives.content.reading import is_list_of, read_text, shown
from initiatives.content.schema import Schema, text_schema
from initiatives.fields.links import ADDRESS_LIMIT
from initiatives.models import ANYBODY, Vocabulary


class RemoteField(ListField):
    """Whom it helps remotely: ``[]`` nobody, ``["*"]`` anybody anywhere, or countries by their
    codes, sorted: they have no order."""

    widget = widgets.Remote

    def prepare(self, vocabulary: Vocabulary, entries: Mapping[str, str]) -> None:
        super().prepare(vocabulary, entries)
        self.widget.label = str(self.label)

    def read(self, value: Any) -> list[str]:
        codes = sorted(super().read(value))
        if ANYBODY in codes and len(codes) > 1:
            raise ValidationError(
                _("Choose either anybody anywhere or certain countries, not both."), code="both"
            )
        return codes

    def item(self, value: Any) -> str:
        key = read_text(value, limit=ADDRESS_LIMIT)
        if key == ANYBODY:
            return key
        word = self.vocabulary.by_key("country", key.upper())
        if word is None:
            raise ValidationError(
                _("“%(value)s” is not the code of a country."),
                code="unknown",
                params={"value": shown(key)},
            )
        return word.key

    def arranged(self, value: Any) -> Any:
        return sorted(value) if is_list_of(value, str) else value

    def display_item(self, item: Any, vocabulary: Vocabulary) -> str:
        word = vocabulary.by_key("country", item)
        return str(widgets.ANYBODY_LABEL if item == ANYBODY else word.name if word else item)

    def item_schema(self) -> Schema:
        return text_schema(pattern=r"^([A-Z]{2}|\*)$")
