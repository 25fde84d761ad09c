"""What the search box suggests: one file for everybody, so that nothing is sent while typing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from initiatives.catalogue.needs import needs, number_anywhere
from initiatives.catalogue.snapshot import Snapshot
from initiatives.fields.bilingual import reader_language
from initiatives.models import ONLINE, EntryState, Word
from initiatives.presenters.links import View, city_url, country_url, need_url


def words_file(snapshot: Snapshot) -> tuple[str, bytes]:
    """The address of the words in the reader's language, and the file as JSON.

    The address names the content: browsers may keep it for ever, and it tells nothing of changes
    that the file does not show. Made when first asked for, then held with the snapshot.
    """
    language = reader_language()
    if language not in snapshot.suggestions:
        content = json.dumps(_words(snapshot), ensure_ascii=False).encode()
        version = hashlib.sha256(content).hexdigest()[:16]
        snapshot.suggestions[language] = reverse("pages:words", args=[version]), content
    return snapshot.suggestions[language]


def _words(snapshot: Snapshot) -> dict[str, Any]:
    """Each row: label, address, what it is, number of entries, other spellings; of a country or a
    city also the country's address and name, of a need the title of its page."""
    return {
        "rows": [*_places(snapshot), *_activities(snapshot)],
        "needs": [
            [
                str(need.label),
                need_url(need),
                _("need"),
                number_anywhere(need, snapshot),
                [need.label_en, need.label_ru, *_also_of(snapshot, need.any)],
                str(need.title),
            ]
            for need in needs()
        ],
    }


def _places(snapshot: Snapshot) -> Iterator[list[Any]]:
    vocabulary = snapshot.vocabulary
    for word, number in _having(snapshot, "country"):
        url = country_url(word)
        here = [url, str(word.name)]
        yield [str(word.name), url, _("country"), number, _spellings(word), here]
    for word, number in _having(snapshot, "city"):
        country = vocabulary.facets["country"][word.group]
        here = [country_url(country), str(country.name)]
        spellings = [*_spellings(word), *vocabulary.spellings.get(word.key, ())]
        url = city_url(vocabulary, word)
        yield [str(word.name), url, _("city"), number, spellings, here]
    for word, number in _having(snapshot, "region"):
        url = reverse("pages:region", args=[word.slug])
        yield [str(word.name), url, _("region"), number, _spellings(word)]


def _activities(snapshot: Snapshot) -> Iterator[list[Any]]:
    view = View(snapshot.vocabulary)
    for word, number in _having(snapshot, "activity"):
        url = view.link("activity", word.value).url
        yield [
            str(word.name),
            url,
            pgettext("of a suggestion", "what it does"),
            number,
            _spellings(word),
        ]


def _having(snapshot: Snapshot, facet: str) -> Iterator[tuple[Word, int]]:
    """The words that published entries have, those of most entries first."""
    published = snapshot.states[EntryState.PUBLISHED.value]
    found = [
        (word, published.intersection_cardinality(snapshot.having(facet, word.value)))
        for word in snapshot.vocabulary.alphabetical(facet, reader_language())
        if word.value != ONLINE
    ]
    found.sort(key=lambda pair: -pair[1])
    return ((word, number) for word, number in found if number)


def _spellings(word: Word) -> list[str]:
    return [word.name_en, word.name_ru, *word.also_en, *word.also_ru]


def _also_of(snapshot: Snapshot, clauses: Any) -> Iterator[str]:
    """What people type for the activities of a need."""
    words = snapshot.vocabulary.facets["activity"]
    for clause in clauses:
        for value in clause.get("activities", ()):
            if value in words and len(clause["activities"]) == 1:
                yield from _spellings(words[value])
