"""Days as readers see them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.formats import date_format
from django.utils.translation import get_language


def shown_day(moment: datetime | date) -> str:
    """The day for readers, in the active language: 10 March 2022."""
    return date_format(moment, "j\xa0E Y")


def day_in_list(moment: datetime | date, *, today: date) -> str:
    """The day as a list says it: without the year while it is this one."""
    return date_format(moment, "j\xa0E") if moment.year == today.year else shown_day(moment)


def of_month(date: str) -> str:
    """A shown date as it is written after «с»: «март 2022» becomes «марта 2022».

    Days already have their month in this case; other languages have no cases.
    """
    if get_language() != "ru":
        return date
    first, space, rest = str(date).partition(" ")
    genitive = {str(MONTHS[number]).lower(): str(MONTHS_ALT[number]) for number in MONTHS}
    return genitive.get(first, first) + space + rest
