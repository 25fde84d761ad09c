"""The files of reference data -> rows, without undoing what a person changed.

The import rule (docs/rules.md, "Import"): what is missing is added; a row that still is what was
loaded last (its digest says so) follows the file; any other is left, and named. A word that the
files merge into another one, or into none, means that from then on. One transaction, all or
nothing; loading the same files again writes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from initiatives.models import (
    Activity,
    Audience,
    CatalogueVersion,
    City,
    Country,
    FocusRegion,
    Language,
    SupportNeed,
    Tag,
)
from initiatives.reference import rows as files
from initiatives.reference import shapes
from initiatives.reference.rows import Row
from initiatives.text.bad_row import BadRow

FOLDER = Path(__file__).parent


@dataclass
class Loaded:
    """What a load did; `left` names the rows that a person changed and the files would change."""

    added: int = 0
    updated: int = 0
    left: list[str] = field(default_factory=list)
    version: int | None = None  # the new catalogue version; None when nothing changed


@dataclass(frozen=True)
class Table:
    """Where the rows of one file go."""

    model: Any
    key: tuple[str, ...]  # columns of the natural key
    # Columns that are unique beside the key. A slug among them never changes: addresses live on it.
    unique: tuple[tuple[str, ...], ...] = ()


COUNTRIES = Table(Country, ("code",), (("slug",),))
CITIES = Table(City, ("country", "slug"))
REGIONS = Table(FocusRegion, ("code",), (("slug",), ("tile_column", "tile_row")))
LANGUAGES = Table(Language, ("code",))
ACTIVITIES = Table(Activity, ("slug",))
AUDIENCES = Table(Audience, ("slug",))
SEEKS = Table(SupportNeed, ("slug",))
TAGS = Table(Tag, ("slug",))


def load_reference(folder: Path = FOLDER) -> Loaded:
    """Loads all reference files of a folder; moves the catalogue version if anything changed.

    Raises BadRow for the first row that cannot be loaded; then nothing was.
    """
    found, merged = _read(folder)
    done = Loaded()
    with transaction.atomic():
        for table, rows in found:
            _load_table(table, rows, done)
        for table, words in merged:
            _merge_words(table, words, done)
        if done.added or done.updated:
            # The last lock of every writer (docs/rules.md, "Transitions").
            done.version = CatalogueVersion.objects.lock().advance()
    return done


Merged = list[tuple[Table, dict[str, str]]]


def _read(folder: Path) -> tuple[list[tuple[Table, list[Row]]], Merged]:
    words = files.read_vocabulary(folder)
    countries = files.read_countries(folder, words=words.countries)
    languages = files.read_file(folder, "languages.json", shapes.LANGUAGES, ("code",))
    controlled = {"activities": ACTIVITIES, "audiences": AUDIENCES, "seeks": SEEKS}
    tables = [
        (COUNTRIES, countries),
        (CITIES, files.read_cities(folder, countries=countries)),
        (REGIONS, files.read_regions(folder)),
        (
            LANGUAGES,
            files.ordered(languages),
        ),
        *((table, words.controlled[part]) for part, table in controlled.items()),
        (TAGS, words.tags),
    ]
    of_tables = {**controlled, "tags": TAGS}
    return tables, [(table, words.merged[part]) for part, table in of_tables.items()]


@dataclass
class _Plan:
    """What one file asks of one table; records are rows of the database, locked."""

    new: list[Row] = field(default_factory=list)
    updates: list[tuple[Any, Row]] = field(default_factory=list)
    same: list[tuple[Any, Row]] = field(default_factory=list)  # a person was faster than the file
    left: list[Row] = field(default_factory=list)


def _load_table(table: Table, rows: list[Row], done: Loaded) -> None:
    plan = _make_plan(table, rows)
    _refuse_taken(table, plan)
    _update(table, plan)
    _add(table, plan.new)
    if table is REGIONS and (plan.new or plan.updates):
        _join_neighbours([*plan.new, *(row for _record, row in plan.updates)])
    done.added += len(plan.new)
    done.updated += len(plan.updates)
    done.left += [
        f"{row.file}, row {row.number}: {'/'.join(_key(table, row.values))}" for row in plan.left
    ]


def _make_plan(table: Table, rows: list[Row]) -> _Plan:
    plan = _Plan()
    lookups = ["country__code" if column == "country" else column for column in table.key]
    loaded = {
        tuple(key): (pk, digest)
        for *key, pk, digest in table.model.objects.values_list(*lookups, "pk", "digest")
    }
    differing: dict[int, Row] = {}
    for row in rows:
        pk, digest = loaded.get(_key(table, row.values), (None, ""))
        if pk is None:
            plan.new.append(row)
        elif digest != _digest(row.values):
            differing[pk] = row
    if not differing:
        return plan
    # Locked, so that no editor's change falls between the comparison and the update.
    records = table.model.objects.filter(pk__in=differing).order_by("pk").select_for_update()
    neighbours = _read_neighbours() if table is REGIONS else {}
    for record in records:
        row = differing[record.pk]
        now = {column: getattr(record, column, None) for column in row.values}
        if table is CITIES:
            now["country"] = row.values["country"]  # of the key, by which it was found
        if table is REGIONS:
            now["neighbours"] = neighbours.get(record.pk, [])
        if now == row.values:
            plan.same.append((record, row))
        elif _digest(now) == record.digest:
            plan.updates.append((record, row))
        else:
            plan.left.append(row)
    return plan


def _key(table: Table, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(values[column] for column in table.key)


# Columns that digests held from the first program on, empty or not.
_ALWAYS = frozenset(
    "featured entry_and_stay_en entry_and_stay_ru population_note_en population_note_ru sources"
    " reviewed_on synonyms population synonyms_en synonyms_ru neighbours".split()
)


def _digest(values: Mapping[str, Any]) -> str:
    """Of all that the file gave. An empty column is left out unless it was always there: so a row
    of a former database counts as untouched when there is a new column."""
    held = {
        column: value
        for column, value in values.items()
        if column in _ALWAYS or not (value is None or value is False or value in ("", []))
    }
    written = json.dumps(
        held, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    )
    return hashlib.sha256(written.encode()).hexdigest()


def _refuse_taken(table: Table, plan: _Plan) -> None:
    """BadRow where a slug would change, or where another row of the database is in the way."""
    for record, row in plan.updates:
        if ("slug",) in table.unique and record.slug != row.values["slug"]:
            why = f"is {record.slug!r} in the database; addresses live on it, so it stays"
            raise BadRow(row.file, row.number, "slug", why)
    coming = [*plan.new, *(row for _record, row in plan.updates)]
    if not coming:
        return
    others = table.model.objects.exclude(pk__in=[record.pk for record, _row in plan.updates])
    for columns in table.unique:
        taken = set(others.values_list(*columns))
        for row in coming:
            if tuple(row.values[column] for column in columns) in taken:
                why = "is taken by a row that this load does not change"
                fields = " and ".join(column.removeprefix("tile_") for column in columns)
                raise BadRow(row.file, row.number, fields, why)


def _update(table: Table, plan: _Plan) -> None:
    columns = {"digest"}
    for record, row in plan.updates:
        for column in row.values.keys() - {*table.key, "neighbours"}:
            setattr(record, column, row.values[column])
            columns.add(column)
    for record, row in [*plan.updates, *plan.same]:
        record.digest = _digest(row.values)
    if table is REGIONS:
        # Parked below the map first: two tiles may change places, and each must be unique at
        # every moment.
        parked = FocusRegion.objects.filter(pk__in=[record.pk for record, _row in plan.updates])
        parked.update(tile_row=F("tile_row") + shapes.LAST_ROW + 1)
    if records := [record for record, _row in [*plan.updates, *plan.same]]:
        table.model.objects.bulk_update(records, sorted(columns))


def _add(table: Table, rows: list[Row]) -> None:
    if not rows:
        return
    countries = dict(Country.objects.values_list("code", "pk")) if table is CITIES else {}
    records = []
    for row in rows:
        values = {**row.values, "digest": _digest(row.values)}
        values.pop("neighbours", None)
        if table is CITIES:
            values["country_id"] = countries[values.pop("country")]
        if table is TAGS:
            values["name"] = values["slug"]  # see Tag
        records.append(table.model(**values))
    table.model.objects.bulk_create(records)


def _merge_words(table: Table, words: Mapping[str, str], done: Loaded) -> None:
    """Make each of these words mean another one, or none; the import rule holds for them too.

    One that is not there is made, so that its URLs lead on where it never was a word.
    """
    if not words:
        return
    model = table.model
    found = model.objects.filter(slug__in={*words, *words.values()}).order_by("pk")
    found = found.select_related("merged_into").select_for_update(of=("self",))
    present = {row.slug: row for row in found}
    names = ["slug", "name_en", "name_ru", "also_en", "also_ru", "retired"]
    names += ["order"] if table is not TAGS else []
    for old, new in words.items():
        row = present.get(old)
        if row is None:
            row = model(slug=old, name_en=old.replace("-", " "))
            if table is TAGS:
                row.name = old  # see Tag
        now = {name: getattr(row, name) for name in names}
        now["merged_into"] = row.merged_into.slug if row.merged_into else None
        wanted = {**now, "retired": not new, "merged_into": new or None}
        if now == wanted:
            continue
        if row.pk and _digest(now) != row.digest:
            done.left.append(f"vocabulary.json (merged): {old}")
            continue
        done.added += not row.pk
        done.updated += bool(row.pk)
        row.retired, row.merged_into = not new, present[new] if new else None
        row.digest = _digest(wanted)
        row.save()


def _read_neighbours() -> dict[int, list[str]]:
    """The codes of each region's neighbours, sorted, by the region's primary key."""
    found: dict[int, list[str]] = {}
    pairs = FocusRegion.neighbours.through.objects.order_by("to_focusregion__code")
    for pk, code in pairs.values_list("from_focusregion", "to_focusregion__code"):
        found.setdefault(pk, []).append(code)
    return found


def _join_neighbours(rows: list[Row]) -> None:
    """Makes the neighbours of these regions those that the rows name, in both directions."""
    through = FocusRegion.neighbours.through
    pks = dict(FocusRegion.objects.values_list("code", "pk"))
    wanted = set()
    for row in rows:
        for other in row.values["neighbours"]:
            pair = pks[row.values["code"]], pks[other]
            wanted |= {pair, pair[::-1]}
    changed = [pks[row.values["code"]] for row in rows]
    pairs = through.objects.filter(
        Q(from_focusregion__in=changed) | Q(to_focusregion__in=changed)
    ).values_list("pk", "from_focusregion", "to_focusregion")
    present = {(one, other): pk for pk, one, other in pairs}
    through.objects.filter(pk__in=[present[pair] for pair in present.keys() - wanted]).delete()
    through.objects.bulk_create(
        through(from_focusregion_id=one, to_focusregion_id=other)
        for one, other in sorted(wanted - present.keys())
    )
