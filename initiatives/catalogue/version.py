"""The ETag of everything public: what an answer depends on, and nothing else."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

# What an answer is made with, beside the data.
_PARTS = ("directory", "initiatives", "templates", "locale", "static")
_LEFT_OUT = {"__pycache__", "reference"}
# The settings that pages show.
_SHOWN = ("SITE_URL", "ONION_LOCATION", "EXIT_URLS", "CONTACT", "DEMO")


@lru_cache(maxsize=1)
def release() -> str:
    """A digest of code, templates, catalogues, static files and the settings that pages show;
    read once in a process."""
    digest = hashlib.sha256(repr([getattr(settings, name) for name in _SHOWN]).encode())
    base = Path(settings.BASE_DIR)
    for part in _PARTS:
        for path in sorted((base / part).rglob("*")):
            if path.is_file() and not _LEFT_OUT & set(path.parts):
                digest.update(f"{path.relative_to(base)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def etag(*, version: int, day: date, address: str) -> str:
    """version: of the catalogue; day: in UTC, since the order and "not verified since" change
    with it; address: the canonical one, whose host and language are named by what is answered."""
    text = f"{release()}\0{version}\0{day.isoformat()}\0{address}"
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
