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
_BETWEEN = re.compile(r"\s*[,;/+]\s*|\s+(?:and|и|&)\s+")
_PARTS = re.compile(r"\s*[,;]\s*")
# What a list leaves at the edges of its lines: bullets, numbers and full stops, but "D.C.".
_BEFORE_ITEM = re.compile(r"^(?:[•·‣▪●◦*#+–—-]\s*|[0-9]{1,2}[.)]\s*(?=[^\W\d]))+")
_AFTER_ITEM = re.compile(r"(?<!\.\w)[.,;:!…]+$")
_CITY_OF = re.compile(
    r"^(?:г\.\s*|г\s+|гор\.\s*|город\s+|city of\s+|the city of\s+)", re.IGNORECASE
)
_ASIDE = re.compile(r" ?[(\[]([^()\[\]]*)[)\]]")
_LINK = re.compile(r"\S*(?:://|\bwww\.|[a-z0-9]\.[a-z]{2,}/)\S*", re.IGNORECASE | re.ASCII)
# What stands behind the name of a street. The second ones are in names of cities too ("Port St.
# Lucie"): they count beside a city or a number.
_BEHIND_NAME = "street|ave|avenue|road|rd|blvd|boulevard|lane"
_OF_CITIES_TOO = "st|square|sq|plaza|place|court|drive|way"
_BEFORE_NAME = "rue|via|viale|piazza|corso|calle|carrer|rua|avenida|ulica|bulevar|trg"
_STREET = re.compile(
    r"\b(?:ул|пр|просп|пер|наб|пл|ш|бул|д|кв|корп|стр|мкр|оф|эт)\."
    r"|(?:^|\s)(?:ул|пр|просп|пер|наб|пл|ш|бул|мкр)\s"
    r"|\b(?:улица|проспект|пр-т|пр-кт|переулок|набережная|шоссе|бульвар|б-р|площадь|проезд|тупик|"
    r"аллея|микрорайон|дом|квартира|офис|этаж|подъезд|корпус|строение)\b"
    rf"|\w\s+(?:{_BEHIND_NAME})\b|\b(?:apt|office|floor|suite)\b"
    r"|\b[\w-]{0,40}(?:stra(?:ss|ß)e|str|allee|platz|gasse|damm|ufer|weg|gatan|vej|katu)\b"
    rf"|\b(?:{_BEFORE_NAME})\s+\w"
    r"|\b(?:sokak|sok|cadde|caddesi|cad|mahallesi|mah|utca|iela)\b|\bul\.",
    re.IGNORECASE,
)
_STREET_BESIDE = re.compile(rf"\w\s+(?:{_OF_CITIES_TOO})\b", re.IGNORECASE)
# Between what else the parts and the words of an address stand.
_APART = re.compile(r"[^\w\s.'’№-]|\s[–—-]\s|\s(?:and|и)\s")
_ENDS_STREET = re.compile(rf"(?:{_BEHIND_NAME}|{_OF_CITIES_TOO})\.?", re.IGNORECASE)
_BEGINS_STREET = re.compile(
    rf"(?:{_BEFORE_NAME}|plaza|place|ул|улица|пр|пр-т|просп|проспект|пер|переулок|наб|набережная|"
    r"пл|площадь|ш|шоссе|бул|бульвар|ul|de|des|du|del|della|delle|di|da|do|dos|das|la|le|les|el|al|"
    r"von|van|der|den|the|of)\.?",
    re.IGNORECASE,
)
MOST_WORDS = 6  # of the name of a city beside a street
# States and countries by their codes ("LA"), which are no cities beside anything else.
_CODE = re.compile("[A-Za-z]{2}")
# Those of others, and of provinces; what else has three letters may be a city ("NYC").
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
    whether more than the city was left out. unread: lines with a street of which nothing was kept.
    elsewhere: what was typed of cities in a country that was not chosen, with their keys. offered:
    the same of the cities that the other keyboard layout makes."""

    countries: list[tuple[str, str]] = field(default_factory=list)
    has_street: bool = False
    unread: list[str] = field(default_factory=list)
    elsewhere: list[tuple[str, str]] = field(default_factory=list)
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

        A city is looked for first; a country is one beside a comma, or where no city is named. Of
        cities with one name that of a chosen country is meant. Of a line with a digit, a link or a
        word for a street only known cities are kept: nobody can tell the rest from an address.
        """
        reader = _Reader(self, [key for key in chosen if key], kept)
        for line in lines:
            # One space between words: the patterns take the square of a long run of them.
            one_spaced = _AFTER_ITEM.sub("", _BEFORE_ITEM.sub("", " ".join(line.split())))
            if name := _CITY_OF.sub("", one_spaced).strip():
                reader.read(name)
        return reader.meant

    def city(self, name: str, countries: Sequence[str] = (), chosen: Sequence[str] = ()) -> str:
        """The key of the one city of this name, in one of ``countries`` if there are any; ""."""
        found = self.cities.get(folded(name), [])
        if countries:
            found = [key for key in found if key.partition("/")[0] in countries]
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
        several = [self._city(_CITY_OF.sub("", part)) for part in _BETWEEN.split(line)]
        country = self.places.countries.get(folded(line))
        is_private = bool(_STREET.search(line) or _LINK.search(line)) or _has_number(line)
        if found := self._city(line):
            self._keep(line, [found])
        elif all(several):
            self._keep(line, several)
        elif country and folded(line) not in self.places.cities:
            self.meant.countries.append((line, country))
        elif is_private or _STREET_BESIDE.search(line):
            self._read_address(line, is_private=is_private)
        elif key := self._on_other_layout(line):
            self.meant.offered.append((line, key))
            self._propose([line], "")
        else:
            self._read_parts(line)

    def _keep(self, line: str, keys: list[str]) -> None:
        chosen = [*self.chosen, *(key for _typed, key in self.meant.countries)]
        self.meant.keys += keys
        self.meant.elsewhere += [
            (line, key) for key in keys if self.chosen and key.partition("/")[0] not in chosen
        ]

    def _opened(self, aside: re.Match[str]) -> str:
        """What stands in brackets, behind a comma where it is no part of a name."""
        inside = aside[1].strip()
        is_place = folded(inside) in self.places.countries or self._city(inside)
        return f", {inside}" if is_place else aside[0]

    def _read_parts(self, line: str) -> None:
        """A line with a country, a state or an unknown city beside its commas."""
        parts = [part for part in _PARTS.split(_ASIDE.sub(self._opened, line)) if part]
        countries, names = self._countries([_CITY_OF.sub("", part) for part in parts])
        if not names:
            self.meant.countries += countries
            return
        named = [key for _typed, key in countries]
        found = [self.places.city(name, named, self.chosen) for name in names]
        known = {key.partition("/")[0] for key in found if key}
        country = named[0] if len(named) == 1 else ""
        # "London, Ontario": the part that is not known may say that another London is meant.
        if not known or not (all(found) or known <= {*named, *self.chosen}):
            self._propose([", ".join(names)], country)
            return
        self.meant.keys += filter(None, found)
        unknown = [name for name, key in zip(names, found, strict=True) if not key]
        self._propose([name for name in unknown if not _REGION_CODE.fullmatch(name)], country)

    def _countries(self, parts: list[str]) -> tuple[list[tuple[str, str]], list[str]]:
        """The parts that name a country or a state, with the country's key, and the others."""
        countries, others = [], []
        for number, part in enumerate(parts):
            name, beside = folded(part), parts[:number] + parts[number + 1 :]
            is_city = name in self.places.cities and not _CODE.fullmatch(part)
            keys = [key for key in self.chosen if name in STATES.get(key, ())]
            if name in self.places.countries:
                keys.append(self.places.countries[name])
            if not self.chosen:
                keys += [key for key, states in STATES.items() if name in states]
            if is_city or not keys or not beside:
                others.append(part)
                continue
            with_city = (key for key in keys if any(self._beside(one, [key]) for one in beside))
            countries.append((part, next(with_city, keys[0])))
        return countries, others

    def _city(self, name: str) -> str:
        return self.places.city(name, (), self.chosen)

    def _beside(self, name: str, countries: Sequence[str]) -> str:
        """The key of the city of a name that does not stand alone."""
        return "" if _CODE.fullmatch(name) else self.places.city(name, countries)

    def _read_address(self, line: str, *, is_private: bool) -> None:
        """A line with a street, a number or a link; or one with a word that streets have, too."""
        parts = []
        for part in _APART.split(_LINK.sub(",", line)):
            words = " ".join(word for word in part.split() if not _has_number(word))
            if name := _CITY_OF.sub("", words).strip(" .-"):
                parts.append(name)
        if keys := self._cities_of_address(parts):
            self.meant.keys += keys
            self.meant.has_street = True
        elif is_private:
            self.meant.unread.append(line)
        else:
            self._read_parts(line)

    def _cities_of_address(self, parts: list[str]) -> list[str]:
        """The keys of the cities that are parts of their own; else of the one at the end of a part,
        or at its beginning, unless a street has its name."""
        named, names = self._countries(parts)
        countries = [key for _typed, key in named] or self.chosen
        if found := [key for name in names if (key := self._beside(name, countries))]:
            return found
        for name in reversed(names):
            words = name.split()
            for at in range(max(1, len(words) - MOST_WORDS), len(words)):
                key = self._beside(" ".join(words[at:]), countries)
                if key and not _BEGINS_STREET.fullmatch(words[at - 1]):
                    return [key]
        for name in names:
            words = name.split()
            for at in range(min(len(words) - 1, MOST_WORDS), 0, -1):
                key = self._beside(" ".join(words[:at]), countries)
                if key and not _ENDS_STREET.fullmatch(words[at]):
                    return [key]
        return []

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


def _has_number(text: str) -> bool:
    return any(character.isdigit() for character in text)


@lru_cache(maxsize=1)
def places_of(vocabulary: Vocabulary) -> Places:
    """The places of a vocabulary; those of the last one are kept."""
    return Places(vocabulary)
