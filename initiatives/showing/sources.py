"""Addresses as readers see them: what is pressed, and the host that it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from initiatives.text.hosts import shown_host


@dataclass(frozen=True, slots=True)
class Source:
    url: str
    host: str


def source_links(addresses: Iterable[str]) -> list[Source]:
    return [Source(address, shown_host(address)) for address in addresses]
