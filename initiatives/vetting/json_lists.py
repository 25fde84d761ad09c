"""Lists of texts that editors write as JSON in the tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from initiatives.content.proposed_field import CITY_LIMIT
from initiatives.content.reading import read_address, read_text

# Column -> how each text of its list is read: a country's sources, other spellings of a city.
READ: dict[str, Callable[[str], str]] = {
    "sources": partial(read_address, required=True),
    "synonyms": partial(read_text, limit=CITY_LIMIT),
}
NO_LIST = _('Write a list of texts in JSON, for example ["Tiflis", "Тифлис"].')


class TextsField(forms.JSONField):
    """JSON -> a list of texts; ``read`` makes each into what is kept, or raises ValidationError.

    Public pages read these columns and rely on it.
    """

    def __init__(self, *, read: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.read = read

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(value) if value else []
        except (RecursionError, ValueError) as error:  # too deep, or a number of 5,000 digits
            raise ValidationError(NO_LIST, code="invalid") from error
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise ValidationError(NO_LIST, code="invalid")
        return [self.read(one) for one in found]

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the page shows again: as it was typed, since not all of that can be read."""
        return data if data is None else InvalidJSONInput(data)
