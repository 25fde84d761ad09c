"""How gunicorn serves the site: `gunicorn -c python:directory.serving directory.wsgi`.

Workers as many as cores, with a few threads each, since threads of one process fight for the
interpreter's lock. Put a proxy in front of it in production: gunicorn alone can be blocked by a
few slow clients. README.md lists the variables.
"""

import ctypes
import os
from contextlib import suppress
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.utils.module_loading import import_string
from gunicorn.glogging import Logger

from directory.environment import Environment
from directory.logs import LOGGING

_env = Environment()
bind = _env.str("BIND", default=f"127.0.0.1:{_env.str('PORT', default='8000')}")
workers = _env.int("WORKERS", default=2)
if workers < 1:
    raise ImproperlyConfigured(f"WORKERS is {workers}: at least one process has to serve.")
threads = 4
# Of what a client can write into a request, this alone is believed, and from the proxy alone:
# SCRIPT_NAME, which gunicorn takes too if it is let, would change the links of every reader.
forwarded_allow_ips = _env.str("FORWARDED_ALLOW_IPS", default="127.0.0.1,::1")
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}
forwarder_headers = ""
worker_class = "gthread"
preload_app = True  # the settings are checked, and the code is loaded, once for all workers
# Two servers of one user would meet at the default control socket.
control_socket_disable = True
graceful_timeout = 10


class ServerLog(Logger):
    """What gunicorn itself has to say, and never a line for a request.

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
    """Close what loading opened: neither a connection nor a pool of them may cross a fork."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if getattr(connection, "pool", None):
            connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's


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
