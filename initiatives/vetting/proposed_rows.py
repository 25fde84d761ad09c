"""Cities and tags that are born when an entry that proposed them is published."""

from __future__ import annotations

from typing import Any

from initiatives.content import Document
from initiatives.models import City, Country, Tag, Vocabulary

Keys = dict[tuple[str, str], int]  # (facet, natural key) -> primary key of its row


def settle(document: Document, vocabulary: Vocabulary, born: Keys) -> Document:
    """The document with its completed proposals among its words, and no proposal left.

    Makes the rows that no table has yet and notes them in ``born``. Under the last lock: nobody
    else makes one at the same time.
    """
    proposed = document["proposed"]
    if not proposed["cities"] and not proposed["tags"]:
        return document
    cities = [_settle_city(one, vocabulary, born) for one in proposed["cities"]]
    tags = [_settle_tag(one, vocabulary, born) for one in proposed["tags"]]
    return {
        **document,
        "cities": list(dict.fromkeys([*document["cities"], *cities])),
        "tags": list(dict.fromkeys([*document["tags"], *tags])),
        "proposed": {"cities": [], "tags": []},
    }


def _settle_city(proposal: dict[str, Any], vocabulary: Vocabulary, born: Keys) -> str:
    key = f"{proposal['country']}/{proposal['slug']}"
    if word := vocabulary.by_key("city", key):
        return word.key
    if ("city", key) not in born:
        country = Country.objects.get(code=proposal["country"])
        row, _made = City.objects.get_or_create(
            country=country,
            slug=proposal["slug"],
            defaults={
                name: proposal[name] for name in ("name_en", "name_ru", "latitude", "longitude")
            },
        )
        born["city", key] = row.pk
    return key


def _settle_tag(proposal: dict[str, Any], vocabulary: Vocabulary, born: Keys) -> str:
    key: str = proposal["slug"]
    if word := vocabulary.by_key("tag", key):
        return word.key
    if ("tag", key) not in born:
        row, _made = Tag.objects.get_or_create(
            slug=key,
            defaults={
                "name": key,
                "name_en": proposal["name_en"],
                "name_ru": proposal["name_ru"],
            },
        )
        born["tag", key] = row.pk
    return key
