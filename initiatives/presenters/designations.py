"""What is said of an entry's status under Russian law, and of the ban that touches it without one.

Each sentence rests on the laws and sources in templates/parts/designation/sources.html.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.models import DesignationType, LegalDesignation, Vocabulary, gravest
from initiatives.presenters.dates import of_month

# The designations of rows, each with the entry whose status it is: one query.
WITH_OWNERS = Prefetch("designations", LegalDesignation.objects.select_related("of"))
# Whose entries the ban of the "international LGBT movement" touches: facet -> word.
LGBTQ = {"activity": "lgbtq", "audience": "lgbtq-people"}


def is_lgbtq(facets: Mapping[str, Sequence[str]], vocabulary: Vocabulary) -> bool:
    """Whether an entry with these facets works for LGBTQ+ people, whatever editors merged the
    words into."""
    return any(
        value in facets[facet] or vocabulary.canonical(facet, value) in facets[facet]
        for facet, value in LGBTQ.items()
    )


def lgbtq_words() -> str:
    """What a card says of the ban of the "international LGBT movement"."""
    return _(
        "In Russia the “international LGBT movement” is banned as extremist since January 2024:"
        " symbols and words of support can be punished"
    )


def short_status(facets: Mapping[str, Sequence[str]]) -> str:
    """What stands beside the name of an entry with these facets wherever another one names it:
    all that is in force, its parent's among it, the gravest first; "" of none."""
    types = [one for one in DesignationType if one in facets["designation"]]
    labels = ", ".join(str(one.label) for one in reversed(types))
    return _("status in Russia: %(status)s") % {"status": labels} if labels else ""


class Status(NamedTuple):
    """A designation in force: since when, as shown, and the name of the entry whose status covers
    this one, "" of one that is not listed; None of its own."""

    type: str
    since: str
    of: str | None


def gravest_of(statuses: Sequence[Status]) -> Designated | None:
    """What is told first of an entry with these; its own before another's of the same type."""
    kind = gravest(one.type for one in statuses)
    if not kind:
        return None
    first = min((one for one in statuses if one.type == kind), key=lambda one: one.of is not None)
    own = any(one.of is None for one in statuses)
    types = {one.type for one in statuses} - {kind}
    lesser = tuple(one for one in reversed(DesignationType.values) if one in types)
    return Designated(kind, first.since, len(statuses) - 1, first.of, own, lesser)


@dataclass(frozen=True, slots=True)
class Designated:
    """The gravest designation in force, since when, and how many others there are.

    of: the name of the entry whose status covers this one, "" of one that is not listed; None of
    its own status. own: whether any of those in force is its own. lesser: the other types in
    force, the graver first.
    """

    type: str
    since: str
    more: int
    of: str | None = None
    own: bool = True
    lesser: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(DesignationType(self.type).label)

    @property
    def others(self) -> list[tuple[str, str]]:
        """The other types in force, whose consequences the safety page tells: value and name."""
        return [(one, str(DesignationType(one).label)) for one in self.lesser]

    def words(self) -> str:
        """What it is called there, and what it means for readers in Russia."""
        if self.type == "terrorist":
            said = _(
                "“Terrorist” in Russia since %(date)s: donating and taking part are crimes there,"
                " words of approval too; searching can be fined"
            )
        elif self.type == "extremist":
            said = _(
                "“Extremist” in Russia since %(date)s: donating and taking part are crimes there;"
                " sharing and searching can be punished"
            )
        elif self.type == "undesirable":
            said = _(
                "“Undesirable” in Russia since %(date)s: donating is a crime there, sharing and"
                " taking part are fined"
            )
        else:
            said = _("“Foreign agent” in Russia since %(date)s: mind the label when you share")
        said %= {"date": of_month(self.since)}
        if self.of is not None:
            whose = _("Status of %(parent)s.") if self.of else _("Status of another organisation.")
            said = whose % {"parent": within_quotes(self.of)} + f" {said}"
        if n := self.more:
            said += ngettext(
                "; %(n)s more status in the entry", "; %(n)s more statuses in the entry", n
            ) % {"n": n}
        return said

    def title(self, name: str) -> str:
        """An entry's name after its status, for messengers."""
        if self.of is None:
            said = _("%(status)s in Russia: %(name)s")
        elif self.of:
            said = _("%(status)s in Russia (status of %(parent)s): %(name)s")
        else:
            said = _("%(status)s in Russia (status of another organisation): %(name)s")
        return said % {"status": self.label, "parent": within_quotes(self.of or ""), "name": name}


def within_quotes(name: str) -> str:
    """A name that the Russian sentence puts in quotation marks: its own become the inner ones."""
    return name.replace("«", "„").replace("»", "“")


def former_words(kind: str, *, since: str, ended: str) -> str:
    """That it was so named and is not any more. since, ended: as shown."""
    said = {
        "foreign_agent": _("Was a “foreign agent” from %(since)s to %(ended)s"),
        "undesirable": _("Was an “undesirable organisation” from %(since)s to %(ended)s"),
        "extremist": _("Was an “extremist organisation” from %(since)s to %(ended)s"),
        "terrorist": _("Was a “terrorist organisation” from %(since)s to %(ended)s"),
    }[kind]
    return said % {"since": of_month(since), "ended": ended}
