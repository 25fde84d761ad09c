"""A query in words -> the entries that it means, best first, and what was made of the query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import log

from pyroaring import BitMap
from rapidfuzz import process
from rapidfuzz.distance import OSA

from initiatives.catalogue.hits import MOST_WORDS, Hits, cleaned, is_quoted
from initiatives.catalogue.needs import Need
from initiatives.catalogue.query_words import (
    FOUND,
    LABEL,
    OTHERS,
    QueryWord,
    fit_of,
    is_by_sound,
    is_found,
    marks,
    needs_in,
    understood_of,
    weight_of,
)
from initiatives.catalogue.search_index import (
    FIELD_BITS,
    FIELDS,
    WEIGHT_OF_MASK,
    Phrase,
    content_words,
    phrases_of,
)
from initiatives.catalogue.snapshot import Snapshot
from initiatives.text.search_words import (
    EXACT,
    SOUND,
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
# What a value counts for an entry that has so many of them.
_MOST = 50
_OF_SEVERAL = [1 / (1 + 0.1 * log(max(number, 1))) for number in range(_MOST + 1)]
_NEED = 0.8
# Below this share of the query an entry is no answer.
_LEAST_COVERAGE = 0.3
_KNOWN_SHARE = 0.6
_LIKE, _LIKE_WITH_KNOWN_WORDS, _LIKE_WEIGHT = 0.74, 0.9, 25.0
_SHORTEST_SLIP, _LEAST_SURE = 4, 0.4

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_SWAP = str.maketrans(_LATIN + _RUSSIAN, _RUSSIAN + _LATIN)

# Other Latin spellings of Russian sounds: what was typed -> what may be meant.
_VARIANTS = (("x", "h"), ("j", "zh"), ("c", "s"), ("4", "ch"), ("6", "sh"), ("yu", "u"))


def search(snapshot: Snapshot, query: str) -> Hits:
    """query: as typed. In quotes it is taken as it is written: neither read in the other keyboard
    layout nor corrected."""
    text = cleaned(query)
    return _Search(snapshot, text, literal=is_quoted(text)).hits()


def countries_named(snapshot: Snapshot, left: Iterable[str]) -> dict[str, str]:
    """Words that name a country with a page, or a city of one, where no entry is -> its value."""
    phrases, vocabulary = phrases_of(snapshot.vocabulary), snapshot.vocabulary
    named: dict[str, str] = {}
    for word in left:
        for key in (key for key, quality in keys(analysed(word)) if quality >= EXACT):
            for phrase in phrases.beginning_with(key):
                if len(phrase.words) > 1 or phrase.facet not in ("country", "city"):
                    continue
                place = vocabulary.facets[phrase.facet][phrase.value]
                country = place.group or place.value
                if country in vocabulary.featured | vocabulary.noted:
                    named.setdefault(word, country)
    return named


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
            weight = weight_of(phrase.facet) * phrase.quality
            covered = each[start : start + len(phrase.words)]
            self._add_concept(ids, weight, phrase.quality, covered, self._numbers(phrase, ids))
        asked = needs_in(each)
        for need, covered in asked:
            self._add_concept(need.answered_by(self.snapshot), LABEL, _NEED, covered, {})
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

    def _word(self, word: str, mended: list[tuple[str, str]]) -> QueryWord:
        own = dict(keys(analysed(word)))
        made = QueryWord(word, own, known=self._is_known(word))
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
        is_word = is_cyrillic(word) and morphology().word_is_known(word)
        near = [
            (meant, int(far))
            for meant, far, _place in process.extract(
                word,
                self.snapshot.controlled_words,
                scorer=OSA.distance,
                score_cutoff=2 if len(word) >= 8 and not is_word else 1,
                limit=8,
            )
            if is_cyrillic(meant) == is_cyrillic(word)
        ]
        least = min((far for _meant, far in near), default=0)
        slips = []
        for meant, far in near:
            if not least or far > least:
                continue
            quality = 0.75 if far == 1 else 0.5
            if meant[0] != word[0]:
                quality *= 0.75
            if is_word:
                quality *= 0.6
            if quality >= _LEAST_SURE:
                slips.append((meant, quality))
        return sorted(slips, key=lambda slip: (-slip[1], slip[0]))

    # What words mean together.

    def _meant(self, each: list[QueryWord]) -> list[tuple[Phrase, int]]:
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
                        if fit := fit_of(phrase, each[start:]):
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

    def _collect(self, word: QueryWord) -> None:
        """Fill in the entries that have the word in their texts, or in labels of their facets."""
        qualities: dict[int, float] = {}
        scores: dict[int, float] = {}
        seen: list[Sequence[int]] = []
        # The best keys first: an entry's quality is that of the first key by which it is found.
        for key, quality in sorted(word.keys.items(), key=lambda item: (-item[1], item[0])):
            packed = self.index.having(key)
            if not any(packed is each for each in seen):
                seen.append(packed)
                weights = [quality * weight for weight in WEIGHT_OF_MASK]
                for entry in packed:
                    pk, score = entry >> FIELD_BITS, weights[entry & FIELDS]
                    if pk not in scores:
                        qualities[pk], scores[pk] = quality, score
                    elif score > scores[pk]:
                        scores[pk] = score
            for facet, value in self.phrases.labels.get(key, ()):
                weight = weight_of(facet) * quality
                for pk in self.snapshot.having(facet, value):
                    if pk not in scores:
                        qualities[pk], scores[pk] = quality, weight
                    elif weight > scores[pk]:
                        scores[pk] = weight
        hits = {pk: (quality, scores[pk]) for pk, quality in qualities.items()}
        word.hits = hits
        word.idf = log(1 + self.number / max(len(hits), 1)) if hits else 0.7 * log(1 + self.number)

    def _numbers(self, phrase: Phrase, ids: BitMap) -> dict[int, int]:
        """How many values of the phrase's facet each entry has; of audiences it says nothing:
        who helps many people helps each of them."""
        numbers: dict[int, int] = {}
        if phrase.facet == "audience":
            return numbers
        for having in self.snapshot.facets[phrase.facet].values():
            for pk in ids & having:
                numbers[pk] = numbers.get(pk, 0) + 1
        return numbers

    def _add_concept(
        self,
        ids: BitMap,
        weight: float,
        quality: float,
        covered: list[QueryWord],
        numbers: Mapping[int, int],
    ) -> None:
        """Give entries to the words that mean them together. numbers: of values of the same kind
        that an entry has; who does one thing is found before who does it among ten."""
        weight *= log(1 + self.number / max(len(ids), 1))
        for word in covered:
            if not word.hits:
                word.known = True
            share = weight / max(word.idf, 0.1) / len(covered)
            for pk in ids:
                own = share * _OF_SEVERAL[min(numbers.get(pk, 1), _MOST)]
                held, score = word.hits.get(pk, (0.0, 0.0))
                higher, lower = (score, own) if score > own else (own, score)
                word.hits[pk] = (max(held, quality), higher + OTHERS * lower)

    # In which order.

    def _ranked(
        self,
        text: str,
        swapped: str,
        each: list[QueryWord],
        meant: list[tuple[Phrase, int]],
        asked: list[tuple[Need, list[QueryWord]]],
        mended: list[tuple[str, str]],
    ) -> Hits:
        total = sum(word.idf for word in each)
        scores: dict[int, float] = {}
        coverage: dict[int, float] = {}
        of_words = [(word.idf, word.hits) for word in each]
        for pk in set().union(*(word.hits for word in each)):
            covered = by_quality = summed = 0.0
            for idf, hits in of_words:
                if hit := hits.get(pk):
                    quality, score = hit
                    covered += idf if quality >= FOUND else idf * quality
                    by_quality += idf * quality
                    summed += idf * score
            coverage[pk] = share = covered / total
            scores[pk] = summed * (0.5 * share + 0.5 * by_quality / total) ** 1.5
        whole = BitMap.intersection(*(word.found() for word in each))
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
            weak = known < _KNOWN_SHARE and not any(word.is_strong() for word in each)
            if best < _LEAST_COVERAGE or weak:
                scores, whole = {}, BitMap()
        # Far behind the best, or a small part of the query: no answer.
        least = 0.05 * max(scores.values(), default=0.0)
        ids = BitMap(
            [
                pk
                for pk, score in scores.items()
                if (score >= least or pk in whole or pk in exact)
                and (coverage.get(pk, 1.0) >= _LEAST_COVERAGE or pk in exact or pk in like)
            ]
        )
        whole &= ids
        rows = self.snapshot.rows

        def place_of(pk: int) -> tuple[bool, bool, bool, float, str]:
            row = rows[pk]
            score = scores[pk] * (1 if row.has_contact else WITHOUT_CONTACT)
            first = pk in whole or pk in like
            return pk not in exact, pk not in addressed, not first, -round(score, 6), row.slug

        covered_by = {place for phrase, at in meant for place in range(at, at + len(phrase.words))}
        in_needs = {id(word) for _need, covered in asked for word in covered}
        return Hits(
            query=self.text,
            ids=ids,
            ordered=tuple(sorted(ids, key=place_of)),
            whole=whole,
            swapped=swapped,
            mended=tuple(mended),
            sounded=tuple(word.text for word in each if is_by_sound(word, mended)),
            unknown=tuple(word.text for word in each if not is_found(word)),
            understood=(*understood_of(meant), *(("need", need.slug) for need, _covered in asked)),
            left=tuple(
                word.text
                for at, word in enumerate(each)
                if at not in covered_by and id(word) not in in_needs
            ),
            exact=bool(exact),
            keys=frozenset(key for word in each for key, of in word.keys.items() if marks(key, of)),
        )

    def _by_whole_name(self, text: str, each: list[QueryWord]) -> tuple[BitMap, dict[int, float]]:
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
        size = len(typed)
        for name, likeness, _place in process.extract(
            typed,
            # A name that is much shorter or longer cannot be so like it.
            self.index.names_of_length(int(size * least), int(size / least) + 1),
            scorer=OSA.normalized_similarity,
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
            pks = BitMap([entry >> FIELD_BITS for entry in self.index.having(key)])
            if pks:
                found |= pks
                break
        return found


def _words_of_query(text: str) -> list[str]:
    """The words, without what addresses begin with."""
    text = re.sub(r"(?i)\bhttps?://|\bwww\.|\bt\.me/|(?<!\w)@", " ", text)
    return words(text)[:MOST_WORDS]
