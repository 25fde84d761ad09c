"""How much one network may send: counted by keyed hashes that expire within a day (SR-6).

An allowance that is used up holds a submission; it never refuses one.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from initiatives.models import Throttle
from initiatives.text.network import network_of

AN_HOUR = 5
KEPT = timedelta(hours=24)


def network(request: HttpRequest) -> str:
    """The network that a request came from; all readers of the onion service share one."""
    if request.get_host().rpartition(":")[0].endswith(".onion") or request.get_host().endswith(
        ".onion"
    ):
        return "onion"
    return network_of(
        str(request.META.get("REMOTE_ADDR", "")),
        request.headers.get("X-Forwarded-For", ""),
        int(settings.TRUSTED_PROXIES),
    )


def count(network: str, what: str, *, at: datetime) -> int:
    """How often this network did this in this hour, this time included."""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    key = hmac.new(
        settings.SECRET_KEY.encode(), f"throttle:{what}:{network}:{hour}".encode(), hashlib.sha256
    ).hexdigest()
    with transaction.atomic():
        row, made = Throttle.objects.get_or_create(
            network_hash=key, hour=hour, defaults={"count": 1, "expires_at": hour + KEPT}
        )
        if not made:
            Throttle.objects.filter(pk=row.pk).update(count=F("count") + 1)
            row.refresh_from_db(fields=["count"])
    return row.count
