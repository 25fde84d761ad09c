"""The order of a listing, worked out a second time with plain sorting."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest

from django.conf import settings

from initiatives.models import Initiative
from initiatives.text.names import collation_key


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
    if sort == "newest":
        return [one.slug for one in sorted(by_slug, key=lambda one: one.published_at, reverse=True)]
    never = datetime(1, 1, 1, tzinfo=UTC)

    def verified(one: Initiative) -> tuple[datetime, date]:
        return one.verified_at or never, one.checked.last_day if one.checked else date.min

    return [one.slug for one in sorted(by_slug, key=verified, reverse=True)]


def _balanced(found: list[Initiative], day: date, state: str) -> list[str]:
    inside = {one.slug for one in found}
    lanes = []
    for reach in ("grassroots", "regional", "national"):
        everybody = list(Initiative.objects.filter(state=state, reach=reach))
        lane: list[str] = []
        for forgotten in (False, True):
            group = [one for one in everybody if _forgotten(one, day) == forgotten]
            lane += _dealt([one.slug for one in group], day)
        lanes.append([slug for slug in lane if slug in inside])
    rounds = zip_longest(*lanes)
    return [slug for one_of_each in rounds for slug in one_of_each if slug is not None]


def _forgotten(one: Initiative, day: date) -> bool:
    return (one.verified_at or one.published_at).date() < day - timedelta(days=365)


def _dealt(slugs: list[str], day: date) -> list[str]:
    if not slugs:
        return []
    position = 8 * (day - date(1970, 1, 1)).days
    number = position // len(slugs)

    def lot(slug: str) -> str:
        message = f"{number}:{slug}".encode()
        return hmac.new(settings.ORDER_KEY.encode(), message, hashlib.sha256).hexdigest()

    order = sorted(slugs, key=lot)
    return [order[(position + step) % len(slugs)] for step in range(len(slugs))]
