"""An entry as readers see it: one that is published, or what a content document would become."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext_lazy

from initiatives.fields.bilingual import Text, by_its_letters, pick
from initiatives.fields.links import LinkType
from initiatives.fields.partial_date import PartialDate
from initiatives.models import (
    Cost,
    Initiative,
    Reach,
    Vocabulary,
    facets_of,
)
from initiatives.presenters.cards import Card
from initiatives.presenters.designations import Designated
from initiatives.presenters.links import Link, View
from initiatives.presenters.sources import source_links
from initiatives.text.hosts import shown_host
from initiatives.text.markdown import render as markdown

# What stands beside a link: it comes from the link's type, never from its submitter.
LEADS = {
    "website": gettext_lazy("website"),
    LinkType.RSS: gettext_lazy("news feed for a reader"),
    LinkType.EMAIL: gettext_lazy("write a letter"),
    LinkType.SIGNAL: gettext_lazy("encrypted messenger"),
    LinkType.WHATSAPP: gettext_lazy("messenger"),
    LinkType.DISCORD: gettext_lazy("chat rooms"),
    LinkType.MATRIX: gettext_lazy("encrypted chat rooms"),
    LinkType.LINKEDIN: gettext_lazy("professional network"),
    LinkType.CONTACT_FORM: gettext_lazy("form for messages"),
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


def entry_of(initiative: Initiative, view: View, *, today: date) -> dict[str, Any]:
    """The context of parts/entry.html for a row; its designations and partners are read."""
    facets = initiative.facets
    partners = _named(initiative.partners.listed())
    # Who names it back stands among its partners already.
    named_by = [one for one in _named(initiative.named_by.listed()) if one not in partners]
    return {
        "card": Card(initiative, view, today=today),
        "description": markdown(initiative.description),
        "description_lang": initiative.description.lang,
        "terms": initiative.terms,
        "cost_label": initiative.get_cost_display(),
        "links": _links(initiative.website, initiative.links),
        "reach_label": initiative.get_reach_display(),
        "designations": [
            {
                "type": one.type,
                "label": one.get_type_display(),
                "since": one.since.display() if one.since else "",
                "ended": one.ended.display() if one.ended else "",
                "name_in_register": _in_register(one.name_in_register),
                "source": one.source,
                "source_host": shown_host(one.source),
                "in_force": one.in_force,
            }
            for one in initiative.designations.all()
        ],
        "partners": partners,
        "named_by": named_by,
        "other_names": [by_its_letters(one) for one in initiative.other_names],
        "sources": source_links(initiative.sources),
        **_words(facets, view),
    }


def _in_register(name: str) -> Text:
    """The registers are Russian; they name foreign bodies in their own letters, or in both."""
    russian = any("\u0400" <= sign <= "\u04ff" for sign in name)
    return Text(name, "ru" if russian else "en")


def entry_of_document(
    document: dict[str, Any], vocabulary: Vocabulary, *, today: date
) -> dict[str, Any]:
    """The same for a valid content document of the public's form, which nobody approved yet.

    Proposed cities and tags stand where they would stand, as plain words without a link.
    Partners, designations and a successor are the moderators' to give, and are left out.
    """
    view = View(vocabulary)
    facets = facets_of(document)
    description = pick(document["description_en"], document["description_ru"])
    cost, reach = document["cost"], document["reach"]
    words = _words(facets, view)
    words["tags"] = words["tags"] + [Link(one["name"], "") for one in document["proposed"]["tags"]]
    return {
        "card": DocumentCard(document, facets, view, today=today),
        "description": markdown(description),
        "description_lang": description.lang,
        "terms": pick(document["terms_en"], document["terms_ru"]),
        "cost_label": Cost(cost).label if cost else "",
        "links": _links(document["website"], document["links"]),
        "reach_label": Reach(reach).label if reach else "",
        "designations": [],
        "partners": [],
        "named_by": [],
        "other_names": [by_its_letters(one) for one in document["other_names"]],
        "sources": source_links(document["sources"]),
        **words,
    }


class DocumentCard(Card):
    """Of a content document, which has no address and no history yet."""

    url = ""
    until = ""
    designation: Designated | None = None
    successor: Link | None = None
    verified = "never"
    checked = ""

    def __init__(
        self, document: dict[str, Any], facets: dict[str, list[str]], view: View, *, today: date
    ) -> None:
        founded = document["founded"]
        dates = {"founded": PartialDate.parse(founded) if founded else None}
        row = SimpleNamespace(**document | dates, facets=facets, published_at=today)
        super().__init__(row, view, today=today)
        self.proposed_cities = document["proposed"]["cities"]


def _words(facets: dict[str, list[str]], view: View) -> dict[str, list[Link]]:
    return {
        "focus_all": view.links("region", facets["region"]),
        "audiences": view.links("audience", facets["audience"]),
        "seeks": view.links("seeks", facets["seeks"]),
        "tags": view.links("tag", facets["tag"]),
    }


def _links(website: str, links: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    typed = [{"type": "website", "url": website}] if website else []
    return [
        {
            "type": link["type"],
            "label": shown_host(link["url"])
            if link["type"] == "website"
            else LinkType(link["type"]).label,
            "lead": LEADS[link["type"]],
            "url": link["url"],
            "host": shown_host(link["url"]),
        }
        for link in [*typed, *links]
    ]


def _named(initiatives: Any) -> list[Link]:
    names = initiatives.only("slug", "name_en", "name_ru").order_by("slug")
    return [Link(one.name, one.get_absolute_url()) for one in names]
