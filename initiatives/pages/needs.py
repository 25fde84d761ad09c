"""\"I need ...\": what a person would say, and the words of the directory that answer it."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.catalogue.address import Address
from initiatives.catalogue.selection import Selection
from initiatives.presenters.links import Link, View


class Need(NamedTuple):
    label: Promise
    facet: str
    values: tuple[str, ...]


# Two of them came from readers (docs/stories.md).
NEEDS = (
    Need(gettext_lazy("documents and visas"), "activity", ("newcomer-advice", "visas-residence")),
    Need(gettext_lazy("housing"), "activity", ("shelter",)),
    Need(gettext_lazy("a lawyer"), "activity", ("legal-aid",)),
    Need(
        gettext_lazy("someone to talk to"),
        "activity",
        ("community-space", "psychological-support"),
    ),
    Need(gettext_lazy("help, I am at risk"), "activity", ("conscientious-objection", "evacuation")),
    Need(gettext_lazy("something for my children"), "audience", ("families",)),
    Need(gettext_lazy("a way around blocks"), "activity", ("circumvention",)),
)


def needs(selection: Selection, address: Address) -> list[Link]:
    """Needs in plain words with their entries, within a selection of places.

    address: the places, which every link keeps. A need that nobody answers there is left out.
    The last one leads to the regions of Russia, wherever the reader is.
    """
    view = View(selection.snapshot.vocabulary)
    chosen = dict(address.chosen)
    links = []
    for need in NEEDS:
        known = selection.snapshot.vocabulary.facets[need.facet]
        values = tuple(value for value in need.values if value in known)
        asked = {**chosen, need.facet: values}
        number = len(selection.choosing(asked))
        if values and number:
            links.append(Link(str(need.label), view.url(Address.of(asked)), number))
    regions = tuple(selection.snapshot.vocabulary.facets["region"])
    number = len(selection.choosing({"region": regions}))
    if number:
        links.append(Link(_("to read about my region"), reverse("pages:regions"), number))
    return links
