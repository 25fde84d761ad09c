"""`make check`: what a change must pass before it is looked at; `tests.check lint` lints only.

The linters run beside the tests, one on each core. Tests with random examples take a tenth of those
that `make test` takes.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BIN = Path(sys.executable).parent
LINTERS: list[list[str]] = [
    ["ruff", "check", "--no-cache", "."],
    ["ruff", "format", "--no-cache", "--check", "."],
    ["mypy"],
    ["lint-imports", "--no-cache"],
    ["djlint", "--lint", "--quiet", "templates"],
]
# Whole files stay together, since many of them load the real data once for all their tests.
TESTS = [[
    "pytest", "-m", "not browser and not server and not whole", "-n", "2", "--dist", "loadfile",
    "--durations=15", "--durations-min=1",
]]  # fmt: skip


def main(only_lint: bool) -> int:
    """Run everything, print what failed, return the exit code."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        tests = None if only_lint else pool.submit(_run_all, TESTS)
        bad = pool.submit(_run_all, LINTERS).result()
        bad += tests.result() if tests else 0
    return 1 if bad else 0


def _run_all(commands: list[list[str]]) -> int:
    return sum(_run(command) for command in commands)


def _run(command: list[str]) -> int:
    """Run one program of .venv; return 1 if it found something."""
    started = time.monotonic()
    environment = {**os.environ, "MYPY_CACHE_DIR": "var/mypy"}
    environment.pop("DATABASE_URL", None)
    environment["TESTS"] = "quick"
    # What was compiled once serves the next run.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    result = subprocess.run(
        [BIN / command[0], *command[1:]], capture_output=True, text=True, env=environment
    )
    took = time.monotonic() - started
    print(f"{'ok    ' if result.returncode == 0 else 'FAILED'} {took:5.1f} s  {' '.join(command)}")
    if result.returncode or command[0] == "pytest":
        print(result.stdout + result.stderr)
    sys.stdout.flush()
    return 1 if result.returncode else 0


if __name__ == "__main__":
    sys.exit(main("lint" in sys.argv[1:]))
