"""Which entries are like one: they share words that few have."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

from initiatives.catalogue.snapshot import Snapshot
from initiatives.models import ONLINE, EntryState

# What makes two entries alike. Languages, reach and status do not.
ALIKE_IN = ("region", "city", "tag", "activity", "audience", "kind", "country")
# A word that more entries have says little, and counting them all would take long.
MOST_COUNTED = 2_000


@dataclass(frozen=True, slots=True)
class Similar:
    pk: int
    shared: list[tuple[str, str]]  # facet and value, what tells most first


def similar(
    snapshot: Snapshot, facets: Mapping[str, list[str]], *, besides: Iterable[int], most: int
) -> list[Similar]:
    """The published entries most like one with these facets, without those ``besides``.

    A shared word counts by how few entries have it. No query; equal ones stand by their age.
    """
    published = snapshot.states[EntryState.PUBLISHED.value]
    weights: dict[tuple[str, str], float] = {}
    scores: Counter[int] = Counter()
    for facet in ALIKE_IN:
        for value in facets[facet]:
            ids = snapshot.having(facet, value) & published
            if value == ONLINE or not 0 < len(ids) <= MOST_COUNTED:
                continue
            weight = weights[facet, value] = log(1 + len(published) / len(ids))
            for one in ids:
                scores[one] += weight  # type: ignore[assignment]
    for one in besides:
        scores.pop(one, None)
    nearest = heapq.nsmallest(most, scores, key=lambda one: (-scores[one], one))
    telling = sorted(weights, key=lambda word: -weights[word])
    return [
        Similar(one, [word for word in telling if one in snapshot.having(*word)]) for one in nearest
    ]
