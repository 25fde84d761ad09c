"""Links to listings: each word within the present view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.catalogue.address import Address
from initiatives.catalogue.needs import Need
from initiatives.fields.bilingual import Text
from initiatives.models import ONLINE, Vocabulary, Word


@dataclass(frozen=True, slots=True)
class Link:
    """value: of a kind, which glyph stands before it; of a country, what a form takes.
    status: of an entry, as ``short_status`` has it."""

    label: Text | str
    url: str
    count: int | None = None
    value: str = ""  # of a kind: which glyph comes before it; of a country: what a form takes
    status: str = ""


class View:
    """A listing that links start from: words add to its filters. Lives for one request."""

    def __init__(self, vocabulary: Vocabulary, address: Address | None = None) -> None:
        self.vocabulary = vocabulary
        self.address = address or Address()
        self._paths: dict[bool, str] = {}  # some 350 links of a listing have the same

    def url(self, address: Address, *, panel: bool = False) -> str:
        if panel not in self._paths:
            self._paths[panel] = reverse("pages:filters" if panel else "pages:listing")
        base = self._paths[panel]
        return f"{base}?{address.query}" if address.query else base

    def dropping(self, facet: str, value: str, *, panel: bool = False) -> str:
        """The address of this view without that value."""
        return self.url(self.address.dropping(facet, value), panel=panel)

    def adding(self, facet: str, value: str, *, panel: bool = False) -> str:
        """The address of this view with that value too. A region takes the place of its federal
        district, and a district that of its regions."""
        address = self.address
        if facet == "region" and (chosen := address.values("region")):
            inside = self.vocabulary.regions_in(value)
            group = "" if inside else self.vocabulary.filter_word("region", value).group
            for other in chosen:
                if other == group or other in inside:
                    address = address.dropping("region", other)
        return self.url(address.adding(facet, value), panel=panel)

    def link(self, facet: str, value: str) -> Link:
        """A word as a link that adds it to this view."""
        word = self.word(facet, value)
        return Link(word.name, self.adding(facet, word.value), value=value)

    def links(self, facet: str, values: list[str]) -> list[Link]:
        return [self.link(facet, value) for value in values]

    @cached_property
    def online(self) -> Link:
        """That an entry helps anybody anywhere, beside its places."""
        return replace(self.link("country", ONLINE), label=_("online"))

    def word(self, facet: str, value: str) -> Word:
        """The word of a value that an entry has; of a merged one, what it was merged into."""
        known = self.vocabulary.canonical(facet, value) or value
        return self.vocabulary.filter_word(facet, known)


def remote_label(codes: Iterable[str], vocabulary: Vocabulary) -> str:
    """The countries in which an entry helps remotely, in words."""
    words = [vocabulary.by_key("country", code) for code in codes]
    names = ", ".join(str(word.name) for word in words if word)
    return _("remotely: %(countries)s") % {"countries": names}


def country_url(word: Word) -> str:
    return reverse("pages:country", args=[word.slug])


def need_url(need: Need, country: Word | None = None, *, russia: bool = False) -> str:
    """The page of a need: for the whole directory, for a country, or for people in Russia."""
    if country:
        return reverse("pages:country-need", args=[country.slug, need.slug])
    return reverse("pages:need-russia" if russia else "pages:need", args=[need.slug])


def city_url(vocabulary: Vocabulary, word: Word) -> str:
    country = vocabulary.facets["country"][word.group]
    return reverse("pages:city", args=[country.slug, word.slug])
