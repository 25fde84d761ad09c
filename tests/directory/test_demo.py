"""`make demo` serves, keeps its keys, says when a port is busy, and ends cleanly."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.directory.terminal import printed_for, walk_in

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(
        "DATABASE_URL" in os.environ, reason="the demonstration has a database of its own"
    ),
]


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """The program alone, in a folder of its own."""
    place = tmp_path_factory.mktemp("clone")
    for folder in ("directory", "initiatives", "templates", "static", "locale"):
        shutil.copytree(ROOT / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", place)
    return place


def start(clone: Path, port: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "directory.demo"],
        cwd=clone,
        # What a shell may hold for another site must not reach this one.
        env={"PATH": os.environ["PATH"], "PORT": str(port), "DEBUG": "1", "SECRET_KEY": "short"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run_code(clone: Path) -> str:
    """What `make code` prints."""
    return subprocess.run(
        [sys.executable, "manage.py", "demo_code"],
        cwd=clone,
        env={"PATH": os.environ["PATH"], "ENV_FILE": "var/demo.env"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return some.getsockname()[1]


def wait_for_notice(run: "subprocess.Popen[str]", end: str = "Stop it with") -> str:
    """What was printed until the server answers."""
    assert run.stdout is not None
    lines = []
    for line in run.stdout:
        lines.append(line)
        if end in line:
            return "".join(lines)
    pytest.fail(f"it ended with {run.wait()}: {run.stderr.read() if run.stderr else ''}")


def everybody_walks_in(clone: Path, port: int, notice: str) -> None:
    """By password and digits, by the digits that `make code` prints, and by a code of paper."""
    site = f"http://localhost:{port}"
    for name in ("nino", "milan"):
        who = printed_for(name, notice)
        assert "Example" in walk_in(site, who, who.digits)
    next_ones = printed_for("nino", run_code(clone))
    assert next_ones.digits != printed_for("nino", notice).digits
    assert "Example" in walk_in(site, next_ones, next_ones.digits)
    by_paper = next_ones.recovery_codes[0]
    assert "Example" in walk_in(site, next_ones, by_paper)
    assert by_paper not in run_code(clone)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_demonstration_serves_and_ends_cleanly(clone, number):
    port = free_port()
    keys = clone / "var" / "demo.env"
    secrets = clone / "var" / "demo-moderators.json"
    before = [file.read_text() for file in (keys, secrets) if file.exists()]
    run = start(clone, port)
    try:
        notice = wait_for_notice(run)
        assert f"http://localhost:{port}\n" in notice
        assert f"http://localhost:{port}/desk/" in notice
        if not before:  # their next digits come with the next half minute
            everybody_walks_in(clone, port, notice)
        with urllib.request.urlopen(f"http://localhost:{port}/ru/", timeout=20) as answer:
            page = answer.read().decode()
            assert answer.headers["Content-Language"] == "ru"
        style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
        with urllib.request.urlopen(f"http://localhost:{port}{style}", timeout=20) as answer:
            assert "immutable" in answer.headers["Cache-Control"]
        run.send_signal(number)
        stopped = time.monotonic()
        assert run.wait(timeout=15) == 0
        assert time.monotonic() - stopped < 12
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)
    after = [file.read_text() for file in (keys, secrets)]
    assert [file.stat().st_mode & 0o777 for file in (keys, secrets)] == [0o600, 0o600]
    assert before in ([], after)


def style_served(clone: Path) -> str:
    """Start, and read the first style sheet of the home page as a browser would."""
    port = free_port()
    run = start(clone, port)
    try:
        wait_for_notice(run)
        with urllib.request.urlopen(f"http://localhost:{port}/en/", timeout=20) as answer:
            page = answer.read().decode()
        address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
        with urllib.request.urlopen(f"http://localhost:{port}{address}", timeout=20) as answer:
            return answer.read().decode()
    finally:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()


def test_a_later_start_collects_the_style_only_when_it_changed_or_is_gone(clone):
    before = style_served(clone)
    manifest = clone / "var" / "static" / "staticfiles.json"
    collected = manifest.stat().st_mtime_ns
    assert style_served(clone) == before
    assert manifest.stat().st_mtime_ns == collected
    for style in (clone / "static").rglob("*.css"):
        style.write_text(style.read_text() + "\n.written-since { color: red; }\n")
    assert ".written-since" in style_served(clone)
    shutil.rmtree(manifest.parent)
    assert ".written-since" in style_served(clone)


@pytest.mark.parametrize("address", [("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6)])
def test_a_busy_port_gives_one_line(clone, address):
    host, family = address
    with socket.socket(family) as other:
        try:
            other.bind((host, 0))
        except OSError:
            pytest.skip("no IPv6 here")
        other.listen()
        run = start(clone, other.getsockname()[1])
        out, err = run.communicate(timeout=20)
    assert run.returncode == 1
    assert out == ""
    assert err.count("\n") == 1
    assert "is busy" in err
