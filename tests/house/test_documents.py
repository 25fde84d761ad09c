"""Documents are true: they name files that are there, and nothing cites a document that is not."""

import re

from tests.house.files import ROOT, ours

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
RULES = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
A_PATH = re.compile(
    r"`((?:initiatives|directory|templates|static|tests|tools|docs|bench|locale)/[\w/.]*)`"
)
A_DOCUMENT = re.compile(r"(?<![\w/.-])((?:[\w.-]+/)*[\w-]+\.md)\b")
A_SECTION = re.compile(r'docs/rules\.md, "([^"]+)"')
CITING = {".py", ".html", ".md", ".css", ".js", ".toml", ".yml"}


def test_each_path_on_the_map_is_there():
    paths = A_PATH.findall(ARCHITECTURE)
    assert len(paths) > 30
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_map_names_every_package():
    packages = {path.parent.name for path in ours("__init__.py") if path.parts[-3] == "initiatives"}
    assert {"models", "content", "catalogue", "vetting"} <= packages
    named = set(re.findall(r"(?<!\w)(\w+)/", ARCHITECTURE))
    missing = packages - {"migrations"} - named
    assert missing == set()


def test_they_can_be_read_in_one_sitting():
    assert len(ARCHITECTURE.splitlines()) <= 80
    assert len(RULES.splitlines()) <= 150


def test_nothing_cites_a_document_that_is_not_here():
    names = {path.name for path in ours(".md")}
    cited = {}
    for path in ours():
        if path.suffix in CITING:
            for document in A_DOCUMENT.findall(path.read_text(encoding="utf-8")):
                cited.setdefault(document, path.relative_to(ROOT))
    assert {"docs/rules.md", "docs/security.md"} <= set(cited)
    gone = {
        document: str(where)
        for document, where in cited.items()
        if document.rpartition("/")[2] not in names
        or (document.startswith("docs/") and not (ROOT / document).is_file())
    }
    assert gone == {}


def test_each_section_of_the_rules_that_is_cited_is_there():
    sections = set(re.findall(r"^## (.+)$", RULES, re.MULTILINE))
    cited = {}
    for path in ours(".py"):
        for section in A_SECTION.findall(path.read_text(encoding="utf-8")):
            cited.setdefault(section, path.relative_to(ROOT))
    assert cited
    assert {section: str(at) for section, at in cited.items() if section not in sections} == {}
