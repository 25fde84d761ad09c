"""`make approving`: what an approval costs the readers, and what a worker holds.

`python bench/approving.py [--size 100000] [--engine sqlite]`: eight clients read; then they read
while somebody approves. Prints how long it took until all workers showed an entry, the readers' p99
before and meanwhile, and the memory of the workers at the end. bench/README.md tells the method.
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.engines import ENGINES, environment, fresh  # noqa: E402  the folder must be there first
from bench.serving import Server, free_port  # noqa: E402

CLIENTS = 8
SECONDS = 30
APPROVALS = 100
READ = (
    "/en/initiatives/",
    "/ru/initiatives/?kind=media&country=ge",
    "/en/initiatives/?sort=name&page=2",
    "/ru/countries/",
    "/en/initiatives/?activity=legal-aid&sort=newest",
    "/en/",
)


class Readers:
    """Clients that ask for one page after another, each over one connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.times: list[float] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(n,)) for n in range(CLIENTS)]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def p99(self) -> float:
        """In milliseconds, of what was read until now, which is then forgotten."""
        times, self.times = self.times, []
        return statistics.quantiles(times, n=100)[98] * 1000

    def _read(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self._over.is_set():
            number += 1
            began = time.perf_counter()
            connection.request("GET", READ[number % len(READ)], headers={"Host": "localhost"})
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise SystemExit(f"{READ[number % len(READ)]} answered {response.status}")
            self.times.append(time.perf_counter() - began)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--engine", choices=ENGINES, help="only this one")
    parser.add_argument("--size", type=int, default=100_000)
    asked = parser.parse_args()
    for engine in [asked.engine] if asked.engine else ENGINES:
        with fresh(engine) as database, tempfile.TemporaryDirectory() as folder:
            _measure(engine, database, asked.size, Path(folder))
    return 0


def _measure(engine: str, database: str, size: int, folder: Path) -> None:
    settings = environment(database, DJANGO_SETTINGS_MODULE="bench.settings")
    manage, generate = ["manage.py"], ["-m", "tools.generate_entries", str(size)]
    for command in ([*manage, "migrate"], [*manage, "load_reference"], generate):
        subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=settings, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
    server = Server(settings, free_port(), folder)
    server.start()
    try:
        with Readers(server.port) as readers:
            time.sleep(5)
            readers.p99()
            time.sleep(SECONDS)
            number, before = len(readers.times), readers.p99()
            shown = _approve(server.port, settings)
            meanwhile = readers.p99()
        memory = [_own_memory(pid) for pid in server.workers()]
    finally:
        server.stop()
    print(
        f"{engine}, {size:,} entries, {number} pages in {SECONDS} s, {len(shown)} approvals:\n"
        f"p99 {before:.0f} ms before, {meanwhile:.0f} ms meanwhile ({meanwhile / before:.2f});\n"
        f"an approved entry is shown by every worker after {statistics.median(shown):.3f} s "
        f"(median), {max(shown):.3f} s (longest);\n"
        f"memory of the workers: {', '.join(f'{one:.0f} MB' for one in memory)}",
        flush=True,
    )


def _approve(port: int, settings: dict[str, str]) -> list[float]:
    """Approve one after another in a process of its own; seconds from each to its page at all
    workers."""
    command = [sys.executable, "-m", "bench.approver", str(APPROVALS)]
    shown = []
    with subprocess.Popen(
        command, cwd=ROOT, env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as approver:
        assert approver.stdin is not None
        assert approver.stdout is not None
        for line in approver.stdout:
            committed, slug = line.split()
            shown.append(_shown_everywhere(port, slug) - float(committed))
            approver.stdin.write("\n")
            approver.stdin.flush()
    return shown


def _shown_everywhere(port: int, slug: str) -> float:
    """The time of the first of twenty answers in a row, each over a connection of its own, that
    show the page: both workers were then asked."""
    first, in_a_row = 0.0, 0
    while in_a_row < 20:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", f"/en/initiatives/{slug}/", headers={"Host": "localhost"})
        if connection.getresponse().status != 200:
            in_a_row = 0
        else:
            first = first if in_a_row else time.time()
            in_a_row += 1
        connection.close()
    return first


def _own_memory(pid: int) -> float:
    """In MB, without files mapped into it."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1000
    raise SystemExit("this system does not tell the memory of a process")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
