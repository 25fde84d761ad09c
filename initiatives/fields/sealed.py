"""Text that only the key can open.

The keys are `settings.CONTACT_KEYS` (Fernet, outside the database): the first seals, all open
(docs/security.md SR-4). A token opens only in the column it was sealed for, "app.model.field"; it
is not bound to its row, which has no key yet when it is sealed.
"""

from __future__ import annotations

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute


class SealBrokenError(Exception):
    """No key of ours opens this token, or it was sealed for another column."""


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CONTACT_KEYS])


class Sealed:
    """The sealed text; printing, logging or comparing it shows nothing. False when empty."""

    def __init__(self, token: str, column: str) -> None:
        self.token, self.column = token, column

    @classmethod
    def seal(cls, text: str, column: str) -> Sealed:
        """Seals a text for a column; an empty one stays empty."""
        token = _keys().encrypt(f"{column}\0{text}".encode()).decode("ascii") if text else ""
        return cls(token, column)

    def open(self) -> str:
        """The text; "" when empty. Raises SealBrokenError."""
        if not self.token:
            return ""
        try:
            column, _, text = _keys().decrypt(self.token.encode()).decode().partition("\0")
        except InvalidToken as error:
            raise SealBrokenError(self.column) from error
        if column != self.column:
            raise SealBrokenError(self.column)
        return text

    def __bool__(self) -> bool:
        return bool(self.token)

    def __repr__(self) -> str:  # str() too
        return "<sealed>" if self.token else "<sealed: empty>"


class _SealingAttribute(DeferredAttribute):
    """Seals on assignment, so that a row in memory never holds the text either."""

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = self.field.to_python(value)


class SealedField(models.TextField):
    """A text column of tokens; assign a str, read a `Sealed`. It cannot be searched by its text."""

    descriptor_class = _SealingAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"editable": False, "blank": True, **kwargs})

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed:
        return Sealed(value or "", f"{self.model._meta.label_lower}.{self.name}")

    def to_python(self, value: Any) -> Sealed:
        if isinstance(value, Sealed):
            return value
        return Sealed.seal(value or "", f"{self.model._meta.label_lower}.{self.name}")

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str) and value:
            raise TypeError("a sealed column cannot be searched by its text")
        return value.token if isinstance(value, Sealed) else value or ""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(self.to_python(value), connection)

    def value_to_string(self, obj: models.Model) -> str:
        return self.to_python(self.value_from_object(obj)).token
