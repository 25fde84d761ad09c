"""Modules stay readable: one subject each, packages that say what they are for, no catch-alls."""

import ast
import re

from tests.house.files import ROOT, ours

LIMIT = 500
DRAWERS = {
    "utils", "util", "helpers", "helper", "common", "services", "misc", "core", "base", "mixins",
}  # fmt: skip
ROOMS = ("directory", "initiatives", "tests", "bench", "locale", "tools")


def modules() -> list:
    return [path for path in ours(".py") if path.relative_to(ROOT).parts[0] in ROOMS]


def test_no_module_is_longer_than_the_limit():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) >= LIMIT
        and "migrations" not in path.parts
    }
    assert len(modules()) > 50
    assert long == {}


def test_nothing_is_named_like_a_drawer():
    drawers = [
        str(path.relative_to(ROOT))
        for path in modules()
        if DRAWERS & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
        or path.stem.endswith(("_utils", "_helpers"))
    ]
    assert drawers == []


def test_a_package_says_what_it_is_for_and_hands_nothing_on():
    """Only models/ and content/ are imported as one; of the others, their modules."""
    wrong = []
    imported_as_one = {"models", "content", "migrations", "commands"}
    for path in modules():
        if path.name != "__init__.py" or path.parts[-2] in imported_as_one:
            continue
        if path.relative_to(ROOT).parts[0] in {"directory", "initiatives"}:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            if ast.get_docstring(tree) is None or len(tree.body) != 1:
                wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_every_decision_record_has_its_parts():
    records = [path for path in ours(".md") if path.parent.name == "decisions"]
    assert len(records) >= 5
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert re.match(r"# \d{4} \S", text), record
        for part in ("## Why", "## What follows"):
            assert part in text, (record, part)


def test_what_sqlite_skips_runs_on_postgresql():
    """Without the marker `engine` it would run nowhere."""
    skips = re.compile(r'skipif\(\s*not os\.environ\.get\("DATABASE_URL"')
    skipping = {
        path.name: "pytest.mark.engine" in text
        for path in ours(".py")
        if path.name.startswith("test_") and skips.search(text := path.read_text(encoding="utf-8"))
    }
    assert {"test_pooling.py", "test_database_cut.py"} <= set(skipping)
    assert all(skipping.values()), skipping
