"""Who may import whom (docs/architecture.md), as import-linter and ruff hold it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.files import ROOT

BIN = Path(sys.executable).parent


@pytest.mark.whole
def test_the_layers_are_kept():
    result = subprocess.run(
        [BIN / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout
    assert "4 kept, 0 broken" in result.stdout


def test_a_rule_that_knows_http_is_refused():
    """The ban stands in pyproject.toml; a hall and a face show that it holds where it must."""
    for file, expected in (
        ("initiatives/vetting/x.py", 1),
        ("initiatives/catalogue/x.py", 1),
        ("initiatives/models/x.py", 1),
        ("initiatives/pages/x.py", 0),
    ):
        result = subprocess.run(
            [BIN / "ruff", "check", "--no-cache", "--select", "TID251",
             "--stdin-filename", ROOT / file, "-"],
            cwd=ROOT,
            input='"""X."""\n\nfrom django.http import HttpResponse\n\nprint(HttpResponse)\n',
            capture_output=True,
            text=True,
        )  # fmt: skip
        assert result.returncode == expected, (file, result.stdout)
