"""A difference between two texts in words that its submitter reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from initiatives.content import FACET_OF
from initiatives.content.comparison import FieldDifference
from initiatives.models import Cost, Kind, Vocabulary


@dataclass(frozen=True)
class Differs:
    """words: (same, removed or added; text) of a text; else before and after stand for it."""

    label: str | Promise
    before: str
    after: str
    words: list[tuple[str, str]]


def differences(found: Iterable[FieldDifference], vocabulary: Vocabulary) -> list[Differs]:
    return [
        Differs(
            one.label,
            _shown(one.field, one.before, vocabulary),
            _shown(one.field, one.after, vocabulary),
            one.words if isinstance(one.after, str) else [],
        )
        for one in found
    ]


def _shown(field: str, value: Any, vocabulary: Vocabulary) -> str:
    if field in FACET_OF:
        words = [vocabulary.by_key(FACET_OF[field], key) for key in value or []]
        return ", ".join(str(word.name) for word in words if word)
    if field == "proposed":
        given = value or {}
        return ", ".join(one["name"] for kind in ("cities", "tags") for one in given.get(kind, []))
    if field == "links":
        return ", ".join(link["url"] for link in value or [])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if field == "kind" and value:
        return str(Kind(value).label)
    if field == "cost" and value:
        return str(Cost(value).label)
    return str(value or "")
