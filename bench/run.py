"""`make bench`: the listing at three sizes on both engines, each in a process of its own.

`python bench/run.py [SIZE ...]`; the method is told in bench/README.md. Prints one table row for
each size and engine as it is measured.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.postgres import server  # noqa: E402  the folder must be on the path first

SIZES = ("300", "1000", "10000")


def main(sizes: list[str]) -> int:
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print("| engine | entries | listing ms | bare ms | ratio | listing / constant | kB |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _measure(f"sqlite:///{folder}/bench.sqlite3", size)
        with server() as address:
            _measure(address, size)
    return 0


def _measure(database: str, size: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DEBUG": "",
        "SITE_URL": "http://localhost",
        "ALLOWED_HOSTS": "localhost,testserver",
        "SECRET_KEY": "bench-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-bench",
        "ORDER_KEY": "order-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-bench",
        "CONTACT_KEYS": "YmVuY2gtb25seS10aGlzLWlzLW5vLXNlY3JldC0tLS0=",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    subprocess.run(
        [sys.executable, "-m", "bench.listing", size], cwd=ROOT, env=environment, check=True
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(SIZES)))
