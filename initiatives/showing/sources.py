"""Addresses as readers see them: what is pressed, and the host that it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from initiatives.text.hosts import shown_host


@dataclass(frozen=True, slots=True)
class Source:
    """name: the host; with a number where it comes again, so that each link has its own name."""

    url: str
    host: str
    name: str


def source_links(addresses: Iterable[str]) -> list[Source]:
    """One link for each address, in their order."""
    links: list[Source] = []
    for address in addresses:
        host = shown_host(address)
        again = sum(one.host == host for one in links)
        links.append(Source(address, host, f"{host} ({again + 1})" if again else host))
    return links
