"""Days as readers see them."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language

_GENITIVE = {
    "январь": "января",
    "февраль": "февраля",
    "март": "марта",
    "апрель": "апреля",
    "май": "мая",
    "июнь": "июня",
    "июль": "июля",
    "август": "августа",
    "сентябрь": "сентября",
    "октябрь": "октября",
    "ноябрь": "ноября",
    "декабрь": "декабря",
}


def shown_day(moment: datetime | date) -> str:
    """The day for readers, in the active language: 10 March 2022."""
    return _shown(moment, get_language() or "")


@lru_cache(maxsize=4096)
def _shown(moment: datetime | date, language: str) -> str:
    return date_format(moment, "j\xa0E Y")


def day_in_list(moment: datetime | date, *, today: date) -> str:
    """The day as a list says it: without the year while it is this one."""
    return date_format(moment, "j\xa0E") if moment.year == today.year else shown_day(moment)


def of_month(date: str) -> str:
    """A shown date as it stands after «с»: «март 2022» becomes «марта 2022».

    Days already have their month in this case; other languages have no cases.
    """
    if get_language() != "ru":
        return date
    first, space, rest = str(date).partition(" ")
    return _GENITIVE.get(first, first) + space + rest
