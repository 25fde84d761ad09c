"""Forms of nearly 256 kB, each made to cost as much as it can.

``NAME: (fields, step)``; ``encoded`` makes a body of it. The names are those of the public's form
and of the desk's editor alike; each form ignores those that it does not ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from initiatives.content.designations_field import DESIGNATION_FIELDS
from initiatives.content.proposed_field import CITY_FIELDS, TAG_FIELDS
from tests.intake.visitor import FILLED

NEARLY_ALL = 250_000
Fields = Iterable[tuple[str, str]]
BOUNDARY = "----a-form-of-a-quarter-megabyte"

LIST_NAMES = ("host_countries", "languages", "activities", "focus_regions", "audiences", "seeks")
ROW_NAMES = {
    "link": ("type", "url"),
    "designation": DESIGNATION_FIELDS,
    "city": CITY_FIELDS,
    "tag": TAG_FIELDS,
}
ONE_LINE = ("website", "name_en", "name_ru", "founded", "contact", "slug", "closed_on", "checked",
            "successor", "kind", "cost", "reach", "state", "relation", "remote_for", "reason",
            "receipt", "version", "nonce")  # fmt: skip
SEVERAL_LINES = ("summary_en", "summary_ru", "description_en", "description_ru", "terms_en",
                 "terms_ru", "note", "text", "other_names", "cities", "tags", "sources",
                 "partners")  # fmt: skip


def filled(**changes: str) -> list[tuple[str, str]]:
    """An ordinary form with changes; pairs, since a name may be there several times."""
    pairs = []
    for name, value in {**FILLED, **changes}.items():
        pairs += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return pairs


def _rows(number: int, value: str) -> Fields:
    for _number in range(number):
        for what, keys in ROW_NAMES.items():
            yield from ((f"{what}_{key}", value) for key in keys)


def at_every_limit(sign: str) -> list[tuple[str, str]]:
    """Each text of the public's form as long as it may be, and each list as full: it is valid."""
    host = "https://a.example/?" + sign * 478
    texts = {
        "website": host,
        "name_en": sign * 120,
        "name_ru": sign * 120,
        "summary_en": sign * 280,
        "summary_ru": sign * 280,
        "description_en": sign * 3000,
        "description_ru": sign * 3000,
        "terms_en": sign * 280,
        "terms_ru": sign * 280,
        "contact": sign * 200,
        "note": sign * 2000,
        "other_names": "\n".join(f"{number:02}{sign * 118}" for number in range(10)),
        "sources": "\n".join(f"{host}{number}" for number in range(10)),
        "cities": "\n".join(f"{letter}{sign * 118}" for letter in "abcdefghijklmnopqrst"),
        "tags": "\n".join(f"{number}{sign * 79}" for number in range(6)),
    }
    countries = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE".split()
    rest = {"host_countries": countries, "kind": "civic", "languages": ["ru"]}
    pairs = filled(**texts, **rest)  # type: ignore[arg-type]
    for number in range(12):
        pairs += [("link_type", "other"), ("link_url", f"{host}{number}")]
    return pairs


def bodies() -> Mapping[str, Fields]:
    """What each does wrong -> the fields that it sends."""
    every = [*ONE_LINE, *SEVERAL_LINES]
    share = NEARLY_ALL // len(every) - 120
    return {
        "one country 480 times": [*filled(), *[("host_countries", "GE")] * 480],
        "480 countries that are none": [
            ("host_countries", f"{n:03}" + '"' * 400) for n in range(480)
        ],
        "apostrophes in the name": filled(name_en="'" * NEARLY_ALL),
        "apostrophes in every text": [(name, "'" * share) for name in every],
        "a line for each city": filled(cities="a\n" * (NEARLY_ALL // 2)),
        "a comma for each tag": filled(tags="b," * (NEARLY_ALL // 2)),
        "a line for each in every box": [
            (name, "c\n" * (share // 2)) for name in SEVERAL_LINES for _twice in range(2)
        ],
        "rows of every kind": list(_rows(27, '"' * 300)),
        "240 long links": [
            pair
            for n in range(240)
            for pair in (("link_type", "x"), ("link_url", f"{n}" + "&" * 800))
        ],
        "an address that is nearly an email": [
            ("link_url", "a@" + "." * (NEARLY_ALL // 2) + "@"), ("link_type", ""),
            *filled(website="a." * (NEARLY_ALL // 4) + "/ "),
        ],
        "one choice with 480 answers": [("kind", f"{n}" + "<" * 400) for n in range(480)],
        "unknown words in every list": [
            (name, f"{n}" + "'" * 400) for n in range(80) for name in LIST_NAMES
        ],
        "names that no form has": [(f"{n}" + "x" * 420, "y") for n in range(480)],
        "deep brackets": filled(description_en="[" * 120_000, note='{"a":' * 25_000),
        "at every limit, apostrophes": at_every_limit("'"),
        "at every limit, Cyrillic": at_every_limit("ж"),
        "at every limit, Markdown": at_every_limit("*"),
        "over every limit": [
            *at_every_limit("'"), *[("host_countries", f"{n:02}") for n in range(60)],
            ("note", "'" * 100_000),
        ],
    }  # fmt: skip


def encoded(fields: Fields, *, multipart: bool) -> tuple[bytes, str]:
    """The body and its content type. Multipart sends each sign as it is, so more of them fit."""
    if not multipart:
        return urlencode(list(fields)).encode(), "application/x-www-form-urlencoded"
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields
    ]
    whole = "".join([*parts, f"--{BOUNDARY}--\r\n"])
    return whole.encode(), f"multipart/form-data; boundary={BOUNDARY}"
