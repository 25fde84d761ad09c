"""Entries made up from the real ones, for measuring: as many as asked, the same for one seed.

    .venv/bin/python -m tools.generate_entries 10000 --seed 1

fills the database of DATABASE_URL, which must hold no other entries; `load_reference` first.
Each field of each entry is that of some real entry, so every word is as frequent as in reality;
names are put together from the words of real names, in both scripts.
"""

from __future__ import annotations

import argparse
import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import django
from django.db import transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")
django.setup()

from initiatives.models import Initiative
from initiatives.reference.samples import read_samples
from initiatives.text.bad_row import BadRow
from initiatives.text.names import make_slug
from initiatives.vetting.importing import ImportRow, import_rows

CHUNK = 1000
FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)  # of the first chunk; no clock, so dumps are equal
NAME_LIMIT = 120

# Fields that only mean something together are taken from the same real entry.
TOGETHER = (
    ("kind",),
    ("other_names",),
    ("summary_en", "summary_ru"),
    ("description_en", "description_ru"),
    ("terms_en", "terms_ru", "cost"),
    ("host_countries", "cities", "remote_for"),
    ("focus_regions",),
    ("languages",),
    ("activities",),
    ("audiences",),
    ("seeks",),
    ("tags",),
    ("reach",),
    ("founded",),
    ("state", "closed_on"),
    ("designations",),
    ("checked",),
)


class OtherEntries(Exception):
    """The database holds entries that were not generated from this number and seed."""


def main(arguments: list[str] | None = None) -> None:
    """Generate as many entries as the command line says; exit with one line if that cannot be."""
    parser = argparse.ArgumentParser(description="Fills a database that holds no other entries.")
    parser.add_argument("number", type=int, help="how many entries there shall be")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same entries")
    options = parser.parse_args(arguments)
    try:
        added = generate_entries(options.number, seed=options.seed)
    except OtherEntries:
        raise SystemExit(
            "The database holds other entries; made-up ones do not belong beside them. "
            "Name an empty one in DATABASE_URL."
        ) from None
    except BadRow as error:
        raise SystemExit(f"Nothing was loaded (load_reference first?). {error}") from error
    print(f"{added} entries generated.")


def generate_entries(number: int, *, seed: int) -> int:
    """Import that many made-up entries, in one transaction; the number of new ones.

    Raises OtherEntries, and BadRow where the reference tables are not loaded.
    """
    rows = make_rows(number, seed=seed)
    slugs = {row.values["slug"] for row in rows}
    if any(slug not in slugs for slug in Initiative.objects.values_list("slug", flat=True)):
        raise OtherEntries
    added = 0
    with transaction.atomic():
        for day, start in enumerate(range(0, number, CHUNK)):
            some = rows[start : start + CHUNK]
            done = import_rows(some, at=FIRST_DAY + timedelta(days=day))
            added += len(done.added)
    return added


def make_rows(number: int, *, seed: int) -> list[ImportRow]:
    """The rows, without a database."""
    real = [row.values for row in read_samples()]
    dice = random.Random(seed)
    words = {
        language: [word for entry in real for word in entry[f"name_{language}"].split()]
        for language in ("en", "ru")
    }
    lengths = [len(entry["name_en"].split()) for entry in real]
    slugs: list[str] = []
    rows = []
    for place in range(1, number + 1):
        values: dict[str, Any] = {"successor": ""}
        for fields in TOGETHER:
            model = dice.choice(real)
            values.update((field, model.get(field, "")) for field in fields)
        # Made-up entries run nothing: each status is its own.
        values["parent"] = ""
        values["designations"] = [{**one, "of": ""} for one in values["designations"]]
        length = 12 if place % 50 == 0 else dice.choice(lengths)  # and some are very long
        for language in ("en", "ru"):
            name = " ".join(dice.choice(words[language]) for _ in range(length))
            values[f"name_{language}"] = f"{name[: NAME_LIMIT - 10].strip()} {place}"
        stem = make_slug(values["name_en"].rpartition(" ")[0])[:60].strip("-") or "entry"
        slug = values["slug"] = f"{stem}-{place}"
        model = dice.choice(real)
        values["website"] = model["website"] and f"https://{place}.example/"
        values["links"] = [
            {
                "type": link["type"],
                "url": f"https://{link['type'].replace('_', '-')}.example/{place}",
            }
            for link in dice.choice(real)["links"]
        ]
        values["sources"] = [
            f"https://source.example/{place}/{page}" for page, _ in enumerate(model["sources"], 1)
        ]
        partners = min(len(dice.choice(real)["partners"]), len(slugs))
        values["partners"] = sorted(dice.sample(slugs[-CHUNK:], min(partners, CHUNK)))
        slugs.append(slug)
        rows.append(ImportRow("generated", place, values))
    return rows


if __name__ == "__main__":
    main()
