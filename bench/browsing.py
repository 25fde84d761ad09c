"""`make browsing`: pages over HTTP, one process, and Datasette with the same data beside it.

`python bench/browsing.py [--size 10000] [--engine sqlite] [--datasette PATH]`; the method is told
in bench/README.md.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.asking import (  # noqa: E402  the folder must be there first
    LISTING,
    REQUESTS,
    ROUNDS,
    Asked,
    fill,
    in_rounds,
    serving,
)
from bench.engines import ENGINES, environment, fresh  # noqa: E402
from bench.serving import free_port  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--engine", choices=ENGINES, help="only this one")
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--datasette", help="its program, installed anywhere; SQLite only")
    asked = parser.parse_args()
    for engine in [asked.engine] if asked.engine else ENGINES:
        with fresh(engine) as database:
            _measure(engine, database, asked.size, asked.datasette if engine == "sqlite" else None)
    return 0


def _measure(engine: str, database: str, size: int, datasette: str | None) -> None:
    settings = environment(database, DJANGO_SETTINGS_MODULE="bench.settings", WORKERS="1")
    fill(settings, size)
    with ExitStack() as stack:
        anew = stack.enter_context(serving(settings))
        kept = stack.enter_context(serving({**settings, "BENCH_PAGES": "kept"}))
        listing = Asked(anew, LISTING)
        _status, page, tag = listing.ask()
        if Asked(anew, "/en/bare/").ask()[1] != page:
            raise SystemExit("the bare view sends other bytes than the listing")
        kinds = {
            "listing": (listing, 200),
            "bare": (Asked(anew, "/en/bare/"), 200),
            "constant": (Asked(anew, "/en/constant/"), 200),
            "304": (Asked(anew, LISTING, **{"If-None-Match": tag}), 304),
            "kept": (Asked(kept, LISTING), 200),
        }
        if datasette:
            port, path = stack.enter_context(_datasette(datasette, settings))
            kinds["Datasette"] = (Asked(port, path), 200)
        in_rounds(kinds)
    whole = listing.milliseconds
    print(f"{engine}, {size:,} entries, {ROUNDS} rounds of {REQUESTS}; {len(page) / 1000:.0f} kB")
    print("| what | ms | listing ÷ it |\n|---|---|---|")
    for name, (one, _) in kinds.items():
        print(f"| {name} | {one.milliseconds:.2f} | {whole / one.milliseconds:.2f} |", flush=True)


@contextmanager
def _datasette(program: str, settings: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Datasette with one row for each published entry, its facets as lists; and the address
    that chooses, counts and shows what the listing does."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "entries.db"
        export = [sys.executable, "-m", "bench.datasette_data", str(data)]
        facets = subprocess.run(
            export, cwd=ROOT, env=settings, check=True, capture_output=True, text=True
        ).stdout.split()
        counted = "&".join(f"_facet_array={facet}" for facet in facets)
        path = f"/entries/entries?kind__arraycontains=media&country__arraycontains=ge&{counted}"
        port = free_port()
        options = ["--setting", "suggest_facets", "off", "--setting", "default_page_size", "24"]
        options += ["--setting", "facet_time_limit_ms", "60000"]
        options += ["--setting", "sql_time_limit_ms", "60000"]
        options += ["--setting", "max_returned_rows", "24"]
        with (Path(folder) / "log").open("w") as log:
            run = subprocess.Popen(
                [program, "serve", str(data), "--port", str(port), *options],
                stdout=log, stderr=log, env=dict(os.environ),
            )  # fmt: skip
            try:
                _wait(port)
                yield port, path
            finally:
                run.terminate()
                run.wait(30)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            if Asked(port, "/").ask()[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("Datasette does not start")


if __name__ == "__main__":
    sys.exit(main())
