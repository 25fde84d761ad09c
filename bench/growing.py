"""`make growing`: the uncached listing over HTTP with few entries and with many, in one run.

`python bench/growing.py [--sizes 1000 100000] [--engine sqlite] [--filled URL URL]`; --filled names
databases of these sizes that were filled beforehand. The method is told in bench/README.md.
"""

from __future__ import annotations

import argparse
import math
import sys
from contextlib import ExitStack
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


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--engine", choices=ENGINES, help="only this one")
    parser.add_argument("--sizes", type=int, nargs=2, default=(1_000, 100_000))
    parser.add_argument("--filled", nargs=2, metavar="URL")
    asked = parser.parse_args()
    few, many = asked.sizes
    for engine in [asked.engine] if asked.engine else ENGINES:
        with ExitStack() as stack:
            databases = asked.filled or [stack.enter_context(fresh(engine)) for _ in asked.sizes]
            found = {}
            for size, database in zip(asked.sizes, databases, strict=True):
                settings = environment(
                    database, DJANGO_SETTINGS_MODULE="bench.settings", WORKERS="1"
                )
                if not asked.filled:
                    fill(settings, size)
                port = stack.enter_context(serving(settings))
                found[f"{size:,}"] = (Asked(port, LISTING), 200)
                found[f"{size:,}, bare"] = (Asked(port, "/en/bare/"), 200)
            in_rounds(found)
        print(f"{engine}, {ROUNDS} rounds of {REQUESTS}")
        took = {name: one.milliseconds for name, (one, _) in found.items()}
        for what in ("", ", bare"):
            first, last = took[f"{few:,}{what}"], took[f"{many:,}{what}"]
            power = math.log(last / first) / math.log(many / few)
            name = "listing" + what
            print(f"{name}: {first:.2f} -> {last:.2f} ms, as N^{power:.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
