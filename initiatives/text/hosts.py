"""The hosts of addresses: the one table of those that we know, what a browser makes of a host, and
how it is shown, so that it cannot pass for another one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

import ada_url

# Scripts that one word of a language mixes.
TOGETHER = ({"CJK", "HIRAGANA", "KATAKANA"}, {"CJK", "HANGUL"}, {"CJK", "BOPOMOFO"})

# How addresses of one site are compared.
HANDLE = "handle"  # by the first step of the path, which knows no case
INVITATION = "invitation"  # by the first step of the path, whose case counts
FRAGMENT = "fragment"  # by what stands behind the #


@dataclass(frozen=True, slots=True)
class Site:
    """A site on which many have a page. ``type``: what a link there is (a value of LinkType).
    ``profile``: where a handle has its page. ``follows``: its own parameters that follow people."""

    host: str
    type: str = ""
    known_by: str = HANDLE
    profile: str = ""
    follows: frozenset[str] = frozenset()


def _sites() -> dict[str, Site]:
    """Each of its hosts -> the site."""
    rows = (
        # hosts, the first one stands for all; type; known by; profile of a handle; parameters
        ("t.me telegram.me telegram.dog", "telegram", HANDLE, "https://t.me/{}", ""),
        ("web.telegram.org", "telegram", FRAGMENT, "", ""),
        ("x.com twitter.com", "x", HANDLE, "https://x.com/{}", "s t"),
        ("instagram.com instagr.am", "instagram", HANDLE, "https://www.instagram.com/{}/", "hl"),
        (
            "facebook.com fb.com", "facebook", HANDLE, "https://www.facebook.com/{}",
            "__tn__ locale sfnsn",
        ),
        ("youtube.com", "youtube", HANDLE, "https://www.youtube.com/@{}", "feature pp"),
        ("youtu.be", "youtube", INVITATION, "", "feature"),
        ("tiktok.com", "tiktok", HANDLE, "https://www.tiktok.com/@{}", "_r _t is_from_webapp"),
        ("vk.com vk.ru vkontakte.ru", "vk", HANDLE, "https://vk.com/{}", ""),
        ("github.com", "github", HANDLE, "https://github.com/{}", ""),
        ("bsky.app", "bluesky", HANDLE, "https://bsky.app/profile/{}", ""),
        ("mastodon.social", "mastodon", HANDLE, "", ""),
        ("linkedin.com", "linkedin", HANDLE, "", "lipi trk"),
        ("wa.me", "whatsapp", HANDLE, "", ""),
        ("chat.whatsapp.com", "whatsapp", INVITATION, "", ""),
        ("whatsapp.com", "whatsapp", INVITATION, "", ""),
        ("discord.gg", "discord", INVITATION, "", ""),
        ("discord.com discordapp.com", "discord", INVITATION, "", ""),
        ("signal.group", "signal", FRAGMENT, "", ""),
        ("signal.me", "signal", FRAGMENT, "", ""),
        ("matrix.to", "matrix", FRAGMENT, "", ""),
        ("simplex.chat", "", FRAGMENT, "", ""),
    )  # fmt: skip
    return {
        host: Site(hosts.split()[0], type_, known_by, profile, frozenset(follows.split()))
        for hosts, type_, known_by, profile, follows in rows
        for host in hosts.split()
    }


SITES = _sites()
PROFILES = {site.type: site.profile for site in SITES.values() if site.profile}
# Types of sites whose handles have dots: "anna.ivanova" is one there, and a host elsewhere.
DOTTED = frozenset("bluesky facebook instagram tiktok vk youtube".split())
NUMBERS = {"whatsapp": "https://wa.me/{}", "signal": "https://signal.me/#p/+{}"}
# Other hosts on which many have a page, by the first step of the path, too.
SHARED = frozenset(SITES) | frozenset(
    "apps.apple.com bit.ly boosty.to buymeacoffee.com castbox.fm change.org clck.ru"
    " docs.google.com donationalerts.com donorbox.org drive.google.com dzen.ru eventbrite.com"
    " fb.me forms.gle forms.office.com forms.yandex.ru fosstodon.org gitlab.com gofundme.com"
    " goo.gl google.com ko-fi.com linktr.ee livejournal.com m.me maps.app.goo.gl maps.google.com"
    " mave.digital medium.com meetup.com music.yandex.ru notion.so ok.ru open.spotify.com"
    " opencollective.com patreon.com paypal.com paypal.me play.google.com podcast.ru"
    " podcasts.apple.com rutube.ru sites.google.com soundcloud.com substack.com t.co taplink.cc"
    " telegra.ph threads.com threads.net timepad.ru tinyurl.com web.archive.org wikidata.org"
    " wikipedia.org yandex.ru".split()
)
MAIL = frozenset(
    "bk.ru fastmail.com gmail.com gmx.de gmx.net hotmail.com icloud.com inbox.ru list.ru mail.com"
    " mail.ru outlook.com pm.me proton.me protonmail.com rambler.ru riseup.net tutanota.com"
    " tuta.io ya.ru yahoo.com yandex.com yandex.ru".split()
)
# What stands before a host for phones, languages and the like.
SUBDOMAIN = re.compile(r"^(?:www\d*|m|mobile|web|api|chat|[a-z]{2}(?:-[a-z]{2})?)\.(?=[^.]+\.)")

# Names that are answered inside of one network only. Names under .example are answered nowhere;
# invented entries have them.
_INTERNAL = frozenset(
    "corp home internal intranet invalid lan local localdomain localhost localnet private router"
    " test workgroup".split()
)
_INSIDE = ("home.arpa", "fritz.box")
_TRANSLATED = ip_network("64:ff9b::/96")  # IPv4 behind IPv6, RFC 6052
# What this Python's table of reserved networks does not have, or only parts of: IETF protocol
# assignments, IPv4-compatible addresses (RFC 4291), translation inside of a network (RFC 8215).
_RESERVED = tuple(map(ip_network, ("192.0.0.0/24", "::/96", "64:ff9b:1::/48")))


def plain_host(host: str) -> str:
    """A host without ``www.`` and the like: the one that stands for a site that we know."""
    if host not in SITES:
        shorter = SUBDOMAIN.sub("", host)
        host = shorter if shorter in SITES else host.removeprefix("www.")
    return SITES[host].host if host in SITES else host


def site_of(url: str) -> Site | None:
    """The site in the table that an address leads to."""
    return SITES.get(plain_host(browser_host(url)))


def parsed(url: str) -> ada_url.URL | None:
    """An http or https address as browsers understand it (the WHATWG URL standard): the host in
    lower case, percent-decoded and in punycode. None for what leads nowhere."""
    try:
        found = ada_url.URL(url)
    except ValueError:  # a lone surrogate is one too
        return None
    return found if found.protocol in ("http:", "https:") and found.hostname else None


def browser_host(url: str) -> str:
    """The host to which a browser goes for an http(s) address; "" where it goes nowhere."""
    found = parsed(url)
    return found.hostname.rstrip(".") if found else ""


def goal_host(url: str) -> str:
    """The same, and of ``mailto:`` the host of the mailbox."""
    is_mail = url[:7].lower() == "mailto:"
    return browser_host("https://" + url.rpartition("@")[2] if is_mail else url)


def is_public(host: str) -> bool:
    """Whether everybody could reach this host, as ``browser_host`` gives it: no address of a
    private or reserved network and no name that only one network answers to."""
    if ":" in host or re.fullmatch(r"[0-9.]+", host):
        try:
            return _is_public_ip(ip_address(host.strip("[]")))
        except ValueError:  # digits and dots that are no number of a machine: "1.2.3.4.5"
            return False
    labels = host.split(".")
    is_internal = labels[-1] in _INTERNAL or ".".join(labels[-2:]) in _INSIDE
    return len(labels) > 1 and not is_internal


def _is_public_ip(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _TRANSLATED:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public_ip(inner)
    is_reserved = any(ip in network for network in _RESERVED)
    return ip.is_global and not ip.is_multicast and not is_reserved


def _to_ascii(label: str) -> str:
    """The label as the name servers know it."""
    if label.isascii():
        return label
    return "xn--" + label.encode("punycode").decode("ascii")


def _to_unicode(label: str) -> str:
    """What a punycode label stands for; itself when it stands for nothing that leads back to it."""
    if not label.startswith("xn--"):
        return label
    try:
        meant = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return meant if _to_ascii(unicodedata.normalize("NFKC", meant.lower())) == label else label


def scripts_of(word: str) -> set[str]:
    """The scripts of a word's letters: LATIN, CYRILLIC …"""
    return {
        re.split("[ -]", unicodedata.name(character, "?"))[0]
        for character in word
        if unicodedata.category(character)[0] in "LM"
    }


def mixes_scripts(word: str) -> bool:
    """Whether a word has letters of several scripts that no language writes together."""
    scripts = scripts_of(word) - {"COMBINING", "MODIFIER"}
    return len(scripts) > 1 and not any(scripts <= group for group in TOGETHER)


def _is_plain(label: str) -> bool:
    """Letters and digits of one script (or of scripts that belong together) and hyphens."""
    is_letters = all(
        character == "-"
        or (character.isascii() and character.isdigit())
        or unicodedata.category(character)[0] in "LM"
        for character in label
    )
    scripts = scripts_of(label)
    return is_letters and (len(scripts) <= 1 or any(scripts <= group for group in TOGETHER))


def shown_host(url: str) -> str:
    """The host of an address for readers, without `www.`; of `mailto:` the part after the @.

    It is the one to which a browser goes. A host in other letters is shown in them with its
    punycode form in brackets; where one label mixes scripts or holds anything but letters, digits
    and hyphens, the punycode form alone (docs/security.md SR-7). "" when the address has no host.
    """
    host, port = _host_and_port(url)
    host = host.rstrip(".").removeprefix("www.")
    labels = [_to_unicode(label) for label in host.split(".")]
    ascii_host = ".".join(map(_to_ascii, labels))
    unicode_host = ".".join(labels)
    at = f":{port}" if port not in ("", "80", "443") else ""
    if ascii_host == unicode_host or not all(map(_is_plain, labels)):
        return ascii_host + at
    return f"{unicode_host}{at} ({ascii_host}{at})"


def hides_its_host(url: str) -> bool:
    """Whether the host can be shown in punycode only, because its letters could pass for others."""
    shown = shown_host(url)
    return "xn--" in shown and "(" not in shown


def _host_and_port(url: str) -> tuple[str, str]:
    if url.startswith("mailto:"):
        url = "https://" + url.partition("?")[0].rpartition("@")[2]
    if found := parsed(url):
        return found.hostname, found.port
    try:  # no browser opens it, but it may stand in an old text
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "", ""
    host = unicodedata.normalize("NFKC", host.lower())
    return f"[{host}]" if ":" in host else host, str(port or "")
