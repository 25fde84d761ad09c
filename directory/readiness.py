"""What the server makes before its workers start, so that no reader waits for it."""

import gc
from contextlib import suppress
from pathlib import Path

from django import forms
from django.conf import settings
from django.db import DatabaseError
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from initiatives.catalogue.snapshot import current
from initiatives.presenters.frame import today


def make_ready() -> None:
    """Import every view, compile every template, read the catalogue and sort it; the workers
    share what is made here."""
    folders = [settings.BASE_DIR / "templates", Path(forms.__file__).parent / "templates"]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            get_resolver().reverse_dict  # noqa: B018  imports the URLconf; held by language
            for folder in folders:
                for path in folder.rglob("*.*"):
                    if path.suffix in {".html", ".svg"}:
                        get_template(str(path.relative_to(folder)))
    with suppress(DatabaseError):  # nothing answers: the pages say so until something does
        current().sort_all(day=today())
    # What is held for good need not be looked through each time that garbage is searched for.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
