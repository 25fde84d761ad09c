"""What people type, and what it means: cities and tags by any of their names, addresses as on a
phone, without the scheme and without saying what they are.

A known name, spelling, slug or key becomes that word; the rest is a proposal for a moderator.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from initiatives.fields.links import ADDRESS_LIMIT, LinkType
from initiatives.models import ONLINE, Vocabulary

_TYPES = {
    "t.me": LinkType.TELEGRAM,
    "telegram.me": LinkType.TELEGRAM,
    "youtube.com": LinkType.YOUTUBE,
    "youtu.be": LinkType.YOUTUBE,
    "instagram.com": LinkType.INSTAGRAM,
    "facebook.com": LinkType.FACEBOOK,
    "fb.com": LinkType.FACEBOOK,
    "x.com": LinkType.X,
    "twitter.com": LinkType.X,
    "bsky.app": LinkType.BLUESKY,
    "tiktok.com": LinkType.TIKTOK,
    "vk.com": LinkType.VK,
    "github.com": LinkType.GITHUB,
    "linkedin.com": LinkType.LINKEDIN,
    "signal.me": LinkType.SIGNAL,
    "signal.group": LinkType.SIGNAL,
    "wa.me": LinkType.WHATSAPP,
    "chat.whatsapp.com": LinkType.WHATSAPP,
    "discord.gg": LinkType.DISCORD,
    "matrix.to": LinkType.MATRIX,
}
_BARE = re.compile(r"[^\s/:?#@\\]+\.[^\W\d_][^\s/:?#@\\.]+(?::\d+)?(?:[/?#]\S*)?", re.UNICODE)
_LETTER = re.compile(r"[^@\s:/?]+@[^@\s:/?]+\.[^@\s:/?]+")


@dataclass(slots=True)
class Meant:
    """keys: of known words. proposed: as the document holds those that are not known."""

    keys: list[str] = field(default_factory=list)
    proposed: list[dict[str, Any]] = field(default_factory=list)


def lines_of(text: str) -> list[str]:
    """The lines that hold something, without whitespace at their ends."""
    return [line.strip() for line in re.split(r"\r\n|\r|\n", text) if line.strip()]


def one_line(text: str) -> str:
    """A text of one paragraph: the Enter key in its box was only whitespace."""
    return " ".join(lines_of(text))


def folded(text: str) -> str:
    """The form in which names are compared: case, ё, hyphens and double spaces do not count."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(re.sub(r"[-‐‑–—_]", " ", plain).split())


class Places:
    """The names of all cities and countries, other spellings too; see `places_of`."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.countries: dict[str, str] = {}
        for word in vocabulary.facets["country"].values():
            if word.value != ONLINE:
                for name in (word.name_en, word.name_ru, word.key, word.slug):
                    self.countries.setdefault(folded(name), word.key)
        self.cities: dict[str, list[str]] = {}
        for word in vocabulary.facets["city"].values():
            names = (word.key, word.slug, word.name_en, word.name_ru)
            spellings = vocabulary.spellings[word.key]
            for name in {folded(name) for name in (*names, *spellings) if name}:
                self.cities.setdefault(name, []).append(word.key)

    def meant(
        self, lines: Iterable[str], *, chosen: Sequence[str], kept: Sequence[Mapping[str, Any]] = ()
    ) -> Meant:
        """chosen: the host countries' keys. kept: proposals that are in the document already.

        "Name, Country" is understood; of cities with one name that of a chosen country is meant.
        """
        meant = Meant()
        for line in lines:
            name, country = self._parted(line)
            found = self.cities.get(folded(name), [])
            if country:
                found = [key for key in found if key.startswith(f"{country}/")]
            elif len(found) > 1:
                found = [key for key in found if key.partition("/")[0] in chosen]
            if len(found) == 1:
                meant.keys.append(found[0])
                continue
            if not country and len(chosen) == 1:
                country = chosen[0]
            meant.proposed.append(_kept(kept, name) or {"country": country.upper(), "name": name})
        return meant

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

    def _parted(self, line: str) -> tuple[str, str]:
        """Name and country key of a line; the whole line where no country follows its comma."""
        name, comma, last = line.rpartition(",")
        country = self.countries.get(folded(last), "") if comma and name.strip() else ""
        if not country or folded(line) in self.cities:
            return line, ""
        return name.strip(), country


@lru_cache(maxsize=1)
def places_of(vocabulary: Vocabulary) -> Places:
    """The places of a vocabulary; those of the last one are kept."""
    return Places(vocabulary)


def tags_meant(
    lines: Iterable[str], vocabulary: Vocabulary, kept: Sequence[Mapping[str, Any]] = ()
) -> Meant:
    """The same of tags: several may stand in one line with commas between them."""
    known: dict[str, str] = {}
    for word in vocabulary.facets["tag"].values():
        for name in (word.name_en, word.name_ru, word.slug):
            known.setdefault(folded(name), word.key)
    meant = Meant()
    for line in lines:
        for typed in line.split(","):
            name = typed.strip().removeprefix("#").strip()
            if not name:
                continue
            key = known.get(folded(name)) or vocabulary.canonical("tag", name)
            if key:
                meant.keys.append(key)
            else:
                meant.proposed.append(_kept(kept, name) or {"name": name})
    return meant


def _kept(kept: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any] | None:
    """The proposal of this name as a moderator left it, perhaps completed."""
    return next((dict(one) for one in kept if folded(str(one.get("name"))) == folded(name)), None)


def completed(typed: str) -> str:
    """The address with the `https://` that was left out; anything else as it was typed."""
    text = typed.strip()
    return f"https://{text}" if _BARE.fullmatch(text) else text


def link_of(kind: str, typed: str) -> dict[str, str]:
    """A link of the document: its type guessed from the address where none was chosen."""
    text = typed.strip()
    # The time that the pattern takes grows with the square of the length.
    may_be_email = kind in ("", LinkType.EMAIL) and len(text) <= ADDRESS_LIMIT
    if may_be_email and _LETTER.fullmatch(text):
        return {"type": LinkType.EMAIL.value, "url": f"mailto:{text}"}
    url = completed(text)
    return {"type": kind or _guessed(url), "url": url}


def _guessed(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        host = ""
    if url.startswith("mailto:"):
        return LinkType.EMAIL.value
    if host.endswith(".onion"):
        return LinkType.ONION.value
    return _TYPES.get(host, LinkType.OTHER).value
