"""The queue: what waits in a moderator's countries, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import django_filters
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from initiatives.catalogue.snapshot import current
from initiatives.content import Document
from initiatives.desk import checks, frame
from initiatives.desk.access import moderators_only
from initiatives.desk.checks import Unlisted
from initiatives.desk.frame import names_of
from initiatives.fields.bilingual import Text
from initiatives.models import (
    OPEN_STATES,
    Action,
    Decision,
    Moderator,
    Purpose,
    Submission,
    SubmissionState,
    Vocabulary,
)
from initiatives.vetting import permissions

ON_A_PAGE = 25
_KNOWN = frozenset({"purpose", "state", "country", "assigned", "held", "page"})
LONG = timedelta(days=5)

ASSIGNED = [
    ("me", gettext_lazy("to me")),
    ("nobody", gettext_lazy("to nobody")),
    ("others", gettext_lazy("to others")),
]


class QueueFilter(django_filters.FilterSet):
    """Without a state: what waits for a moderator. Held ones wait in a list of their own."""

    purpose = django_filters.ChoiceFilter(choices=Purpose, empty_label=gettext_lazy("any purpose"))
    state = django_filters.ChoiceFilter(
        choices=[(one.value, one.label) for one in OPEN_STATES],
        method="with_state",
        empty_label=gettext_lazy("any state"),
    )
    country = django_filters.ChoiceFilter(
        method="with_country", empty_label=gettext_lazy("any country")
    )
    assigned = django_filters.ChoiceFilter(
        choices=ASSIGNED, method="with_assigned", empty_label=gettext_lazy("to anybody")
    )
    held = django_filters.ChoiceFilter(
        choices=[("yes", gettext_lazy("held"))], method="with_held", empty_label=None
    )

    class Meta:
        model = Submission
        fields: list[str] = []

    def __init__(self, *args: Any, countries: list[tuple[str, str]], at: datetime, **kw: Any):
        super().__init__(*args, **kw)
        self.at = at
        self.filters["country"].extra["choices"] = countries

    def with_state(self, found: QuerySet[Submission], name: str, value: str) -> Any:
        return found.filter(state=value)

    def with_country(self, found: QuerySet[Submission], name: str, value: str) -> Any:
        if value == "online":
            return found.filter(content__online=True)
        return found.filter(hosts__contains=f",{value.upper()},")

    def with_assigned(self, found: QuerySet[Submission], name: str, value: str) -> Any:
        held_now = Q(claimed_until__gt=self.at, claimed_by__isnull=False)
        if value == "nobody":
            return found.exclude(held_now)
        mine = Q(claimed_by=self.request.user)
        return found.filter(held_now & (mine if value == "me" else ~mine))

    def with_held(self, found: QuerySet[Submission], name: str, value: str) -> Any:
        return found


# Tabs: address without country and assignment, label, and what it counts.
_READY = Q(held="", state__in=frame.WAITING)
TABS: tuple[tuple[str, dict[str, str], Any, Q], ...] = (
    ("all", {}, gettext_lazy("All"), _READY),
    ("new", {"purpose": "new"}, gettext_lazy("New"), _READY & Q(purpose=Purpose.NEW)),
    ("change", {"purpose": "change"}, gettext_lazy("Changes"), _READY & Q(purpose=Purpose.CHANGE)),
    (
        "verification",
        {"purpose": "verification"},
        gettext_lazy("Verifications"),
        _READY & Q(purpose=Purpose.VERIFICATION),
    ),
    (
        "endorsed",
        {"state": "endorsed"},
        gettext_lazy("Second opinion"),
        Q(held="", state=SubmissionState.ENDORSED),
    ),
    (
        "asked",
        {"state": "needs_info"},
        gettext_lazy("Asked"),
        Q(held="", state=SubmissionState.NEEDS_INFO),
    ),
    ("held", {"held": "yes"}, gettext_lazy("Held"), ~Q(held="")),
)


@dataclass(frozen=True, slots=True)
class Row:
    reference: str
    name: Text
    kind: str
    places: str
    mark: str  # answered, endorsed, asked, new, change, verification: which tag it carries
    mark_label: str
    days: int
    long: bool
    assigned: str  # "you", a name, or "" for nobody
    warning: checks.Caution | None


@moderators_only
@require_safe
def queue(request: HttpRequest) -> HttpResponseBase:
    moderator, at = frame.moderator_of(request), frame.now()
    vocabulary = current().vocabulary
    everything = permissions.in_scope(moderator).filter(state__in=OPEN_STATES)
    filters = QueueFilter(
        request.GET,
        queryset=everything,
        request=request,
        countries=_countries(vocabulary, moderator),
        at=at,
    )
    if not filters.is_valid() or not _KNOWN.issuperset(request.GET):
        messages.warning(
            request, _("The address named a filter that the queue does not know: here is all.")
        )
        return redirect("desk:queue")
    found = listed(filters, request.GET)
    pages = Paginator(found, ON_A_PAGE)
    part = pages.get_page(request.GET.get("page"))
    narrowed = QueryDict(mutable=True)
    for name in ("country", "assigned"):
        if request.GET.get(name):
            narrowed[name] = request.GET[name]
    addresses = checks.Addresses(part, among=everything.filter(held=""))
    unlisted = Unlisted(moderator)
    tabs, oldest = _tabs(everything, filters, narrowed, request.GET)
    return frame.page(
        request,
        "desk/queue.html",
        {
            "filters": filters,
            "tabs": tabs,
            "here": next((tab["key"] for tab in tabs if tab["current"]), ""),
            "oldest_days": (at.date() - oldest.date()).days if oldest else None,
            "rows": [
                row(one, moderator, vocabulary, at, checks.most_urgent(one, addresses, unlisted))
                for one in part
            ],
            "part": part,
            "kept": _kept(request.GET),
            "narrowed": bool(narrowed),
        },
        section="queue",
    )


def listed(filters: QueueFilter, given: QueryDict) -> QuerySet[Submission]:
    """What the list shows, oldest first; each with what its row needs."""
    found = filters.qs
    if given.get("held") == "yes":
        found = found.exclude(held="")
    else:
        found = found.filter(held="")
        if not given.get("state"):
            found = found.filter(state__in=frame.WAITING)
    answers = Decision.objects.filter(submission=OuterRef("pk"), action=Action.ANSWER)
    return (
        found.annotate(answered=Exists(answers))
        .select_related("base", "claimed_by", "initiative")
        .order_by("submitted_at", "pk")
    )


def row(
    one: Any,
    moderator: Moderator,
    vocabulary: Vocabulary,
    at: datetime,
    warning: checks.Caution | None = None,
) -> Row:
    mark, label = _mark(one)
    claimed = one.claimed_by if one.claimed_until and one.claimed_until > at else None
    age = at - one.submitted_at
    return Row(
        reference=one.reference,
        name=names_of(one.content),
        kind=one.content.get("kind", ""),
        places=places_of(one.content, vocabulary),
        mark=mark,
        mark_label=label,
        days=max(0, age.days),
        long=age >= LONG,
        assigned=(_("you") if claimed == moderator.user else claimed.get_username())
        if claimed
        else "",
        warning=warning,
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


def _mark(one: Any) -> tuple[str, str]:
    if one.state == SubmissionState.ENDORSED:
        return "endorsed", _("Second opinion")
    if one.state == SubmissionState.NEEDS_INFO:
        return "asked", _("Asked")
    if one.answered:
        return "answered", _("Answered")
    labels = {
        Purpose.NEW: pgettext("one submission", "New"),
        Purpose.CHANGE: _("Change"),
        Purpose.VERIFICATION: _("Verification"),
    }
    state, before = one.content.get("state"), one.base.content if one.base else {}
    if one.purpose == Purpose.CHANGE and state != before.get("state"):
        if state == "closed":
            return "closure", _("Closure")
        if state == "hidden":
            return "closure", _("Hidden")
    return one.purpose, labels[Purpose(one.purpose)]


def _countries(vocabulary: Vocabulary, moderator: Moderator) -> list[tuple[str, str]]:
    """Those that the moderator decides for; of everywhere, those that are always listed."""
    words = vocabulary.facets["country"].values()
    if moderator.decides_everywhere:
        found = [word for word in words if word.value in vocabulary.featured]
    else:
        own = moderator.country_codes()
        found = [word for word in words if word.key in own]
    choices = sorted(((word.value, str(word.name)) for word in found), key=lambda one: one[1])
    return [*choices, ("online", _("online"))]


def _tabs(
    everything: QuerySet[Submission], filters: QueueFilter, narrowed: QueryDict, given: QueryDict
) -> tuple[list[dict[str, Any]], datetime | None]:
    """The tabs with their numbers, and since when the oldest waits: one query."""
    found = everything
    for name in narrowed:
        found = getattr(filters, f"with_{name}")(found, name, narrowed[name])
    numbers = found.aggregate(
        oldest=Min("submitted_at", filter=_READY),
        **{key: Count("pk", filter=condition) for key, _address, _label, condition in TABS},
    )
    chosen = {name: given[name] for name in ("purpose", "state", "held") if given.get(name)}
    tabs = []
    for key, address, label, _condition in TABS:
        if key in ("verification", "held") and not numbers[key] and chosen != address:
            continue
        query = QueryDict(mutable=True)
        query.update(address)
        query.update(narrowed.dict())  # type: ignore[arg-type]
        tabs.append(
            {
                "key": key,
                "url": f"?{query.urlencode()}" if query else "?",
                "label": label,
                "count": numbers[key],
                "current": chosen == address,
            }
        )
    return tabs, numbers["oldest"]


def _kept(given: QueryDict) -> str:
    """The query without its page, for the pager."""
    query = given.copy()
    query.pop("page", None)
    return query.urlencode()
