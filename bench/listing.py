"""One size on one engine: the uncached listing against the same page from ready data."""

from __future__ import annotations

import os
import statistics
import sys
import time
from io import StringIO

import django
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

ROUNDS = 60
# Each round times a few requests of each kind in turn, so that noise meets all of them alike.
REQUESTS = 3


def main(size: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from bench.urls import LISTING, content
    from directory.readiness import make_ready
    from tools.generate_entries import generate_entries

    call_command("migrate", verbosity=0)
    call_command("load_reference", stdout=StringIO())
    generate_entries(size, seed=1)

    client = Client()
    if client.get("/en/bare/").content != content():
        raise SystemExit("the bare view sends other bytes than the listing")
    # As the server does before its workers start.
    make_ready()

    handler = WSGIHandler()
    handler.load_middleware()
    times: dict[str, list[float]] = {LISTING: [], "/en/bare/": [], "/en/constant/": []}
    for number in range(ROUNDS):
        for path in sorted(times, reverse=number % 2 == 0):
            times[path].append(_milliseconds(handler, path))
    whole, bare, constant = (statistics.median(values) for values in times.values())
    print(
        f"| {connection.vendor} | {size:,} | {whole:.2f} | {bare:.2f} | {whole / bare:.2f} "
        f"| {whole / constant:.1f} | {len(content()) / 1000:.0f} |",
        flush=True,
    )


def _milliseconds(handler: WSGIHandler, path: str) -> float:
    requests = [RequestFactory().get(path) for _ in range(REQUESTS)]
    started = time.perf_counter()
    for request in requests:
        handler.get_response(request)
    return (time.perf_counter() - started) * 1000 / REQUESTS


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    os.environ["BENCH_LOG"] = "off"
    main(int(sys.argv[1]))
