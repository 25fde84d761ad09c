"""By which addresses an entry is known, so that another one with the same is found at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, ClassVar

from django.db import models

from initiatives.models.initiative import Initiative
from initiatives.text.addresses import normalise_address


class EntryAddress(models.Model):
    """Derived by publishing from website and links. A digest, because an index has a limit to
    the length of what it holds and an address in many letters has not."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="known_addresses")
    digest = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["digest"], name="entry_address_digest")]

    def __str__(self) -> str:
        return self.digest[:8]


def address_digests(document: Mapping[str, Any]) -> list[str]:
    """Those of a content document's website and links, each once, in this order."""
    urls: Iterable[Any] = (
        document.get("website"),
        *(link["url"] for link in document.get("links", ())),
    )
    spelt = dict.fromkeys(normalise_address(url) for url in urls if url)
    return [sha256(one.encode()).hexdigest() for one in spelt if one]
