"""Nobody but the site's own user can read what lies beside the program (SQLite's files, var/)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.directory.test_settings import PUBLIC, ROOT

pytestmark = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="the files are SQLite's"
)
# Ends with a connection that is open, so that all three files are there.
MIGRATE = """
import django; django.setup()
from django.core.management import call_command; call_command("migrate", verbosity=0)
from django.db import connection; connection.cursor().execute("CREATE TABLE one (two)")
from pathlib import Path
for file in (Path("var"), *sorted(Path("var").iterdir())): print(file, oct(file.stat().st_mode))
"""


@pytest.fixture
def fresh(tmp_path) -> Path:
    """The program as it is unpacked: without var/."""
    shutil.copytree(ROOT / "directory", tmp_path / "directory")
    shutil.copy(ROOT / "manage.py", tmp_path)
    for folder in ("initiatives", "templates", "static", "locale"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    return tmp_path


def run(folder: Path, *command: str) -> str:
    result = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "directory.settings", **PUBLIC},
        umask=0o022,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.whole
def test_the_database_and_its_folder_are_made_for_their_owner_alone(fresh):
    lines = [line.split() for line in run(fresh, "-c", MIGRATE).splitlines()]
    assert dict(lines) == {
        "var": "0o40700",
        "var/directory.sqlite3": "0o100600",
        "var/directory.sqlite3-shm": "0o100600",
        "var/directory.sqlite3-wal": "0o100600",
    }


@pytest.mark.whole
def test_the_command_of_the_readme_makes_them_so_too(fresh):
    run(fresh, "manage.py", "migrate", "-v0")
    assert (fresh / "var").stat().st_mode & 0o777 == 0o700
    assert (fresh / "var" / "directory.sqlite3").stat().st_mode & 0o777 == 0o600


@pytest.mark.whole
def test_a_database_that_others_could_read_is_narrowed(tmp_path, fresh):
    (fresh / "var").mkdir()
    database = fresh / "var" / "directory.sqlite3"
    database.touch(mode=0o644)
    run(fresh, "manage.py", "showmigrations")
    assert database.stat().st_mode & 0o777 == 0o600


def test_so_is_the_database_of_the_tests(db):
    assert Path(connection.settings_dict["NAME"]).stat().st_mode & 0o777 == 0o600
