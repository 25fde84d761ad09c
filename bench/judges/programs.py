"""The judges from npm, as package-lock.json has them, installed beside this file on first use."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "node_modules"
# npm writes it at the end: what it says is newer than the lock was installed from it.
_INSTALLED = FOLDER / ".package-lock.json"
_LOCK = HERE / "package-lock.json"


def needed(*names: str) -> None:
    """See to it that these programs are there, and the judges; exits with 1 and a line if not."""
    for name in (*names, "npm"):
        if not shutil.which(name):
            sys.exit(f"{name} was not found: install it (bench/README.md, The judges).")
    if _INSTALLED.exists() and _INSTALLED.stat().st_mtime >= _LOCK.stat().st_mtime:
        return
    print("Installing the judges …", flush=True)
    if subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=False).returncode:  # see .npmrc
        sys.exit("The judges could not be installed.")
