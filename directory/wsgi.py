"""The way in for a web server; refuses an unsafe start (directory/checks.py)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")

application = get_wsgi_application()

# After the apps are loaded: the checks read the settings through Django.
from directory.checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
