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
    "vk.ru": "vk.com",
}
# What a server answers with for the folder itself.
_INDEX = re.compile(r"/index\.(?:html?|php)$", re.IGNORECASE)
# Hosts whose first step of the path is a handle, which knows no case.
_HANDLES = frozenset(
    "t.me x.com instagram.com facebook.com youtube.com tiktok.com vk.com github.com".split()
)

# What leads to a place by what stands behind the #.
_BY_FRAGMENT = frozenset(["matrix.to", "signal.group", "signal.me"])
# Other hosts on which many have a page, by the first step of the path, too.
_SHARED = _HANDLES | frozenset(
    "bit.ly boosty.to bsky.app buymeacoffee.com castbox.fm change.org clck.ru discord.com"
    " discord.gg docs.google.com donorbox.org drive.google.com dzen.ru eventbrite.com fb.me"
    " forms.gle forms.office.com forms.yandex.ru gitlab.com gofundme.com goo.gl google.com"
    " ko-fi.com linkedin.com linktr.ee m.me maps.app.goo.gl maps.google.com mastodon.social"
    " matrix.to mave.digital medium.com meetup.com music.yandex.ru notion.so ok.ru open.spotify.com"
    " opencollective.com apps.apple.com patreon.com paypal.com paypal.me play.google.com podcast.ru"
    " podcasts.apple.com rutube.ru signal.group signal.me sites.google.com soundcloud.com"
    " substack.com taplink.cc telegra.ph threads.net timepad.ru wa.me web.archive.org whatsapp.com"
    " wikidata.org wikipedia.org yandex.ru youtu.be".split()
)
_MAIL = frozenset(
    "bk.ru fastmail.com gmail.com gmx.de gmx.net hotmail.com icloud.com inbox.ru list.ru mail.com"
    " mail.ru outlook.com pm.me proton.me protonmail.com rambler.ru riseup.net tutanota.com"
    " tuta.io ya.ru yahoo.com yandex.com yandex.ru".split()
)
# First steps of a path that are no handle: the next one is, or none.
_FOLDERS = frozenset(
    "c channel company groups in joinchat orgs pages people profile user view".split()
)
_NO_HANDLES = frozenset(
    "addlist boost d document embed events explore file g hashtag i intl-ru live p playlist"
    " profile.php reel search share shorts spreadsheets stories t tv watch web wiki".split()
)
_SUBDOMAIN = re.compile(r"^(?:www\d*|m|mobile|web|api|chat|[a-z]{2})\.(?=[^.]+\.)")


def own_hosts(addresses: Iterable[str]) -> set[str]:
    """What of these addresses (as ``normalise_address`` gives them) belongs to one initiative as
    far as can be told: the host, also of a mailbox, and where many share it the host with the
    handle."""
    return {own for address in addresses if (own := _own_host(address))}


def _own_host(address: str) -> str:
    if address.startswith("mailto:"):
        host = address.rpartition("@")[2]
        return "" if host in _MAIL else host
    host, *steps = filter(None, re.split(r"[/?#]", address))
    host = _SUBDOMAIN.sub("", host)
    if host not in _SHARED:
        return host
    if steps and steps[0] in _FOLDERS:
        steps = ["/".join(steps[:2])] if len(steps) > 1 else []
    return f"{host}/{steps[0]}" if steps and steps[0] not in _NO_HANDLES else ""


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
    path = re.sub("//+", "/", _INDEX.sub("", parts.path)).rstrip("/")
    if host in _HANDLES:
        path = path.lower().replace("/@", "/").replace("/s/", "/", 1)
    try:
        kept = [pair for pair in parse_qsl(parts.query) if not is_tracking(pair[0])]
    except ValueError:
        kept = []  # more parameters than anybody means
    fragment = f"#{parts.fragment}" if host in _BY_FRAGMENT else ""
    return host + path + (f"?{urlencode(sorted(kept))}" if kept else "") + fragment
