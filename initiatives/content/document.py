"""The content document: all that an entry says, as one JSON object with natural keys.

The form of the files in ``reference/``, without ``slug`` (which is not content), plus ``schema``
and ``proposed`` (domain.md, "One road in"). Samples, import, submissions and the dump use it.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any

from initiatives.models import WORD_FIELDS, EntryState, Initiative, Vocabulary, word_keys

Document = dict[str, Any]

SCHEMA = 1

# Every field of an entry, in the order of forms and of differences.
FIELDS = (
    "kind",
    "name_en",
    "name_ru",
    "other_names",
    "summary_en",
    "summary_ru",
    "description_en",
    "description_ru",
    "terms_en",
    "terms_ru",
    "cost",
    "website",
    "links",
    "host_countries",
    "cities",
    "online",
    "focus_regions",
    "languages",
    "activities",
    "audiences",
    "seeks",
    "tags",
    "reach",
    "founded",
    "partners",
    "state",
    "closed_on",
    "successor",
    "designations",
    "sources",
    "checked",
)

# The most of each list (domain.md, "The form"). Regions: all there are. Designations have no
# limit there; no initiative comes near this one.
MOST = {
    "other_names": 10,
    "links": 12,
    "host_countries": 20,
    "cities": 20,
    "languages": 20,
    "partners": 20,
    "activities": 8,
    "audiences": 8,
    "seeks": 8,
    "tags": 6,
    "sources": 10,
    "focus_regions": 83,
    "designations": 20,
}
NAME_LIMIT = 120

FACET_OF = {field: facet for facet, field in WORD_FIELDS.items()}
LISTS = frozenset(MOST)
DATES = frozenset({"founded", "closed_on", "checked"})

DESIGNATION_FIELDS = ("type", "name_in_register", "since", "ended", "source")
# What a proposed city or tag holds; the first ones as sent, the rest once it is completed.
PROPOSED_CITY = ("country", "name", "slug", "name_en", "name_ru", "latitude", "longitude")
PROPOSED_TAG = ("name", "slug", "name_en", "name_ru")


def empty() -> Document:
    """A document that says nothing: every field with the value that stands for "not given"."""
    document: Document = {"schema": SCHEMA}
    for field in FIELDS:
        document[field] = [] if field in LISTS else ""
    document["online"] = False
    document["state"] = EntryState.PUBLISHED.value
    document["proposed"] = {"cities": [], "tags": []}
    return document


def arranged(document: Document) -> Document:
    """The document with every field present, in order, and sets that have no order sorted.

    Two documents that say the same are equal afterwards, and so are their hashes. Values are not
    looked at (that is the form's work); what the document should not have stays in it, last.
    """
    full = {**empty(), **copy.deepcopy(document)}
    if _is_list_of(full["partners"], str):
        full["partners"] = sorted(full["partners"])
    if _is_list_of(full["designations"], dict):
        full["designations"] = [
            {**dict.fromkeys(DESIGNATION_FIELDS, ""), **one} for one in full["designations"]
        ]
    return full


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)


def canonical(value: Any) -> str:
    """Canonical JSON: keys sorted, no spaces, not escaped; the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(document: Any) -> str:
    """SHA-256 of the canonical JSON in UTF-8, as in the chain of decisions."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


# Each takes a document of the schema that it is named by one step further. Stored documents are
# never rewritten, so none of them may be removed; tests keep examples of each past schema.
_STEPS: dict[int, Callable[[Document], Document]] = {}


def upgraded(document: Document) -> Document:
    """The document in the present schema. One without a number is taken for the present one.

    A number that this program does not know is left as it is: the form refuses it.
    """
    version = document.get("schema", SCHEMA)
    while type(version) is int and version in _STEPS:
        document = {**_STEPS[version](document), "schema": version + 1}
        version += 1
    return document


def hidden(document: Document) -> Document:
    """The document of an entry that is taken away from the public, with nothing else changed."""
    return {**document, "state": EntryState.HIDDEN.value, "successor": "", "closed_on": ""}


def with_present_words(document: Document, vocabulary: Vocabulary) -> Document:
    """The document with the word that each merged one means; a word of no table is left out."""
    said = {}
    for name, facet in FACET_OF.items():
        found = (vocabulary.by_key(facet, key) for key in document[name])
        said[name] = list(dict.fromkeys(word.key for word in found if word is not None))
    return {**document, **said}


def with_content(initiatives: Any) -> Any:
    """A query for initiatives with all that ``from_initiative`` reads, in a few statements."""
    return initiatives.select_related("successor").prefetch_related("designations", "partners")


def from_initiative(initiative: Initiative) -> Document:
    """What a published row says, as the document that a change of it starts from.

    For many, take them ``with_content``. Words come from ``facets``, which keep their order.
    """
    document = empty()
    for field in FIELDS:
        if field in FACET_OF:
            document[field] = word_keys(initiative.facets, FACET_OF[field])
        elif field in DATES:
            document[field] = str(getattr(initiative, field) or "")
        elif field not in ("partners", "successor", "designations"):
            document[field] = copy.copy(getattr(initiative, field))
    document["partners"] = sorted(partner.slug for partner in initiative.partners.all())
    document["successor"] = initiative.successor.slug if initiative.successor else ""
    document["designations"] = designations_of(initiative)
    return document


def designations_of(initiative: Initiative) -> list[dict[str, str]]:
    """What a published row says of its designations, as its document does."""
    return [
        {
            "type": one.type,
            "name_in_register": one.name_in_register,
            "since": str(one.since),
            "ended": str(one.ended or ""),
            "source": one.source,
        }
        for one in initiative.designations.all()
    ]
