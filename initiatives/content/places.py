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
_ASIDE = re.compile(r" ?\(([^()]*)\)")
_POSTCODE = re.compile(r"\b(?:[0-9][0-9-]{3,6}|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2})\b")
_HOUSE = re.compile(r"(?<!\S)[0-9]{1,4}[^\W\d_]?(?:[/-][0-9]{1,4}[^\W\d_]?)?(?!\S)")
# What stands behind the name of a street. The second ones are in names of cities too ("Port St.
# Lucie"): they count beside a city or a number.
_BEHIND_NAME = "street|ave|avenue|road|rd|blvd|boulevard|lane"
_OF_CITIES_TOO = "st|square|sq|plaza|place|court|drive|way"
_STREET = re.compile(
    r"\b(?:ул|пр|просп|пер|наб|пл|ш|бул|д|кв|корп|стр|мкр|оф|эт)\."
    r"|(?:^|\s)(?:ул|пр|просп|пер|наб|пл|ш|бул|мкр)\s|(?:^|\s)(?:д|кв|корп|стр|оф|эт)\s*[0-9]"
    r"|\b(?:улица|проспект|пр-т|пр-кт|переулок|набережная|шоссе|бульвар|б-р|площадь|проезд|тупик|"
    r"аллея|микрорайон|дом|квартира|офис|этаж|подъезд|корпус|строение)\b"
    rf"|\w\s+(?:{_BEHIND_NAME})\b|\b(?:apt|office|floor|suite)\b"
    r"|\b[\w-]{0,40}(?:stra(?:ss|ß)e|str|allee|platz|gasse|damm|ufer|weg|gatan|vej|katu)\b"
    r"|\b(?:rue|via|viale|calle|carrer|rua|avenida|ulica|bulevar|trg|sokak|sok|cadde|caddesi|cad|"
    r"mahallesi|mah|utca|iela)\b|\bul\.",
    re.IGNORECASE,
)
_STREET_BESIDE = re.compile(rf"\w\s+(?:{_OF_CITIES_TOO})\b", re.IGNORECASE)
_ENDS_STREET = re.compile(rf"(?:{_BEHIND_NAME}|{_OF_CITIES_TOO})\b", re.IGNORECASE)
MOST_WORDS = 20  # of a part with a street, in which a city is looked for
# States, provinces and countries by their codes; others of three letters may be a city ("NYC").
_REGION_CODE = re.compile("[A-Z]{2}|ACT|NSW|QLD|TAS|VIC|NRW|UAE|USA")

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
        reader = _Reader(self, [key for key in chosen if key], kept)
        for line in lines:
            # One space between words: the patterns take the square of a long run of them.
            reader.read(_CITY_OF.sub("", " ".join(line.split())))
        return reader.meant

    def city(self, name: str, country: str = "", chosen: Sequence[str] = ()) -> str:
        """The key of the one city that a name means; ""."""
        found = self.cities.get(folded(name), [])
        if country:
            found = [key for key in found if key.startswith(f"{country}/")]
        elif len(found) > 1:
            found = [key for key in found if key.partition("/")[0] in chosen]
        return found[0] if len(found) == 1 else ""

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


@dataclass(slots=True)
class _Reader:
    """One box with cities, read line by line into ``meant``; see ``Places.meant``."""

    places: Places
    chosen: Sequence[str]
    kept: Sequence[Mapping[str, Any]]
    meant: MeantPlaces = field(default_factory=MeantPlaces)

    def read(self, line: str) -> None:
        line = line if self._city(line) else _ASIDE.sub(self._opened, line)
        several = [self._city(_CITY_OF.sub("", part)) for part in _BETWEEN.split(line)]
        is_city = folded(line) in self.places.cities
        if found := self._city(line):
            self.meant.keys.append(found)
        elif all(several):
            self.meant.keys += several
        elif (country := self.places.countries.get(folded(line))) and not is_city:
            self.meant.countries.append((line, country))
        elif key := self._on_other_layout(line):
            self.meant.offered.append((line, key))
            self._propose([line], "")
        else:
            self._read_parts(line)

    def _opened(self, aside: re.Match[str]) -> str:
        """What stands in brackets, behind a comma where it is no part of a name."""
        inside = aside[1].strip()
        is_place = folded(inside) in self.places.countries or self._city(inside)
        return f", {inside}" if is_place or self._is_street(inside, has_city=True) else aside[0]

    def _read_parts(self, line: str) -> None:
        """A line with a country, a state or a street behind its commas."""
        country, parts = self._country([part for part in _PARTS.split(line) if part])
        parts = [_CITY_OF.sub("", part) for part in parts]
        has_city = any(self._city(part, country) for part in parts)
        names = []
        for part in parts:
            name = part
            if not self._city(part, country) and self._is_street(part, has_city=has_city):
                self.meant.has_street = True
                name = (
                    "" if has_city else self._beside_street(part, country, is_alone=len(parts) == 1)
                )
            if name:
                names.append(name)
        found = [self._city(name, country) for name in names]
        if not any(found):
            self._propose([", ".join(names)] if names else [], country)
            return
        self.meant.keys += filter(None, found)
        unknown = [name for name, key in zip(names, found, strict=True) if not key]
        self._propose([name for name in unknown if not _REGION_CODE.fullmatch(name)], country)

    def _country(self, parts: list[str]) -> tuple[str, list[str]]:
        """The key of the country behind the last comma, and the parts before it and its state."""
        if len(parts) < 2:
            return "", parts
        countries = self.places.countries
        last, before = folded(parts[-1]), parts[:-1]
        candidates = [key for key in self.chosen if last in STATES.get(key, ())]
        if last in countries:
            candidates.append(countries[last])
        if not self.chosen:
            candidates += [key for key, states in STATES.items() if last in states]
        for key in candidates:
            if any(self._city(_CITY_OF.sub("", part), key) for part in before):
                break
        else:
            if not candidates or last in self.places.cities:
                return "", parts
            key = candidates[0]
        if len(before) > 1 and folded(before[-1]) in STATES.get(key, ()):
            before = before[:-1]
        return key, before

    def _city(self, name: str, country: str = "") -> str:
        return self.places.city(name, country, self.chosen)

    @staticmethod
    def _is_street(part: str, *, has_city: bool) -> bool:
        """Whether a part has a street, house or postcode. ``has_city``: whether another one is a
        known city, so that this one need not name it."""
        has_number = any(character.isdigit() for character in part)
        if _STREET.search(part) or (has_number and has_city):
            return True
        if has_city or has_number:
            return bool(
                _STREET_BESIDE.search(part) or _POSTCODE.search(part) or _HOUSE.search(part)
            )
        return False

    def _beside_street(self, part: str, country: str, *, is_alone: bool) -> str:
        """The city in a part with a street, or what may be one where nothing else is typed."""
        words = part.split()
        for number in range(min(len(words), MOST_WORDS) - 1, 0, -1):
            head, tail = " ".join(words[:number]), " ".join(words[-number:])
            if self._city(head, country) and not _ENDS_STREET.match(words[number]):
                return head
            is_behind_number = any(character.isdigit() for character in words[-number - 1])
            if is_behind_number and self._city(tail, country):
                return tail
        plain = _POSTCODE.sub(" ", part)
        is_house = bool(_HOUSE.search(plain))
        if _STREET.search(part) or _STREET_BESIDE.search(part) or (is_house and not is_alone):
            return ""
        return " ".join(_HOUSE.sub(" ", plain).split())

    def _propose(self, names: Iterable[str], country: str) -> None:
        if not country and len(self.chosen) == 1:
            country = self.chosen[0]
        for name in names:
            new = {"country": country.upper(), "name": name}
            self.meant.proposed.append(kept_proposal(self.kept, name) or new)

    def _on_other_layout(self, line: str) -> str:
        """The key of the city that the same keys make on the other keyboard layout; ""."""
        for layout in _LAYOUTS:
            if key := self.places.city(line.lower().translate(layout)):
                return key
        return ""


@lru_cache(maxsize=1)
def places_of(vocabulary: Vocabulary) -> Places:
    """The places of a vocabulary; those of the last one are kept."""
    return Places(vocabulary)
