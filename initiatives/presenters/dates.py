"""Days as readers see them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

# Numbers of years in words, from two on, as they stand before "years ago"; larger ones in figures.
_IN_WORDS = (
    pgettext_lazy("years", "two"),
    pgettext_lazy("years", "three"),
    pgettext_lazy("years", "four"),
    pgettext_lazy("years", "five"),
    pgettext_lazy("years", "six"),
    pgettext_lazy("years", "seven"),
    pgettext_lazy("years", "eight"),
    pgettext_lazy("years", "nine"),
    pgettext_lazy("years", "ten"),
)


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


def with_year(date: str) -> str:
    """A shown date as it stands alone: «июль 2022» becomes «июль 2022 года», «2022» «2022 год».

    Other languages have no word for it.
    """
    if get_language() != "ru":
        return date
    return f"{date}\xa0год" + ("" if date.isdecimal() else "а")


def months_since(day: date, *, today: date) -> int:
    """Whole months from one day to the other; below 0 for what is to come."""
    months = (today.year - day.year) * 12 + today.month - day.month
    return months - (today.day < day.day)


def ago(months: int) -> str:
    """How long ago it was, in words, to half a year: "four years ago"; "" for less than one."""
    years, rest = divmod(months, 12)
    if years < 1:
        return ""
    if rest >= 6:
        return pgettext("time ago", "almost %(ago)s") % {"ago": _years_ago(years + 1)}
    return _years_ago(years) if years > 1 else _("more than a year ago")


def _years_ago(years: int) -> str:
    words = _IN_WORDS[years - 2] if years - 2 < len(_IN_WORDS) else years
    return ngettext("%(years)s year ago", "%(years)s years ago", years) % {"years": words}
