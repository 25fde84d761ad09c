"""Every setting of the directory, read from the environment.

Each variable NAME may instead be given as NAME_FILE, the path of a file that holds its value
(systemd credentials, container secrets). ENV_FILE names a file of NAME=value lines; what the
environment itself says wins. README.md lists the variables, and a test holds that list
complete. What a deployment got wrong is said by checks.py, and the site does not start.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from directory.content_security import (  # noqa: F401 - settings of django-csp and its sibling
    CONTENT_SECURITY_POLICY,
    PERMISSIONS_POLICY,
)
from directory.environment import Environment
from directory.logs import LOGGING  # noqa: F401 - Django's own setting

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Environment()

# --- What kind of site this is ---------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # says on every page that this is a demonstration
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
_HTTPS = SITE_URL.startswith("https://")

# Absolute addresses come from SITE_URL only, never from what a request says (SR-16).
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if not ALLOWED_HOSTS and urlsplit(SITE_URL).hostname in {"localhost", "127.0.0.1"}:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
ONION_LOCATION = env.str("ONION_LOCATION", default="").rstrip("/")

# --- Keys ------------------------------------------------------------------------------------

# A developer's own machine needs no secret; checks.py lets these pass only with DEBUG, and
# DEBUG only on localhost.
_DEVELOPMENT_KEY = "development-only-this-is-no-secret-" * 2 if DEBUG else ""
_DEVELOPMENT_CONTACT_KEY = "ZGV2ZWxvcG1lbnQtb25seS1ub3QtYS1zZWNyZXQtISE=" if DEBUG else ""
SECRET_KEY = env.str("SECRET_KEY", default=_DEVELOPMENT_KEY)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Shuffles the balanced order of the listing, so that nobody can choose a place in it.
ORDER_KEY = env.str("ORDER_KEY", default=_DEVELOPMENT_KEY)
# Fernet keys that seal contacts: the first one writes, all of them read.
CONTACT_KEYS = env.list("CONTACT_KEYS", default=[_DEVELOPMENT_CONTACT_KEY] if DEBUG else [])

# --- Database --------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'directory.sqlite3'}")
}
_database = DATABASES["default"]
_database["ATOMIC_REQUESTS"] = False  # a reader inside atomic() would queue behind the writer
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["CONN_MAX_AGE"] = None
    _database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        ),
    }
else:
    _database["CONN_MAX_AGE"] = 600
    _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Apps and the way of a request -----------------------------------------------------------

INSTALLED_APPS = [
    "directory",
    "initiatives",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django_filters",
    "taggit",
    "csp",
]

MIDDLEWARE = [
    "directory.headers.SecurityHeaders",
    "directory.headers.ContentSecurityPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "directory.logs.RequestLog",
    "directory.locale.LanguageOfAddress",
    "directory.headers.BodyLimit",
    "django.middleware.common.CommonMiddleware",
    "initiatives.pages.errors.MethodNotAllowedPage",
]

ROOT_URLCONF = "directory.urls"
WSGI_APPLICATION = "directory.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.i18n"]},
    }
]

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# The quick exit leads where it looks harmless in the reader's language.
_exit_url = env.str("EXIT_URL", default="")
EXIT_URLS = {
    language: _exit_url or f"https://{language}.wikipedia.org/" for language, _ in LANGUAGES
}

# --- Static files ----------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}

# --- Safety (SR-2, SR-3, SR-15, SR-17) -------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# No cookie is set yet; when moderators sign in, theirs must not travel in the clear.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
# W001 looks for Django's SecurityMiddleware by name and does not see that ours is a subclass.
# W003 wants the CSRF middleware. Nobody signs in yet, and the middleware hands a cookie to any
# reader who sends it a broken one; the forms of the public will carry a signed nonce instead.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W003"]
