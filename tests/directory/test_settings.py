"""A public site with an unsafe setting does not start."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from directory import checks
from directory.environment import VARIABLES, Environment

ROOT = Path(__file__).resolve().parents[2]
KEY = "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ-key"
PUBLIC = {
    "SITE_URL": "https://directory.example.org",
    "ALLOWED_HOSTS": "directory.example.org",
    "SECRET_KEY": KEY,
    "ORDER_KEY": KEY[::-1],
    "CONTACT_KEYS": "dGVzdHMtb25seS10aGlzLWlzLW5vLXNlY3JldC0tLS0=",
    "TRUSTED_PROXIES": "1",
}


ONION = {
    "ONION_LOCATION": "http://abc.onion",
    "ALLOWED_HOSTS": ["directory.example.org", "abc.onion"],
}
ONLY_ONION = {"SITE_URL": "http://abc.onion", "ALLOWED_HOSTS": ["abc.onion"]}
PRELOADED = {
    "SECURE_HSTS_PRELOAD": True,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
}


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite://:memory:", **environment}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=clean, capture_output=True, text=True
    )


def test_a_public_site_with_all_settings_passes_check_deploy_without_a_warning():
    result = run(["manage.py", "check", "--deploy", "--fail-level", "DEBUG"], PUBLIC)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_the_server_refuses_an_unsafe_start_and_names_every_finding():
    result = run(["-c", "import directory.wsgi"], {"SITE_URL": "http://directory.example.org"})
    assert result.returncode != 0
    found = set(re.findall(r"directory\.E\d+", result.stderr))
    assert found == {f"directory.E{number:03}" for number in (3, 4, 6, 7, 8)}


@pytest.mark.whole
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SCRIPT_NAME", "/directory", "directory.E014"),
        ("TRUSTED_PROXIES", "0", "directory.E015"),
        ("TRUSTED_PROXIES", "one", "TRUSTED_PROXIES cannot be read"),
        ("HSTS_SECONDS", "a year", "HSTS_SECONDS cannot be read"),
        ("HSTS_PRELOAD", "1", "directory.E016"),
        ("HSTS_PRELOAD", "maybe", "HSTS_PRELOAD is 'maybe'"),
        ("WORKERS", "0", "WORKERS is 0"),
        ("WORKERS", "many", "WORKERS cannot be read"),
        ("ORDER_KEY_FILE", "/nothing", "ORDER_KEY and ORDER_KEY_FILE are both set"),
        ("CONTACT_FILE", "/nothing", "CONTACT_FILE names a file that cannot be read"),
    ],
)
def test_the_server_does_not_start_with_one_wrong_variable(name, value, said):
    result = run(["-c", "import directory.serving, directory.wsgi"], PUBLIC | {name: value})
    assert result.returncode != 0
    assert said in result.stderr


@pytest.mark.whole
def test_a_developer_needs_only_debug_and_a_migrated_database(tmp_path):
    environment = {"DEBUG": "1", "DATABASE_URL": f"sqlite:///{tmp_path}/developer.sqlite3"}
    result = run(["-c", "import directory.wsgi"], environment)
    assert result.returncode == 1
    assert result.stderr.splitlines()[-2:] == [
        "The site does not start.",
        "directory.E018: Migrations are not applied to the database. "
        "Run `manage.py migrate`, then start again.",
    ]
    assert run(["manage.py", "migrate", "--verbosity", "0"], environment).returncode == 0
    result = run(["-c", "import directory.wsgi"], environment)
    assert result.returncode == 0, result.stderr


@pytest.mark.whole
def test_the_server_starts_while_the_database_does_not_answer():
    environment = {"DEBUG": "1", "DATABASE_URL": "postgres://nobody:none@127.0.0.1:1/none"}
    result = run(["-c", "import directory.wsgi"], environment)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, set()),
        ({"DEBUG": True}, {"directory.E001"}),
        ({"DEBUG": True, "SITE_URL": "http://localhost", "ALLOWED_HOSTS": ["localhost"]}, set()),
        ({"DEBUG": True, "SITE_URL": "http://localhost"}, {"directory.E001"}),
        ({"SITE_URL": "directory.example.org"}, {"directory.E002"}),
        ({"SITE_URL": "https://directory.example.org/en"}, {"directory.E002"}),
        ({"SITE_URL": "http://directory.example.org"}, {"directory.E003"}),
        ({"SITE_URL": "https://directory.example.org:99999"}, {"directory.E002"}),
        ({"SITE_URL": "https://directory.example.org#top"}, {"directory.E002"}),
        ({"SITE_URL": "https://somebody@directory.example.org"}, {"directory.E002"}),
        ({"SITE_URL": "https://Directory.example.org:8443"}, set()),
        ({"SITE_URL": "http://[::1]:8000"}, set()),
        (ONLY_ONION, set()),
        ({"ALLOWED_HOSTS": []}, {"directory.E004"}),
        ({"ALLOWED_HOSTS": ["*"]}, {"directory.E004"}),
        ({"ONION_LOCATION": "https://directory.example.org"}, {"directory.E005"}),
        (ONION | {"ONION_LOCATION": "http://abc.onion/en"}, {"directory.E005"}),
        (ONION, set()),
        (ONION | {"ALLOWED_HOSTS": ["directory.example.org"]}, {"directory.E017"}),
        (ONION | {"ONION_LOCATION": ""}, {"directory.E017"}),
        (ONION | {"ONION_LOCATION": "http://other.onion"}, {"directory.E017"}),
        ({"CONTACT": ""}, set()),
        ({"CONTACT": "help@example.org"}, set()),
        ({"CONTACT": "https://example.org/write"}, set()),
        ({"CONTACT": "http://example.org/write"}, {"directory.E013"}),
        ({"CONTACT": "mailto:help@example.org"}, {"directory.E013"}),
        ({"CONTACT": "help@example.org?bcc=x@example.org"}, {"directory.E013"}),
        ({"CONTACT": "javascript:alert(1)"}, {"directory.E013"}),
        ({"CONTACT": "ask Nino"}, {"directory.E013"}),
        ({"SECRET_KEY": ""}, {"directory.E006"}),
        ({"SECRET_KEY": "x" * 80}, {"directory.E006"}),
        ({"SECRET_KEY": KEY[:49]}, {"directory.E006"}),
        ({"ORDER_KEY": ""}, {"directory.E007"}),
        ({"CONTACT_KEYS": []}, {"directory.E008"}),
        ({"CONTACT_KEYS": ["no-fernet-key"]}, {"directory.E008"}),
        ({"SESSION_COOKIE_SECURE": False}, {"directory.E009"}),
        ({"CSRF_COOKIE_SECURE": False}, {"directory.E009"}),
        ({"DEMO": True}, {"directory.E010"}),
        ({"DEMO": True, "SITE_URL": "http://localhost:8000"}, set()),
        ({"TRUSTED_PROXIES": 0}, {"directory.E015"}),
        ({"TRUSTED_PROXIES": -1}, {"directory.E015"}),
        ({"TRUSTED_PROXIES": 9}, set()),
        ({"TRUSTED_PROXIES": 10**9}, {"directory.E015"}),
        (ONLY_ONION | {"TRUSTED_PROXIES": 0}, set()),
        (ONLY_ONION | {"TRUSTED_PROXIES": -1}, {"directory.E015"}),
        ({"SECURE_HSTS_SECONDS": -1}, {"directory.E016"}),
        ({"SECURE_HSTS_SECONDS": 0}, set()),
        ({"SECURE_HSTS_INCLUDE_SUBDOMAINS": True}, set()),
        (PRELOADED, set()),
        (PRELOADED | {"SECURE_HSTS_SECONDS": 31_535_999}, {"directory.E016"}),
        (PRELOADED | {"SECURE_HSTS_INCLUDE_SUBDOMAINS": False}, {"directory.E016"}),
    ],
)
def test_an_unsafe_setting_is_found(settings, change, expected):
    sound = {
        "SITE_URL": PUBLIC["SITE_URL"],
        "ALLOWED_HOSTS": ["directory.example.org"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "TRUSTED_PROXIES": 1,
        "SECURE_HSTS_SECONDS": 15_768_000,
    }
    for name, value in (sound | change).items():
        setattr(settings, name, value)
    findings = checks.settings_are_safe(None)
    assert {finding.id for finding in findings} == expected
    assert all(finding.hint for finding in findings)


@pytest.mark.parametrize("name", ["SECRET_KEY", "ORDER_KEY", "CONTACT_KEYS"])
def test_a_key_of_the_demonstration_is_refused_elsewhere(settings, tmp_path, name):
    (tmp_path / "demo.env").write_text(f"DEMO=1\n{name}={PUBLIC[name]}\n")
    settings.VAR_DIR = tmp_path
    value = PUBLIC[name]
    setattr(settings, name, [value] if name == "CONTACT_KEYS" else value)
    assert [finding.id for finding in checks.settings_are_safe(None)] == ["directory.E011"]
    settings.DEMO = True
    assert checks.settings_are_safe(None) == []


@pytest.mark.whole
def test_development_keys_do_not_open_a_public_site():
    result = run(["manage.py", "check"], {"DEBUG": "1", "SITE_URL": PUBLIC["SITE_URL"]})
    assert "directory.E001" in result.stderr


def test_a_variable_may_stand_in_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("$begins-with-a-dollar\n")
    assert Environment({"SECRET_KEY_FILE": str(secret)})("SECRET_KEY") == "$begins-with-a-dollar"


def test_a_file_of_variables_gives_way_to_the_environment(tmp_path):
    file = tmp_path / "site.env"
    file.write_text("# keys\nSECRET_KEY=from the file\nORDER_KEY = spaced = value\n")
    env = Environment({"ENV_FILE": str(file), "SECRET_KEY": "from the environment"})
    assert env("SECRET_KEY") == "from the environment"
    assert env("ORDER_KEY") == "spaced = value"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("KEY=plain", "plain"),
        ("export KEY=plain", "plain"),
        ("  export  KEY = plain  ", "plain"),
        ('KEY="in double quotes"', "in double quotes"),
        ("KEY = 'in single quotes' ", "in single quotes"),
        ("KEY=$begins-with-a-dollar", "$begins-with-a-dollar"),
        ("KEY='$a#b=c$'", "$a#b=c$"),
        ("KEY=carriage return\r", "carriage return"),
        ("KEY=", ""),
    ],
)
def test_a_line_is_read_with_export_quotes_and_blanks(tmp_path, line, value):
    file = tmp_path / "site.env"
    file.write_bytes(f"OTHER=1\n{line}\nANOTHER=2\n".encode())
    env = Environment({"ENV_FILE": str(file)})
    assert (env("OTHER"), env("KEY"), env("ANOTHER")) == ("1", value, "2")


def test_what_is_no_variable_is_passed_over_and_not_logged(tmp_path, caplog, monkeypatch):
    file = tmp_path / "site.env"
    file.write_text("a secret that was pasted here\n#KEY=1\n\nOTHER=2\n")
    env = Environment({"ENV_FILE": str(file)})
    assert env("OTHER") == "2"
    assert "KEY" not in env
    assert not caplog.records
    assert "OTHER" not in os.environ


def test_a_file_that_is_not_there_stops_the_start(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="ORDER_KEY_FILE"):
        Environment({"ORDER_KEY_FILE": str(tmp_path / "nothing")})("ORDER_KEY")
    with pytest.raises(ImproperlyConfigured, match="ENV_FILE"):
        Environment({"ENV_FILE": str(tmp_path / "nothing")})


def test_a_variable_given_twice_stops_the_start(tmp_path):
    (tmp_path / "key").write_text("a")
    with pytest.raises(ImproperlyConfigured, match="both"):
        Environment({"ORDER_KEY": "b", "ORDER_KEY_FILE": str(tmp_path / "key")})("ORDER_KEY")


@pytest.mark.whole
def test_sqlite_survives_a_kill_and_queues_its_writers():
    code = (
        "import django; django.setup(); from django.db import connection as c; k = c.cursor();"
        "print([k.execute('PRAGMA ' + p).fetchone()[0] for p in "
        "('journal_mode', 'synchronous', 'secure_delete', 'busy_timeout')],"
        " c.transaction_mode, c.settings_dict['ATOMIC_REQUESTS'])"
    )
    path = ROOT / "var" / f"pragmas-{os.getpid()}.sqlite3"
    path.parent.mkdir(exist_ok=True)
    try:
        result = run(
            ["-c", code],
            {
                **PUBLIC,
                "DATABASE_URL": f"sqlite:///{path}",
                "DJANGO_SETTINGS_MODULE": "directory.settings",
            },
        )
    finally:
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
    assert result.stdout.strip() == "['wal', 2, 1, 20000] IMMEDIATE False", result.stderr


@pytest.mark.whole
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "OPTIONS": {}}),
        ("?CONN_MAX_AGE=0", {"CONN_MAX_AGE": 0, "OPTIONS": {}}),
        ("?CONN_HEALTH_CHECKS=False", {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": False}),
        ("?DISABLE_SERVER_SIDE_CURSORS=True", {"DISABLE_SERVER_SIDE_CURSORS": True}),
        ("?pool=True", {"CONN_MAX_AGE": 0, "OPTIONS": {"pool": True}}),
        ("?pool=1&sslmode=require", {"OPTIONS": {"pool": True, "sslmode": "require"}}),
        ("?pool=False", {"CONN_MAX_AGE": 600, "OPTIONS": {"pool": False}}),
    ],
)
def test_what_the_database_url_says_is_respected(query, expected):
    code = "import json; from directory.settings import DATABASES as d; print(json.dumps(d))"
    result = run(["-c", code], {**PUBLIC, "DATABASE_URL": f"postgres://a:b@localhost/c{query}"})
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)["default"]
    assert {name: found.get(name) for name in expected} == expected
    assert found["ATOMIC_REQUESTS"] is False


def test_the_readme_lists_every_variable():
    table = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(VARIABLES) <= set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE))


@pytest.mark.engine
def test_the_engine_is_the_one_the_run_was_started_for(db):
    from django.db import connection

    wanted = os.environ.get("DATABASE_URL", "sqlite")
    assert connection.vendor == ("postgresql" if wanted.startswith("postgres") else "sqlite")
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False


@pytest.mark.parametrize("mark", ["\x0c", "\x85", "\u2028"])
def test_a_value_that_would_be_cut_is_refused_and_nothing_of_it_is_logged(tmp_path, caplog, mark):
    file = tmp_path / "site.env"
    file.write_text(f"СЕКРЕТ=hidden\nSECRET_KEY=abc{mark}def\n", encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY in ENV_FILE holds a line break"):
        Environment({"ENV_FILE": str(file)})
    assert caplog.text == ""


def test_a_database_url_that_cannot_be_read_is_named_without_its_password():
    env = Environment({"DATABASE_URL": "postgres://user:secret@host:notaport/name"})
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as error:
        env.db_url("DATABASE_URL")
    assert "secret" not in str(error.value)
