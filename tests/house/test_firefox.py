"""`make firefox` says in one line why it cannot run, not in each of its tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.whole

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("Mozilla Firefox 140.12.0esr", "Mozilla Firefox 140.12.0esr is too old"),
        (None, "Firefox is missing"),
    ],
)
def test_it_says_which_firefox_is_wanted(tmp_path: Path, answer: str | None, message: str):
    program = tmp_path / "firefox"
    if answer is not None:
        program.write_text(f"#!/bin/sh\necho {answer}\n")
        program.chmod(0o755)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "--browser", "firefox", "tests/house"],
        cwd=ROOT,
        env=os.environ | {"FIREFOX": str(program)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert message in run.stdout + run.stderr
    assert "collected" not in run.stdout
