"""How much one network may send: counted by keyed hashes that expire within a day (SR-6).

An allowance that is used up holds a submission; it never refuses one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from initiatives.models import Throttle
from initiatives.text.network import network_of
from initiatives.text.site_address import is_onion

AN_HOUR = 5
ONION = "onion"


def network(request: HttpRequest) -> str:
    """The network that a request came from: ONION for all who come by the onion service, and ""
    where none can be told."""
    if is_onion(request.get_host()):
        return ONION
    return network_of(
        str(request.META.get("REMOTE_ADDR", "")),
        request.headers.get("X-Forwarded-For", ""),
        int(settings.TRUSTED_PROXIES),
    )


def is_within(request: HttpRequest, what: str, *, at: datetime) -> bool:
    """Count this against the allowance of its network; return whether it was within it.

    Counted by the hours of the clock, so that the row does not tell the minute (SR-2).
    """
    next_hour = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return Throttle.objects.take(
        what, of_the_day(network(request), at), most=AN_HOUR, until=next_hour, at=at
    )


def of_the_day(network: str, at: datetime) -> str:
    """What a network is counted under: another one each day, so that copies of the database do
    not tell that somebody came back."""
    return f"{network} {at:%Y-%m-%d}"
