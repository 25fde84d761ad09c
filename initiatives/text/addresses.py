"""Addresses as people type and paste them -> the address that is meant; and one spelling for those
of one page, so that duplicates meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import (
    parse_qsl,
    quote_from_bytes,
    unquote,
    unquote_plus,
    unquote_to_bytes,
    urlencode,
    urlsplit,
)

from initiatives.text.characters import tidied
from initiatives.text.hosts import (
    DOTTED,
    FRAGMENT,
    HANDLE,
    INVITATION,
    MAIL,
    NUMBERS,
    PROFILES,
    SHARED,
    SITES,
    SUBDOMAIN,
    Site,
    browser_host,
    parsed,
    plain_host,
    site_of,
)

LONGEST = 2000  # of what is looked at: some of the patterns take the square of the length

# Parameters that follow people, whatever the site: mailers, networks and advertisers add them.
_FOLLOWING = frozenset(
    "_ga _gl dclid fbclid gbraid gclid igsh igshid mc_cid mc_eid mibextid msclkid rdid ref ref_src"
    " ref_url refid si srsltid twclid wbraid yclid ysclid".split()
)
# Those that say where a reader came from mean something on other sites, but nothing on ours.
_ORIGINS = frozenset("from s source".split())

EMAIL = re.compile(r"[^@\s?&#%<>,;:\"/]+@[^@\s?&#%<>,;:\"/]+\.[^@\s?&#%<>,;:\".]+")
_BARE = re.compile(r"[^\s/:?#@\\]+\.[^\W\d_][^\s/:?#@\\.]+\.?(?::\d+)?(?:[/?#]\S*)?", re.UNICODE)
_NAME = re.compile(r"@?([\w.-]+)", re.ASCII)
# With the code of its country: 8 to 15 digits.
_PHONE = re.compile(r"(?:\+|00)(?:[\s().\u00a0\u2010-\u2015-]*[0-9]){8,15}")
_FEDERATED = re.compile(r"@([\w.-]+)@((?:[^\W_][\w-]*\.)+[^\W\d_]{2,}|xn--[\w.-]+)")
_MATRIX = re.compile(r"[#@!][^\s:/]+:[\w.-]+(?::\d+)?")
_TELEGRAM_APP = re.compile(r"tg:(?://)?resolve\?domain=(\w+)", re.ASCII)
# As mail programs copy it: "Anna <anna@example.org>".
_NAMED_MAILBOX = re.compile(r"[^<>@]*<(?:mailto:)?([^<>\s]+)>", re.IGNORECASE)
_CHANNEL_ID = re.compile(r"UC[\w-]{22}", re.ASCII)  # of YouTube
_CLOSING = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“", "’": "‘", ">": "<"}

# What a server answers with for the folder itself.
_INDEX = re.compile(r"/index\.(?:html?|php)$", re.IGNORECASE)
# First steps of a path that are no handle: the next one is, or none.
_FOLDERS = frozenset("c channel company groups in orgs profile r school user view".split())
_NO_HANDLES = frozenset(
    "addemoji addlist addstickers addtheme boost channels confirmphone d document embed events"
    " explore feed file g hashtag home i intent intl-ru invoice iv lists live login message p pages"
    " people permalink.php photo.php playlist post posts profile.php proxy reel results search send"
    " setlanguage share share.php sharer shorts socks spreadsheets starter-pack status stories"
    " story.php t tv watch web wiki".split()
)
# Host and first step behind which a handle stands that stands alone, too.
_ALIASES = frozenset({("youtube.com", "c"), ("mastodon.social", "users")})
# Bytes of a path that need no percent sign.
_UNQUOTED = "/~!$&'()*+,;=:@"


def is_following(name: str, site: Site | None = None) -> bool:
    """Whether a parameter of this name follows people and says nothing about the page."""
    name = name.lower()
    return name in _FOLLOWING or name.startswith("utm_") or bool(site and name in site.follows)


def says_nothing_here(name: str) -> bool:
    """The same of the parameters of our own addresses."""
    return is_following(name) or name in _ORIGINS


def without_following(url: str) -> str:
    """An address without the parameters that follow people; all else as it was."""
    head, mark, fragment = url.partition("#")
    page, question, query = head.partition("?")
    if not question:
        return url
    site = site_of(url)
    pairs = query.split("&")
    kept = [
        pair
        for pair in pairs
        if not is_following(unquote_plus(pair.partition("=")[0]).removeprefix("amp;"), site)
    ]
    if len(kept) == len(pairs):
        return url
    return page + ("?" + "&".join(kept) if any(kept) else "") + mark + fragment


def meant_address(typed: str, type_: str = "") -> str:
    """The address that somebody means: with the scheme that was left out, without what the
    sentence around it left behind and without parameters that follow people.

    ``type_``: what the link is, if that is known (a value of LinkType): then the name or number
    that its users go by is enough. What is no address is given back as it was typed.
    """
    text = _unwrapped(tidied(typed).strip())
    if len(text) > LONGEST:
        return text
    if text[:7].lower() == "mailto:":
        text = text[7:] if EMAIL.fullmatch(text[7:]) else text
    if (found := _NAMED_MAILBOX.fullmatch(text)) and EMAIL.fullmatch(found[1]):
        text = found[1]
    if text.startswith("@"):
        text = text.rstrip("/")
    is_email = EMAIL.fullmatch(text) and not text.startswith("@")
    if is_email and type_ in ("", "email"):
        return f"mailto:{text}"
    if named := _named(text, type_):
        return named
    if _BARE.fullmatch(text):
        host = re.split("[/?#:]", text)[0].lower().rstrip(".")
        text = ("http://" if host.endswith(".onion") else "https://") + text
    return without_following(_without_at(as_browsers(text)))


def _without_at(url: str) -> str:
    """t.me/@example -> t.me/example, on the sites whose addresses have handles without an @."""
    site = site_of(url)
    if site is None or not site.profile or "@" in site.profile:
        return url
    return re.sub(r"^(https?://[^/@]+/)@(?=\w)", r"\1", url)


def _named(text: str, type_: str) -> str:
    """The address of who goes by this name or number in a network; "" where nobody can tell."""
    if found := _TELEGRAM_APP.match(text):
        return f"https://t.me/{found[1]}"
    name = f"@{text}" if type_ == "mastodon" and not text.startswith("@") else text
    if type_ in ("", "mastodon") and (found := _FEDERATED.fullmatch(name)):
        return f"https://{found[2].lower()}/@{found[1]}"
    if type_ in ("", "matrix") and _MATRIX.fullmatch(text):
        return f"https://matrix.to/#/{text}"
    if type_ in NUMBERS and _PHONE.fullmatch(text):
        return NUMBERS[type_].format(re.sub(r"\D", "", text).removeprefix("00"))
    if type_ == "youtube" and _CHANNEL_ID.fullmatch(text):
        return f"https://www.youtube.com/channel/{text}"
    if type_ in PROFILES and (found := _NAME.fullmatch(text)):
        is_host = not text.startswith("@") and "." in text
        if type_ in DOTTED:
            is_host = is_host and (text[:4].lower() == "www." or plain_host(text.lower()) in SHARED)
        return "" if is_host else PROFILES[type_].format(found[1])
    return ""


def _unwrapped(text: str) -> str:
    """Without the brackets, quotes and full stop of the sentence that it stood in."""
    if text[:1] in "<«“„\"'(" and len(text) > 1:
        text = text[1:]
    while text:
        last = text[-1]
        is_left_over = last in ".,;:…!\"'" or (
            last in _CLOSING and text.count(last) > text.count(_CLOSING[last])
        )
        if not is_left_over:
            break
        text = text[:-1]
    return text


def as_browsers(text: str) -> str:
    """Scheme and host in lower case; a host that is not what it looks like (percent-encoded, in
    full-width letters) as browsers understand it."""
    found = re.match(r"(https?)://([^/?#]*)", text, re.IGNORECASE)
    if found is None or "@" in found[2] or "\\" in text:
        return text
    host = found[2].lower()
    if "%" in host or not unicodedata.is_normalized("NFKC", host):
        address = parsed(text)
        return address.href if address else text
    return f"{found[1].lower()}://{host}{text[found.end() :]}"


def meant_link(typed: str, type_: str = "") -> tuple[str, str]:
    """What a link is (a value of LinkType, "" where neither its user nor its address says) and the
    address that is meant."""
    url = meant_address(typed, type_)
    if type_:
        return type_, url
    if url.startswith("mailto:"):
        return "email", url
    if _FEDERATED.fullmatch(_unwrapped(tidied(typed).strip())):
        return "mastodon", url
    if site := site_of(url):
        return site.type, url
    return ("onion" if browser_host(url).endswith(".onion") else ""), url


def own_hosts(addresses: Iterable[str]) -> set[str]:
    """What of these addresses (as ``normalise_address`` gives them) belongs to one initiative as
    far as can be told: the host, also of a mailbox, and where many share it the host with the
    handle."""
    return {own for address in addresses if (own := _own_host(address))}


def _own_host(address: str) -> str:
    if address.startswith("mailto:"):
        host = address.rpartition("@")[2]
        return "" if host in MAIL else host
    host, *steps = filter(None, re.split(r"[/?#]", address))
    host = re.sub(r":[0-9]+$", "", host)
    host = host if host in SHARED else SUBDOMAIN.sub("", host)
    if host not in SHARED:
        return host
    if steps and steps[0] in _FOLDERS:
        steps = ["/".join(steps[:2])] if len(steps) > 1 else []
    return f"{host}/{steps[0]}" if steps and steps[0] not in _NO_HANDLES else ""


def normalise_address(url: str) -> str:
    """Host and path of an address, or its mailbox, so that its spellings meet.

    No scheme, ``www.``, parameters that follow people, trailing slash or name of an index page;
    percent-encoding, hosts in other letters and other hosts of one site are folded. On sites that
    we know a handle counts alone, without case, post and query; an invitation keeps its case, and
    the fragment counts where it is the address.
    """
    text = url.strip()
    if text[:7].lower() == "mailto:":
        return unquote(text).lower()
    address = parsed(text)
    if address is None:
        return ""
    host = plain_host(address.hostname.rstrip("."))
    if address.port:
        host += f":{address.port}"
    site = SITES.get(host)
    path = _INDEX.sub("", re.sub("//+", "/", _requoted(address.pathname))).rstrip("/")
    fragment = address.hash.removeprefix("#")
    if host == "web.telegram.org" and re.fullmatch(r"@\w+", fragment):
        return f"t.me/{fragment[1:].lower()}"
    if (site and site.known_by == FRAGMENT) or fragment.startswith("!/"):
        return f"{host}{path}#{_requoted(fragment)}"
    if named := _known_by(site, host, [step for step in path.split("/") if step]):
        return named
    try:
        pairs = parse_qsl(address.search.removeprefix("?"))
    except ValueError:
        pairs = []  # more parameters than anybody means
    if host == "whatsapp.com" and (number := re.sub(r"\D", "", dict(pairs).get("phone", ""))):
        return f"wa.me/{number}"
    kept = [pair for pair in pairs if not is_following(pair[0], site)]
    return host + path + (f"?{urlencode(sorted(kept))}" if kept else "")


def _requoted(text: str) -> str:
    """The same percent-encoding for the same bytes."""
    return quote_from_bytes(unquote_to_bytes(text), safe=_UNQUOTED)


def _known_by(site: Site | None, host: str, steps: list[str]) -> str:
    """Host and handle, or host and invitation; "" where the whole path counts."""
    if host == "t.me" and len(steps) > 1:
        if steps[0] == "s":  # the preview for those without the app
            steps = steps[1:]
        elif steps[0] == "joinchat":
            steps = [f"+{steps[1]}"]
    if host == "discord.com" and steps[:1] == ["invite"] and len(steps) > 1:
        host, steps = "discord.gg", steps[1:]
    if (host, *steps[:1]) in _ALIASES and len(steps) > 1:
        steps = steps[1:]
    if not steps:
        return ""
    first = steps[0].lower()
    if host == "t.me" and first.startswith("+"):
        return f"{host}/{steps[0]}"
    if host == "youtube.com" and first == "channel":  # an id, whose case counts
        return f"{host}/" + "/".join(steps[:2])
    if host == "whatsapp.com" and first == "send":
        return ""
    if site and site.known_by == INVITATION and host != "discord.com":
        return f"{host}/" + "/".join(steps)
    if not (site and site.known_by == HANDLE) and not first.startswith("@"):
        return ""
    if first in _NO_HANDLES:
        return ""
    length = 2 if first in _FOLDERS or host == "github.com" else 1
    named = "/".join(steps[:length]).lower()
    return f"{host}/{named.removeprefix('@') if site else named}"


def is_web_address(url: str) -> bool:
    """Whether it leads to the web: http or https, with a host, without a name or password."""
    try:
        parts = urlsplit(url)
        is_named = parts.username is not None or parts.password is not None
    except ValueError:
        return False
    address = parsed(url)
    return address is not None and not is_named and not address.username and not address.password
