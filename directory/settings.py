"""Every setting of the directory, read from the environment.

Each variable NAME may instead be given as NAME_FILE, the path of a file that holds its value
(systemd credentials, container secrets). ENV_FILE names a file of NAME=value lines; what the
environment itself says wins. README.md lists the variables, and a test holds that list
complete. What a deployment got wrong is said by checks.py, and the site does not start.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from directory import page_cache
from directory.environment import Environment
from directory.logs import LOGGING  # noqa: F401 - Django's own setting
from directory.private_files import PrivateConnection

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Environment()

# --- What kind of site this is ---------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # says on every page that this is a demonstration
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
_HTTPS = SITE_URL.startswith("https://")

# Absolute addresses come from SITE_URL only, never from what a request says.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if not ALLOWED_HOSTS and urlsplit(SITE_URL).hostname in {"localhost", "127.0.0.1"}:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
ONION_LOCATION = env.str("ONION_LOCATION", default="").rstrip("/")

# How readers reach whoever runs the site: a mail address or an https page. "": no way is named.
CONTACT = env.str("CONTACT", default="")

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
_options = _database.setdefault("OPTIONS", {})  # what DATABASE_URL itself says is kept
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database.setdefault("CONN_MAX_AGE", None)
    _database["OPTIONS"] = {
        "factory": PrivateConnection,
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        ),
    } | _options
else:
    if "pool" in _options:  # comes as a word
        _options["pool"] = str(_options["pool"]).lower() in env.BOOLEAN_TRUE_STRINGS
    # Django's pool holds the connections itself, and wants nobody else to.
    _database.setdefault("CONN_MAX_AGE", 0 if _options.get("pool") else 600)
    _database.setdefault("CONN_HEALTH_CHECKS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Apps and the way of a request -----------------------------------------------------------

INSTALLED_APPS = [
    "directory",
    "initiatives",
    "initiatives.desk.apps.DeskAdminConfig",
    "django.forms",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "taggit",
    "csp",
]
if DEMO:
    INSTALLED_APPS.append("directory.demo")

MIDDLEWARE = [
    "directory.compression.CompressedPages",
    "directory.headers.SecurityHeaders",
    "directory.headers.ContentSecurityPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "directory.logs.RequestLog",
    "directory.locale.LanguageOfAddress",
    "directory.headers.BodyLimit",
    "directory.form_limits.FormLimits",
    "django.middleware.common.CommonMiddleware",
    # These act below /desk/ only: nothing public can depend on a cookie. allauth's looks
    # at the answers of its own addresses, and reads no cookie elsewhere.
    "directory.desk_only.DeskSessions",
    "directory.desk_only.DeskTokens",
    "directory.desk_only.DeskUsers",
    "directory.desk_only.DeskLanguage",
    "directory.desk_only.DeskMessages",
    "directory.desk_only.MissingKey",
    "allauth.account.middleware.AccountMiddleware",
    "initiatives.pages.errors.MethodNotAllowedPage",
]

ROOT_URLCONF = "directory.urls"
WSGI_APPLICATION = "directory.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                # Without a session, as on public pages, both of these have nothing to give.
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets are drawn by our templates

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
STATICFILES_FINDERS = [
    "directory.bundles.Bundles",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
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

# --- Safety ----------------------------------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# The site is at the root of its host, whatever a request says: Django holds the addresses it has
# put together, so what one client sends as SCRIPT_NAME would be in the links of all readers.
FORCE_SCRIPT_NAME = ""
SECURE_SSL_REDIRECT = _HTTPS
SECURE_SSL_HOST = urlsplit(SITE_URL).netloc
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=15_768_000) if _HTTPS else 0  # half a year
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Nothing from elsewhere, nothing inline: a page of ours holds only text, links, forms, our own
# style sheets, scripts, fonts and pictures. headers.py adds upgrade-insecure-requests over https.
_OURS, _NOTHING = ["'self'"], ["'none'"]
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": _NOTHING,
        "script-src": _OURS,
        "style-src": _OURS,
        "img-src": _OURS,
        "font-src": _OURS,
        "connect-src": _OURS,
        "manifest-src": _OURS,
        "form-action": _OURS,
        "base-uri": _NOTHING,
        "frame-ancestors": _NOTHING,
        "object-src": _NOTHING,
    }
}
# What a browser can switch off and this site never asks for. Passkeys (publickey-credentials-*)
# stay on: moderators sign in with them.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen"
        " gamepad geolocation gyroscope hid idle-detection interest-cohort local-fonts magnetometer"
        " microphone midi payment picture-in-picture screen-wake-lock serial storage-access"
        " sync-xhr usb xr-spatial-tracking"
    ).split()
}
SILENCED_SYSTEM_CHECKS = [
    # They look for Django's middlewares by name and do not see that ours are subclasses.
    "security.W001",
    "security.W003",
    # They want HSTS for subdomains and the browsers' own list: both bind hosts that are not this
    # site's, for years, so whoever owns the domain has to choose them.
    "security.W005",
    "security.W021",
]
# How many proxies of ours stand before the server; what they say of a client is counted from
# the right (initiatives/text/network.py).
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- Signing in to the desk; the rest is in sign_in.py ---------------------------------------

SESSION_ENGINE = "directory.sealed_sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A browser takes a __Host- name only from this host, over https and for the whole site.
SESSION_COOKIE_NAME = "__Host-session" if _HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _HTTPS else "csrf"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/" if _HTTPS else "/desk/"
CSRF_FAILURE_VIEW = "directory.desk_only.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CACHES = {
    # allauth notes here that a code was used; what must hold for all processes is in the table
    # Throttle.
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "default",
    },
    "pages": page_cache.backend(env.str("PAGE_CACHE_URL", default=""), debug=DEBUG),
}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "directory.passwords.LongEnough", "OPTIONS": {"min_length": 15}},
    {"NAME": "directory.passwords.UnlikeTheName"},
    {"NAME": "directory.passwords.Uncommon"},
    {"NAME": "directory.passwords.NotOnlyDigits"},
]
ACCOUNT_ADAPTER = "directory.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # closing the browser signs out
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # of the link that add_moderator prints; it works once
ACCOUNT_RATE_LIMITS = False  # counted by sign_in.py in the table Throttle instead
ACCOUNT_FORMS = {
    "change_password": "directory.sign_in.NewPasswordForm",
    "reset_password_from_key": "directory.sign_in.FirstPasswordForm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 20 * 60  # seconds that a proof of who one is holds
MFA_ADAPTER = "directory.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "directory.sign_in.CodeForm",
    "reauthenticate": "directory.sign_in.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False  # the password is always asked for
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # there are no addresses
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ by up to half a minute
