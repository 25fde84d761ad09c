"""`make demo`: what production runs, on localhost, with the sample entries.

The first start draws keys and makes a database in var/; every start migrates and loads what
the program brings along (loading twice changes nothing), then becomes gunicorn. Deleting var/
begins anew.
"""

import contextlib
import hashlib
import os
import secrets
import signal
import socket
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

import django
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connections

from directory.environment import VARIABLES

VAR = Path(__file__).resolve().parents[2] / "var"
KEYS = VAR / "demo.env"
# What the collected static files were made from.
COLLECTED = VAR / "static.collected"


def main() -> NoReturn:
    """Prepare and serve; exits with 1 and one line when the port cannot be used."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    port = os.environ.get("PORT") or "8000"
    if problem := _problem_with(port):
        sys.exit(problem)
    VAR.mkdir(mode=0o700, exist_ok=True)
    if not os.access(VAR, os.W_OK):
        sys.exit(f"{VAR} belongs to someone else: delete it, or start as its owner.")
    _draw_keys()
    _set_environment(port)
    print("Preparing the database …", flush=True)
    _prepare()
    os.environ["READY_NOTICE"] = _notice(port)
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:directory.serving"]
    os.execv(sys.executable, [*gunicorn, "directory.wsgi"])


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(0)


def _problem_with(port: str) -> str:
    """Return why the port cannot be served, or ""."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return f"PORT={port} is not a port: choose a number from 1 to 65535."
    busy = f"Port {port} is busy: choose another one with PORT=8001 make demo."
    # Browsers ask for "localhost" at ::1 too, where something else may answer them.
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with contextlib.suppress(OSError), socket.socket(family) as other:
            other.settimeout(1)
            other.connect((address, int(port)))
            return busy
    with socket.socket() as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind(("127.0.0.1", int(port)))
        except PermissionError:
            return f"Port {port} is not for ordinary users: choose one above 1023."
        except OSError:
            return busy
    return ""


def _set_environment(port: str) -> None:
    """Lay an environment of its own: what the shell holds may be meant for another site."""
    for name in VARIABLES:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="directory.settings",
        DEMO="1",
        SITE_URL=f"http://localhost:{port}",
        ENV_FILE=str(KEYS),
    )


def _draw_keys() -> None:
    """Draw the keys once; a demonstration whose keys changed could not read its own data."""
    if KEYS.exists():
        text = KEYS.read_text()
        if not text.startswith("DEMO=1\n"):  # drawn before the demonstration had moderators
            _write_keys("DEMO=1\n" + text)
        return
    keys = {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ORDER_KEY": secrets.token_urlsafe(64),
        "CONTACT_KEYS": Fernet.generate_key().decode(),
    }
    # DEMO is beside the keys: whoever opens the data with this file opens a demonstration.
    text = "DEMO=1\n" + "".join(f"{name}={value}\n" for name, value in keys.items())
    _write_keys(text)


def _write_keys(text: str) -> None:
    # Written beside and renamed: a start that was broken off leaves no half of a file.
    draft = KEYS.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(KEYS)


def _prepare() -> None:
    """Bring the database and the static files up to date."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("load_samples", verbosity=0)
    call_command("load_demo", verbosity=0)
    _collect_static()
    connections.close_all()


def _collect_static() -> None:
    """Collect the static files if they differ from those of the last start.

    `collectstatic` packs every file anew each time, which takes longer than all the rest.
    """
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415  settings first

    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            found.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    known = COLLECTED.read_text() if COLLECTED.exists() else ""
    if known == found.hexdigest() and (VAR / "static" / "staticfiles.json").exists():
        return
    COLLECTED.unlink(missing_ok=True)  # a start that is broken off here leaves half of the files
    call_command("collectstatic", interactive=False, verbosity=0)
    COLLECTED.write_text(found.hexdigest())


def _notice(port: str) -> str:
    """What is said when the server answers; a passkey needs "localhost", not 127.0.0.1."""
    from directory.demo.moderators import OTHER_KEYS, told  # noqa: PLC0415  apps load first
    from initiatives.fields.sealed import SealBrokenError  # noqa: PLC0415  apps load first

    try:
        moderators = told(VAR)
    except SealBrokenError:
        sys.exit(OTHER_KEYS)
    lines = [
        "",
        f"The directory is at http://localhost:{port}",
        f"The desk is at      http://localhost:{port}/desk/",
        "",
        *moderators,
        "",
        "nino: moderator for Georgia and Armenia, in Russian. milan: editor, in English.",
        "The digits are good for a minute; `make code` in another terminal prints the next ones.",
        "Stop it with Ctrl+C. Its data is in var/; delete that folder to start again.",
        "",
    ]
    connections.close_all()
    return "\n".join(lines)


if __name__ == "__main__":
    main()
