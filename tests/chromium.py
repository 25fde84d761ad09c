"""The Chromium that tests and screenshots are taken with."""

import os
import shutil
from typing import Any

# "" where there is none.
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Its sandbox is off only where it cannot work, as root.
_SANDBOX = ["--no-sandbox"] if os.geteuid() == 0 else []

LAUNCH: dict[str, Any] = {"executable_path": CHROMIUM, "args": _FLAGS + _SANDBOX}
