"""How well a list of queries is answered: recall among the first twenty, and reciprocal rank."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from initiatives.catalogue.search import search
from initiatives.catalogue.snapshot import Snapshot

LIST = Path(__file__).with_name("queries.json")
# Written from the entries and the vocabulary alone, before any of it was asked.
BLIND = Path(__file__).with_name("blind_queries.json")
ORDER = Path(__file__).with_name("order.txt")
FIRST = 20


@dataclass(frozen=True)
class Answer:
    """Of one query. recall: the share of what is expected that is among the first twenty, at most
    twenty of it, or, where "match" is "any", 1 for a single right one; rank: 1 ÷ the place of the
    first right one; both 1 for nonsense that finds nothing or says so."""

    query: str
    group: str
    script: str
    recall: float
    rank: float


def queries(path: Path = LIST) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def answers(snapshot: Snapshot, rows: Iterable[dict[str, Any]]) -> Iterator[Answer]:
    for row in rows:
        hits = search(snapshot, row["query"])
        found = [snapshot.rows[pk].slug for pk in hits.ordered][:FIRST]
        if row.get("nothing"):
            quiet = float(not found or not hits.whole or bool(hits.unknown))
            recall = rank = quiet
        else:
            right = [place for place, slug in enumerate(found, 1) if slug in row["expect"]]
            enough = 1 if row.get("match") == "any" else len(row["expect"])
            recall = min(1.0, len(right) / min(enough, FIRST))
            rank = 1 / right[0] if right else 0.0
        cyrillic = any("а" <= letter <= "я" for letter in row["query"].lower())
        yield Answer(row["query"], row["class"], "Cyrillic" if cyrillic else "Latin", recall, rank)


def means(found: Iterable[Answer]) -> tuple[float, float]:
    """Recall and mean reciprocal rank."""
    found = list(found)
    return mean(answer.recall for answer in found), mean(answer.rank for answer in found)


def order(snapshot: Snapshot, rows: Iterable[dict[str, Any]]) -> str:
    """A line for every fifth query: how many entries it finds, how many of them whole, the first
    five."""
    lines = []
    for row in list(rows)[::5]:
        hits = search(snapshot, row["query"])
        first = " ".join(snapshot.rows[pk].slug for pk in hits.ordered[:5])
        lines.append(f"{row['query']} | {len(hits.ids)} | {len(hits.whole)} | {first}\n")
    return "".join(lines)
