"""What the search costs: `python bench/search_cost.py [SIZE]`, on SQLite.

Prints what a process holds with the index and without, and how long searches take beside the
listing, both whole pages that nobody asked for before (bench/README.md).
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django
from django.test import RequestFactory

from bench.engines import environment, fresh

SIZE = 10_000
ROUNDS = 10


def main(arguments: list[str]) -> int:
    size = int(arguments[0]) if arguments else SIZE
    more = {"DJANGO_SETTINGS_MODULE": "bench.settings", "BENCH_LOG": "off"}
    with fresh("sqlite") as database:
        os.environ.update(environment(database, **more))
        django.setup()
        _fill(size)
        without = _in_a_process_of_its_own(_memory_without_index)
        print(f"{size:,} entries: {without:.0f} MB without the index", flush=True)
        _in_a_process_of_its_own(_measure)
    return 0


def _fill(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from tools.generate_entries import generate_entries

    call_command("migrate", verbosity=0)
    call_command("load_reference", stdout=StringIO())
    # In a process of its own too, or what filling needs would count as held.
    _in_a_process_of_its_own(lambda: float(generate_entries(size, seed=1)))
    connection.close()


def _in_a_process_of_its_own(measure: Callable[[], float]) -> float:
    """What it gives, which takes nothing into this process."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        os.write(writing, str(measure()).encode())
        sys.stdout.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return float(said)


def _memory_without_index() -> float:
    from initiatives.catalogue.search_index import SearchIndex, Terms

    made = SearchIndex.of

    def without(entries: Iterable[tuple[int, Terms]]) -> SearchIndex:
        for _entry in entries:
            pass
        return made(())

    with patch.object(SearchIndex, "of", without):
        return _ready()


def _ready() -> float:
    """MB of this process when it is ready to answer."""
    from directory.readiness import make_ready

    make_ready()
    return _own_memory()


def _own_memory() -> float:
    gc.collect()
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1000
    raise SystemExit("this system does not tell the memory of a process")


def _measure() -> float:
    from django.core.handlers.wsgi import WSGIHandler

    from initiatives.catalogue.search import search
    from initiatives.catalogue.snapshot import current
    from tests.search.measuring import queries

    held = _ready()
    asked = [row["query"] for row in queries()]
    for query in asked:  # the dictionary of Russian, and what is held of words
        search(current(), query)
    after = _own_memory()
    print(f"{held:.0f} MB with the index, {after:.0f} MB after {len(asked)} searches")
    alone = []
    for query in asked:
        began = time.perf_counter()
        search(current(), query)
        alone.append((time.perf_counter() - began) * 1000)
    handler = WSGIHandler()
    handler.load_middleware()
    some = asked[::10]
    times: dict[str, list[float]] = {"listing": [], "search": []}
    for _round in range(ROUNDS):
        for query in some:
            for kind, taken in times.items():
                data = {"q": query} if kind == "search" else {}
                request = RequestFactory().get("/en/initiatives/", data)
                began = time.perf_counter()
                handler.get_response(request)
                taken.append((time.perf_counter() - began) * 1000)
    listing, page = (statistics.median(times[kind]) for kind in ("listing", "search"))
    print(
        f"search alone {statistics.median(alone):.1f} ms (median), "
        f"{statistics.quantiles(alone, n=20)[-1]:.1f} ms (95 %), {max(alone):.1f} ms (longest)\n"
        f"page of hits {page:.1f} ms, listing {listing:.1f} ms: {page / listing:.2f}"
    )
    return after


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
