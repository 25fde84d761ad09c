"""The words of all listed entries and of the vocabulary, held for the search beside a snapshot."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pyroaring import BitMap

from initiatives.models import FACETS, Vocabulary
from initiatives.text.search_words import (
    SOUND,
    STEM,
    analysed,
    beginning,
    keys,
    stored_word,
    words,
)
from initiatives.text.stop_words import STOP_WORDS

# The fields of an entry as bits, and what a word in each of them weighs. Labels and places are not
# stored with an entry: they are the words of its facets.
NAME, HOST, SUMMARY, TEXT = 1, 2, 4, 8
WEIGHTS = {NAME: 7.0, HOST: 5.0, SUMMARY: 2.0, TEXT: 1.0}
BITS = {"name": NAME, "host": HOST, "summary": SUMMARY, "text": TEXT}
FIELD_BITS = len(WEIGHTS)
FIELDS = (1 << FIELD_BITS) - 1

PLACES = frozenset({"country", "city", "region"})
# Of these facets nearly every entry has the same values: they tell little.
_WEAK = frozenset({"language"})
# Facets whose words people search for. "designation" is a warning, not a subject.
_SEARCHED = tuple(facet for facet in FACETS if facet != "designation")

Terms = Mapping[str, str]  # field of BITS, "names" (whole names by sound), "hosts" -> words


def _weigh(mask: int) -> float:
    """The highest weight of the fields, and a little of the rest."""
    weights = [weight for bit, weight in WEIGHTS.items() if mask & bit]
    most = max(weights, default=0.0)
    return most + 0.15 * (sum(weights) - most)


WEIGHT_OF_MASK = [_weigh(mask) for mask in range(FIELDS + 1)]


class Postings:
    """Key -> entries with the fields in which they have it; and whole names and hosts."""

    def __init__(self, entries: Iterable[tuple[int, Terms]]) -> None:
        # An array of (entry, mask) in one number each: a dictionary for each key would take ten
        # times as much, and more while it is made.
        self._packed: dict[str, array[int]] = {}
        self.names: dict[str, tuple[int, ...]] = {}  # whole name by sound -> entries
        self.known: dict[str, int] = {}  # word -> in how many entries; names and hosts count for 3
        for pk, terms in entries:
            masks: dict[str, int] = {}
            for field, bit in BITS.items():
                strong = bit in (NAME, HOST)
                for stored in terms.get(field, "").split():
                    word, found_by = stored_word(stored)
                    for key in found_by:
                        masks[key] = masks.get(key, 0) | bit
                    if strong:
                        key = beginning(word)
                        masks[key] = masks.get(key, 0) | bit
                    self.known[word] = self.known.get(word, 0) + (3 if strong else 1)
            for name in terms.get("names", "").split():
                self.names[name] = (*self.names.get(name, ()), pk)
            for host in terms.get("hosts", "").split():
                key = f"h:{host}"
                masks[key] = masks.get(key, 0) | HOST
            for key, mask in masks.items():
                packed = self._packed.get(key)
                if packed is None:
                    packed = self._packed[key] = array("I")
                packed.append(pk << FIELD_BITS | mask)
        # Most words are found in the same entries by each of their keys: one array for them all.
        same: dict[bytes, array[int]] = {}
        for key, packed in self._packed.items():
            content = packed.tobytes()
            self._packed[key] = same.setdefault(content, array("I", content))

    def __contains__(self, key: str) -> bool:
        return key in self._packed

    def __getitem__(self, key: str) -> Sequence[int]:
        """Entries that have a key, each with its fields in the last bits. One object for keys that
        are found in the same entries."""
        return self._packed.get(key, ())

    @cached_property
    def controlled(self) -> tuple[str, ...]:
        """The words that a slip may be mended to: of names and hosts, or of several entries."""
        return tuple(word for word, number in self.known.items() if number >= 3 and len(word) > 2)


class Phrase(NamedTuple):
    """Words that mean a value of a facet."""

    words: tuple[frozenset[str], ...]  # the keys of each
    facet: str
    value: str
    quality: float


class Phrases:
    """What people type for the values of facets; made once for a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._by_key: dict[str, list[Phrase]] = defaultdict(list)
        # Key of a word of a label -> the values that have it.
        self.labels: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.known: dict[str, None] = {}
        self._of_value: dict[tuple[str, str], list[str]] = defaultdict(list)
        for facet in _SEARCHED:
            is_place = facet in PLACES
            for word in vocabulary.facets[facet].values():
                spellings = vocabulary.spellings.get(word.key, ()) if facet == "city" else ()
                labels = [word.name_en, word.name_ru, *spellings]
                for text, quality in [
                    *((text, 1.0) for text in labels),
                    *((text, 0.8) for text in (*word.also_en, *word.also_ru)),
                ]:
                    self._add(text, quality, facet, word.value, is_place=is_place)

    def _add(self, text: str, quality: float, facet: str, value: str, *, is_place: bool) -> None:
        found = content_words(words(text))
        if not found:
            return
        each = []
        for word in found:
            all_keys = keys(analysed(word))
            wanted = STEM if is_place else SOUND
            each.append(frozenset(key for key, of in all_keys if of >= wanted))
            self._of_value[facet, value].append(word)
            if quality == 1.0:
                for key, _of in all_keys:
                    self.labels[key].add((facet, value))
        phrase = Phrase(tuple(each), facet, value, quality)
        for key in each[0]:
            self._by_key[key].append(phrase)

    def beginning_with(self, key: str) -> list[Phrase]:
        return self._by_key.get(key, [])

    def words_of(self, carried: Mapping[str, Mapping[str, BitMap]]) -> set[str]:
        """The words for values that some entry has: what no entry has must not make a word known,
        or a slip that is a village somewhere would not be mended."""
        return {
            word
            for (facet, value), found in self._of_value.items()
            if carried[facet].get(value)
            for word in found
        }


_phrases: list[tuple[Vocabulary, Phrases]] = []


def phrases_of(vocabulary: Vocabulary) -> Phrases:
    """Made when first asked for, then kept until a word changes."""
    for held, phrases in _phrases:
        if held is vocabulary:
            return phrases
    phrases = Phrases(vocabulary)
    _phrases[:] = [(vocabulary, phrases)]
    return phrases


def content_words(found: list[str]) -> list[str]:
    """Without stop words; with them where nothing else is there."""
    return [
        word for word in found if word not in STOP_WORDS and analysed(word).lemma not in STOP_WORDS
    ] or found


@dataclass(frozen=True)
class SearchIndex:
    """Immutable. What changed since ``base`` was made is in ``later``, whole."""

    base: Postings
    gone: BitMap  # in the base, and changed or gone since
    changed: Mapping[int, Terms]
    later: Postings

    @classmethod
    def of(cls, entries: Iterable[tuple[int, Terms]]) -> SearchIndex:
        return cls(Postings(entries), BitMap(), {}, Postings(()))

    def with_changes(self, gone: Iterable[int], come: Mapping[int, Terms]) -> SearchIndex:
        """gone: ids of those that changed or are not listed any more; come: those listed now."""
        ids = [*gone]
        changed = {pk: terms for pk, terms in self.changed.items() if pk not in ids} | dict(come)
        return SearchIndex(self.base, self.gone | BitMap(ids), changed, Postings(changed.items()))

    def __contains__(self, key: str) -> bool:
        return key in self.base or key in self.later

    def having(self, key: str) -> Sequence[int]:
        """Entries that have a key: id << FIELD_BITS | the fields in which they have it."""
        in_base, gone = self.base[key], self.gone
        if not gone:
            return in_base
        left = [packed for packed in in_base if packed >> FIELD_BITS not in gone]
        return [*left, *self.later[key]]

    @cached_property
    def names(self) -> Mapping[str, tuple[int, ...]]:
        """Whole name by sound -> its entries; sorted, so that equally good ones come in the same
        order whatever the database gave first."""
        found = dict(self.base.names)
        if self.gone:
            for name, pks in self.base.names.items():
                if not self.gone.isdisjoint(BitMap(pks)):
                    found[name] = tuple(pk for pk in pks if pk not in self.gone)
        for name, pks in self.later.names.items():
            found[name] = (*found.get(name, ()), *pks)
        return {name: found[name] for name in sorted(found) if found[name]}

    @cached_property
    def sorted_names(self) -> list[str]:
        return [*self.names]

    @cached_property
    def _by_length(self) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for name in self.names:
            found[len(name)].append(name)
        return found

    def names_of_length(self, least: int, most: int) -> list[str]:
        """Whole names by sound, of so many signs."""
        return [
            name for length in range(least, most + 1) for name in self._by_length.get(length, ())
        ]

    def names_beginning(self, typed: str) -> Iterator[str]:
        """Whole names by sound that begin so."""
        names = self.sorted_names
        for place in range(bisect_left(names, typed), len(names)):
            if not names[place].startswith(typed):
                return
            yield names[place]

    def controlled(self) -> tuple[str, ...]:
        return self.base.controlled + self.later.controlled
