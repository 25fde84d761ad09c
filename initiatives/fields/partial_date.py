"""Dates of the world, known to the year, the month or the day: 2022, 2022-03, 2022-03-10."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from initiatives.fields.bilingual import reader_language

WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

# For check constraints, on both engines; "" is "unknown".
PARTIAL_DATE_OR_EMPTY = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?\Z"

NOT_A_DATE = _("Write a year, a month or a day: 2022, 2022-03 or 2022-03-10.")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, perhaps with a month, perhaps with a day. Raises ValueError for what no calendar has.

    It counts as its last day, so 2022 comes after 2022-11; of two with the same last day the more
    precise one comes first.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        date(self.year, *(1 if part is None else part for part in (self.month, self.day)))

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """From the written form; ValueError for any other text."""
        match = WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(f"not a year, month or day: {text!r}")
        return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]

    @property
    def last_day(self) -> date:
        """The day that it counts as in orders and in "older than"."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def display(self) -> str:
        """For the reader: "March 2022", «март 2022», "10 March 2022", «10 марта 2022»."""
        if self.month is None:
            return str(self.year)
        if self.day is not None:
            # "E" is the genitive where a language has one, as Russian has («10 марта»).
            return date_format(self.last_day, "j\xa0E Y")
        month = date_format(self.last_day, "F Y")
        # Django's Russian catalogue writes the names of months with a capital.
        return month.lower() if reader_language() == "ru" else month

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._rank() < other._rank()

    def _rank(self) -> tuple[date, int]:
        return self.last_day, (self.month is None) + (self.day is None)


def read_partial_date(value: Any) -> PartialDate | None:
    """A PartialDate from itself, its written form, or nothing ("" and None).

    Raises ValidationError with the words for a form.
    """
    if value is None or value == "" or isinstance(value, PartialDate):
        return value or None
    try:
        return PartialDate.parse(str(value).strip())
    except ValueError as error:
        raise ValidationError(NOT_A_DATE, code="invalid") from error


class PartialDateFormField(forms.CharField):
    """A text field whose value is a PartialDate, or None when it is left empty."""

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        return read_partial_date(value)

    def run_validators(self, value: Any) -> None:
        # CharField's own measure the length of a text; reading has checked all there is.
        return

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, PartialDate) else value


if TYPE_CHECKING:
    # What is set and what is read; at run time the class takes no types.
    _TypedColumn = models.CharField["PartialDate | str | None", "PartialDate | None"]
else:
    _TypedColumn = models.CharField


class PartialDateField(_TypedColumn):
    """A column that holds the written form, "" for unknown; its value is PartialDate or None.

    The database can neither sort nor compare it (a year counts as its last day): do it in Python.
    """

    def __init__(self, verbose_name: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(verbose_name, *args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_default(self) -> Any:
        return super().get_default() or None

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        return read_partial_date(value)

    def get_prep_value(self, value: Any) -> Any:
        if hasattr(value, "resolve_expression"):
            return value
        return str(self.to_python(value) or "")

    def run_validators(self, value: Any) -> None:
        return

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.to_python(self.value_from_object(obj)) or "")

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})
