"""What a moderator typed into the sheet -> a content document. The form judges it, not this."""

from __future__ import annotations

import contextlib
import re
from itertools import zip_longest
from typing import Any

from django.http import QueryDict

from initiatives import content
from initiatives.content import DESIGNATION_FIELDS, PROPOSED_CITY, PROPOSED_TAG, Document
from initiatives.models import Vocabulary, Word

LINES = frozenset({"other_names", "sources", "partners"})
TICKED = frozenset(
    {"host_countries", "languages", "activities", "audiences", "seeks", "focus_regions"}
)


def read(post: QueryDict, *, vocabulary: Vocabulary, before: Document) -> Document:
    """The document that the sheet's controls say.

    ``before``: what the sheet showed. Ticks have no order, so what was there keeps its own;
    else every pressed button would look like a change.
    """
    document = content.empty()
    for name in content.FIELDS:
        if name in LINES:
            document[name] = lines(post.get(name, ""))
        elif name in TICKED:
            document[name] = _in_order(post.getlist(name), before.get(name, []))
        elif name == "online":
            document[name] = name in post
        elif name == "links":
            document[name] = [
                {"type": kind, "url": url} for kind, url in _rows(post, "link", ("type", "url"), 1)
            ]
        elif name == "designations":
            document[name] = [
                dict(zip(DESIGNATION_FIELDS, row, strict=True))
                for row in _rows(post, "designation", DESIGNATION_FIELDS, 0)
            ]
        elif name not in ("cities", "tags"):
            document[name] = post.get(name, "").replace("\r\n", "\n").strip()
    document["partners"] = [_slug(one) for one in document["partners"]]
    document["successor"] = _slug(document["successor"])
    document["state"] = document["state"] or "published"
    proposed: dict[str, list[dict[str, Any]]] = {
        "cities": [_city(row) for row in _rows(post, "city", PROPOSED_CITY, 1)],
        "tags": [
            {key: value for key, value in zip(PROPOSED_TAG, row, strict=True) if value}
            for row in _rows(post, "tag", PROPOSED_TAG, 0)
        ],
    }
    for name, facet, unknown in (("cities", "city", "cities"), ("tags", "tag", "tags")):
        for line in lines(post.get(name, "")):
            word = find(vocabulary, facet, line, document["host_countries"])
            if word:
                document[name].append(word.key)
            else:
                country = {"country": ""} if unknown == "cities" else {}
                proposed[unknown].append({**country, "name": line})
    document["proposed"] = proposed
    return document


def lines(text: str) -> list[str]:
    """What stands one a line; empty lines are nothing."""
    return [line.strip() for line in re.split(r"\r\n|\r|\n", text) if line.strip()]


def find(vocabulary: Vocabulary, facet: str, typed: str, countries: list[str]) -> Word | None:
    """The word that a typed line means: its key, or its name in either language.

    Of cities with one name that of the entry's own countries goes first; of several others none.
    """
    word = vocabulary.by_key(facet, typed)
    if word:
        return word
    wanted = typed.casefold()
    named = [
        one
        for one in vocabulary.facets[facet].values()
        if wanted in {one.name_en.casefold(), one.name_ru.casefold(), one.slug}
    ]
    own = [one for one in named if one.group.upper() in countries]
    found = own or named
    return found[0] if len(found) == 1 else None


def _in_order(chosen: list[str], before: list[str]) -> list[str]:
    return [one for one in before if one in chosen] + [one for one in chosen if one not in before]


def _rows(post: QueryDict, what: str, keys: tuple[str, ...], needed: int) -> list[tuple[str, ...]]:
    """The rows of a small table of controls; a row whose ``needed`` column is empty is left out."""
    columns = [[value.strip() for value in post.getlist(f"{what}_{key}")] for key in keys]
    return [row for row in zip_longest(*columns, fillvalue="") if row[needed]]


def _city(row: tuple[str, ...]) -> dict[str, Any]:
    city: dict[str, Any] = dict(zip(PROPOSED_CITY, row, strict=True))
    for axis in ("latitude", "longitude"):
        # What is no number stays as it is: the form says what a coordinate has to be.
        with contextlib.suppress(ValueError):
            city[axis] = float(city[axis].replace(",", ".")) if city[axis] else None
    return {key: value for key, value in city.items() if value not in ("", None)} | {
        "country": city["country"].upper()
    }


def _slug(text: str) -> str:
    """The last part of an address, where somebody pasted the whole of it."""
    return text.rstrip("/").rpartition("/")[2] if "/" in text else text
