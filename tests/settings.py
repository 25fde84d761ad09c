"""The settings of a test run: the site's own, in an environment that a test can rely on.

pytest-django reads the settings before any conftest.py, so the environment is laid here.
The engine is chosen by DATABASE_URL; without one it is a SQLite file in the system's
folder for temporary files.
"""

import os
import tempfile
from pathlib import Path

from directory.environment import VARIABLES

for name in {*VARIABLES, "ENV"} - {"DATABASE_URL"}:
    os.environ.pop(name, None)
    os.environ.pop(f"{name}_FILE", None)
os.environ.update(
    SITE_URL="http://localhost",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    SECRET_KEY="test-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-test",
    ORDER_KEY="order-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-test",
    CONTACT_KEYS="dGVzdHMtb25seS10aGlzLWlzLW5vLXNlY3JldC0tLS0=",
)

from directory.settings import *  # noqa: E402, F403 - the site's settings are what is tested
from directory.settings import CACHES, DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "directory.demo"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests take versions back, and then give the same number to other data.
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
# A password that takes a third of a second to check guards nobody here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in production: several threads of a live server then have a connection each.
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"directory-test-{os.getuid()}-{os.getpid()}.db")
    }
    # Nothing here outlives the test, so nothing needs to reach the disk.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"
    )
else:
    # Two runs of `make test` are on one server.
    DATABASES["default"]["TEST"] = {"NAME": f"test_directory_{os.getpid()}"}
