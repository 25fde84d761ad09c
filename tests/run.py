"""`make test`: every test on SQLite and on PostgreSQL, side by side.

`python -m tests.run [what pytest takes]`. Each run writes to a file, and both are printed one
after the other, so that they do not mix on one screen; the last line sums them up.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

from tests.postgres import server

ENGINES = ("SQLite", "PostgreSQL")
_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)\b")


def main(arguments: list[str]) -> int:
    """Run both, print both, return 0 only if both passed and each ran something."""
    signal.signal(signal.SIGTERM, _stop)
    with server() as address, tempfile.TemporaryDirectory() as folder:
        outputs = [(Path(folder) / engine).open("w+") for engine in ENGINES]
        runs = [
            _start(arguments, database, output)
            for database, output in zip(("", address), outputs, strict=True)
        ]
        try:
            _wait(runs)
        finally:
            for run in runs:
                run.terminate()
                run.wait()
        totals = {"passed": 0, "failed": 0, "skipped": 0}
        for engine, output in zip(ENGINES, outputs, strict=True):
            output.seek(0)
            text = output.read()
            print(f"\n######## {engine} ########\n{text}", flush=True)
            for number, what in _counts(text):
                totals[what] += number
    codes = [run.returncode for run in runs]
    if any(codes) and not totals["failed"]:
        totals["failed"] = 1  # a run that ended before it could count
    print(f"total: {totals['passed']} passed, {totals['failed']} failed, "
          f"{totals['skipped']} skipped")  # fmt: skip
    return 1 if any(codes) else 0


def _start(arguments: list[str], database: str, output: IO[str]) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    environment.pop("DATABASE_URL", None)
    if database:
        environment["DATABASE_URL"] = database
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment
    )


def _wait(runs: "list[subprocess.Popen[bytes]]") -> None:
    started = time.monotonic()
    while any(run.poll() is None for run in runs):
        time.sleep(0.2)
        if time.monotonic() - started > 60:
            running = [e for e, run in zip(ENGINES, runs, strict=True) if run.poll() is None]
            print(f"still running: {', '.join(running)}", flush=True)
            started = time.monotonic()


def _counts(text: str) -> list[tuple[int, str]]:
    closing = text.rstrip().rpartition("\n")[2]
    names = {"error": "failed", "errors": "failed", "xfailed": "skipped", "xpassed": "failed"}
    return [(int(number), names.get(what, what)) for number, what in _COUNT.findall(closing)]


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
