"""The difference of two documents as a person reads it: field by field, and word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from rapidfuzz.distance import Indel

from initiatives.content.document import Document, upgraded
from initiatives.content.form import FIELDS, arranged, empty
from initiatives.models import Vocabulary

SAME, REMOVED, ADDED = "same", "removed", "added"
Runs = list[tuple[str, str]]  # (same, removed or added; text)

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of two documents, both as texts, with one line for each item."""

    field: str
    label: str
    before: str
    after: str
    words: Runs
    is_changed: bool
    is_address: bool
    lang: str


def compare(before: Document | None, after: Document, vocabulary: Vocabulary) -> list[Difference]:
    """Every field of the document, in its order; ``before`` None: a new one."""
    old, new = (arranged(upgraded(one)) for one in (before or empty(), after))
    rows = []
    for name, field in FIELDS.items():
        was, now = (shown(name, one[name], vocabulary) for one in (old, new))
        by_line = field.has_items and not field.is_address
        rows.append(
            Difference(
                field=name,
                label=str(field.label),
                before=was,
                after=now,
                words=(lines_between if by_line else words_between)(was, now),
                is_changed=(old[name] or None) != (new[name] or None),
                is_address=field.is_address,
                lang=name[-2:] if name.endswith(("_en", "_ru")) else "",
            )
        )
    return rows


def changed(before: Document | None, after: Document, vocabulary: Vocabulary) -> list[Difference]:
    """The fields in which two documents differ."""
    return [row for row in compare(before, after, vocabulary) if row.is_changed]


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """One field where a proposal meets a newer text. ``clash``: both changed it, differently."""

    field: str
    label: str
    base: str
    current: str
    proposed: str
    clash: bool


def three_way(
    base: Document, current: Document, proposed: Document, vocabulary: Vocabulary
) -> list[ThreeWay]:
    """The fields that either side has changed since the base."""
    documents = [arranged(upgraded(one)) for one in (base, current, proposed)]
    rows = []
    for name, field in FIELDS.items():
        was, now, wanted = (one[name] for one in documents)
        if was == now == wanted:
            continue
        row = ThreeWay(
            field=name,
            label=str(field.label),
            base=shown(name, was, vocabulary),
            current=shown(name, now, vocabulary),
            proposed=shown(name, wanted, vocabulary),
            clash=now not in (was, wanted) and wanted != was,
        )
        rows.append(row)
    return rows


def shown(name: str, value: Any, vocabulary: Vocabulary) -> str:
    """The value of one field for a person, one line for each item."""
    return "\n".join(FIELDS[name].display(value, vocabulary))


def rebased(base: Document, current: Document, proposed: Document) -> Document:
    """The present text with what the proposal changed; where both changed, the proposal's."""
    return {
        name: proposed[name] if proposed[name] != base[name] else current[name] for name in proposed
    }


def words_between(before: str, after: str) -> Runs:
    """Two texts as runs of words that stayed, went or came."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    runs: Runs = []
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


def lines_between(before: str, after: str) -> Runs:
    """Two texts as runs of whole lines that stayed, went or came."""
    old, new = (re.findall(r"[^\n]+\n?", text) for text in (before, after))
    plain = [[line.rstrip("\n") for line in text] for text in (old, new)]
    runs: Runs = []
    matcher = SequenceMatcher(None, plain[0], plain[1], autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            runs.append((SAME, "".join(new[c:d])))
            continue
        runs += [(REMOVED, line) for line in old[a:b]]
        runs += [(ADDED, line) for line in new[c:d]]
    return runs
