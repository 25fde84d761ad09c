"""The widgets of an entry's fields: between what a browser sends and draws, and a JSON value."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from initiatives.content.places import MeantPlaces, places_of
from initiatives.content.typed import lines_of, one_line, tags_meant
from initiatives.fields.bilingual import reader_language
from initiatives.fields.links import ADDRESS_LIMIT, LinkType
from initiatives.models import ANYBODY, DesignationType, Vocabulary, Word

ALL = 1000
ANYBODY_LABEL = _("Anybody, anywhere")
EMPTY_ROWS = 2


@dataclass(frozen=True)
class Limit:
    """How much is read of what comes under one name: ``longest``, the characters of one value;
    ``most``, the number of values.

    ``lines``: the values stand in one text, one on each line. ``columns``: they belong to the
    values of other names in the same places, so a value that is there twice stays there twice.
    """

    longest: int
    most: int = 1
    lines: bool = False
    columns: bool = False


class FromBrowser(forms.Widget):
    """``read``: what is made of the text, or of each line of it. ``counted``: whether a page says
    how many characters there may be.

    A form that is bound to a document hands its values on as they are.
    """

    vocabulary: Vocabulary  # set by the field
    css = "input"
    attributes: Mapping[str, Any] = {}

    def __init__(
        self,
        attrs: Mapping[str, Any] | None = None,
        *,
        read: Callable[[str], Any] | None = None,
        counted: bool = False,
    ) -> None:
        css = {"class": self.css} if self.css else {}
        super().__init__({**css, **self.attributes, **(attrs or {})})
        self.read, self.counted = read, counted

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if not isinstance(data, MultiValueDict):
            return data.get(name)
        typed = self.typed(data, name)
        return None if typed is None else self.parse(typed, data)

    def typed(self, data: MultiValueDict[str, str], name: str) -> Any:
        """What a person typed, as a browser sent it; None where nothing came."""
        return data.get(name)

    def parse(self, typed: Any, data: MultiValueDict[str, str]) -> Any:
        """The JSON value of what was typed; ``data``: all that came with it."""
        return self.read(typed) if self.read else typed

    def unparsed(self, value: Any) -> Any:
        """What somebody would have typed for this JSON value: where editing it begins."""
        return value

    def drawn(self, value: Any) -> dict[str, Any]:
        """What the template shows besides, of the value as it was typed."""
        return {}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= self.drawn(value)
        return context

    def limits(self, name: str, field: Any) -> dict[str, Limit]:
        """Each name under which a browser sends something of it."""
        return {name: Limit(field.limit, field.most)}


class TextInput(FromBrowser, forms.TextInput):
    """One line."""


class Textarea(FromBrowser, forms.Textarea):
    """Several lines."""

    attributes = {"rows": 3, "cols": False}


class Lines(Textarea):
    """A list of texts, one on each line."""

    longest = 0  # of a line, where it is another one than the field's

    def parse(self, typed: str, data: MultiValueDict[str, str]) -> list[str]:
        return [self.read(line) if self.read else line for line in lines_of(typed)]

    def unparsed(self, value: Any) -> str:
        return "\n".join(map(str, value))

    def limits(self, name: str, field: Any) -> dict[str, Limit]:
        return {name: Limit(self.longest or field.limit, field.most, lines=True)}


class Places(Lines):
    """Cities by their names, with or without the country's. What no table has is the proposals'
    affair, but drawn here too where a form has one box for both."""

    longest = 120

    def meant(self, data: MultiValueDict[str, str]) -> MeantPlaces:
        """All that was typed as a city, in a form with the countries."""
        lines, chosen = lines_of(data.get("cities", "")), data.getlist("host_countries")
        return places_of(self.vocabulary).meant(lines, chosen=chosen)

    def parse(self, typed: str, data: MultiValueDict[str, str]) -> list[str]:
        return self.meant(data).keys

    def unparsed(self, value: Any) -> str:
        places = places_of(self.vocabulary)
        return "\n".join(
            places.line(city) if isinstance(city, str) else places.proposed_line(city)
            for city in value
        )


class Tags(Lines):
    """The same of tags; several may be in one line with commas or semicolons between them."""

    longest = 120

    def parse(self, typed: str, data: MultiValueDict[str, str]) -> list[str]:
        return tags_meant(lines_of(typed), self.vocabulary).keys

    def unparsed(self, value: Any) -> str:
        words = [tag if isinstance(tag, dict) else self._named(tag) for tag in value]
        return "\n".join(str(word["name"]) for word in words)

    def _named(self, key: str) -> dict[str, Any]:
        word = self.vocabulary.by_key("tag", key)
        return {"name": word.name if word else key}


class CheckboxInput(FromBrowser, forms.CheckboxInput):
    """Whether it is ticked."""

    css = ""

    def typed(self, data: MultiValueDict[str, str], name: str) -> bool:
        return bool(data.get(name))


class Select(FromBrowser, forms.Select):
    """One of the field's values, or none."""

    def __init__(self, none: Any = "–") -> None:
        super().__init__()
        self.none = none

    def offer(self, choices: Sequence[tuple[str, Any]]) -> None:
        self.choices = [("", self.none), *choices]

    def parse(self, typed: str, data: MultiValueDict[str, str]) -> str | None:
        return typed or None


class Cards(FromBrowser):
    """One of the field's values, each on a card of its own. ``texts``: what each is, or means."""

    template_name = "widgets/cards.html"
    use_fieldset = True

    def __init__(self, texts: Mapping[str, Any], *, are_labels: bool = False) -> None:
        super().__init__()
        self.texts, self.are_labels = texts, are_labels

    def offer(self, choices: Sequence[tuple[str, Any]]) -> None:
        self.choices = choices

    def parse(self, typed: str, data: MultiValueDict[str, str]) -> str | None:
        return typed or None

    def drawn(self, value: Any) -> dict[str, Any]:
        return {
            "options": [
                {"value": one, "label": self.texts[one]}
                if self.are_labels
                else {"value": one, "label": label, "help": self.texts[one]}
                for one, label in self.choices
            ]
        }


class Several(FromBrowser):
    """Some words of a facet."""

    use_fieldset = True
    css = ""
    facet, label = "", ""  # set by the field

    def typed(self, data: MultiValueDict[str, str], name: str) -> list[str]:
        return data.getlist(name)

    def parse(self, typed: list[str], data: MultiValueDict[str, str]) -> list[str]:
        return [key for key in typed if key]

    def words(self) -> Sequence[Word]:
        """All words that can be chosen, in the order in which they are offered."""
        if self.facet in ("country", "region"):
            words = self.vocabulary.alphabetical(self.facet, reader_language())
        else:
            words = tuple(self.vocabulary.facets[self.facet].values())
        return [word for word in words if word.pk is not None]


class Checks(Several):
    """A box to tick for each word: ``shown`` of them (0: countries that are always listed) and
    those that are ticked; the others are folded away."""

    template_name = "widgets/checks.html"
    # Ticks have no order, so what was there keeps its own: else every pressed button would look
    # like a change.
    before: Sequence[str] = ()

    def __init__(self, shown: int = 8) -> None:
        super().__init__()
        self.shown = shown

    def parse(self, typed: list[str], data: MultiValueDict[str, str]) -> list[str]:
        keys = super().parse(typed, data)
        kept = [key for key in self.before if key in keys]
        return kept + [key for key in keys if key not in kept]

    def drawn(self, value: Any) -> dict[str, Any]:
        options: list[tuple[Word, bool]] = []
        folded: list[tuple[Word, bool]] = []
        for number, word in enumerate(self.words()):
            is_chosen = word.key in value
            is_first = number < self.shown or (
                self.facet == "country" and word.value in self.vocabulary.featured
            )
            (options if is_chosen or is_first else folded).append((word, is_chosen))
        return {"options": options, "folded": folded, "label": self.label}


class Remote(Checks):
    """Anybody anywhere, or countries, each a box to tick; Russia first among them."""

    facet = "country"
    first = "RU"

    def words(self) -> Sequence[Word]:
        countries = sorted(super().words(), key=lambda word: word.key != self.first)
        label = str(ANYBODY_LABEL)
        return [Word(ANYBODY, ANYBODY, "", label, label), *countries]

    def drawn(self, value: Any) -> dict[str, Any]:
        options: list[tuple[Word, bool]] = []
        folded: list[tuple[Word, bool]] = []
        for word in self.words():
            is_first = word.key in (ANYBODY, self.first)
            is_chosen = word.key in value
            (options if is_chosen or is_first else folded).append((word, is_chosen))
        return {"options": options, "folded": folded, "label": self.label}


class Countries(Several):
    """A menu for each chosen country, and an empty one where there is none or ``one_more``."""

    template_name = "widgets/countries.html"
    # One menu is 13 kB of the page: in further ones a country can be taken out only.
    full_menus = 6
    one_more = False

    def drawn(self, value: Any) -> dict[str, Any]:
        keys = [key for key in value if key]
        keys += [""] * ((not keys) + self.one_more)
        words = self.words()
        # A script makes a further menu of the last one.
        full = {*range(self.full_menus), len(keys) - 1}
        return {
            "rows": [
                (key, number in full, self.vocabulary.by_key("country", key))
                for number, key in enumerate(keys)
            ],
            "featured": [word for word in words if word.value in self.vocabulary.featured],
            "words": words,
            "one_more": self.one_more,
        }


class Rows(FromBrowser):
    """A small table: ``columns`` of each row, under names that begin with ``prefix``."""

    use_fieldset = True
    css = ""
    prefix = ""
    columns: Mapping[str, int] = {}  # and the most characters of each
    needed = ""  # the column without which a row is left out

    def typed(self, data: MultiValueDict[str, str], name: str) -> list[dict[str, str]]:
        return rows_of(data, self.prefix, self.columns, self.needed)

    def limits(self, name: str, field: Any) -> dict[str, Limit]:
        return row_limits(self.prefix, self.columns, field.most)


class Links(Rows):
    """Addresses, each with what it is; the field guesses that where nobody said it."""

    template_name = "widgets/links.html"
    prefix, columns, needed = "link", {"type": 20, "url": ADDRESS_LIMIT}, "url"
    step = ""  # the button that asks the server for a page with ``one_more`` row
    one_more = False

    def __init__(self, step: str = "") -> None:
        super().__init__()
        self.step = step

    def unparsed(self, value: Any) -> list[dict[str, str]]:
        return [{**link, "url": link["url"].removeprefix("mailto:")} for link in value]

    def drawn(self, value: Any) -> dict[str, Any]:
        empty = max(EMPTY_ROWS - len(value), 0) + self.one_more
        return {
            "rows": [*value, *[{"type": "", "url": ""}] * (empty if self.step else EMPTY_ROWS)],
            "types": LinkType.choices,
            "step": self.step,
            "one_more": self.one_more,
        }


class Designations(Rows):
    """What Russian authorities declared."""

    template_name = "desk/designations.html"
    prefix, needed = "designation", "type"
    columns = {"type": 20, "name_in_register": 500, "since": 40, "ended": 40,
               "source": ADDRESS_LIMIT, "of": ADDRESS_LIMIT}  # fmt: skip

    def parse(self, typed: Any, data: MultiValueDict[str, str]) -> list[dict[str, str]]:
        return [{**row, "of": slug_of(row["of"])} for row in typed]

    def drawn(self, value: Any) -> dict[str, Any]:
        return {"rows": [*value, {}], "types": DesignationType.choices}


class Unknown(FromBrowser):
    """The cities and tags that were typed and that no table has, as proposals. It draws nothing.

    ``before``: the proposals of the document, which a moderator may have completed.
    """

    before: Mapping[str, Sequence[Mapping[str, Any]]] = {"cities": (), "tags": ()}

    def typed(self, data: MultiValueDict[str, str], name: str) -> Any:
        return {}

    def parse(self, typed: Any, data: MultiValueDict[str, str]) -> dict[str, Any]:
        cities, tags = (lines_of(data.get(name, "")) for name in ("cities", "tags"))
        places, chosen = places_of(self.vocabulary), data.getlist("host_countries")
        kept = self.before
        return {
            "cities": places.meant(cities, chosen=chosen, kept=kept["cities"]).proposed,
            "tags": tags_meant(tags, self.vocabulary, kept["tags"]).proposed,
        }

    def limits(self, name: str, field: Any) -> dict[str, Limit]:
        return {}


NAMES = {"name": 120, "slug": 80, "name_en": 120, "name_ru": 120}


class Proposals(Unknown):
    """The proposals as small tables, in which a moderator completes them; new ones come of what
    was typed as a city or tag."""

    template_name = "desk/proposals.html"
    use_fieldset = True
    css = ""
    city = {**NAMES, "country": 2, "latitude": 20, "longitude": 20}

    def typed(self, data: MultiValueDict[str, str], name: str) -> dict[str, Any]:
        return {
            "cities": rows_of(data, "city", self.city, "name"),
            "tags": rows_of(data, "tag", NAMES, "name"),
        }

    def drawn(self, value: Any) -> dict[str, Any]:
        return value

    def parse(self, typed: Any, data: MultiValueDict[str, str]) -> dict[str, Any]:
        unknown = super().parse(typed, data)
        return {
            "cities": [*map(_city, typed["cities"]), *unknown["cities"]],
            "tags": [_said(row) for row in typed["tags"]] + unknown["tags"],
        }

    def limits(self, name: str, field: Any) -> dict[str, Limit]:
        return {
            **row_limits("city", self.city, field.most_of["cities"]),
            **row_limits("tag", NAMES, field.most_of["tags"]),
        }


def slug_of(typed: str) -> str:
    """The last part of an address, where somebody pasted the whole of it."""
    text = typed.strip()
    return text.rstrip("/").rpartition("/")[2] if "/" in text else text


PLAIN = {"autocapitalize": "none", "spellcheck": "false"}
ADDRESS = TextInput({"inputmode": "url", **PLAIN})
ADDRESSES = Lines()
SLUG, SLUGS = TextInput(read=slug_of), Lines(read=slug_of)
# One paragraph, whatever was typed into the box: the Enter key was only whitespace.
PARAGRAPH = Textarea(counted=True, read=one_line)
LONG_TEXT = Textarea({"class": "input is-long", "rows": 8}, counted=True)
SHORT = TextInput({"class": "input is-short"})


def rows_of(
    data: MultiValueDict[str, str], prefix: str, columns: Mapping[str, int], needed: str
) -> list[dict[str, str]]:
    """The rows of a small table; one whose ``needed`` column is empty is left out."""
    values = [[value.strip() for value in data.getlist(f"{prefix}_{key}")] for key in columns]
    rows = [dict(zip(columns, row, strict=True)) for row in zip_longest(*values, fillvalue="")]
    return [row for row in rows if row[needed]]


def row_limits(prefix: str, columns: Mapping[str, int], most: int) -> dict[str, Limit]:
    return {
        f"{prefix}_{key}": Limit(longest, most, columns=True) for key, longest in columns.items()
    }


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value not in ("", None)}


def _city(row: Mapping[str, str]) -> dict[str, Any]:
    city: dict[str, Any] = dict(row)
    for axis in ("latitude", "longitude"):
        # What is not a number stays as it is: the field says what a coordinate has to be.
        with contextlib.suppress(ValueError):
            city[axis] = float(city[axis].replace(",", ".")) if city[axis] else None
    return _said(city) | {"country": city["country"].upper()}
