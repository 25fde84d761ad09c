"""Makes .venv and fills it from a lock file: `python3 -m directory.install runtime` or `dev`.

Needs nothing but Python's own library, since it runs before anything is installed. Does
nothing when the lock was installed already: a stamp in .venv holds its digest. uv is used if
it is on the PATH, else pip.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"runtime": "requirements.txt", "dev": "requirements-dev.txt"}


def main(wanted: str) -> int:
    """Install the lock named by `wanted`; return the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - runs with whatever Python there is
        return _stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    stamps = {name: _stamp(name) for name in LOCKS}
    # The development lock holds all of the runtime lock, at the same versions.
    enough = {stamps[wanted], stamps["dev"]}
    if PYTHON.exists() and any(stamp.exists() for stamp in enough):
        return 0
    uv = shutil.which("uv")
    if not uv and importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return _stop(
            "Python's venv module is incomplete here (ensurepip is missing): install "
            f"python{version}-venv (Debian, Ubuntu: apt install python3-venv), or uv."
        )
    print(f"Installing {LOCKS[wanted]} with {'uv' if uv else 'pip'} …", flush=True)
    for command in _commands(uv, LOCKS[wanted]):
        code = subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode
        if code:
            return _stop(f"Installing failed: {' '.join(command)}")
    for stamp in VENV.glob(".lock-*"):
        if stamp not in stamps.values():
            stamp.unlink()
    stamps[wanted].touch()
    return 0


def _commands(uv: str | None, lock: str) -> list[list[str]]:
    make: list[list[str]] = []
    whole = PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0
    if uv:
        if not whole:
            make.append([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])
        install = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
        return [*make, [*install, "--require-hashes", "-r", lock]]
    if not whole or not _has_pip():
        make.append([sys.executable, "-m", "venv", "--clear", str(VENV)])
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # The lock names every package, so nothing needs to be resolved; Python compiles what it uses.
    return [*make, [*install, "--no-deps", "--no-compile", "--require-hashes", "-r", lock]]


def _has_pip() -> bool:
    return any(VENV.glob("lib/python*/site-packages/pip/__init__.py"))


def _environment() -> dict[str, str]:
    """The environment without what would lead pip or uv into another environment."""
    strangers = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in strangers}


def _stamp(name: str) -> Path:
    digest = hashlib.sha256((ROOT / LOCKS[name]).read_bytes()).hexdigest()[:16]
    return VENV / f".lock-{name}-{digest}"


def _stop(line: str) -> int:
    print(line, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
