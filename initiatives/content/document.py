"""The content document: all that an entry says, as one JSON object with natural keys.

The form of the files in ``reference/``, without ``slug`` (which is not content), plus ``schema``
and ``proposed``. Samples, import, submissions and the dump use it; its fields are EntryForm's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import pgettext_lazy

from initiatives.models import ANYBODY, EntryState

Document = dict[str, Any]

SCHEMA = 2


class Stage(StrEnum):
    """How much has to be there: to be sent to the moderators, or to be published."""

    SEND = "send"
    PUBLISH = "publish"


class Changed(models.TextChoices):
    """What the history of an entry says of a change, in its order; each field belongs to one."""

    NAME = "name", pgettext_lazy("changed", "name")
    TEXTS = "texts", pgettext_lazy("changed", "texts")
    LINKS = "links", pgettext_lazy("changed", "links")
    PLACES = "places", pgettext_lazy("changed", "places")
    WORK = "work", pgettext_lazy("changed", "what it does and for whom")
    PARTNERS = "partners", pgettext_lazy("changed", "partners")
    STATUS = "status", pgettext_lazy("changed", "status in Russia")
    SOURCES = "sources", pgettext_lazy("changed", "sources")


def canonical(value: Any) -> str:
    """Canonical JSON: keys sorted, no spaces, not escaped; the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(document: Any) -> str:
    """SHA-256 of the canonical JSON in UTF-8, as in the chain of decisions."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def _from_1(document: Document) -> Document:
    """``online`` becomes ``remote_for``; ``parent`` and the designations' ``of`` are new.

    What is of a wrong type stays so: the form says what is wrong with it.
    """
    said = {name: value for name, value in document.items() if name != "online"}
    online = document.get("online") or []
    said.setdefault("remote_for", [ANYBODY] if online is True else online)
    said.setdefault("parent", "")
    if isinstance(designations := said.get("designations"), list):
        said["designations"] = [
            {"of": "", **one} if isinstance(one, dict) else one for one in designations
        ]
    return said


# Each takes a document of the schema that it is named by one step further. Stored documents are
# never rewritten, so none of them may be removed; tests keep examples of each past schema.
_STEPS: dict[int, Callable[[Document], Document]] = {1: _from_1}


def upgraded(document: Document) -> Document:
    """The document in the present schema. One without a number is taken for the present one.

    A number that this program does not know is left as it is: the form refuses it.
    """
    version = document.get("schema", SCHEMA)
    while type(version) is int and version in _STEPS:
        document = {**_STEPS[version](document), "schema": version + 1}
        version += 1
    return document


def hidden(document: Document) -> Document:
    """The document of an entry that is taken away from the public, with nothing else changed."""
    return {**document, "state": EntryState.HIDDEN.value, "successor": "", "closed_on": ""}


def with_content(initiatives: Any) -> Any:
    """A query for initiatives with all that ``from_initiative`` reads, in a few statements."""
    rows = initiatives.select_related("successor", "parent")
    return rows.prefetch_related("designations__of", "partners")
