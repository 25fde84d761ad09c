"""Who may import whom (docs/architecture.md), and that one function writes states."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import ROOT, ours

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


WRITING = {
    "update",
    "bulk_update",
    "create",
    "get_or_create",
    "update_or_create",
    "save",
    "setattr",
}


def state_writes(tree: ast.AST) -> Iterator[int]:
    """The lines that give a row a state: by assignment, by a statement, or with a new row.

    Raw SQL and ``update(**named)`` are not seen.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for one in (part for target in targets for part in ast.walk(target)):
                # What is no row keeps a state of its own under `self`.
                stored = isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store)
                if stored and one.attr == "state" and ast.unparse(one.value) != "self":
                    yield node.lineno
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            named = {word.arg for word in node.keywords}
            if called in WRITING:
                named |= {
                    one.value
                    for given in [*node.args, *(word.value for word in node.keywords)]
                    for one in ast.walk(given)
                    if isinstance(one, ast.Constant)
                }
            if called in {*WRITING, "Submission"} and "state" in named:
                yield node.lineno


@pytest.mark.whole
def test_the_state_of_a_submission_changes_in_transition_alone():
    """Replaying writes a log that was made by it anew."""
    found: dict[str, list[str]] = {}
    for path in ours(".py"):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(("directory/", "initiatives/")) and "/migrations/" not in name:
            text = path.read_text(encoding="utf-8")
            lines = text.splitlines()
            if written := [lines[at - 1].strip() for at in state_writes(ast.parse(text))]:
                found[name] = sorted(written)
    assert found == {
        "initiatives/vetting/transitions.py": [
            'Submission.objects.bulk_update(rows, ["state", "decided_at"], batch_size=CHUNK)',
            "submission.state = state",
        ],
        "initiatives/operations/replaying.py": [
            "Submission.objects.filter(pk__in=approved).update(state=SubmissionState.APPROVED)",
            "row.state = SubmissionState.PENDING",
        ],
    }
