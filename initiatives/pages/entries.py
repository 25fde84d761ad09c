"""One initiative: its page, and where its earlier addresses lead."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from initiatives.catalogue.similar import similar
from initiatives.catalogue.snapshot import Snapshot
from initiatives.content import FIELDS, Changed, upgraded
from initiatives.fields.bilingual import Text
from initiatives.fields.links import LinkType
from initiatives.models import (
    ONLINE,
    Action,
    Decision,
    EntryState,
    Initiative,
    Kind,
    OldSlug,
    Purpose,
)
from initiatives.pages.caching import made, of_catalogue, site_of
from initiatives.pages.errors import gone
from initiatives.presenters.dates import shown_day
from initiatives.presenters.designations import WITH_OWNERS, short_status
from initiatives.presenters.entry import entry_of
from initiatives.presenters.frame import today as utc_today
from initiatives.presenters.links import Link, View

SIMILAR_SHOWN = 4
# Of what makes two entries alike.
WORDS_SHOWN = 3
# So many letters that begin another word make it the same: "news" and "newspaper" are two things.
STEM = 5


@require_safe
@of_catalogue
def entry(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponseBase:
    try:
        rows = Initiative.objects.listed().select_related("successor", "parent")
        row = rows.prefetch_related(WITH_OWNERS).get(slug=slug)
    except Initiative.DoesNotExist:  # hidden or renamed, or never there
        return elsewhere(request, slug)
    return made(
        request,
        snapshot,
        "pages/entry.html",
        lambda: _context(row, snapshot, site_of(request)),
        section="initiatives",
    )


def elsewhere(request: HttpRequest, slug: str) -> HttpResponseBase:
    """An address without a page: renamed, merged, hidden, or never there."""
    found = Initiative.objects.filter(slug=slug).select_related("successor").first()
    if found is None:
        old = OldSlug.objects.filter(slug=slug).select_related("initiative__successor").first()
        found = old.initiative if old else None
    seen: set[int] = set()
    while found is not None and found.state == EntryState.HIDDEN and found.successor is not None:
        # Merged, perhaps more than once.
        if found.pk in seen:
            break
        seen.add(found.pk)
        found = found.successor
    if found is None:
        raise Http404
    if found.state == EntryState.HIDDEN:
        return gone(request)
    return HttpResponsePermanentRedirect(found.get_absolute_url())


def _context(initiative: Initiative, snapshot: Snapshot, site: str) -> dict[str, Any]:
    view = View(snapshot.vocabulary)
    shown = entry_of(initiative, view, today=utc_today())
    kind = shown["card"].kind
    others = [*shown["parents"], *shown["projects"], *shown["partners"], *shown["named_by"]]
    named = {link.url for link in others}
    if shown["card"].successor:
        named.add(shown["card"].successor.url)
    return {
        **shown,
        "similar": _similar(initiative, snapshot, view, named),
        "history": history(initiative),
        "linked_data": linked_data(initiative, view, site=site, warnings=shown["card"].warnings),
        "breadcrumbs": [Link(_("Initiatives"), reverse("pages:listing")), kind],
    }


@dataclass(frozen=True, slots=True)
class SimilarLink:
    label: Text
    url: str
    words: list[Text]  # of what both have
    status: str


def _similar(
    initiative: Initiative, snapshot: Snapshot, view: View, named: set[str]
) -> list[SimilarLink]:
    """Those most like it that the page does not name already."""
    found = similar(
        snapshot, initiative.facets, besides=[initiative.pk], most=SIMILAR_SHOWN + len(named)
    )
    rows = (
        Initiative.objects.published()
        .only("slug", "name_en", "name_ru", "facets")
        .in_bulk([one.pk for one in found])
    )
    links = [
        SimilarLink(
            rows[one.pk].name,
            rows[one.pk].get_absolute_url(),
            _named_once(one.shared, view)[:WORDS_SHOWN],
            short_status(rows[one.pk].facets),
        )
        for one in found
        if one.pk in rows
    ]
    return [link for link in links if link.url not in named][:SIMILAR_SHOWN]


def _named_once(shared: Sequence[tuple[str, str]], view: View) -> list[Text]:
    """The words for what two entries share, without a country whose city is among them and
    without what an earlier one says already: "LGBTQ+ people" after the activity "LGBTQ+"."""
    inside = {view.word("city", value).group for facet, value in shared if facet == "city"}
    named: list[Text] = []
    for facet, value in shared:
        name = view.word(facet, value).name
        is_around = facet == "country" and value in inside
        if not is_around and not any(_says_the_same(name, other) for other in named):
            named.append(name)
    return named


def _says_the_same(one: str, other: str) -> bool:
    """Whether all words of the shorter one stand in the longer one, or begin words of it."""
    both = (re.findall(r"[\w+]+", text.casefold()) for text in (one, other))
    shorter, longer = sorted(both, key=len)
    return all(
        any(word == whole or (len(word) >= STEM and whole.startswith(word)) for whole in longer)
        for word in shorter
    )


ADDED = gettext_lazy("Added to the directory")
VERIFIED = gettext_lazy("Verified")
CLOSED = gettext_lazy("Marked as closed")
AT_WORK = gettext_lazy("Active again")
CHANGED = gettext_lazy("Entry changed")


def history(initiative: Initiative) -> list[dict[str, str]]:
    """Its approved submissions, newest first: a day and what kind of change, never who or which
    words. One query."""
    approvals = (
        Decision.objects.filter(submission__initiative=initiative, action=Action.APPROVE)
        .order_by("pk")
        .values_list("at", "submission__purpose", "submission__content")
    )
    events = []
    before: dict[str, Any] = {}
    for at, purpose, content in approvals:
        document = upgraded(content)
        events.append({"date": shown_day(at), "text": _event(purpose, before, document)})
        before = document
    return events[::-1]


def _event(purpose: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    if purpose == Purpose.NEW:
        return str(ADDED)
    if purpose == Purpose.VERIFICATION:
        return str(VERIFIED)
    was, now = before.get("state"), after.get("state")
    # That an entry was hidden for a while is not told: it was for a reason.
    if was != now and EntryState.CLOSED in (was, now):
        return str(CLOSED if now == EntryState.CLOSED else AT_WORK)
    changed = {
        field.history
        for name, field in FIELDS.items()
        if (before.get(name) or None) != (after.get(name) or None)
    }
    what = ", ".join(str(one.label) for one in Changed if one in changed)
    return _("Changed: %(what)s") % {"what": what} if what else str(CHANGED)


# Where somebody can be asked for help or money, it is not the initiative's other name.
_NOT_ITSELF = {
    LinkType.EMAIL, LinkType.DONATE, LinkType.CONTACT_FORM, LinkType.RSS, LinkType.MIRROR,
    LinkType.ONION, LinkType.APP, LinkType.OTHER,
}  # fmt: skip
# What would end the block or begin another element, as JSON writes it instead.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def linked_data(
    initiative: Initiative, view: View, *, site: str, warnings: Sequence[str]
) -> SafeString:
    """The JSON-LD (schema.org) of a listed entry in the reader's language, safe inside <script>.

    It says nothing that the page does not say. site: its address for this reader. warnings: what
    its description begins with.
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
        "description": "".join(f"{one}. " for one in warnings) + initiative.summary,
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
