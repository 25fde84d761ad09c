"""By which of its addresses a reader reached the site: the one on the web or the onion service's.

Somebody on the onion service who is shown the other one, and opens or copies it, leaves Tor.
"""

from __future__ import annotations

from django.conf import settings


def is_onion(host: str) -> bool:
    """Whether the host of a request, as it was sent, is that of an onion service."""
    return host.lower().partition(":")[0].rstrip(".").endswith(".onion")


def site_address(host: str) -> str:
    """Return ONION_LOCATION where the host of the request is an onion service's, else SITE_URL.

    So whatever a request says, an address of ours comes from the settings (SR-16).
    """
    return (
        settings.ONION_LOCATION if settings.ONION_LOCATION and is_onion(host) else settings.SITE_URL
    )
