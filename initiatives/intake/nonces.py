"""The signed, expiring, single-use number in every public form, in place of a cookie (SR-5).

It is the idempotency key too: its hash stands in a unique column once the form has been taken,
and the first token is a keyed hash of it, so a second press finds the first receipt again.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.core.signing import BadSignature, Signer

LASTS = timedelta(hours=24)
FASTEST = timedelta(seconds=3)  # nobody reads and fills in a form in less
_AHEAD = timedelta(seconds=60)  # clocks of several servers differ a little


class Trust(StrEnum):
    FRESH = "fresh"
    EXPIRED = "expired"
    FORGED = "forged"  # missing, of another form, from the future, or not signed by us


@dataclass(frozen=True, slots=True)
class Nonce:
    """text: as it stands in the page. since: when the page with it was made."""

    text: str
    trust: Trust
    since: datetime | None = None

    @property
    def hash(self) -> str:
        return hashlib.sha256(f"nonce:{self.text}".encode()).hexdigest()

    def is_hasty(self, at: datetime) -> bool:
        return self.since is None or at - self.since < FASTEST


def draw(purpose: str, *, at: datetime) -> Nonce:
    """A new one for a form of this purpose."""
    text = f"{secrets.token_urlsafe(24)}.{int(at.timestamp() * 1000)}"
    return Nonce(_signer(purpose).sign(text), Trust.FRESH, at)


def read(text: str, purpose: str, *, at: datetime) -> Nonce:
    """What came back in a form. Never raises."""
    try:
        _random, _dot, since = _signer(purpose).unsign(text).rpartition(".")
        made = datetime.fromtimestamp(int(since) / 1000, tz=at.tzinfo)
    except (BadSignature, ValueError, OverflowError, OSError):
        return Nonce(text, Trust.FORGED)
    if made > at + _AHEAD:
        return Nonce(text, Trust.FORGED)
    if at - made > LASTS:
        return Nonce(text, Trust.EXPIRED, made)
    return Nonce(text, Trust.FRESH, made)


def kept_until(at: datetime) -> datetime:
    """Until when one that was used at this time is remembered: a midnight, so that it does not
    tell the time, and long after the nonce itself has expired."""
    day = (at + 2 * LASTS).astimezone(UTC) + timedelta(days=1)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"intake.{purpose}")
