"""Cities as people type them: by any of their names, with a country, a state or a street, several
in a line, or on the wrong keyboard layout.

A known name, spelling, slug or key becomes that word; the rest is a proposal for a moderator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from initiatives.content.typed import Meant, folded, kept_proposal
from initiatives.models import ONLINE, Vocabulary

# What separates the cities of one line.
_BETWEEN = re.compile(r"\s*[,;/]\s*|\s+(?:and|и|&)\s+")
_PARTS = re.compile(r"\s*[,;]\s*")
_CITY_OF = re.compile(
    r"^(?:г\.\s*|г\s+|гор\.\s*|город\s+|city of\s+|the city of\s+)", re.IGNORECASE
)
_NUMBERS = re.compile(r"\b[0-9][0-9-]{3,6}\b")
_STREET = re.compile(
    r"\b(?:ул|пр|пер|наб|пл|ш|д|кв|корп|стр)\.|\b(?:улица|проспект|пр-т|переулок|набережная|шоссе|"
    r"бульвар|б-р|площадь|дом|квартира|офис)\b|\w\s+(?:st|street|ave|avenue|road|rd|blvd|boulevard|"
    r"lane|square|sq)\b|\b(?:apt|office|floor)\b|\b\w{0,40}stra(?:ss|ß)e\b|\bstr\.|\b(?:rue|via|calle|rua|"
    r"ulica|sokak|sok|cadde|caddesi|cad)\b",
    re.IGNORECASE,
)
_REGION_CODE = re.compile(r"[A-Z]{2,3}")

# The states of a country whose codes are countries' codes too: "CA" is California or Canada.
_STATES = {
    "US": (
        "AL Alabama Алабама|AK Alaska Аляска|AZ Arizona Аризона|AR Arkansas Арканзас|"
        "CA California Калифорния|CO Colorado Колорадо|CT Connecticut Коннектикут|"
        "DE Delaware Делавэр|DC District_of_Columbia D.C. Округ_Колумбия|FL Florida Флорида|"
        "GA Georgia Джорджия|HI Hawaii Гавайи|ID Idaho Айдахо|IL Illinois Иллинойс|"
        "IN Indiana Индиана|IA Iowa Айова|KS Kansas Канзас|KY Kentucky Кентукки|"
        "LA Louisiana Луизиана|ME Maine Мэн|MD Maryland Мэриленд|MA Massachusetts Массачусетс|"
        "MI Michigan Мичиган|MN Minnesota Миннесота|MS Mississippi Миссисипи|MO Missouri Миссури|"
        "MT Montana Монтана|NE Nebraska Небраска|NV Nevada Невада|NH New_Hampshire Нью_Гэмпшир|"
        "NJ New_Jersey Нью_Джерси|NM New_Mexico Нью_Мексико|NY New_York Нью_Йорк|"
        "NC North_Carolina Северная_Каролина|ND North_Dakota Северная_Дакота|OH Ohio Огайо|"
        "OK Oklahoma Оклахома|OR Oregon Орегон|PA Pennsylvania Пенсильвания|"
        "RI Rhode_Island Род_Айленд|SC South_Carolina Южная_Каролина|"
        "SD South_Dakota Южная_Дакота|TN Tennessee Теннесси|TX Texas Техас|UT Utah Юта|"
        "VT Vermont Вермонт|VA Virginia Вирджиния Виргиния|WA Washington Вашингтон|"
        "WV West_Virginia Западная_Вирджиния Западная_Виргиния|WI Wisconsin Висконсин|"
        "WY Wyoming Вайоминг"
    )
}
STATES = {
    country: frozenset(folded(name) for state in states.split("|") for name in state.split())
    for country, states in _STATES.items()
}

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LAYOUTS = (str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN))


@dataclass(slots=True)
class MeantPlaces(Meant):
    """countries: what was typed of those that stand alone in a line, with their keys. has_street:
    whether a street was left out. offered: what was typed, and the key of the city that the other
    keyboard layout makes."""

    countries: list[tuple[str, str]] = field(default_factory=list)
    has_street: bool = False
    offered: list[tuple[str, str]] = field(default_factory=list)


class Places:
    """The names of all cities and countries, other spellings too; see `places_of`."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.countries: dict[str, str] = {}
        words = [w for w in vocabulary.facets["country"].values() if w.value != ONLINE]
        for word in words:
            for name in (word.name_en, word.name_ru, word.key, word.slug):
                self.countries.setdefault(folded(name), word.key)
        # Everyday names; none of them is another country's own name.
        for word in words:
            for name in (*word.also_en, *word.also_ru):
                self.countries.setdefault(folded(name), word.key)
        self.cities: dict[str, list[str]] = {}
        for word in vocabulary.facets["city"].values():
            names = (word.key, word.slug, word.name_en, word.name_ru)
            spellings = vocabulary.spellings[word.key]
            for name in {folded(name) for name in (*names, *spellings) if name}:
                self.cities.setdefault(name, []).append(word.key)

    def meant(
        self, lines: Iterable[str], *, chosen: Sequence[str], kept: Sequence[Mapping[str, Any]] = ()
    ) -> MeantPlaces:
        """chosen: the host countries' keys. kept: proposals that are in the document already.

        A city is looked for first; a country is one after a comma, or where no city is named. Of
        cities with one name that of a chosen country is meant. A street is never kept.
        """
        meant, chosen = MeantPlaces(), [key for key in chosen if key]
        for line in lines:
            self._read(_CITY_OF.sub("", line), meant, chosen, kept)
        return meant

    def _read(
        self,
        line: str,
        meant: MeantPlaces,
        chosen: Sequence[str],
        kept: Sequence[Mapping[str, Any]],
    ) -> None:
        several = [self._city(_CITY_OF.sub("", part), "", chosen) for part in _BETWEEN.split(line)]
        if found := self._city(line, "", chosen):
            meant.keys.append(found)
        elif all(several):
            meant.keys += several
        elif folded(line) in self.countries and folded(line) not in self.cities:
            meant.countries.append((line, self.countries[folded(line)]))
        elif key := self._on_other_layout(line):
            meant.offered.append((line, key))
            self._propose([line], "", meant, chosen, kept)
        else:
            self._read_parts(line, meant, chosen, kept)

    def _read_parts(
        self,
        line: str,
        meant: MeantPlaces,
        chosen: Sequence[str],
        kept: Sequence[Mapping[str, Any]],
    ) -> None:
        """A line with a country, a state or a street behind its commas."""
        parts = [part for part in _PARTS.split(line) if part]
        country, parts = self._country(parts, chosen)
        places = [self._without_street(part, country, chosen, len(parts)) for part in parts]
        meant.has_street |= any(has_street for _name, has_street in places)
        names = [name for name, _has_street in places if name]
        found = [self._city(name, country, chosen) for name in names]
        if not any(found):
            if names:
                self._propose([", ".join(names)], country, meant, chosen, kept)
            return
        meant.keys += filter(None, found)
        unknown = [name for name, key in zip(names, found, strict=True) if not key]
        unknown = [name for name in unknown if not _REGION_CODE.fullmatch(name)]
        self._propose(unknown, country, meant, chosen, kept)

    def _country(self, parts: list[str], chosen: Sequence[str]) -> tuple[str, list[str]]:
        """The key of the country behind the last comma, and the parts before it and its state."""
        if len(parts) < 2:
            return "", parts
        last, before = folded(parts[-1]), parts[:-1]
        candidates = [key for key in chosen if last in STATES.get(key, ())]
        if last in self.countries:
            candidates.append(self.countries[last])
        if not chosen:
            candidates += [key for key, states in STATES.items() if last in states]
        for key in candidates:
            if any(self._city(_CITY_OF.sub("", part), key, chosen) for part in before):
                break
        else:
            if not candidates or last in self.cities:
                return "", parts
            key = candidates[0]
        if len(before) > 1 and folded(before[-1]) in STATES.get(key, ()):
            before = before[:-1]
        return key, before

    def _city(self, name: str, country: str, chosen: Sequence[str]) -> str:
        """The key of the one city that a name means; ""."""
        found = self.cities.get(folded(name), [])
        if country:
            found = [key for key in found if key.startswith(f"{country}/")]
        elif len(found) > 1:
            found = [key for key in found if key.partition("/")[0] in chosen]
        return found[0] if len(found) == 1 else ""

    def _without_street(
        self, part: str, country: str, chosen: Sequence[str], parts: int
    ) -> tuple[str, bool]:
        """What a part names beside a street, house or postcode, and whether it had one. ``parts``:
        how many there are; a number in the only one may belong to a name."""
        name = _CITY_OF.sub("", part)
        if self._city(name, country, chosen):
            return name, False
        if street := _STREET.search(name):
            before = name[: street.start()].strip()
            return (before if self._city(before, country, chosen) else ""), True
        if not any(character.isdigit() for character in name):
            return name, False
        plain = " ".join(_NUMBERS.sub(" ", name).split())
        if any(character.isdigit() for character in plain):
            return (name, False) if parts == 1 else ("", True)
        return plain, True

    def _propose(
        self,
        names: Iterable[str],
        country: str,
        meant: MeantPlaces,
        chosen: Sequence[str],
        kept: Sequence[Mapping[str, Any]],
    ) -> None:
        if not country and len(chosen) == 1:
            country = chosen[0]
        for name in names:
            new = {"country": country.upper(), "name": name}
            meant.proposed.append(kept_proposal(kept, name) or new)

    def _on_other_layout(self, line: str) -> str:
        """The key of the city that the same keys make on the other keyboard layout; ""."""
        for layout in _LAYOUTS:
            if key := self._city(line.lower().translate(layout), "", ()):
                return key
        return ""

    def line(self, key: str) -> str:
        """A known city as it would be typed: with its country where its name is not enough."""
        word = self.vocabulary.by_key("city", key)
        if word is None:
            return key
        if self.meant([str(word.name)], chosen=()).keys == [word.key]:
            return str(word.name)
        return f"{word.name}, {self.vocabulary.facets['country'][word.group].name}"

    def proposed_line(self, proposal: Mapping[str, Any]) -> str:
        """A proposed city as it would be typed."""
        country = self.vocabulary.by_key("country", proposal.get("country", ""))
        return f"{proposal['name']}, {country.name}" if country else str(proposal["name"])


@lru_cache(maxsize=1)
def places_of(vocabulary: Vocabulary) -> Places:
    """The places of a vocabulary; those of the last one are kept."""
    return Places(vocabulary)
