"""The entries as a file for Datasette: what cards show, and each facet as a JSON list.

`python -m bench.datasette_data FILE` prints the names of the facets.
"""

import json
import sqlite3
import sys

import django


def main(file: str) -> None:
    django.setup()
    from initiatives.models import FACETS, Initiative

    rows = Initiative.objects.published().values_list("slug", "name_en", "summary_en", "facets")
    facets = ", ".join(FACETS)
    with sqlite3.connect(file) as data:
        data.execute(f"CREATE TABLE entries (slug PRIMARY KEY, name, summary, {facets})")
        data.executemany(
            f"INSERT INTO entries VALUES ({', '.join('?' * (3 + len(FACETS)))})",
            [(*row, *(json.dumps(values[facet]) for facet in FACETS)) for *row, values in rows],
        )
    print(*FACETS)


if __name__ == "__main__":
    main(sys.argv[1])
