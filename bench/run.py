"""`make bench`: the listing at three sizes on both engines, each in a process of its own.

`python bench/run.py [SIZE ...]`; the method is told in bench/README.md. Prints one table row for
each size and engine as it is measured.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.engines import ENGINES, environment, fresh  # noqa: E402  as above

SIZES = ("300", "1000", "10000")


def main(sizes: list[str]) -> int:
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print("| engine | entries | listing ms | bare ms | ratio | listing / constant | kB |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for size in sizes:
        for engine in ENGINES:
            with fresh(engine) as database:
                subprocess.run(
                    [sys.executable, "-m", "bench.listing", size],
                    cwd=ROOT,
                    env=environment(database, DJANGO_SETTINGS_MODULE="bench.settings"),
                    check=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(SIZES)))
