"""The words of a query with what they find, and what several of them mean together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from pyroaring import BitMap

from initiatives.catalogue.needs import Need, needs
from initiatives.catalogue.search_index import PLACES, Phrase, content_words
from initiatives.text.search_words import SOUND, STEM, analysed, keys, words

# Weights of what a phrase means.
_PLACE, LABEL, _WEAK_FACTOR = 4.0, 3.0, 0.6
# A word that an entry has only by its beginning is not counted as found.
FOUND = 0.45
OTHERS = 0.3


@dataclass
class QueryWord:
    """A word of the query with the entries that have it: id -> (quality, score without idf)."""

    text: str
    keys: dict[str, float]
    hits: dict[int, tuple[float, float]] = field(default_factory=dict)
    known: bool = False
    idf: float = 0.0

    def found(self) -> BitMap:
        """The entries that have it by more than its beginning."""
        return BitMap([pk for pk, (quality, _score) in self.hits.items() if quality >= FOUND])

    def is_strong(self) -> bool:
        """Whether a name, an address, a place or a label has it, as it is typed or nearly so."""
        return any(of >= 0.5 and score >= 3.0 * of for of, score in self.hits.values())


def marks(key: str, quality: float) -> bool:
    """Whether words of a text that have the key are shown as matches."""
    return (key[:2] == "k:" and quality >= STEM) or (key[1:2] != ":" and quality >= OTHERS)


def is_by_sound(word: QueryWord, mended: list[tuple[str, str]]) -> bool:
    typed = [typed for typed, _meant in mended]
    return bool(word.hits) and not word.known and word.text not in typed


def weight_of(facet: str) -> float:
    if facet in PLACES:
        return _PLACE
    return LABEL * (_WEAK_FACTOR if facet == "language" else 1.0)


@cache
def _labels_of_needs() -> list[tuple[Need, list[frozenset[str]]]]:
    """Each label of each need, with the keys of each of its words."""
    return [
        (
            need,
            [
                frozenset(key for key, of in keys(analysed(word)) if of >= SOUND)
                for word in content_words(words(label))
            ],
        )
        for need in needs()
        for label in (need.label_en, need.label_ru)
    ]


def needs_in(each: list[QueryWord]) -> list[tuple[Need, list[QueryWord]]]:
    """The need whose label the query says, with the words that say it; of several the longest."""
    longest: list[tuple[Need, list[QueryWord]]] = []
    for need, label in _labels_of_needs():
        if len(label) > len(each) or (longest and len(label) <= len(longest[0][1])):
            continue
        covered = [
            next((word for word in each if not wanted.isdisjoint(word.keys)), None)
            for wanted in label
        ]
        if None not in covered:
            longest = [(need, [word for word in covered if word])]
    return longest


def is_found(word: QueryWord) -> bool:
    return any(quality >= FOUND for quality, _score in word.hits.values())


# Of several things that the same words may mean, which one is taken for a filter.
_PREFERRED = (
    "city",
    "region",
    "country",
    "activity",
    "audience",
    "kind",
    "seeks",
    "tag",
    "language",
    "reach",
)


def _preference(phrase: Phrase) -> tuple[float, int]:
    # A tag has the plainest names, and says less than what an activity groups.
    quality = phrase.quality - (0.3 if phrase.facet == "tag" else 0.0)
    return quality, -_PREFERRED.index(phrase.facet)


def understood_of(meant: list[tuple[Phrase, int]]) -> tuple[tuple[str, str], ...]:
    """What the words mean as filters: of the same words the best values of one facet."""
    spans: dict[tuple[int, int], list[Phrase]] = {}
    for phrase, start in sorted(meant, key=lambda found: found[1]):
        spans.setdefault((start, len(phrase.words)), []).append(phrase)
    understood: dict[tuple[str, str], None] = {}
    for phrases in spans.values():
        facet = max(phrases, key=_preference).facet
        best = max(phrase.quality for phrase in phrases if phrase.facet == facet)
        understood.update(
            ((phrase.facet, phrase.value), None)
            for phrase in phrases
            if phrase.facet == facet and phrase.quality >= 0.95 * best
        )
    return tuple(understood)


def fit_of(phrase: Phrase, each: list[QueryWord]) -> float:
    """How well the first words are those of the phrase, in any order; 0 where they are not."""
    size = len(phrase.words)
    if size > len(each):
        return 0.0
    rest = each[:size]
    least = 1.0
    for wanted in phrase.words:
        here, word = max(
            ((_quality(word, wanted), word) for word in rest), key=lambda pair: pair[0]
        )
        if not here:
            return 0.0
        rest.remove(word)
        # A place of few letters is not guessed by its stem.
        if here <= STEM and (phrase.facet not in PLACES or len(word.text) < 4):
            return 0.0
        least = min(least, here)
    return phrase.quality * least


def _quality(word: QueryWord, wanted: frozenset[str]) -> float:
    return max((of for key, of in word.keys.items() if key in wanted), default=0.0)
