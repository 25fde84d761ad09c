"""The site's settings with two addresses more: what the listing is measured against."""

from directory.settings import *  # noqa: F403
from directory.settings import STORAGES

# A line for each request would be measured too, and drown the table.
LOGGING_CONFIG = None
ROOT_URLCONF = "bench.urls"
# No collected files are needed to measure a view.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
