"""What a page may load and which powers of the browser it may use, as data.

Nothing from elsewhere, nothing inline (SR-3). A page of ours holds only text, links, forms,
our own style sheets, scripts, fonts and pictures.
"""

from typing import Any

_OURS = ["'self'"]
_NOTHING = ["'none'"]

# `upgrade-insecure-requests` is added by headers.py to answers over https only.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": _NOTHING,
        "script-src": _OURS,
        "style-src": _OURS,
        "img-src": _OURS,
        "font-src": _OURS,
        "connect-src": _OURS,
        "manifest-src": _OURS,
        "form-action": _OURS,
        "base-uri": _NOTHING,
        "frame-ancestors": _NOTHING,
        "object-src": _NOTHING,
    }
}

# Everything a browser can switch off and that this site never asks for. Passkeys
# (publickey-credentials-*) stay on: moderators will sign in with them.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "gamepad",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "interest-cohort",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "serial",
        "storage-access",
        "sync-xhr",
        "usb",
        "xr-spatial-tracking",
    )
}
