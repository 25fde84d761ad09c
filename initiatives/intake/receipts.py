"""The receipt: who has it, sees the submission. Wrong ones are answered alike and slowly (SR-5)."""

from __future__ import annotations

import threading
import time

from initiatives.models import Submission
from initiatives.vetting.receipts import find_by_receipt, read_receipt

LONGEST = 80  # of what is read at all; a receipt has 28 signs and six hyphens
# What a wrong receipt costs. Not every thread of the server may wait at once, or guessing would
# keep everybody else out.
DELAY = 0.5
_waiting = threading.BoundedSemaphore(2)


def read_typed(text: str) -> str | None:
    """The receipt that was typed, or stands in an address that was pasted instead of it."""
    _site, found, rest = text[: 4 * LONGEST].partition("/status/")
    typed = rest.partition("/")[0] if found else text
    return read_receipt(typed) if len(typed) <= LONGEST else None


def opened_by(receipt: str) -> Submission | None:
    """The submission of this receipt; None, after a while, for any that is none."""
    found = find_by_receipt(receipt) if len(receipt) <= LONGEST else None
    if found is None and _waiting.acquire(blocking=False):
        try:
            time.sleep(DELAY)
        finally:
            _waiting.release()
    return found
