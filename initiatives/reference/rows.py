"""The files of reference data, read and checked: each fault with its file, row and field.

Nothing here touches the database; `loading.py` writes what these functions return.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from initiatives.reference.shapes import (
    CITIES,
    COUNTRIES,
    COUNTRY_WORDS,
    NO_ALSO,
    NO_NOTES,
    NOTES,
    REGIONS,
    SLUG,
    WORDS,
    Shape,
    also_of,
)
from initiatives.text.bad_row import BadRow


@dataclass(frozen=True, slots=True)
class Row:
    """One checked row: what the columns shall hold, with natural keys for relations."""

    file: str
    number: int
    values: Mapping[str, Any]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("an object names one field twice")
    return made


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def read_json(folder: Path, file: str) -> Any:
    """What one file holds. Raises BadRow for one that cannot be read, or is not plain JSON."""
    try:
        text = (folder / file).read_text(encoding="utf-8-sig")  # some editors begin with a mark
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except OSError as error:
        raise BadRow(file, 0, "", f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise BadRow(file, 0, "", f"is not JSON as we write it ({error})") from error


def _read_rows(found: Any, file: str, shape: Shape, *unique: tuple[str, ...]) -> list[Row]:
    """The rows of one list, each field checked, and none twice by any of the unique columns."""
    if not isinstance(found, list):
        raise BadRow(file, 0, "", "is not a list of rows")
    rows: list[Row] = []
    fields = {column: field for field, (column, _check) in shape.items()}
    seen: dict[tuple[Any, ...], int] = {}
    for number, item in enumerate(found, 1):
        if not isinstance(item, dict):
            raise BadRow(file, number, "", "is not an object")
        for field in item:
            if field not in shape:
                raise BadRow(file, number, field, "is not a field of these rows")
        values = {}
        for field, (column, check) in shape.items():
            if field not in item:
                raise BadRow(file, number, field, "is missing")
            try:
                values[column] = check(item[field])
            except ValueError as error:
                raise BadRow(file, number, field, str(error)) from error
        for columns in unique:
            place = (columns, *(values[column] for column in columns))
            if place in seen:
                why = f"the same as in row {seen[place]}"
                raise BadRow(file, number, " and ".join(map(fields.__getitem__, columns)), why)
            seen[place] = number
        rows.append(Row(file, number, values))
    return rows


def read_file(folder: Path, file: str, shape: Shape, *unique: tuple[str, ...]) -> list[Row]:
    """The rows of one file. Raises BadRow."""
    return _read_rows(read_json(folder, file), file, shape, *unique)


def read_countries(folder: Path, *, words: list[Row]) -> list[Row]:
    """The countries with their notes, which stand in a file of their own, and their search words,
    which are those of ``words``."""
    file, notes_file = "countries.json", "country_notes.json"
    rows = read_file(folder, file, COUNTRIES, ("code",), ("slug",))
    known = {row.values["code"] for row in rows}
    notes = {}
    for note in read_file(folder, notes_file, NOTES, ("code",)):
        if note.values["code"] not in known:
            why = f"{note.values['code']} is not in {file}"
            raise BadRow(notes_file, note.number, "country", why)
        notes[note.values["code"]] = note.values
    also = {}
    for row in words:
        if row.values["code"] not in known:
            raise BadRow(row.file, row.number, "code", f"{row.values['code']} is not in {file}")
        also[row.values["code"]] = {name: row.values[name] for name in NO_ALSO}
    return [
        Row(
            file,
            row.number,
            {
                **row.values,
                **notes.get(row.values["code"], NO_NOTES),
                **also.get(row.values["code"], NO_ALSO),
            },
        )
        for row in rows
    ]


def read_cities(folder: Path, *, countries: list[Row]) -> list[Row]:
    """The cities, each in a known country, with their search words."""
    file = "cities.json"
    known = {row.values["code"] for row in countries}
    rows = read_file(folder, file, CITIES, ("country", "slug"))
    for row in rows:
        if row.values["country"] not in known:
            why = f"{row.values['country']} is not in countries.json"
            raise BadRow(file, row.number, "country", why)
    keys = [f"{row.values['country']}/{row.values['slug']}" for row in rows]
    return _with_search_words(folder, "cities", rows, keys)


def _with_search_words(folder: Path, part: str, rows: list[Row], keys: list[str]) -> list[Row]:
    """The rows with what people type for them; ``keys``: of each, in the same order."""
    file = "also_places.json"
    found = read_json(folder, file)
    if not isinstance(found, dict) or not isinstance(found.get(part), dict):
        raise BadRow(file, 0, "", "must hold regions and cities, each with a list for a place")
    also = {}
    for number, (key, words) in enumerate(found[part].items(), 1):
        if key not in keys:
            raise BadRow(f"{file} ({part})", number, "", f"{key} is not in {part}.json")
        try:
            also[key] = also_of(words)
        except ValueError as error:
            raise BadRow(f"{file} ({part})", number, key, str(error)) from error
    return [
        Row(row.file, row.number, {**row.values, **also.get(key, NO_ALSO)})
        for key, row in zip(keys, rows, strict=True)
    ]


def read_regions(folder: Path) -> list[Row]:
    """The regions with their search words; whoever is a neighbour of one has it for one too."""
    file = "regions.json"
    unique = ("code",), ("slug",), ("tile_column", "tile_row")
    rows = read_file(folder, file, REGIONS, *unique)
    neighbours = {row.values["code"]: row.values["neighbours"] for row in rows}
    for row in rows:
        code = row.values["code"]
        for other in row.values["neighbours"]:
            if other not in neighbours:
                raise BadRow(file, row.number, "neighbours", f"{other} is not a region")
            if other == code or code not in neighbours[other]:
                raise BadRow(file, row.number, "neighbours", f"{other} does not name {code} back")
    return _with_search_words(folder, "regions", rows, list(neighbours))


VOCABULARY = ("activities", "audiences", "seeks", "countries", "merged")
# The program has these itself: the file has them for whoever reads it.
OF_THE_PROGRAM = {"kinds", "reach", "federal_districts", "tags"}


@dataclass(frozen=True)
class Words:
    """The controlled words, ordered as in the file; what people type for countries; the tags; and
    of each table the words that mean another one, or, where that is "", nothing."""

    controlled: dict[str, list[Row]]  # activities, audiences, seeks
    countries: list[Row]
    tags: list[Row]
    merged: dict[str, dict[str, str]]  # of the controlled words, and of tags


def read_vocabulary(folder: Path) -> Words:
    """All words, from vocabulary.json and tags.json. Raises BadRow."""
    file = "vocabulary.json"
    found = read_json(folder, file)
    if not isinstance(found, dict) or set(found) - OF_THE_PROGRAM != set(VOCABULARY):
        raise BadRow(file, 0, "", f"must hold {', '.join(VOCABULARY)}")
    tables = {
        part: ordered(_read_rows(found[part], f"{file} ({part})", WORDS, ("slug",)))
        for part in VOCABULARY[:3]
    }
    tags = read_file(folder, "tags.json", WORDS, ("slug",))
    return Words(
        controlled=tables,
        countries=_read_rows(found["countries"], f"{file} (countries)", COUNTRY_WORDS, ("code",)),
        tags=tags,
        merged=_read_merged(f"{file} (merged)", found["merged"], {**tables, "tags": tags}),
    )


def _read_merged(
    file: str, found: Any, tables: Mapping[str, list[Row]]
) -> dict[str, dict[str, str]]:
    """Table -> word that is none any more -> the word that it means, or ""."""
    if not isinstance(found, dict) or set(found) != set(tables):
        raise BadRow(file, 0, "", f"must hold {', '.join(tables)}")
    for part, words in found.items():
        known = {row.values["slug"] for row in tables[part]}
        if not isinstance(words, dict):
            raise BadRow(file, 0, part, "is not an object")
        for number, (old, new) in enumerate(words.items(), 1):
            if not SLUG.fullmatch(old) or old in known:
                raise BadRow(file, number, part, f"{old!r} is not a slug, or is still a word")
            if new != "" and new not in known:
                raise BadRow(file, number, part, f"{new!r} is not a word, nor empty")
    return found


def ordered(rows: list[Row]) -> list[Row]:
    """The same rows, which keep the order of their file."""
    return [Row(row.file, row.number, {**row.values, "order": row.number}) for row in rows]
