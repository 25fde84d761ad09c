"""Where rendered public pages wait to be asked for again: in each process, or in Valkey or Redis.

A page is kept under its ETag, which names version, day, release and address, so nothing in here
ever has to be taken back, and nothing of a reader is part of it.
"""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# Some 60 kB each: what a process holds stays below 16 MB.
MOST_PAGES = 256
A_DAY = 24 * 60 * 60


def backend(url: str, *, debug: bool) -> dict[str, Any]:
    """The entry of CACHES for PAGE_CACHE_URL: "", redis://… (also rediss, unix) or valkey://….

    With debug nothing is kept, for templates change under way. Raises ImproperlyConfigured for
    an address of anything else.
    """
    if debug:
        return {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "pages",
            "TIMEOUT": A_DAY,
            "OPTIONS": {"MAX_ENTRIES": MOST_PAGES},
        }
    scheme = urlsplit(url).scheme
    if scheme not in ("redis", "rediss", "unix", "valkey", "valkeys"):
        raise ImproperlyConfigured("PAGE_CACHE_URL is not the address of Valkey or Redis.")
    # Valkey speaks the same language; the client knows the older name only.
    location = url.replace("valkey", "redis", 1) if scheme.startswith("valkey") else url
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": location,
        "KEY_PREFIX": "directory-pages",
        "TIMEOUT": A_DAY,
        # Making the page takes less than waiting for a cache that does not answer.
        "OPTIONS": {"socket_connect_timeout": 0.1, "socket_timeout": 0.1},
    }
