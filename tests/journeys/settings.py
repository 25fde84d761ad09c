"""The site's own settings, with the static files in a folder that ends with the test."""

import os

from directory.settings import *  # noqa: F403 - the site's settings are what is tested

STATIC_ROOT = os.environ["STATIC_ROOT"]
