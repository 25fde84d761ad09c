"""What a listing must hold, worked out a second time with plain queries and plain sorting."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, date, datetime
from fractions import Fraction

from django.conf import settings
from django.db.models import Q, QuerySet

from initiatives.models import Initiative
from initiatives.text.names import collation_key

Chosen = dict[str, list[str]]

_LOOKUP = {
    "kind": "kind__in",
    "region": "focus_regions__code__in",
    "language": "languages__code__in",
    "activity": "activities__slug__in",
    "audience": "audiences__slug__in",
    "seeks": "seeks__slug__in",
    "reach": "reach__in",
    "tag": "tags__slug__in",
}


def _condition(facet: str, values: list[str]) -> Q:
    if facet == "country":
        codes = [value.upper() for value in values]
        online = Q(remote_for=["*"]) if "online" in values else Q()
        return Q(host_countries__code__in=codes) | online
    if facet == "city":
        condition = Q(pk__in=[])
        for value in values:
            country, _, slug = value.partition("-")
            condition |= Q(cities__country__code=country.upper(), cities__slug=slug)
        return condition
    if facet == "designation":
        in_force = Q(designations__ended="", designations__type__in=values)
        if "none" in values:
            in_force |= ~Q(pk__in=Initiative.objects.filter(designations__ended="").values("pk"))
        return in_force
    if facet == "region":
        inside = Q(focus_regions__federal_district__in=values)
        return inside | Q(focus_regions__code__in=[value.upper() for value in values])
    return Q(**{_LOOKUP[facet]: values})


def entries(chosen: Chosen, state: str = "published") -> QuerySet[Initiative]:
    """The entries that a selection holds, in no order: one subquery for each facet."""
    found = Initiative.objects.filter(state=state)
    for facet, values in chosen.items():
        found = found.filter(
            pk__in=Initiative.objects.filter(_condition(facet, values)).values("pk")
        )
    return found


class Counts:
    """Counts beside values. What has a value is asked for once: no entry may change meanwhile."""

    def __init__(self) -> None:
        self._having: dict[tuple[str, str], set[int]] = {}

    def beside(self, chosen: Chosen, facet: str, values: list[str]) -> dict[str, int]:
        """Beside each value: the other facets kept, this value alone in its own."""
        others = {name: chosen[name] for name in chosen if name != facet}
        kept = _keys(others)
        return {value: len(kept & self._keys_of(facet, value)) for value in values}

    def _keys_of(self, facet: str, value: str) -> set[int]:
        if (facet, value) not in self._having:
            self._having[facet, value] = _keys({facet: [value]})
        return self._having[facet, value]


def _keys(chosen: Chosen) -> set[int]:
    return set(entries(chosen).values_list("pk", flat=True))


def arranged(
    found: list[Initiative], sort: str, *, language: str, day: date, state: str
) -> list[str]:
    """The slugs of a selection in order."""
    if sort == "name":
        other = "en" if language == "ru" else "ru"

        def key(one: Initiative) -> tuple[object, str]:
            name = getattr(one, f"name_{language}") or getattr(one, f"name_{other}")
            return collation_key(name, language), one.slug

        return [one.slug for one in sorted(found, key=key)]
    if sort == "balanced":
        return _balanced(found, day, state)
    by_slug = sorted(found, key=lambda one: one.slug)
    never = datetime(1, 1, 1, tzinfo=UTC)

    def latest(one: Initiative) -> tuple[datetime, date]:
        at = one.published_at if sort == "newest" else one.verified_at or never
        return at, one.checked.last_day if one.checked else date.min

    return [one.slug for one in sorted(by_slug, key=latest, reverse=True)]


def _balanced(found: list[Initiative], day: date, state: str) -> list[str]:
    inside = {one.slug for one in found}
    lanes: dict[str, list[tuple[bool, str]]] = {}
    of_reach = {
        reach: list(Initiative.objects.filter(state=state, reach=reach))
        for reach in ("grassroots", "regional", "national")
    }
    in_front = _in_turn(_shares({reach: len(every) for reach, every in of_reach.items()}))
    for reach, everybody in of_reach.items():
        lanes[reach] = []
        for number in range(3):
            slugs = [one.slug for one in everybody if group(one, day) == number]
            dealt = _dealt(slugs, day, in_front.count(reach) or 1)
            lanes[reach] += [(number == 2, slug) for slug in dealt if slug in inside]
    shares = _shares({reach: len(lane) for reach, lane in lanes.items()})
    placed = dict.fromkeys(lanes, 0)
    order: list[str] = []
    while len(order) < len(found):
        left = [reach for reach in lanes if placed[reach] < len(lanes[reach])]
        new = [reach for reach in left if not lanes[reach][placed[reach]][0]]
        page = 24 if len(found) > 24 else 12 if len(found) > 12 else 0
        if len(order) < page and "grassroots" in left:
            new = new and sorted({*new, "grassroots"}, key=list(lanes).index)
        place = len(order) + 1
        turn = max(new or left, key=lambda reach: shares[reach] * place - placed[reach])
        order.append(lanes[turn][placed[turn]][1])
        placed[turn] += 1
    return order


def _in_turn(shares: dict[str, Fraction]) -> list[str]:
    """Whose the first 24 places are, where there are enough of all."""
    turns: list[str] = []
    for place in range(1, 25):
        turns.append(max(shares, key=lambda reach: shares[reach] * place - turns.count(reach)))
    return turns


def _shares(numbers: dict[str, int]) -> dict[str, Fraction]:
    whole = sum(numbers.values())
    shares = {reach: Fraction(number, whole or 1) for reach, number in numbers.items()}
    if 0 < shares["grassroots"] < Fraction(1, 3):
        for reach in ("regional", "national"):
            shares[reach] *= Fraction(2, 3) / (1 - shares["grassroots"])
        shares["grassroots"] = Fraction(1, 3)
    return shares


def group(one: Initiative, day: date) -> int:
    """0 for what can be reached, 1 for what cannot, 2 for what is two years old."""
    newest = [
        *([one.verified_at.date()] if one.verified_at else []),
        *([one.checked.last_day] if one.checked else []),
    ]
    known = max(newest or [one.published_at.date()])
    if (day.year - known.year, day.month, day.day) >= (2, known.month, known.day):
        return 2
    return 0 if one.website or one.links else 1


def _dealt(slugs: list[str], day: date, a_day: int) -> list[str]:
    if not slugs:
        return []
    position = a_day * (day - date(1970, 1, 1)).days
    number = position // len(slugs)

    def lot(slug: str) -> str:
        message = f"{number}:{slug}".encode()
        return hmac.new(settings.ORDER_KEY.encode(), message, hashlib.sha256).hexdigest()

    order = sorted(slugs, key=lot)
    return [order[(position + step) % len(slugs)] for step in range(len(slugs))]
