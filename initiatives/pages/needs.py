"""\"I need ...\": what a person would say, and the activities that answer it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from initiatives.catalogue.address import Address
from initiatives.catalogue.selection import Selection
from initiatives.showing.links import Link, View

NEEDS: list[tuple[Promise, tuple[str, ...]]] = [
    (gettext_lazy("documents and visas"), ("newcomer-advice", "visas-residence")),
    (gettext_lazy("housing"), ("shelter",)),
    (gettext_lazy("a lawyer"), ("legal-aid",)),
    (gettext_lazy("someone to talk to"), ("community-space", "psychological-support")),
    (gettext_lazy("news of my region"), ("regional-news",)),
    (gettext_lazy("help, I am at risk"), ("conscientious-objection", "evacuation")),
]


def needs(selection: Selection, address: Address) -> list[Link]:
    """Needs in plain words with their entries, within a selection of places."""
    view = View(selection.snapshot.vocabulary)
    chosen = dict(address.chosen)
    known = selection.snapshot.vocabulary.facets["activity"]
    links = []
    for label, activities in NEEDS:
        values = tuple(value for value in activities if value in known)
        asked = {**chosen, "activity": values}
        number = len(selection.choosing(asked))
        if values and number:
            links.append(Link(str(label), view.url(Address.of(asked)), number))
    return links
