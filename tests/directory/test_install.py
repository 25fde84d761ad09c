"""Installing says in one line what is missing, and does nothing twice."""

import importlib.util
import shutil
import subprocess
import sys

import pytest

from directory import install


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """A project without .venv, and nothing that could be run."""
    for lock in install.LOCKS.values():
        (tmp_path / lock).write_text("a==1 --hash=sha256:0\n")
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    ran: list[list[str]] = []

    def run(command, **kwargs):
        ran.append([str(word) for word in command])
        if "venv" in command:
            install.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            install.PYTHON.touch()
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    return ran


def test_a_missing_ensurepip_is_said_in_one_line(empty, monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert install.main("runtime") == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "python3-venv" in err
    assert empty == []


def test_uv_does_without_ensurepip(empty, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/uv")
    assert install.main("runtime") == 0
    assert [command[0] for command in empty] == ["/bin/uv", "/bin/uv"]
    assert "--require-hashes" in empty[1]


def test_an_old_python_is_refused(empty, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    assert install.main("runtime") == 1
    assert "3.11" in capsys.readouterr().err


def test_a_lock_is_installed_once_and_again_when_it_changes(empty):
    assert install.main("runtime") == 0
    assert "--require-hashes" in empty[-1]
    times = len(empty)
    assert install.main("runtime") == 0
    assert len(empty) == times
    (install.ROOT / "requirements.txt").write_text("a==2 --hash=sha256:0\n")
    assert install.main("runtime") == 0
    assert len(empty) > times


def test_what_serves_is_there_once_the_tests_are_installed(empty):
    assert install.main("dev") == 0
    times = len(empty)
    assert install.main("runtime") == 0
    assert len(empty) == times
