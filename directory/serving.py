"""How gunicorn serves the site: `gunicorn -c python:directory.serving directory.wsgi`.

Two workers with a few threads: workers as many as cores, since threads of one process fight
for the interpreter's lock. The address is BIND, else 127.0.0.1 on PORT. Put a proxy in front
of it in production: gunicorn alone can be blocked by a few slow clients.
"""

import ctypes
import os
from contextlib import suppress
from typing import Any

from django.db import connections
from django.utils.module_loading import import_string
from gunicorn.glogging import Logger

from directory.logs import LOGGING

_port = os.environ.get("PORT", "8000")
bind = os.environ.get("BIND", f"127.0.0.1:{_port}")
workers = int(os.environ.get("WORKERS", "2"))
threads = 4
worker_class = "gthread"
preload_app = True  # the settings are checked, and the code is loaded, once for all workers
# Two servers of one user would meet at the default control socket.
control_socket_disable = True
graceful_timeout = 10


class ServerLog(Logger):
    """What gunicorn itself has to say, and never a line for a request (SR-2).

    The site writes those itself, without path, address and user agent. Having a configuration,
    gunicorn would put each line together, only to be told that it goes nowhere.
    """

    access_log_enabled = False


logger_class = ServerLog
logconfig_dict: dict[str, Any] = {
    **LOGGING,
    "loggers": {
        **LOGGING["loggers"],
        "gunicorn.error": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
    },
}


def pre_fork(server: object, worker: object) -> None:
    """Close what loading opened: a database connection must not cross a fork."""
    connections.close_all()


def when_ready(server: object) -> None:
    """Before any worker starts: make what they all hold; say where the site is, if asked to."""
    _share_memory()
    # By its name: it needs the settings, which gunicorn reads this file before.
    import_string("directory.readiness.make_ready")()
    if notice := os.environ.get("READY_NOTICE"):
        print(notice, flush=True)


def _share_memory() -> None:
    """Let all threads of a worker take their memory from one place.

    Else glibc gives each thread a store of its own, which keeps what was free once, though only
    one thread runs at a time: a quarter of a worker's memory (bench/README.md). Elsewhere, where
    no ``mallopt`` is, nothing happens. The number is M_ARENA_MAX of glibc's malloc.h.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(-8, 1)
