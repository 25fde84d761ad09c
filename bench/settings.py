"""The site's settings with two addresses more: what the listing is measured against.

BENCH_PAGES=kept leaves the cache of pages as it is; else every page is made anew. BENCH_LOG=off
writes no line for each request: in process it would drown the table.
"""

import os

from directory.settings import *  # noqa: F403
from directory.settings import CACHES, STORAGES

ROOT_URLCONF = "bench.urls"
if os.environ.get("BENCH_PAGES") != "kept":
    # What is measured is a page that nobody asked for before.
    CACHES = {**CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
if os.environ.get("BENCH_LOG") == "off":
    LOGGING_CONFIG = None
# No collected files are needed to measure a view.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
