"""An entry in the words of schema.org, for search engines: nothing that its page does not say."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from initiatives.fields.links import LinkType
from initiatives.models import ONLINE, Initiative, Kind
from initiatives.presenters.links import View

# Where somebody can be asked for help or money, it is not the initiative's other name.
_NOT_ITSELF = {
    LinkType.EMAIL, LinkType.DONATE, LinkType.CONTACT_FORM, LinkType.RSS, LinkType.MIRROR,
    LinkType.ONION, LinkType.APP, LinkType.OTHER,
}  # fmt: skip
# What would end the block or begin another element, as JSON writes it instead.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def linked_data(initiative: Initiative, view: View, *, site: str) -> SafeString:
    """The JSON-LD of a listed entry in the reader's language, safe inside <script>.

    site: its address for this reader.
    """
    name = initiative.name
    own = [initiative.name_en, initiative.name_ru, *initiative.other_names]
    facets = initiative.facets
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": Kind(initiative.kind).schema_type,
        "@id": f"{site}{initiative.get_absolute_url()}",
        "name": name,
        "alternateName": [other for other in own if other and other != name],
        "description": initiative.summary,
        "url": initiative.website,
        "sameAs": [one["url"] for one in initiative.links if one["type"] not in _NOT_ITSELF],
        "foundingDate": str(initiative.founded or ""),
        "dissolutionDate": str(initiative.closed_on or ""),
        "location": [_city(value, view) for value in facets["city"]],
        "areaServed": [_country(value, view) for value in facets["country"] if value != ONLINE],
        "knowsLanguage": facets["language"],
    }
    said = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False)
    return mark_safe(said.translate(_ESCAPES))  # noqa: S308 - escaped in the line above


def _country(value: str, view: View) -> dict[str, Any]:
    return {"@type": "Country", "name": str(view.word("country", value).name)}


def _city(value: str, view: View) -> dict[str, Any]:
    city = view.word("city", value)
    return {
        "@type": "City",
        "name": str(city.name),
        "containedInPlace": _country(city.group, view),
    }
