"""What the server makes before its workers start, so that no reader waits for it."""

import gc
from contextlib import suppress

from django.db import DatabaseError

from initiatives.catalogue.snapshot import current
from initiatives.presenters.frame import today


def make_ready() -> None:
    """Read the catalogue and sort it; the workers share what is made here."""
    with suppress(DatabaseError):  # nothing answers: the pages say so until something does
        current().sort_all(day=today())
    # What is held for good need not be looked through each time that garbage is searched for.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
