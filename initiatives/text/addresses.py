"""One spelling for the addresses of one page, so that duplicates meet."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from initiatives.text.hosts import to_ascii_host
from initiatives.text.tracking import is_tracking

# One site under several hosts.
_ALIASES = {
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "m.youtube.com": "youtube.com",
    "m.facebook.com": "facebook.com",
    "fb.com": "facebook.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "m.vk.com": "vk.com",
}
# What a server answers with for the folder itself.
_INDEX = re.compile(r"/index\.(?:html?|php)$", re.IGNORECASE)
# Hosts whose first step of the path is a handle, which knows no case.
_HANDLES = frozenset(
    "t.me x.com instagram.com facebook.com youtube.com tiktok.com vk.com github.com".split()
)


def normalise_address(url: str) -> str:
    """Host and path of an address, so that its spellings meet: no scheme, ``www.``, tracking
    parameters, fragment, trailing slash or name of an index page; aliases of hosts, hosts in other
    letters and the case of handles folded."""
    try:
        parts = urlsplit(url.strip())
        host = to_ascii_host(parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if not host:
        return ""
    host = _ALIASES.get(host, host)
    path = _INDEX.sub("", parts.path).rstrip("/")
    if host in _HANDLES:
        path = path.lower().replace("/@", "/").replace("/s/", "/", 1)
    try:
        kept = [pair for pair in parse_qsl(parts.query) if not is_tracking(pair[0])]
    except ValueError:
        kept = []  # more parameters than anybody means
    return host + path + (f"?{urlencode(sorted(kept))}" if kept else "")
