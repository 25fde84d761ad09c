"""Addresses as readers see them: what is pressed, and the host that it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy

from initiatives.fields.links import LinkType
from initiatives.text.addresses import normalise_address, own_hosts
from initiatives.text.hosts import FRAGMENT, shown_host, site_of

# So many characters of a path are shown.
PATH_SHOWN = 40
# What is longer than this stands below the word for it.
BESIDE = 40

# What is said beside a link: it comes from the link's type, never from its submitter.
LEADS = {
    "website": gettext_lazy("website"),
    LinkType.RSS: gettext_lazy("news feed for a reader"),
    LinkType.EMAIL: gettext_lazy("send an email"),
    LinkType.SIGNAL: gettext_lazy("encrypted messenger"),
    LinkType.WHATSAPP: gettext_lazy("messenger"),
    LinkType.DISCORD: gettext_lazy("chat rooms"),
    LinkType.MATRIX: gettext_lazy("encrypted chat rooms"),
    LinkType.LINKEDIN: gettext_lazy("professional network"),
    LinkType.CONTACT_FORM: gettext_lazy("to send them a message"),
    LinkType.MIRROR: gettext_lazy("copy of the website for when it is blocked"),
    LinkType.ONION: gettext_lazy("address for the Tor browser"),
    LinkType.TELEGRAM: gettext_lazy("channel, chat or bot"),
    LinkType.YOUTUBE: gettext_lazy("videos"),
    LinkType.INSTAGRAM: gettext_lazy("photos and posts"),
    LinkType.FACEBOOK: gettext_lazy("page or group"),
    LinkType.X: gettext_lazy("short posts"),
    LinkType.MASTODON: gettext_lazy("short posts"),
    LinkType.BLUESKY: gettext_lazy("short posts"),
    LinkType.TIKTOK: gettext_lazy("short videos"),
    LinkType.VK: gettext_lazy("Russian network; the authorities can see who reads"),
    LinkType.GITHUB: gettext_lazy("source code"),
    LinkType.PODCAST: gettext_lazy("to listen to"),
    LinkType.APP: gettext_lazy("for a phone"),
    LinkType.DONATE: gettext_lazy("support with money"),
    LinkType.OTHER: gettext_lazy("another page"),
}

_NAME = re.compile(r"@?[\w.-]+", re.ASCII)
# What stands behind the # where it is the address: a room, a number; a long one is a key.
_FRAGMENT_NAME = re.compile(r"[#@!+]?[\w.:-]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Source:
    """path: as much of it as is shown. name: the host; with the beginning of the path where
    another page of it is named too."""

    url: str
    host: str
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class OwnLink:
    """What an initiative is reached by. label: what it is. name: which one it is, "" where nothing
    tells; is_long: too long to stand beside the label. host: "" where the name says it."""

    type: str
    url: str
    label: str
    name: str
    lead: str
    host: str

    @property
    def is_long(self) -> bool:
        return len(self.name) > BESIDE


def source_links(addresses: Iterable[str]) -> list[Source]:
    """One link for each address, in their order, each with a name of its own."""
    addresses = list(addresses)
    names: list[str] = []
    for address in addresses:
        host = shown_host(address)
        others = [one for one in addresses if one != address and shown_host(one) == host]
        names.append(host + _told_apart(_steps(address), [_steps(one) for one in others]))
    return [
        Source(address, shown_host(address), _path(address), name)
        for address, name in zip(addresses, _numbered(names), strict=True)
    ]


def own_links(website: str, links: Iterable[dict[str, str]]) -> list[OwnLink]:
    """The website and the links of an entry, in their order, each told apart from the others."""
    typed = [(one["type"], one["url"]) for one in links]
    if website:
        typed.insert(0, ("website", website))
    shown = [_own_link(type_, url) for type_, url in typed]
    names = _numbered([f"{one.label}\n{one.name}" for one in shown])
    return [
        OwnLink(one.type, one.url, one.label, name.partition("\n")[2].strip(), one.lead, one.host)
        for one, name in zip(shown, names, strict=True)
    ]


def _own_link(type_: str, url: str) -> OwnLink:
    host = shown_host(url)
    label = host if type_ == "website" else str(LinkType(type_).label)
    handle, path = handle_of(url), _path(url)
    if url.startswith("mailto:"):
        box = url.removeprefix("mailto:").rpartition("@")[0]
        name, host = f"{box}@{host}", ""
    elif type_ == "website":
        name, host = handle or (path if site_of(url) else ""), ""
    elif handle or site_of(url):
        name = handle or path
    else:
        name, host = host + path, ""
    return OwnLink(type_, url, label, name, str(LEADS[type_]), host)


def handle_of(url: str) -> str:
    """The name by which somebody is known on a site that many have a page on: "@meduzalive"; ""
    where the address leads to anything else than their page, or has no such name."""
    site, steps = site_of(url), _steps(url)
    if site and site.known_by == FRAGMENT:
        name = _parts(url)[1].removeprefix("/").removeprefix("p/")
        return name if _FRAGMENT_NAME.fullmatch(name) else ""
    if site and site.host == "wa.me" and len(steps) == 1 and steps[0].isdecimal():
        return f"+{steps[0]}"
    *folders, last = _steps(site.profile) if site and site.profile else ["@"]
    if not steps or steps[:-1] not in (folders, ["s"] if site and site.host == "t.me" else folders):
        return ""
    needs_at = last.startswith("@")
    if not _NAME.fullmatch(steps[-1]) or (needs_at and not steps[-1].startswith("@")):
        return ""
    # Words that sites keep for themselves ("explore", "joinchat") are in the table of handles.
    if site and not own_hosts([normalise_address(url)]):
        return ""
    return "@" + steps[-1].removeprefix("@")


def _parts(address: str) -> tuple[str, str]:
    """Path and fragment as they are written, percent signs and all: decoded they could turn text
    round."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no browser opens it, but it may stand in an old text
        return "", ""
    return parts.path, parts.fragment


def _steps(address: str) -> list[str]:
    return [step for step in _parts(address)[0].split("/") if step]


def _path(address: str) -> str:
    """As much of the path as is shown."""
    return _cut(_parts(address)[0].rstrip("/"))


def _cut(path: str) -> str:
    return path if len(path) <= PATH_SHOWN else path[: PATH_SHOWN - 1] + "…"


def _numbered(names: Iterable[str]) -> list[str]:
    """The names; one that was there before with its number."""
    told = list(names)
    return [
        f"{name} ({n})" if (n := told[: place + 1].count(name)) > 1 else name
        for place, name in enumerate(told)
    ]


def _told_apart(path: list[str], others: list[list[str]]) -> str:
    """The beginning of a path by which it is none of the others; empty without others."""
    if not others:
        return ""
    length = next(
        (n for n in range(1, len(path)) if all(path[:n] != other[:n] for other in others)),
        len(path),
    )
    shown = "".join(f"/{step}" for step in path[:length])
    if len(shown) > PATH_SHOWN:
        return _cut(shown)
    return shown + ("/…" if length < len(path) else "")
