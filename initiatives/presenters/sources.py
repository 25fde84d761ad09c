"""Addresses as readers see them: what is pressed, and the host that it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from initiatives.text.hosts import shown_host

# So many characters of a path are shown.
PATH_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Source:
    """name: the host; with the beginning of the path where another page of it is named too."""

    url: str
    host: str
    name: str


def source_links(addresses: Iterable[str]) -> list[Source]:
    """One link for each address, in their order, each with a name of its own."""
    addresses = list(addresses)
    names: list[str] = []
    links: list[Source] = []
    for address in addresses:
        host = shown_host(address)
        others = [one for one in addresses if one != address and shown_host(one) == host]
        name = host + _told_apart(_steps(address), [_steps(one) for one in others])
        again = names.count(name)
        names.append(name)
        links.append(Source(address, host, f"{name} ({again + 1})" if again else name))
    return links


def _steps(address: str) -> list[str]:
    """As they are written, percent signs and all: decoded they could turn text round."""
    return [step for step in urlsplit(address).path.split("/") if step]


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
        return shown[: PATH_SHOWN - 1] + "…"
    return shown + ("/…" if length < len(path) else "")
