"""The style sheets that every public page needs, served as one: each file costs a slow reader a
round trip before anything is seen."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/site.css"
# Later ones may rely on earlier ones.
PARTS = ("tokens", "base", "parts", "pages", "intake")


class SiteStyleSheet(BaseFinder):
    """Finds `css/site.css`: the parts one after another, written anew whenever it is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "written")
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """The path of the file on the disk, in a list with find_all; nothing for other names."""
        if path != NAME:
            return []
        found = str(self._write())
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Any]]:
        """What `collectstatic` takes: the name and where it lies."""
        self._write()
        yield NAME, self.storage

    def _write(self) -> Path:
        folder = Path(settings.BASE_DIR) / "static/css"
        text = "\n".join((folder / f"{part}.css").read_text("utf-8") for part in PARTS)
        file = Path(self.storage.path(NAME))
        if not file.exists() or file.read_text("utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return file
