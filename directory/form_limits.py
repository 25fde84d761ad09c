"""How much is read of a form that a browser sends.

Each page shows again what was sent, so a small request could become a page of megabytes: a menu of
all countries for each of 480 countries. What is over a field's limit is cut off here, before any
view reads it.

Somebody who wrote too much still finds it on the page: fields may be over their limits by SPARE
characters in all. Whatever is cut stays over its limit, so that the form refuses it, and the views
find its message in ``request.cut``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import zip_longest
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.deprecation import MiddlewareMixin

from initiatives.content.reading import too_long, too_many
from initiatives.content.widgets import Limit
from initiatives.desk.form import EditorForm
from initiatives.fields.links import ADDRESS_LIMIT
from initiatives.intake.form import PublicForm
from initiatives.models import REASON_LIMIT, TEXT_LIMIT

SPARE = 8000
# What one value more than a list's most takes of SPARE beside its own characters.
VALUE = 100
# Django's own forms: a cut one would be saved without a word, so one that is too long as a whole
# is refused.
TABLES = "/desk/tables/"
TABLES_MOST = 32_000  # characters of all values
OTHER = ("", Limit(16_000))
LINE_END = re.compile(r"(\r\n|\r|\n)")


def limited(sent: MultiValueDict[str, str]) -> tuple[QueryDict, dict[str, ValidationError]]:
    """What is read of a form, and the message for each field that was cut."""
    kept = QueryDict(mutable=True)
    cut: dict[str, ValidationError] = {}
    limits, spare = _limits(), SPARE

    def read(field: str, limit: Limit, values: list[str]) -> list[str]:
        nonlocal spare
        taken: list[str] = []
        for value in values:
            if len(taken) >= limit.most > 1:
                # One over the limit is always kept: else nobody would hear that it was too much.
                if len(taken) > limit.most and spare < VALUE:
                    cut[field] = too_many(limit.most, len(values))
                    break
                spare -= VALUE
            text = value[: limit.longest + max(1, spare)]
            if len(text) < len(value):
                cut.setdefault(field, too_long(limit.longest, len(value)))
            spare -= max(0, len(text) - limit.longest)
            taken.append(text)
        return taken

    def read_lines(field: str, limit: Limit, text: str) -> str:
        parts = LINE_END.split(text)
        lines = read(field, limit, parts[::2])
        return "".join(map("".join, zip_longest(lines, parts[1::2][: len(lines)], fillvalue="")))

    for name, values in sent.lists():
        field, limit = limits.get(name, OTHER)
        distinct = list(dict.fromkeys(values))
        # The forms ask again where one question has two answers; more need not be kept for that.
        if limit.lines:
            kept.setlist(name, [read_lines(field, limit, text) for text in distinct[-2:]])
        elif limit.most == 1:
            kept.setlist(name, read(field, limit, distinct[-2:]))
        else:
            kept.setlist(name, read(field, limit, values if limit.columns else distinct))
    return kept, cut


class FormLimits(MiddlewareMixin):
    """Every view gets a form as far as it is read, and ``request.cut``."""

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Read the form that was sent, if one was."""
        if request.method != "POST":
            return
        if request.path_info.startswith(TABLES):
            if (
                sum(len(text) for _name, values in request.POST.lists() for text in values)
                > TABLES_MOST
            ):
                raise RequestDataTooBig
            return
        changed = cast("Any", request)
        changed.POST, changed.cut = limited(request.POST)


@lru_cache(maxsize=1)
def _limits() -> dict[str, tuple[str, Limit]]:
    """Each name under which something is sent: of which field, and how much of it is read."""
    return {
        **EditorForm.limits(),
        **PublicForm.limits(),
        **{name: (name, limit) for name, limit in _OTHERS.items()},
    }


# What is asked beside the forms of entries; the decision's note is as long as the public's.
_OTHERS = {
    "text": Limit(TEXT_LIMIT),
    "reason": Limit(REASON_LIMIT),
    "slug": Limit(80),
    "username": Limit(150),
    "receipt": Limit(ADDRESS_LIMIT),
    "countries": Limit(2, 300),
}
