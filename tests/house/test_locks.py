"""What is installed is locked with hashes, and no file names a machine or a host (SR-18)."""

import json
import re

import pytest

from tests.house.files import ROOT, ours

LOCKS = ("requirements.txt", "requirements-dev.txt")
_PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(_PIN.findall((ROOT / lock).read_text()))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(lock):
    text = (ROOT / lock).read_text()
    assert len(pins(lock)) > 15
    for block in re.split(r"\n(?=\S)", text):
        if not block.startswith("#"):
            assert _PIN.match(block), block
            assert "--hash=sha256:" in block, block
    assert not re.search(r"://|--index|--find-links|--trusted|file:|\s-e |(?<![\w.])/", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_was_asked_for(lock):
    asked = (ROOT / lock.replace(".txt", ".in")).read_text()
    names = re.findall(r"^([a-z][a-z0-9-]*)", asked, re.MULTILINE)
    assert len(names) > 10
    assert set(names) - set(pins(lock)) == set()


def test_the_lock_of_the_judges_holds_digests_and_no_addresses():
    folder = ROOT / "bench" / "judges"
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]
    own = packages.pop("")
    assert own["dependencies"] == json.loads((folder / "package.json").read_text())["dependencies"]
    assert len(packages) > 100
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_tests_run_with_the_versions_that_serve():
    runtime, development = (pins(lock) for lock in LOCKS)
    assert {name: development.get(name) for name in runtime} == runtime


def test_no_file_names_a_machine_or_its_neighbours():
    told = re.compile(
        "|".join([r"\.\./" + "shared", "/" + r"work/", "/" + r"root/", r"(?<!\w)/home/\w"])
    )
    text = (
        ".py",
        ".md",
        ".toml",
        ".in",
        ".txt",
        ".html",
        ".css",
        ".js",
        ".json",
        "Makefile",
        "run",
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in ours()
        if path.name.endswith(text)
        for match in told.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
