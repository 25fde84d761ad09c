"""Dates as people write them: "24 февраля 2022", "10.03.2022", "March 2022", "2022 г."."""

from __future__ import annotations

import re
from datetime import date

# Cases but for the last letter: январ(ь, я, е). May is so short that it comes last.
_MONTHS = (
    ("january", "январ"),
    ("february", "феврал"),
    ("march", "март"),
    ("april", "апрел"),
    ("may", "ма"),
    ("june", "июн"),
    ("july", "июл"),
    ("august", "август"),
    ("september", "сентябр"),
    ("october", "октябр"),
    ("november", "ноябр"),
    ("december", "декабр"),
)
_MOST = 40  # characters; a date is shorter
# What may surround a date without being part of it.
_AROUND = re.compile(
    r"^(?:с|со|в|во|от|from|since|in|on)\s+|\s*(?:\bгода?\b|\bгоду\b|\bг\b|\byear\b)\.?\s*$"
)
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-./\s](\d{1,2})(?:[-./\s](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})([-./]))?(\d{1,2})[-./](\d{4})")
_SPACED = re.compile(r"(?<=\d)\s*([-./])\s+(?=\d)")
_YEAR_THEN_WORDS = re.compile(
    r"(?P<year>\d{4})(?:\s*г\.?|\s+года?)?,?\s+(?P<month>[a-zа-я]+)\.?(?:\s+(?P<day>\d{1,2}))?"
)
_IN_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:-?(?:е|го|st|nd|rd|th))?\s*(?:of\s+)?)?"
    r"(?P<month>[a-zа-я]+)\.?"
    r"(?:\s+(?P<after>\d{1,2})(?:st|nd|rd|th)?)?,?\s*(?P<year>\d{4})"
)


def written_date(typed: str) -> str:
    """The date in its written form (2022, 2022-03, 2022-03-10); a text that is none, that can be
    read in two ways ("03/10/2022"), or names a day that there is not, as it was typed."""
    text = " ".join(typed.casefold().split()).rstrip(".,;")
    if len(text) > _MOST:
        return typed
    text = _AROUND.sub("", _AROUND.sub("", _SPACED.sub(r"\1", text))).strip()
    return _read(text) or typed


def _read(text: str) -> str:
    if found := _YEAR_FIRST.fullmatch(text):
        return _written(*found.groups())
    if found := _DAY_FIRST.fullmatch(text):
        day, mark, month, year = found.groups()
        if mark == "/" and int(day) != int(month) and int(day) <= 12:
            return ""  # a month comes first in America
        return _written(year, month, day)
    found = _IN_WORDS.fullmatch(text)
    if found and (month := _month(found["month"])) and not (found["day"] and found["after"]):
        return _written(found["year"], month, found["day"] or found["after"])
    found = _YEAR_THEN_WORDS.fullmatch(text)
    if found and (month := _month(found["month"])):
        return _written(found["year"], month, found["day"])
    return ""


def _written(year: str, month: str | None, day: str | None) -> str:
    """ "" for a day or month that there is not: whoever is told of it typed it otherwise."""
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def _month(word: str) -> str:
    """Its number; "" for another word. Three letters are enough."""
    for shortened in (True, False):
        for number, names in enumerate(_MONTHS, 1):
            for name in names:
                is_start = len(word) >= 3 and name.startswith(word)
                is_case = word[:-1] == name and name.isascii() is False
                if is_start if shortened else is_case:
                    return str(number)
    return ""
