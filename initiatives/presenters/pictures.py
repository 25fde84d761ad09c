"""The picture that a messenger shows with a link: an entry, a place, the site itself.

Its address ends in a digest of what it shows, so that a changed entry has another picture, and no
address ever shows two. It says nothing that its page does not say.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from typing import Any

import resvg_py
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.catalogue.selection import Selection
from initiatives.catalogue.version import release
from initiatives.presenters.cards import Card
from initiatives.presenters.lettering import FACES, FOLDER, drawable, fitted, lines, width
from initiatives.presenters.links import Link

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
ROOM = WIDTH - 2 * MARGIN
LEADING = {"text": 1.32, "name": 1.12}
PLACES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Picture:
    """address: of its page, which the address of the picture begins with. over: the line above
    the name. index: words and their numbers. warning: of a designation in force."""

    address: str
    name: str
    over: str
    text: str
    warning: str = ""
    index: tuple[tuple[str, int], ...] = ()
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def digest(self) -> str:
        """Of what is drawn and of the program that draws it."""
        said = "\0".join(str(part) for part in (release(), *astuple(self)))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def url(self) -> str:
        return f"{self.address}picture-{self.digest}.png"

    @property
    def alt(self) -> str:
        """All that the picture says, for those who do not see it."""
        counted = ", ".join(f"{word}: {number}" for word, number in self.index)
        said = (self.name, self.text, counted, self.warning)
        return ". ".join(part.rstrip(".") for part in said if part)


def of_site() -> Picture:
    return Picture(
        address=reverse("pages:home"),
        name=_("Who helps, reports and unites: initiatives of people who left Russia"),
        over="",
        text="",
    )


def of_country(link: Link, here: Selection) -> Picture:
    """link: to its page; here: its published entries."""
    none = _("No initiatives here are known to us yet")
    return _of_place(link, here, over=_("Initiatives of people who left Russia"), none=none)


def of_city(link: Link, country: str, here: Selection) -> Picture:
    """country: its name; here: the city's published entries."""
    whose = _("Initiatives of people who left Russia")
    return _of_place(link, here, over=f"{whose} · {country}", none="")


def of_region(link: Link, here: Selection) -> Picture:
    """here: the published entries that work for this region of Russia."""
    over = _("Initiatives of people who left Russia, for this region")
    return _of_place(link, here, over=over, none=_("Nobody covers this region yet"))


def _of_place(link: Link, here: Selection, *, over: str, none: str) -> Picture:
    """none: what is said where there is no entry."""
    snapshot, number = here.snapshot, here.count()
    kinds = [
        (str(kind.name), here.ids.intersection_cardinality(snapshot.having("kind", kind.value)))
        for kind in snapshot.vocabulary.facets["kind"].values()
    ]
    return Picture(
        address=link.url,
        name=str(link.label),
        over=over,
        text=ngettext("%(n)s initiative", "%(n)s initiatives", number) % {"n": number}
        if number
        else none,
        index=tuple((kind, counted) for kind, counted in kinds if counted),
    )


def of_entry(card: Card) -> Picture:
    """The designation stands in the picture as on the card: who sends it on should see it."""
    places = [str(place.label) for place in card.places]
    shown = ", ".join(places[:PLACES_SHOWN]) + (" …" if places[PLACES_SHOWN:] else "")
    over = [str(card.kind.label), shown]
    if card.closed:
        over.append(_("Closed"))
    return Picture(
        address=card.url,
        name=_first_drawable(str(card.name), str(card.other_name)),
        over=" · ".join(part for part in over if part),
        text=str(card.summary),
        warning=_warning(card),
    )


def _first_drawable(*names: str) -> str:
    """A name in a script that the fonts lack gives way to the one in the other language."""
    return next((name for name in names if drawable(name, "name")), "")


def _warning(card: Card) -> str:
    if card.designation is None:
        return ""
    return card.designation.words()


def draw(picture: Picture) -> bytes:
    """The PNG. Raises ValueError if the drawing library refuses; no text should make it."""
    svg = render_to_string("parts/picture.svg", {"picture": picture, **_laid_out(picture)})
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=[str(FOLDER / f"{face}.ttf") for face in FACES],
        )
    )


def _laid_out(picture: Picture) -> dict[str, Any]:
    """Every line with its place: SVG breaks none itself."""
    warning, _whole = lines(
        drawable(picture.warning, "strong"), "strong", 28, room=ROOM - 56, most=3
    )
    bottom = HEIGHT - (36 * len(warning) + 56 if picture.warning else 0)
    placed: list[dict[str, Any]] = []
    y = 146

    def put(face: str, size: int, made: list[str], before: int) -> None:
        nonlocal y
        for number, line in enumerate(made):
            y += round(size * LEADING[face]) if number else before
            placed.append({"face": face, "size": size, "y": y, "text": line})

    if over := drawable(picture.over, "text"):
        put("text", 28, lines(over, "text", 28, room=ROOM, most=1)[0], 42)
    if name := drawable(picture.name, "name"):
        sizes = (72, 60, 50) if warning else (96, 84, 72, 60, 50)
        if picture.index:  # which needs the room below
            sizes = (84, 72, 60, 50, 42)
        size, made = fitted(name, "name", sizes, room=ROOM, most=1 if picture.index else 3)
        put("name", size, made, size + 14)
    if text := drawable(picture.text, "text"):
        most = int((bottom - 22 - y - 60) // (34 * LEADING["text"])) + 1
        put("text", 34, lines(text, "text", 34, room=ROOM, most=max(1, min(4, most)))[0], 60)
    index = [(drawable(word, "text"), number) for word, number in picture.index[:4]]
    return {
        "placed": placed,
        "index": [_row(word, number, y + 66 + 50 * n) for n, (word, number) in enumerate(index)],
        "warning_top": bottom,
        "warning": [{"y": bottom + 56 + 36 * n, "text": line} for n, line in enumerate(warning)],
    }


def _row(word: str, number: int, y: int) -> dict[str, Any]:
    """A word, a dotted leader and a number, as in the index of a book."""
    counted = str(number)
    at = int(WIDTH - MARGIN - width(counted, "name", 36))
    start = round(MARGIN + width(word, "text", 34)) + 18
    return {"y": y, "text": word, "number": counted, "at": at, "from": start, "to": at - 16}
