"""docs/security.md says what is promised and names the test that holds it."""

import re

from tests.house.files import ROOT, ours

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
RULES = set(re.findall(r"^## (SR-\d+) ", TEXT, re.MULTILINE))
CITED = re.compile(r"SR-\d+(?:, (?:SR-)?\d+)*")
NAMED = re.compile(r"\b([\w/]+\.py)(?:::(\w+))?")


def test_every_rule_that_is_cited_is_in_the_document():
    cited = {}
    for path in ours():
        if path.suffix in {".py", ".html", ".css", ".js"}:
            for found in CITED.findall(path.read_text(encoding="utf-8")):
                for number in re.findall(r"\d+", found):
                    cited.setdefault(f"SR-{number}", path.name)
    assert len(cited) > 10
    assert {rule: where for rule, where in cited.items() if rule not in RULES} == {}


def test_every_rule_names_a_test_and_every_test_that_is_named_is_there():
    for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        if part.startswith("SR-"):
            assert NAMED.search(part), part
    for file, function in NAMED.findall(TEXT):
        path = ROOT / "tests" / file
        assert path.is_file(), file
        assert f"def {function}(" in path.read_text(encoding="utf-8") or not function, function


def test_it_can_be_read_in_one_sitting():
    assert len(TEXT.splitlines()) <= 120
