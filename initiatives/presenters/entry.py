"""An entry as readers see it: one that is published, or what a content document would become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext_lazy

from initiatives.content import FIELDS, arranged, upgraded
from initiatives.content.fields import WordsField
from initiatives.content.reading import shown_date
from initiatives.fields.bilingual import Text, by_its_letters, pick
from initiatives.fields.partial_date import PartialDate
from initiatives.models import DesignationType, Initiative, Vocabulary, facets_of
from initiatives.presenters.cards import Age, Card, entry_link
from initiatives.presenters.designations import Designated, former_words
from initiatives.presenters.links import Link, View
from initiatives.presenters.sources import own_links, source_links
from initiatives.text.hosts import shown_host
from initiatives.text.markdown import render as markdown

# The facts of an entry, in the order of its page, and what each is called there.
FACTS = {
    "activities": gettext_lazy("What it does"),
    "audiences": gettext_lazy("For whom"),
    "languages": gettext_lazy("Languages"),
    "focus_regions": gettext_lazy("Regions of Russia"),
    "reach": gettext_lazy("Reach"),
    "cost": gettext_lazy("Cost"),
    "seeks": gettext_lazy("Seeks"),
    "tags": gettext_lazy("Tags"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Of one field, in words; those of a facet lead to the entries that have them too."""

    name: str
    label: Any
    links: list[Link]


def entry_of(initiative: Initiative, view: View, *, today: date) -> dict[str, Any]:
    """The context of parts/entry.html for a row; its designations and partners are read.

    ``parents``: the one that runs it, if it has a public page; ``projects``: those that it runs.
    """
    parent = initiative.parent
    parents = [entry_link(parent)] if parent and parent.is_listed else []
    projects = _named(initiative.projects.listed())
    # Parent, projects and partners are each named once, and so is who names it back.
    run = [*parents, *projects]
    partners = [one for one in _named(initiative.partners.listed()) if one not in run]
    named_by = [one for one in _named(initiative.named_by.listed()) if one not in [*run, *partners]]
    values = {name: FIELDS[name].from_row(initiative, name) for name in FACTS}
    return {
        **_shown(initiative, values, initiative.facets, view),
        "card": Card(initiative, view, today=today),
        "designations": [
            shown_designation(
                one,
                entry_link(row.of) if row.of and row.of.is_listed else None,
                of_parent=row.of_id == initiative.parent_id,
            )
            for one, row in zip(
                FIELDS["designations"].from_row(initiative, "designations"),
                initiative.designations.all(),
                strict=True,
            )
        ],
        "parents": parents,
        "projects": projects,
        "partners": partners,
        "named_by": named_by,
    }


def _shown(
    row: Any,
    values: Mapping[str, Any],
    facets: dict[str, list[str]],
    view: View,
    proposed: Iterable[Link] = (),
) -> dict[str, Any]:
    """What a page shows of the content's own fields. ``row``: has them as attributes; ``values``:
    the JSON values of the facts; ``proposed``: tags that nobody has settled yet."""
    description = pick(row.description_en, row.description_ru)
    facts = [
        Fact(name, label, _fact(name, values[name], facets, view)) for name, label in FACTS.items()
    ]
    next(fact for fact in facts if fact.name == "tags").links.extend(proposed)
    return {
        "description": markdown(description),
        "description_lang": description.lang,
        "terms": pick(row.terms_en, row.terms_ru),
        "links": own_links(row.website, row.links),
        "other_names": [by_its_letters(one) for one in row.other_names],
        "sources": source_links(row.sources),
        "facts": [fact for fact in facts if fact.links],
    }


def _fact(name: str, value: Any, facets: dict[str, list[str]], view: View) -> list[Link]:
    field = FIELDS[name]
    if isinstance(field, WordsField):
        return view.links(field.facet, facets[field.facet])
    return [Link(text, "") for text in field.display(value, view.vocabulary)] if value else []


def shown_designation(
    one: dict[str, str], of: Link | None = None, *, of_parent: bool = False
) -> dict[str, Any]:
    """A designation of a document, as parts/entry.html shows it. ``of``: whose status it is, where
    it is not the entry's own: its parent's, or a partner's."""
    name = one["name_in_register"]
    # The registers are Russian; they name foreign bodies in their own letters, or in both.
    russian = any("\u0400" <= character <= "\u04ff" for character in name)
    since, ended = shown_date(one["since"]), shown_date(one["ended"])
    return {
        "type": one["type"],
        "label": DesignationType(one["type"]).label,
        "since": since,
        "former": former_words(one["type"], since=since, ended=ended) if ended else "",
        "name_in_register": Text(name, "ru" if russian else "en"),
        "source": one["source"],
        "source_host": shown_host(one["source"]),
        "in_force": not one["ended"],
        "of": of,
        "whose": (str(of.label) if of else "") if one["of"] else None,
        "of_parent": of_parent,
    }


def entry_of_document(
    document: dict[str, Any], vocabulary: Vocabulary, *, today: date
) -> dict[str, Any]:
    """The same for a valid content document of the public's form, which nobody approved yet.

    Proposed cities and tags are where they would be, as plain words without a link.
    Parent, partners, designations and a successor are the moderators' to give, and are left out.
    """
    document = arranged(upgraded(document))
    view, facets = View(vocabulary), facets_of(document)
    proposed = [Link(one["name"], "") for one in document["proposed"]["tags"]]
    shown = _shown(SimpleNamespace(**document), document, facets, view, proposed)
    return {
        **shown,
        "card": DocumentCard(document, facets, view, today=today),
        "designations": [],
        "parents": [],
        "projects": [],
        "partners": [],
        "named_by": [],
    }


class DocumentCard(Card):
    """Of a content document, which has no address and no history yet."""

    url = ""
    until = ""
    designation: Designated | None = None
    successor: Link | None = None
    age: Age | None = None
    verified = "never"

    def __init__(
        self, document: dict[str, Any], facets: dict[str, list[str]], view: View, *, today: date
    ) -> None:
        founded = document["founded"]
        dates = {"founded": PartialDate.parse(founded) if founded else None}
        row = SimpleNamespace(**document | dates, facets=facets, published_at=today)
        super().__init__(row, view, today=today)
        self.proposed_cities = document["proposed"]["cities"]


def _named(initiatives: Any) -> list[Link]:
    rows = initiatives.only("slug", "name_en", "name_ru", "facets").order_by("slug")
    return [entry_link(one) for one in rows]
