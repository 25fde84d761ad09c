"""The words of an entry's own texts, as publishing stores them beside it for the search.

Labels of its facets are not among them: they are read with the vocabulary, so that a word that an
editor changed is found at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from initiatives.text.addresses import normalise_address, own_hosts
from initiatives.text.search_words import as_stored, joined

# Of hosts the part that is nobody's name.
_NO_NAME = re.compile(r"\.[a-z]{2,}$|^(?:t\.me|[a-z]+\.(?:com|org|me|social|app))/@?")


def search_terms_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Field -> its words as ``as_stored`` gives them; "names": whole names by sound; "hosts": what
    its addresses are compared by. content: a document, or a row as a mapping."""
    names = [content["name_en"], content["name_ru"], *content["other_names"]]
    urls = [content["website"], *(link["url"] for link in content["links"])]
    addresses = [address for url in urls if url and (address := normalise_address(url))]
    hosts = _unique([*addresses, *sorted(own_hosts(addresses))])
    texts = [content[f"{field}_{code}"] for field in ("description", "terms") for code in _CODES]
    terms = {
        "name": as_stored(names),
        "host": as_stored(_NO_NAME.sub("", host.removeprefix("mailto:")) for host in hosts),
        "summary": as_stored(content[f"summary_{code}"] for code in _CODES),
        "text": as_stored(texts),
        "names": " ".join(_unique(joined(name) for name in names if name)),
        "hosts": " ".join(host for host in hosts if not re.search(r"\s", host)),
    }
    return {field: text for field, text in terms.items() if text}


_CODES = ("en", "ru")


def _unique(texts: Iterable[str]) -> list[str]:
    return [*dict.fromkeys(text for text in texts if text)]
