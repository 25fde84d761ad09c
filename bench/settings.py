"""The site's settings with two addresses more: what the listing is measured against."""

from directory.settings import *  # noqa: F403
from directory.settings import CACHES, STORAGES

# A line for each request would be measured too, and drown the table.
LOGGING_CONFIG = None
# What is measured is a page that nobody asked for before.
CACHES = {**CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
ROOT_URLCONF = "bench.urls"
# No collected files are needed to measure a view.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
