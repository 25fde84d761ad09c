"""An initiative as a card: what it shows of the row, and its HTML, held until anything changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from initiatives.catalogue.hits import Hits
from initiatives.catalogue.selection import Selection
from initiatives.fields.bilingual import Text, pick, reader_language
from initiatives.models import (
    ANYBODY,
    NO_DESIGNATION,
    ONLINE,
    Cost,
    EntryState,
    Initiative,
    LegalDesignation,
    VerifiedHow,
)
from initiatives.presenters.dates import (
    ago,
    day_in_list,
    months_since,
    of_month,
    shown_day,
    with_year,
)
from initiatives.presenters.designations import (
    WITH_OWNERS,
    Designated,
    Status,
    gravest_of,
    is_lgbtq,
    lgbtq_words,
    short_status,
)
from initiatives.presenters.links import Link, View, remote_label
from initiatives.presenters.sources import OwnLink, Source, own_links, source_links
from initiatives.presenters.tiles import mark
from initiatives.text.shortening import shortened

STALE_AFTER = timedelta(days=180)
# What nobody has looked at for so many months is told as a doubt.
OLD_AFTER = 24
FOCUS_SHOWN = 3
CONTACTS_SHOWN = 2
SUMMARY_SHOWN = 160  # characters
# Cards whose HTML is held, about 2 kB each.
HELD = 1_000


class Age(NamedTuple):
    """From when the newest that is known of an entry is. words: a sentence without its full stop;
    ago: how long ago in words, "" for less than a year."""

    words: str
    ago: str = ""
    is_old: bool = False
    is_verified: bool = False


class Card:
    """Says what a card shows of a row when it is asked; a part that is not shown costs nothing.

    row: an Initiative. today: in UTC. hits: of a search, whose words are marked. contacts: it is
    shown with the ways to reach it. Dates as shown.
    """

    # What only a document has: its "name" and "country" each; they lead nowhere yet.
    proposed_cities: Sequence[Mapping[str, str]] = ()

    def __init__(
        self,
        row: Any,
        view: View,
        *,
        today: date,
        hits: Hits | None = None,
        contacts: bool = False,
    ) -> None:
        self._row = row
        self._view = view
        self._today = today
        self._hits = hits
        self.shows_contacts = contacts

    @property
    def url(self) -> str:
        return str(self._row.get_absolute_url())

    @property
    def name(self) -> Text:
        return pick(self._row.name_en, self._row.name_ru)

    @property
    def shown_name(self) -> Text | SafeString:
        """The name, with the words that were searched for marked."""
        return self._marked(self.name)

    @property
    def shown_summary(self) -> str | SafeString:
        """The beginning of the summary, with the words that were searched for marked."""
        return self._marked(shortened(self.summary, SUMMARY_SHOWN))

    def _marked(self, text: Any) -> Any:
        return self._hits.marked(text) if self._hits else text

    @property
    def other_name(self) -> Text | str:
        first = self.name
        code = "en" if first.lang == "ru" else "ru"
        other = Text(getattr(self._row, f"name_{code}"), lang=code)
        return other if other and other != first else ""

    @property
    def summary(self) -> Text:
        return pick(self._row.summary_en, self._row.summary_ru)

    @property
    def summary_is_foreign(self) -> bool:
        """Whether it exists in the other language only."""
        return bool(self.summary) and self.summary.lang != reader_language()

    @property
    def foreign(self) -> str:
        """A sentence that says that its texts, or some of them, exist in the other language only;
        empty where they are in the reader's."""
        row = self._row
        texts = [
            self.summary,
            pick(row.description_en, row.description_ru),
            pick(row.terms_en, row.terms_ru),
        ]
        here = {text.lang == reader_language() for text in texts if text}
        if False not in here:
            return ""
        if True in here:
            return pgettext("the other language", "Part of this entry is in Russian only.")
        return pgettext("the other language", "This entry is in Russian only.")

    @property
    def kind(self) -> Link:
        return self._view.link("kind", self._row.kind)

    @property
    def places(self) -> list[Link]:
        """Cities, countries of which no city is named, and where it helps remotely."""
        view, facets, proposed = self._view, self._row.facets, self.proposed_cities
        cities, countries = facets["city"], facets["country"]
        named = {ONLINE, *(view.word("city", city).group for city in cities)}
        named.update(one["country"].lower() for one in proposed)
        places = view.links("city", cities) + [Link(one["name"], "") for one in proposed]
        places += [view.link("country", one) for one in countries if one not in named]
        if ANYBODY in (remote := self._row.remote_for):
            places.append(view.online)
        elif remote:
            places.append(Link(remote_label(remote, view.vocabulary), ""))
        return places

    @property
    def since(self) -> str:
        founded = self._row.founded
        return founded.display() if founded else ""

    @property
    def until(self) -> str:
        closed_on = self._row.closed_on
        return closed_on.display() if closed_on else ""

    @property
    def years(self) -> str:
        """In words, as "2022 – 2024" or "since March 2022"; empty where nothing is known."""
        since, until = self.since, self.until
        if since and until:
            return f"{since} – {until}"
        if since:
            return _("since %(date)s") % {"date": of_month(since)}
        return _("until %(date)s") % {"date": of_month(until)} if until else ""

    @property
    def activities(self) -> list[Link]:
        return self._view.links("activity", self._row.facets["activity"])

    @property
    def focus(self) -> list[Link]:
        return self._view.links("region", self._row.facets["region"][:FOCUS_SHOWN])

    @property
    def focus_more(self) -> int:
        return max(0, len(self._row.facets["region"]) - FOCUS_SHOWN)

    @property
    def mark(self) -> str:
        """Its regions as the path of a regional mark."""
        return mark(self._row.facets["region"], self._view.vocabulary.tiles)

    @property
    def languages(self) -> list[Link]:
        return self._view.links("language", self._row.facets["language"])

    @property
    def designation(self) -> Designated | None:
        if self._row.facets["designation"] == [NO_DESIGNATION]:
            return None
        rows = self._row.designations.all()
        return gravest_of(
            [Status(row.type, row.since.display(), _whose(row)) for row in rows if row.in_force]
        )

    @property
    def shared_title(self) -> str:
        """What messengers show of a link to it: whoever sends it on is warned first."""
        designation, name = self.designation, str(self.name)
        return designation.title(name) if designation else name

    @property
    def is_lgbtq(self) -> bool:
        """Whether the ban of the "international LGBT movement" touches it."""
        return is_lgbtq(self._row.facets, self._view.vocabulary)

    @property
    def warnings(self) -> list[str]:
        """What a reader in Russia has to know before anything else, a sentence each without its
        full stop: of its gravest designation, and of the ban."""
        designation = self.designation
        said = [designation.words()] if designation else []
        return [*said, lgbtq_words()] if self.is_lgbtq else said

    @property
    def verified(self) -> str:
        """verified, stale (not for 180 days) or never."""
        at = self._row.verified_at
        if at is None:
            return "never"
        return "stale" if self._today - at.date() > STALE_AFTER else "verified"

    @property
    def verified_on(self) -> str:
        at = self._row.verified_at
        return shown_day(at) if at else ""

    @property
    def verified_in_list(self) -> str:
        at = self._row.verified_at
        return day_in_list(at, today=self._today) if at else ""

    @property
    def age(self) -> Age | None:
        """A verification counts for as long as it is one; then what is newest, it or the month of
        the newest source. None of what has no history yet."""
        checked, at = self._row.checked, self._row.verified_at
        if self.verified == "verified":
            return Age(_("Verified %(date)s") % {"date": self.verified_on}, is_verified=True)
        if checked and (at is None or checked.last_day > at.date()):
            newest, day = checked.last_day, with_year(checked.display())
            words = _("Newest information: %(date)s") % {"date": day}
        elif at:
            newest = at.date()
            words = _("Last verified: %(date)s") % {"date": with_year(self.verified_on)}
        else:
            return Age(_("In the directory since %(date)s") % {"date": of_month(self.added)})
        months = months_since(newest, today=self._today)
        return Age(words, ago(months), months >= OLD_AFTER)

    @property
    def verified_how(self) -> str:
        how = self._row.verified_how
        return str(VerifiedHow(how).label) if how else ""

    @property
    def contacts(self) -> list[OwnLink]:
        """The ways to reach it, two at most: the website, then the first links."""
        return own_links(self._row.website, self._row.links)[:CONTACTS_SHOWN]

    @property
    def has_address(self) -> bool:
        return bool(self._row.website or self._row.links)

    @property
    def told_by(self) -> Source | None:
        """Where an entry without an address of its own is known from; each has a source."""
        return next(iter(source_links(self._row.sources[:1])), None)

    @property
    def cost(self) -> str:
        cost = self._row.cost
        return str(Cost(cost).label) if cost else ""

    @property
    def terms(self) -> Text:
        return pick(self._row.terms_en, self._row.terms_ru)

    @property
    def added(self) -> str:
        return shown_day(self._row.published_at)

    @property
    def added_in_list(self) -> str:
        return day_in_list(self._row.published_at, today=self._today)

    @property
    def closed(self) -> bool:
        return self._row.state == EntryState.CLOSED.value

    @property
    def successor(self) -> Link | None:
        successor = self._row.successor
        if successor is None or successor.state == EntryState.HIDDEN:
            return None
        return entry_link(successor)


def entry_link(initiative: Initiative) -> Link:
    """An entry as another one names it: with its status."""
    status = short_status(initiative.facets)
    return Link(initiative.name, initiative.get_absolute_url(), status=status)


def _whose(row: LegalDesignation) -> str | None:
    """As a Status has it."""
    if row.of is None:
        return None
    return str(row.of.name) if row.of.is_listed else ""


def cards_as_html(entries: Selection, *, today: date) -> list[SafeString]:
    """The cards of these entries in their order; of a search with its words marked."""
    return [*cards_of(entries, entries.pks, today=today).values()]


def cards_of(
    entries: Selection, pks: Sequence[int], *, today: date, contacts: bool = False
) -> dict[int, SafeString]:
    """The cards of these ids by id, in their order, each as templates/parts/card.html makes it.

    Links in a card lead to plain views, so it depends on entry, language and day alone, and is
    held with the snapshot: whenever anything public changes there is a new one. Entries that are
    not listed any more when they are read are left out. Those of a search, with its words marked,
    and those with contacts are not held.
    """
    hits, view = entries.hits, View(entries.snapshot.vocabulary)
    held = {} if hits or contacts else entries.snapshot.cards
    keys = {pk: (pk, reader_language(), today) for pk in pks}
    shown = {pk: html for pk, key in keys.items() if (html := held.get(key)) is not None}
    if missing := [pk for pk in keys if pk not in shown]:
        rows = entries.read(missing)
        prefetch_related_objects([*rows.values()], WITH_OWNERS)
        for pk, row in rows.items():
            card = Card(row, view, today=today, hits=hits, contacts=contacts)
            shown[pk] = render_to_string("parts/card.html", {"card": card})
        if len(held) + len(missing) > HELD:
            held.clear()
        held.update((keys[pk], shown[pk]) for pk in missing if pk in shown)
    return {pk: shown[pk] for pk in keys if pk in shown}
