"""The style sheets and the scripts of the public pages, each kind served as one file.

Each file costs a slow reader a round trip before anything is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# Later parts may rely on earlier ones.
BUNDLES = {
    "css/site.css": ("tokens", "base", "parts", "pages", "intake", "regions", "arriving"),
    "js/site.js": ("frame", "search", "intake"),
}
# What is written for us is an eighth of what a reader would fetch.
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


class Bundles(BaseFinder):
    """Finds the bundles: their parts one after another, written anew when they are asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "written")
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """The path of the file on the disk, in a list with find_all; nothing for other names."""
        if path not in BUNDLES:
            return []
        found = str(self._write(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Any]]:
        """What `collectstatic` takes: the names and where they lie."""
        for name in BUNDLES:
            self._write(name)
            yield name, self.storage

    def _write(self, name: str) -> Path:
        like = Path(settings.BASE_DIR) / "static" / name
        text = "\n".join(like.with_stem(part).read_text("utf-8") for part in BUNDLES[name])
        if like.suffix == ".css":
            text = _COMMENT.sub("", text)
        file = Path(self.storage.path(name))
        if not file.exists() or file.read_text("utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return file
