"""One spelling for the addresses of one page, so that duplicates meet."""

import re
from collections.abc import Iterable
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


# Hosts on which many have a page: that two are there says nothing of them.
_SHARED = _HANDLES | frozenset(
    "apps.apple.com boosty.to buymeacoffee.com change.org discord.com discord.gg docs.google.com"
    " donorbox.org drive.google.com eventbrite.com fb.me forms.gle gofundme.com ko-fi.com"
    " linkedin.com linktr.ee maps.app.goo.gl medium.com meetup.com music.yandex.ru notion.so"
    " ok.ru open.spotify.com patreon.com play.google.com podcasts.apple.com sites.google.com"
    " taplink.cc telegra.ph threads.net timepad.ru wa.me web.archive.org wikipedia.org"
    " youtu.be chat.whatsapp.com".split()
)


# First steps of a path that hold handles, and are none themselves.
_FOLDERS = frozenset("c channel groups in company pages people user joinchat share p reel".split())
_SUBDOMAIN = re.compile(r"^(?:www\d*|m|mobile|en|ru)\.(?=[^.]+\.)")


def own_hosts(addresses: Iterable[str]) -> set[str]:
    """What of these addresses (as ``normalise_address`` gives them) belongs to one initiative as
    far as can be told: the host, and where many share it the host with the handle."""
    return {own for address in addresses if (own := _own_host(address))}


def _own_host(address: str) -> str:
    host, *steps = re.split(r"[/?]", address)
    host = _SUBDOMAIN.sub("", host)
    if host not in _SHARED:
        return host
    if host not in _HANDLES or not steps:
        return ""
    return "/".join([host, *steps[: 2 if steps[0] in _FOLDERS else 1]])


def normalise_address(url: str) -> str:
    """Host and path of an address, or its mailbox, so that its spellings meet: no scheme,
    ``www.``, tracking parameters, fragment, trailing slash or name of an index page; aliases of
    hosts, hosts in other letters and the case of handles folded."""
    try:
        parts = urlsplit(url.strip())
        if parts.scheme == "mailto":
            return url.strip().lower()
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
