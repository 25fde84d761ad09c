"""What people need, in plain words, and which entries answer it.

A need's rule (needs.json) is any of its clauses and none of `not`; a clause wants one of its
activities and one of its audiences. Of the published entries that fit, *here* are those hosted by
the country whose `remote_for` is empty, `*` or names it; *remotely* those elsewhere whose
`remote_for` is `*` or names it. Who has no website and no link is in no number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pyroaring import BitMap

from initiatives.catalogue.ordering import BALANCED
from initiatives.catalogue.rows import Row
from initiatives.catalogue.snapshot import Snapshot
from initiatives.fields.bilingual import Text, pick
from initiatives.models import ANYBODY, FACETS, ONLINE, EntryState

RUSSIA = "RU"
VIOLENCE = "not-safe-at-home"
# Nobody is invited to add to these: the reader is in danger, and strangers may be too.
URGENT = frozenset({VIOLENCE, "army", "leave-russia"})
MOST_STEPS = 4

# Clause of a rule -> the facet that it asks for.
_FACETS = {"activities": "activity", "audiences": "audience", "kinds": "kind", "tags": "tag"}
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZА-ЯЁ])")

Clause = Mapping[str, Any]


class Answers(NamedTuple):
    """Ids of those who answer a need, best first: reachable, with the newest information.

    press: those who have no website and no link; they are in no other part.
    """

    here: list[int]
    remotely: list[int]  # for people in any country, or in this one
    in_russia: list[int]  # for people in Russia
    press: list[int]


@dataclass(frozen=True)
class Need:
    slug: str
    label_en: str
    label_ru: str
    title_en: str
    title_ru: str
    any: tuple[Clause, ...]
    none: tuple[Clause, ...]  # of these none may fit
    remotely: bool  # whether who is not there can help
    for_people_in_russia: bool
    first_steps_en: str
    first_steps_ru: str
    asked_by: tuple[str, ...] = ()  # audiences that have this need, whatever else they say

    @property
    def label(self) -> Text:
        """As the reader would say it after "I need"."""
        return pick(self.label_en, self.label_ru)

    @property
    def title(self) -> Text:
        return pick(self.title_en, self.title_ru)

    @property
    def first_steps(self) -> list[str]:
        """Sentences, at most four: more go with the last one."""
        sentences = _SENTENCE.split(str(pick(self.first_steps_en, self.first_steps_ru)))
        last = " ".join(sentences[MOST_STEPS - 1 :])
        return sentences[: MOST_STEPS - 1] + ([last] if last else [])

    @property
    def is_urgent(self) -> bool:
        return self.slug in URGENT

    def answered_by(self, snapshot: Snapshot) -> BitMap:
        """The published entries whose words its rule names, wherever they are."""
        published = snapshot.states[EntryState.PUBLISHED.value]
        found = BitMap().union(*(_fitting(snapshot, clause) for clause in self.any)) & published
        for clause in self.none:
            found -= _fitting(snapshot, clause)
        return found


def _fitting(snapshot: Snapshot, clause: Clause) -> BitMap:
    """The listed entries that a clause fits: one of each of its lists of words."""
    found = snapshot.states[EntryState.PUBLISHED.value].copy()
    for name, facet in _FACETS.items():
        if name in clause:
            found &= BitMap().union(*(snapshot.having(facet, value) for value in clause[name]))
    rows = snapshot.rows
    if "audiences_only" in clause:
        wanted = BitMap().union(*(snapshot.having("audience", v) for v in clause["audiences_only"]))
        others = BitMap().union(
            *(
                ids
                for value, ids in snapshot.facets["audience"].items()
                if value not in clause["audiences_only"]
            )
        )
        found &= wanted - others
    if clause.get("local_only"):
        found = BitMap([pk for pk in found if not rows[pk].remote_for])
    if clause.get("remote_only"):
        found -= _hosted(snapshot)
    return found


def _hosted(snapshot: Snapshot) -> BitMap:
    """Those that are in some country."""
    having = snapshot.facets["country"]
    return BitMap().union(*(ids for value, ids in having.items() if value != ONLINE))


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).with_name("needs.json")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def needs() -> tuple[Need, ...]:
    """All needs, in the order in which they are shown. Raises TypeError for an unknown key."""
    return tuple(
        Need(
            any=tuple(need.pop("any")),
            none=tuple(need.pop("not", ())),
            asked_by=tuple(need.pop("asked_by", ())),
            **need,
        )
        for need in (dict(row) for row in _data()["needs"])
    )


def need_of(slug: str) -> Need | None:
    return next((need for need in needs() if need.slug == slug), None)


def other_wishes() -> Iterator[tuple[Text, dict[str, tuple[str, ...]]]]:
    """What is no need but is asked for too: its label, and the filters of the plain list."""
    for row in _data()["other"]:
        clause = row["any"][0]
        chosen = {_FACETS[name]: tuple(values) for name, values in clause.items()}
        yield pick(row["label_en"], row["label_ru"]), chosen


def answers(need: Need, snapshot: Snapshot, *, day: date, country: str = "") -> Answers:
    """Who answers a need. country: its code ("RS"); without one those that help anybody anywhere
    answer "remotely", and nobody is "here". day: in UTC; of equal ones its order decides."""
    rows = snapshot.rows
    here, remotely, in_russia = _parts(need, snapshot, country)
    order = snapshot.order(BALANCED, state=EntryState.PUBLISHED.value, language="", day=day)
    every = [*here, *remotely, *in_russia]
    if not country:
        every = [pk for pk in need.answered_by(snapshot) if _is_for_whoever_asks(need, rows[pk])]
    place = {pk: number for number, pk in enumerate(order.walk(BitMap(every)))}

    def best_first(pks: Iterable[int], *, reachable: bool = True) -> list[int]:
        return sorted(
            (pk for pk in pks if rows[pk].has_contact == reachable),
            key=lambda pk: (
                not reachable and pk not in here,
                country == RUSSIA and RUSSIA not in rows[pk].remote_for,
                -rows[pk].newest.toordinal(),
                place[pk],
            ),
        )

    return Answers(
        best_first(here),
        best_first(remotely),
        best_first(in_russia),
        best_first(every, reachable=False),
    )


def numbers(need: Need, snapshot: Snapshot, country: str) -> tuple[int, int]:
    """How many who can be reached answer a need in a country, and from elsewhere."""
    here, remotely, _in_russia = _parts(need, snapshot, country)
    rows = snapshot.rows
    return sum(rows[pk].has_contact for pk in here), sum(rows[pk].has_contact for pk in remotely)


def _parts(need: Need, snapshot: Snapshot, country: str) -> tuple[list[int], list[int], list[int]]:
    """Those in the country, those who help it from elsewhere, and those for people in Russia;
    each entry in the first of them only."""
    rows, fitting = snapshot.rows, need.answered_by(snapshot)
    hosted = BitMap()
    if country and country != RUSSIA:  # who is in Russia is helped from elsewhere
        hosted = snapshot.having("country", country.lower())
    here, remotely, in_russia = [], [], []
    for pk in fitting:
        remote = rows[pk].remote_for
        reaches = ANYBODY in remote or (country in remote if country else False)
        if pk in hosted and _is_for(rows[pk], country):
            here.append(pk)
        elif need.remotely and reaches:
            remotely.append(pk)
        elif need.for_people_in_russia and RUSSIA in remote:
            in_russia.append(pk)
    return here, remotely, in_russia


def number_anywhere(need: Need, snapshot: Snapshot) -> int:
    """How many who can be reached answer a need, in some country or remotely."""
    rows = snapshot.rows
    return sum(
        rows[pk].has_contact and _is_for_whoever_asks(need, rows[pk])
        for pk in need.answered_by(snapshot)
    )


def numbers_by_country(need: Need, snapshot: Snapshot) -> dict[str, int]:
    """How many who are there and can be reached answer a need: value of a country -> number."""
    rows, fitting = snapshot.rows, need.answered_by(snapshot)
    numbers = {}
    for word in snapshot.vocabulary.facets["country"].values():
        hosted = fitting & snapshot.having("country", word.value)
        number = sum(
            rows[pk].has_contact and _is_for(rows[pk], word.key)
            for pk in (hosted if word.value != ONLINE else ())
        )
        if number:
            numbers[word.value] = number
    return numbers


def _is_for(row: Row, country: str) -> bool:
    """Whether an entry that is in the country helps people there."""
    return not row.remote_for or ANYBODY in row.remote_for or country in row.remote_for


def _is_for_whoever_asks(need: Need, row: Row) -> bool:
    """Whether an entry answers a need for whoever is where it helps; where nobody can help from
    elsewhere, those for named other countries do not."""
    return need.remotely or _is_for(row, "")


def meant_by(snapshot: Snapshot, understood: Iterable[tuple[str, str]]) -> tuple[Need | None, str]:
    """Which need the words of a search mean, and the value of the country that they name ("").

    understood: (facet, value), as ``Hits`` has them.
    """
    understood = [*understood]
    vocabulary = snapshot.vocabulary
    country = ""
    for facet, value in understood:
        if facet == "country":
            country = value
        elif facet == "city":
            country = vocabulary.facets["city"][value].group
    named = [value for facet, value in understood if facet == "need"]
    if named:
        return need_of(named[0]), country
    said = {facet: {value for of, value in understood if of == facet} for facet in FACETS}
    # First by an activity alone: "shelter" is violence only where women are named, too.
    for with_audience in (False, True):
        for need in needs():
            if any(_is_said(clause, said, with_audience=with_audience) for clause in need.any):
                return need, country
    for need in needs():
        if said["audience"] & {*need.asked_by}:
            return need, country
    # Needs that differ by who asks: the one that is for most.
    meant = [
        (len(clause["audiences"]), -place, need)
        for place, need in enumerate(needs())
        for clause in need.any
        if "audiences" in clause and said["activity"] & {*clause.get("activities", ())}
    ]
    return (max(meant)[2] if meant else None), country


def _is_said(clause: Clause, said: Mapping[str, set[str]], *, with_audience: bool) -> bool:
    """Whether the words name an activity of a clause, and an audience of it where it has any."""
    if bool(clause.get("audiences")) != with_audience:
        return False
    named = said["activity"] & {*clause.get("activities", ())}
    return bool(named and (not with_audience or said["audience"] & {*clause["audiences"]}))
