"""A query in words -> the entries that it means, best first, and what was made of the query."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import log

from pyroaring import BitMap
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from initiatives.catalogue.hits import MOST_WORDS, Hits, cleaned, is_quoted
from initiatives.catalogue.needs import Need, needs
from initiatives.catalogue.search_index import (
    PLACES,
    WEIGHT_OF_MASK,
    Phrase,
    content_words,
    phrases_of,
)
from initiatives.catalogue.snapshot import Snapshot
from initiatives.text.search_words import (
    EXACT,
    SOUND,
    STEM,
    address_keys,
    analysed,
    beginning,
    is_cyrillic,
    joined,
    keys,
    morphology,
    words,
)

# An entry that cannot be reached comes after an equal one that can.
WITHOUT_CONTACT = 0.99
# Weights of what a phrase means.
_PLACE, _LABEL, _WEAK_FACTOR = 4.0, 3.0, 0.6
_NEED = 0.8
_OTHERS = 0.3
# Below this share of the query an entry is no answer; a word that an entry has only by its
# beginning is not counted as found.
_LEAST_COVERAGE, _FOUND = 0.3, 0.45
_KNOWN_SHARE = 0.6
_LIKE, _LIKE_WITH_KNOWN_WORDS, _LIKE_WEIGHT = 0.74, 0.9, 25.0
_SHORTEST_SLIP = 4

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_SWAP = str.maketrans(_LATIN + _RUSSIAN, _RUSSIAN + _LATIN)
_QUOTES = '"«»“”„'

# Other Latin spellings of Russian sounds: what was typed -> what may be meant.
_VARIANTS = (("x", "h"), ("j", "zh"), ("c", "s"), ("4", "ch"), ("6", "sh"), ("yu", "u"))


@dataclass
class _Word:
    """A word of the query with the entries that have it: id -> (quality, score without idf)."""

    text: str
    keys: dict[str, float]
    hits: dict[int, tuple[float, float]] = field(default_factory=dict)
    known: bool = False
    idf: float = 0.0


def search(snapshot: Snapshot, query: str) -> Hits:
    """query: as typed. In quotes it is taken as it is written: neither read in the other keyboard
    layout nor corrected."""
    text = cleaned(query)
    return _Search(snapshot, text, literal=is_quoted(text)).hits()


class _Search:
    def __init__(self, snapshot: Snapshot, text: str, *, literal: bool) -> None:
        self.snapshot = snapshot
        self.index = snapshot.search_index
        self.phrases = phrases_of(snapshot.vocabulary)
        self.text = text
        self.literal = literal
        self.number = max(len(snapshot.rows), 1)

    def hits(self) -> Hits:
        text, swapped = self.text, ""
        if not self.literal and (other := self._in_other_layout(text)):
            text = swapped = other
        found = content_words(_words_of_query(text))
        if not found:
            return Hits(self.text, BitMap(), (), BitMap())
        mended: list[tuple[str, str]] = []
        each = [self._word(word, mended) for word in found]
        meant = self._meant(each)
        for word in each:
            self._collect(word)
        for phrase, start in meant:
            ids = self.snapshot.having(phrase.facet, phrase.value)
            weight = _weight_of(phrase.facet) * phrase.quality
            covered = each[start : start + len(phrase.words)]
            self._add_concept(ids, weight, phrase.quality, covered)
        asked = _needs_in(each)
        for need, covered in asked:
            self._add_concept(need.answered_by(self.snapshot), _LABEL, _NEED, covered)
        return self._ranked(text, swapped, each, meant, asked, mended)

    # What a word means.

    def _is_known(self, word: str) -> bool:
        return any(
            key in self.index or key in self.phrases.labels or self.phrases.beginning_with(key)
            for key, quality in keys(analysed(word))
            if quality >= EXACT
        )

    def _is_near(self, word: str) -> bool:
        return any(
            key in self.index or self.phrases.beginning_with(key)
            for key, quality in keys(analysed(word))
            if quality >= SOUND
        )

    def _in_other_layout(self, text: str) -> str:
        """The text as the other layout would have written it, where that makes more sense."""
        other = text.translate(_SWAP)
        if other == text or not any(len(word) > 2 for word in words(other)):
            return ""
        # An address is what it is.
        if re.search(r"\w\.\w|/|@", text) and address_keys(text):
            here = [key for key in address_keys(text) if key in self.index]
            if here:
                return ""
        of_text, of_other = self._known_share(text), self._known_share(other)
        return other if of_other >= 0.5 and of_other > of_text else ""

    def _known_share(self, text: str) -> float:
        """The share of letters in known words; short ones do not count."""
        found = [word for word in words(text) if len(word) > 2]
        letters = sum(map(len, found))
        known = sum(len(word) for word in found if self._is_near(word))
        return known / letters if letters else 0.0

    def _word(self, word: str, mended: list[tuple[str, str]]) -> _Word:
        own = dict(keys(analysed(word)))
        made = _Word(word, own, known=self._is_known(word))
        if made.known:
            return made
        own[beginning(word)] = 0.25
        if self.literal or len(word) < _SHORTEST_SLIP:
            return made
        if self._is_near(word):
            return made
        for typed, meant in _VARIANTS:
            if typed in word and not is_cyrillic(word):
                other = word.replace(typed, meant)
                if self._is_near(other):
                    made.keys = {key: of * 0.9 for key, of in keys(analysed(other))}
                    return made
        slips = self._slips(word)
        for meant, quality in slips:
            for key, of in keys(analysed(meant)):
                own[key] = max(own.get(key, 0.0), of * quality)
        if slips:
            mended.append((word, slips[0][0]))
        return made

    def _slips(self, word: str) -> list[tuple[str, float]]:
        """The controlled words that this one is a slip of, each with how sure that is."""
        size = len(word)
        is_word = is_cyrillic(word) and morphology().word_is_known(word)
        most = 2 if size >= 8 else 1
        if is_word:
            most = 1
        choices = self.snapshot.controlled_words
        for distance in (most, most + 1) if size >= 6 and not is_word else (most,):
            near = [
                (meant, far)
                for meant, far, _place in process.extract(
                    word,
                    choices,
                    scorer=DamerauLevenshtein.distance,
                    score_cutoff=distance,
                    limit=8,
                )
                if is_cyrillic(meant) == is_cyrillic(word)
            ]
            if near:
                least = min(far for _meant, far in near)
                found = []
                for meant, far in near:
                    if far > least:
                        continue
                    quality = (0.75, 0.75, 0.5, 0.35)[min(int(far), 3)]
                    if meant[0] != word[0]:
                        quality *= 0.75
                    if is_word:
                        quality *= 0.6
                    found.append((meant, quality))
                return sorted(found, key=lambda slip: (-slip[1], slip[0]))
        return []

    # What words mean together.

    def _meant(self, each: list[_Word]) -> list[tuple[Phrase, int]]:
        """The phrases in the query with where they begin, the longest first; shorter ones inside a
        longer one are left out."""
        taken: list[tuple[int, int]] = []
        found: list[tuple[Phrase, int, float]] = []
        for at, word in enumerate(each):
            seen: set[int] = set()
            for key in word.keys:
                for phrase in self.phrases.beginning_with(key):
                    if id(phrase) in seen or not self._carried(phrase):
                        continue
                    # The first word is where people put it: "бьёт муж", "муж бьёт".
                    for start in range(at, max(at - len(phrase.words), -1), -1):
                        if fit := _fits(phrase, each[start:]):
                            seen.add(id(phrase))
                            found.append((phrase, start, fit))
                            break
        found.sort(key=lambda meant: (-len(meant[0].words), -meant[2], meant[1]))
        left: list[tuple[Phrase, int]] = []
        best: dict[tuple[int, int], float] = {}
        for phrase, start, fit in found:
            here = (start, start + len(phrase.words))
            if any(a <= here[0] and here[1] <= b and (a, b) != here for a, b in taken):
                continue
            if fit < 0.6 * best.setdefault(here, fit):
                continue
            if any((p.facet, p.value) == (phrase.facet, phrase.value) for p, _at in left):
                continue
            taken.append(here)
            left.append((phrase._replace(quality=fit), start))
        return left

    def _carried(self, phrase: Phrase) -> bool:
        return bool(self.snapshot.facets[phrase.facet].get(phrase.value))

    # Which entries have it.

    def _collect(self, word: _Word) -> None:
        """Fill in the entries that have the word in their texts, or in labels of their facets."""
        hits: dict[int, tuple[float, float]] = {}
        for key, quality in word.keys.items():
            for pk, mask in self.index.having(key):
                score = quality * WEIGHT_OF_MASK[mask]
                held = hits.get(pk)
                if held is None or score > held[1]:
                    hits[pk] = (max(quality, held[0] if held else 0.0), score)
            for facet, value in self.phrases.labels.get(key, ()):
                weight = _weight_of(facet) * quality
                for pk in self.snapshot.having(facet, value):
                    held = hits.get(pk)
                    if held is None or weight > held[1]:
                        hits[pk] = (max(quality, held[0] if held else 0.0), weight)
        word.hits = hits
        word.idf = log(1 + self.number / max(len(hits), 1)) if hits else 0.7 * log(1 + self.number)

    def _add_concept(
        self, ids: BitMap, weight: float, quality: float, covered: list[_Word]
    ) -> None:
        """Give entries to the words that mean them together."""
        weight *= log(1 + self.number / max(len(ids), 1))
        for word in covered:
            if not word.hits:
                word.known = True
            share = weight / max(word.idf, 0.1) / len(covered)
            for pk in ids:
                held, score = word.hits.get(pk, (0.0, 0.0))
                higher, lower = max(score, share), min(score, share)
                word.hits[pk] = (max(held, quality), higher + _OTHERS * lower)

    # In which order.

    def _ranked(
        self,
        text: str,
        swapped: str,
        each: list[_Word],
        meant: list[tuple[Phrase, int]],
        asked: list[tuple[Need, list[_Word]]],
        mended: list[tuple[str, str]],
    ) -> Hits:
        total = sum(word.idf for word in each)
        scores: dict[int, float] = {}
        coverage: dict[int, float] = {}
        whole = BitMap()
        strong = False
        for pk in {pk for word in each for pk in word.hits}:
            covered = by_quality = summed = 0.0
            holds_all = True
            for word in each:
                quality, score = word.hits.get(pk, (0.0, 0.0))
                if quality < _FOUND:
                    holds_all = False
                if quality:
                    covered += word.idf if quality >= _FOUND else word.idf * quality
                    by_quality += word.idf * quality
                    summed += score * word.idf
                    strong = strong or (quality >= 0.5 and score >= 3.0 * quality)
            share, sure = covered / total, by_quality / total
            coverage[pk] = share
            scores[pk] = summed * (0.5 * share + 0.5 * sure) ** 1.5
            if holds_all:
                whole.add(pk)
        exact, like = self._by_whole_name(text, each)
        for pk, likeness in like.items():
            scores[pk] = scores.get(pk, 0.0) + _LIKE_WEIGHT * likeness**2
            coverage[pk] = max(coverage.get(pk, 0.0), likeness)
        addressed = self._by_address(text)
        for pk in (*exact, *addressed):
            scores.setdefault(pk, 1.0)
            whole.add(pk)
        known = sum(1 for word in each if word.hits) / len(each)
        if not exact and not like and not addressed:
            best = max(coverage.values(), default=0.0)
            if best < _LEAST_COVERAGE or (not strong and known < _KNOWN_SHARE):
                scores, whole = {}, BitMap()
        rows = self.snapshot.rows
        # Far behind the best, or a small part of the query: no answer.
        least = 0.05 * max(scores.values(), default=0.0)
        ids = [
            pk
            for pk in scores
            if pk in rows
            and (scores[pk] >= least or pk in whole or pk in exact)
            and (coverage.get(pk, 1.0) >= _LEAST_COVERAGE or pk in exact or pk in like)
        ]
        whole &= BitMap(ids)
        ids.sort(
            key=lambda pk: (
                pk not in exact,
                pk not in addressed,
                pk not in whole and pk not in like,
                -round(scores[pk] * (1 if rows[pk].has_contact else WITHOUT_CONTACT), 6),
                rows[pk].slug,
            )
        )
        covered_by = {place for phrase, at in meant for place in range(at, at + len(phrase.words))}
        in_needs = {id(word) for _need, covered in asked for word in covered}
        return Hits(
            query=self.text,
            ids=BitMap(ids),
            ordered=tuple(ids),
            whole=whole,
            swapped=swapped,
            mended=tuple(mended),
            sounded=tuple(word.text for word in each if _is_by_sound(word, mended)),
            unknown=tuple(word.text for word in each if not _is_found(word)),
            understood=(*_understood(meant), *(("need", need.slug) for need, _covered in asked)),
            left=tuple(
                word.text
                for at, word in enumerate(each)
                if at not in covered_by and id(word) not in in_needs
            ),
            exact=bool(exact),
            keys=frozenset(
                key for word in each for key, of in word.keys.items() if _marks(key, of)
            ),
        )

    def _by_whole_name(self, text: str, each: list[_Word]) -> tuple[BitMap, dict[int, float]]:
        """Entries whose whole name is the query, and those whose name is like it."""
        typed = joined(text)
        if len(typed) < 2:
            return BitMap(), {}
        names = self.index.names
        exact = BitMap(names.get(typed, ()))
        if exact or self.literal or len(typed) < _SHORTEST_SLIP:
            return exact, {}
        all_known = all(word.known for word in each)
        least = _LIKE_WITH_KNOWN_WORDS if all_known else _LIKE
        if all_known and len(typed) < 8:
            return exact, {}
        like: dict[int, float] = {}
        for name, likeness, _place in process.extract(
            typed,
            self.index.sorted_names,
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=least,
            limit=5,
        ):
            for pk in names[name]:
                like[pk] = max(like.get(pk, 0.0), likeness)
        if len(typed) >= 5:
            for name in self.index.names_beginning(typed):
                if len(typed) / len(name) >= 0.5:
                    for pk in names[name]:
                        like[pk] = max(like.get(pk, 0.0), 0.8)
        return exact, like

    def _by_address(self, text: str) -> BitMap:
        found = BitMap()
        for key in address_keys(text):
            pks = BitMap([pk for pk, _mask in self.index.having(key)])
            if pks:
                found |= pks
                break
        return found


def _marks(key: str, quality: float) -> bool:
    """Whether words of a text that have the key are shown as matches."""
    return (key[:2] == "k:" and quality >= STEM) or (key[1:2] != ":" and quality >= _OTHERS)


def _is_by_sound(word: _Word, mended: list[tuple[str, str]]) -> bool:
    typed = [typed for typed, _meant in mended]
    return bool(word.hits) and not word.known and word.text not in typed


def _weight_of(facet: str) -> float:
    if facet in PLACES:
        return _PLACE
    return _LABEL * (_WEAK_FACTOR if facet == "language" else 1.0)


def _needs_in(each: list[_Word]) -> list[tuple[Need, list[_Word]]]:
    """The needs whose labels the query says, each with the words that say it, the longest first."""
    found: list[tuple[Need, list[_Word]]] = []
    for need in needs():
        for label in (need.label_en, need.label_ru):
            covered = []
            for wanted in content_words(words(label)):
                own = {key for key, of in keys(analysed(wanted)) if of >= SOUND}
                same = [word for word in each if any(key in own for key in word.keys)]
                covered += same[:1]
            if covered and len(covered) == len(content_words(words(label))):
                found.append((need, covered))
                break
    found.sort(key=lambda asked: -len(asked[1]))
    return [asked for asked in found if len(asked[1]) == len(found[0][1])][:1]


def _is_found(word: _Word) -> bool:
    return any(quality >= _FOUND for quality, _score in word.hits.values())


# Of several things that the same words may mean, which one is taken for a filter.
_PREFERRED = "city region country activity audience kind seeks tag language reach".split()


def _preference(phrase: Phrase) -> tuple[float, int]:
    # A tag has the plainest names, and says less than what an activity groups.
    quality = phrase.quality - (0.3 if phrase.facet == "tag" else 0.0)
    return quality, -_PREFERRED.index(phrase.facet)


def _understood(meant: list[tuple[Phrase, int]]) -> tuple[tuple[str, str], ...]:
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


def _fits(phrase: Phrase, each: list[_Word]) -> float:
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


def _quality(word: _Word, wanted: frozenset[str]) -> float:
    return max((of for key, of in word.keys.items() if key in wanted), default=0.0)


def _words_of_query(text: str) -> list[str]:
    """The words, without what addresses begin with."""
    text = re.sub(r"(?i)\bhttps?://|\bwww\.|\bt\.me/|(?<!\w)@", " ", text)
    return words(text)[:MOST_WORDS]
