"""`make test`: every test on SQLite, and on PostgreSQL what the engine can change.

`python -m tests.run [what pytest takes]`; tests that are named run on both engines. Two runs go
side by side, one on each core. Each writes to a file, and all are printed one after the other, so
that they do not mix on one screen; the last line sums them up.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

from tests.postgres import server

CORES = 2
LONG = 12  # minutes, above which the run warns
NOTHING_TO_RUN = 5  # what pytest answers where it found no test
SLOWEST = ("--durations=15", "--durations-min=1")
_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)\b")


@dataclass
class Run:
    """One pytest. marks: of the tests that it takes. database: SQLite if it is empty."""

    engine: str
    name: str
    marks: str
    output: IO[str]
    database: str = ""
    process: "subprocess.Popen[bytes] | None" = field(default=None)
    began: float = 0
    minutes: float = 0

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not ended."""
        running = self.process is not None and self.process.poll() is None
        if running:
            self.minutes = (time.monotonic() - self.began) / 60
        return running

    @property
    def code(self) -> int:
        """What pytest answered; 1 if it did not get so far."""
        code = self.process.poll() if self.process else None
        return 1 if code is None else code

    def start(self, arguments: list[str]) -> None:
        """Begin it."""
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        environment.pop("DATABASE_URL", None)
        # What was compiled once serves the many programs that the tests start.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if self.database:
            environment["DATABASE_URL"] = self.database
        self.began = time.monotonic()
        command = [sys.executable, "-m", "pytest", *SLOWEST, "-m", self.marks, *arguments]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self.output, stderr=subprocess.STDOUT,
            env=environment,
        )  # fmt: skip

    def end(self) -> None:
        """Stop it, if it runs."""
        if self.process:
            self.process.terminate()
            self.process.wait()


def main(arguments: list[str]) -> int:
    """Run all, print all, return 0 only if all passed and each engine ran something."""
    signal.signal(signal.SIGTERM, _stop)
    began = time.monotonic()
    with server() as address, tempfile.TemporaryDirectory() as folder:
        runs = _runs(arguments, address, Path(folder))
        try:
            _run_all(runs, arguments)
        finally:
            for run in runs:
                run.end()
        totals = {"passed": 0, "failed": 0, "skipped": 0}
        for run in runs:
            run.output.seek(0)
            text = run.output.read()
            print(f"\n######## {run.name}: {run.minutes:.1f} minutes ########\n{text}", flush=True)
            for number, what in _counts(text):
                totals[what] += number
    allowed = (0, NOTHING_TO_RUN) if arguments else (0,)
    bad = [run for run in runs if run.code not in allowed]
    ran = {run.engine for run in runs if run.code == 0}
    failed = bool(bad) or ran != {run.engine for run in runs}
    if failed and not totals["failed"]:
        totals["failed"] = 1  # a run that ended before it could count, or found no test
    print(f"total: {totals['passed']} passed, {totals['failed']} failed, "
          f"{totals['skipped']} skipped")  # fmt: skip
    minutes = (time.monotonic() - began) / 60
    if minutes > LONG:
        print(f"WARNING: the tests took {minutes:.0f} minutes; more than {LONG} are too many.")
    return 1 if failed else 0


def _runs(arguments: list[str], address: str, folder: Path) -> list[Run]:
    """The longest first, so that none of them is left alone at the end."""
    named = any(Path(one.partition("::")[0]).exists() for one in arguments)
    also = "" if named else " and engine"
    browser, rest = "(browser or server)", "not browser and not server"
    marks = [
        ("SQLite", "SQLite, in a browser", browser, ""),
        ("SQLite", "SQLite", rest, ""),
        ("PostgreSQL", "PostgreSQL", rest + also, address),
        ("PostgreSQL", "PostgreSQL, in a browser", browser + also, address),
    ]
    return [
        Run(engine, name, which, (folder / name).open("w+"), database)
        for engine, name, which, database in marks
    ]


def _run_all(runs: list[Run], arguments: list[str]) -> None:
    """Two at a time, until all have ended."""
    waiting, told = list(runs), time.monotonic()
    while waiting or any(run.is_running for run in runs):
        while waiting and sum(run.is_running for run in runs) < CORES:
            waiting.pop(0).start(arguments)
        time.sleep(0.2)
        if time.monotonic() - told > 60:
            running = ", ".join(run.name for run in runs if run.is_running)
            print(f"still running: {running}", flush=True)
            told = time.monotonic()


def _counts(text: str) -> list[tuple[int, str]]:
    closing = text.rstrip().rpartition("\n")[2]
    names = {"error": "failed", "errors": "failed", "xfailed": "skipped", "xpassed": "failed"}
    return [(int(number), names.get(what, what)) for number, what in _COUNT.findall(closing)]


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
