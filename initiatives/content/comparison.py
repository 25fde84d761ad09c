"""The difference of two documents, field by field, and word by word where it is a text."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from rapidfuzz.distance import Indel

from initiatives.content.content_fields import LABELS
from initiatives.content.document import Document

SAME, REMOVED, ADDED = "same", "removed", "added"

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_NO_FIELDS = frozenset({"schema"})


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that differs. ``words``: (same, removed or added; text), empty for no texts."""

    field: str
    label: str | Promise
    before: Any
    after: Any
    words: list[tuple[str, str]] = dataclasses.field(default_factory=list)


def compare(before: Document | None, after: Document) -> list[FieldDifference]:
    """The fields in which two documents differ, in the document's order; of a new one all that
    say something."""
    differences = []
    for name, label in LABELS.items():
        if name in _NO_FIELDS:
            continue
        old = before.get(name) if before else None
        new = after.get(name)
        if (old or None) == (new or None):
            continue
        texts = isinstance(old or "", str) and isinstance(new or "", str)
        words = words_between(old or "", new or "") if texts else []
        differences.append(FieldDifference(name, label, old, new, words))
    return differences


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """One field where a proposal meets a newer text. ``clash``: both changed it, differently."""

    field: str
    label: str | Promise
    base: Any
    current: Any
    proposed: Any
    clash: bool


def three_way(base: Document, current: Document, proposed: Document) -> list[ThreeWay]:
    """The fields that either side has changed since the base."""
    rows = []
    for name, label in LABELS.items():
        was, now, wanted = base.get(name), current.get(name), proposed.get(name)
        if was == now == wanted:
            continue
        clash = now not in (was, wanted) and wanted != was
        rows.append(ThreeWay(name, label, was, now, wanted, clash))
    return rows


def rebased(base: Document, current: Document, proposed: Document) -> Document:
    """The present text with what the proposal changed; where both changed, the proposal's."""
    return {
        name: proposed[name] if proposed[name] != base[name] else current[name] for name in proposed
    }


def words_between(before: str, after: str) -> list[tuple[str, str]]:
    """Two texts as runs of words that stayed, went or came."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    runs: list[tuple[str, str]] = []
    # Not difflib, which is cubic: two hostile texts of full length took it minutes.
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            runs.append((SAME, "".join(old[step.src_start : step.src_end])))
        elif step.tag == "delete":
            gone = (REMOVED, "".join(old[step.src_start : step.src_end]))
            # What went is shown before what came in its place.
            runs.insert(len(runs) - bool(runs and runs[-1][0] == ADDED), gone)
        else:
            runs.append((ADDED, "".join(new[step.dest_start : step.dest_end])))
    return runs
