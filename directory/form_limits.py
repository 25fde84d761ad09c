"""How much is read of a form that a browser sends (SR-17).

Each page shows again what was sent, so a small request could become a page of megabytes: a menu of
all countries for each of 480 countries. What is over a field's limit is cut off here, before any
view reads it.

Somebody who wrote too much still finds it on the page: fields may be over their limits by SPARE
characters in all. Whatever is cut stays over its limit, so that the form refuses it, and the views
find its message in ``request.cut``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.deprecation import MiddlewareMixin

from initiatives import content
from initiatives.content.fields import REGISTER_NAME_LIMIT, ListField
from initiatives.content.form import InitiativeForm
from initiatives.content.reading import too_long, too_many
from initiatives.fields.links import ADDRESS_LIMIT
from initiatives.intake.form import CONTACT_LIMIT, LINES, NOTE_LIMIT
from initiatives.models import REASON_LIMIT, TEXT_LIMIT

SPARE = 8000
# What one value more than a list's most takes of SPARE beside its own characters.
VALUE = 100
# Django's own forms: a cut one would be saved without a word, so one that is too long as a whole
# is refused.
TABLES = "/desk/tables/"
TABLES_MOST = 32_000  # characters of all values


@dataclass(frozen=True)
class Limit:
    """``longest``: characters of one value. ``most``: values. ``field``: what its message is about.

    ``lines``: the values stand in one text, one a line. ``columns``: they belong to the values of
    other names in the same places, so a value that is there twice stays there twice.
    """

    field: str
    longest: int
    most: int = 1
    lines: bool = False
    columns: bool = False


OTHER = Limit("", 16_000)
LINE_END = re.compile(r"(\r\n|\r|\n)")


def limited(sent: MultiValueDict[str, str]) -> tuple[QueryDict, dict[str, ValidationError]]:
    """What is read of a form, and the message for each field that was cut."""
    kept = QueryDict(mutable=True)
    cut: dict[str, ValidationError] = {}
    limits, spare = _limits(), SPARE

    def read(limit: Limit, values: list[str]) -> list[str]:
        nonlocal spare
        taken: list[str] = []
        for value in values:
            if len(taken) >= limit.most > 1:
                # One over the limit is always kept: else nobody would hear that it was too much.
                if len(taken) > limit.most and spare < VALUE:
                    cut[limit.field] = too_many(limit.most, len(values))
                    break
                spare -= VALUE
            text = value[: limit.longest + max(1, spare)]
            if len(text) < len(value):
                cut.setdefault(limit.field, too_long(limit.longest, len(value)))
            spare -= max(0, len(text) - limit.longest)
            taken.append(text)
        return taken

    def read_lines(limit: Limit, text: str) -> str:
        parts = LINE_END.split(text)
        lines = read(limit, parts[::2])
        return "".join(map("".join, zip_longest(lines, parts[1::2][: len(lines)], fillvalue="")))

    for name, values in sent.lists():
        limit = limits.get(name, OTHER)
        distinct = list(dict.fromkeys(values))
        # The forms ask again where one question has two answers; more need not be kept for that.
        if limit.lines:
            kept.setlist(name, [read_lines(limit, text) for text in distinct[-2:]])
        elif limit.most == 1:
            kept.setlist(name, read(limit, distinct[-2:]))
        else:
            kept.setlist(name, read(limit, values if limit.columns else distinct))
    return kept, cut


class FormLimits(MiddlewareMixin):
    """Every view gets a form as far as it is read, and ``request.cut``."""

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Read the form that was sent, if one was."""
        if request.method != "POST":
            return
        if request.path_info.startswith(TABLES):
            if sum(len(one) for _name, some in request.POST.lists() for one in some) > TABLES_MOST:
                raise RequestDataTooBig
            return
        changed = cast("Any", request)
        changed.POST, changed.cut = limited(request.POST)


@lru_cache(maxsize=1)
def _limits() -> dict[str, Limit]:
    """The limit of each name under which the public's form or the desk sends something."""
    limits = {name: Limit(name, longest) for name, longest in _TEXTS.items()}
    for name, asked in InitiativeForm.base_fields.items():
        longest = getattr(asked, "limit", ADDRESS_LIMIT)
        most = asked.most if isinstance(asked, ListField) else 1
        limits[name] = Limit(name, longest, most, lines=name in (*LINES, "partners"))
    limits["cities"] = Limit("cities", content.NAME_LIMIT, content.MOST["cities"], lines=True)
    limits["tags"] = Limit("tags", content.NAME_LIMIT, content.MOST["tags"], lines=True)
    limits["countries"] = Limit("countries", 2, 300)
    for what, (field, most, columns) in _ROWS.items():
        for key, longest in columns.items():
            limits[f"{what}_{key}"] = Limit(field, longest, most, columns=True)
    return limits


_TEXTS = {
    "contact": CONTACT_LIMIT,
    "note": max(NOTE_LIMIT, TEXT_LIMIT),
    "text": TEXT_LIMIT,
    "reason": REASON_LIMIT,
    "slug": 80,
    "username": 150,
    "receipt": ADDRESS_LIMIT,
}
_NAMES = dict.fromkeys(("name", "name_en", "name_ru"), content.NAME_LIMIT) | {"slug": 80}
# Tables of small boxes: the field, its most rows, and how much each box of a row takes.
_ROWS: dict[str, tuple[str, int, dict[str, int]]] = {
    "link": ("links", content.MOST["links"], {"type": 20, "url": ADDRESS_LIMIT}),
    "designation": (
        "designations",
        content.MOST["designations"],
        {
            "type": 20,
            "name_in_register": REGISTER_NAME_LIMIT,
            "since": 10,
            "ended": 10,
            "source": ADDRESS_LIMIT,
        },
    ),
    "city": (
        "proposed",
        content.MOST["cities"],
        {**_NAMES, "country": 2, "latitude": 20, "longitude": 20},
    ),
    "tag": ("proposed", content.MOST["tags"], _NAMES),
}
