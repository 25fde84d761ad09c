"""A content document as readers would see it, and in one line."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from initiatives.content import Document
from initiatives.fields.bilingual import Text, pick
from initiatives.fields.partial_date import PartialDate
from initiatives.models import DesignationType, Initiative, Vocabulary
from initiatives.presenters.designations import Designated
from initiatives.presenters.entry import DocumentCard, entry_of_document, shown_designation
from initiatives.presenters.frame import today
from initiatives.presenters.links import Link


def preview(document: Document, vocabulary: Vocabulary, *, language: str) -> dict[str, Any]:
    """The context of parts/entry.html for a valid document, with the moderators' fields.

    One query where other entries are named.
    """
    with translation.override(language):
        context = entry_of_document(document, vocabulary, today=today())
        named = [slug for slug in [*document["partners"], document["successor"]] if slug]
        entries = Initiative.objects.listed().filter(slug__in=named) if named else []
        found = {one.slug: Link(one.name, one.get_absolute_url()) for one in entries}
        designations = [shown_designation(one) for one in document["designations"]]
        card: DocumentCard = context["card"]
        until = document["closed_on"]
        card.until = PartialDate.parse(until).display() if until else ""
        card.designation = _gravest(designations)
        card.successor = found.get(document["successor"])
        return {
            **context,
            "designations": designations,
            "partners": [found[slug] for slug in document["partners"] if slug in found],
        }


def _gravest(designations: list[dict[str, Any]]) -> Designated | None:
    in_force = [one for one in designations if one["in_force"]]
    if not in_force:
        return None
    gravest = max(in_force, key=lambda one: DesignationType.values.index(one["type"]))
    return Designated(gravest["type"], gravest["since"], len(in_force) - 1)


def names_of(document: Document) -> Text:
    """The name that a list shows; that of an emptied document says so."""
    return pick(document.get("name_en", ""), document.get("name_ru", "")) or Text(
        _("without a text"), lang=""
    )


def places_of(document: Document, vocabulary: Vocabulary) -> str:
    """Cities, countries of which no city is named, and online; as one line."""
    cities = [vocabulary.by_key("city", key) for key in document.get("cities", [])]
    names = [str(city.name) for city in cities if city]
    covered = {city.group for city in cities if city}
    for key in document.get("host_countries", []):
        word = vocabulary.by_key("country", key)
        if word and word.value not in covered:
            names.append(str(word.name))
    if document.get("online"):
        names.append(_("online"))
    return ", ".join(names)
