"""The queue: what waits in a moderator's countries, oldest first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import django_filters
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from initiatives.catalogue.snapshot import current
from initiatives.content import Document, upgraded
from initiatives.desk import checks, frame
from initiatives.desk.access import moderators_only
from initiatives.models import (
    ANYBODY,
    OPEN_STATES,
    Moderator,
    Purpose,
    Submission,
    SubmissionState,
    Vocabulary,
)
from initiatives.presenters.links import remote_label
from initiatives.vetting import permissions

ON_A_PAGE = 25
_KNOWN = frozenset({"purpose", "state", "country", "assigned", "held", "page"})
ASSIGNED = [
    ("me", gettext_lazy("me")),
    ("nobody", gettext_lazy("unassigned")),
    ("others", gettext_lazy("others")),
]
# Tabs: key, the query without country and assignment, label.
TABS: tuple[tuple[str, dict[str, str], Any], ...] = (
    ("all", {}, gettext_lazy("All")),
    ("new", {"purpose": "new"}, gettext_lazy("New")),
    ("change", {"purpose": "change"}, gettext_lazy("Changes")),
    ("verification", {"purpose": "verification"}, gettext_lazy("Verifications")),
    ("endorsed", {"state": "endorsed"}, gettext_lazy("Second moderator")),
    ("asked", {"state": "needs_info"}, gettext_lazy("Asked")),
    ("held", {"held": "yes"}, gettext_lazy("Held")),
)


def asked_for(query: Mapping[str, Any]) -> Q:
    """The submissions of a query. Without a state: what waits for a moderator. Held ones are in a
    list of their own."""
    condition = ~Q(held="") if query.get("held") else Q(held="")
    if query.get("state"):
        condition &= Q(state=query["state"])
    elif not query.get("held"):
        condition &= Q(state__in=frame.WAITING)
    return condition & Q(purpose=query["purpose"]) if query.get("purpose") else condition


class QueueFilter(django_filters.FilterSet):
    """``asked_for`` applies purpose, state and held: they name the tabs."""

    purpose = django_filters.ChoiceFilter(choices=Purpose)
    state = django_filters.ChoiceFilter(
        choices=[(str(state), state.label) for state in OPEN_STATES]
    )
    country = django_filters.ChoiceFilter(empty_label=gettext_lazy("any country"))
    assigned = django_filters.ChoiceFilter(choices=ASSIGNED, empty_label=gettext_lazy("anyone"))
    held = django_filters.ChoiceFilter(choices=[("yes", gettext_lazy("held"))])

    class Meta:
        model = Submission
        fields: list[str] = []

    def __init__(self, *args: Any, countries: list[tuple[str, str]], at: datetime, **kw: Any):
        super().__init__(*args, **kw)
        self.at = at
        self.filters["country"].extra["choices"] = countries

    def narrowed(self) -> QuerySet[Submission]:
        """Those of the chosen country and assignment, in every tab."""
        country, assigned = (self.form.cleaned_data[name] for name in ("country", "assigned"))
        rows = self.queryset
        if country == "online":
            # Stored documents are never rewritten: the first schema says it in another way.
            anybody = Q(content__remote_for=[ANYBODY]) | Q(content__schema=1, content__online=True)
            rows = rows.filter(anybody)
        elif country:
            rows = rows.filter(hosts__contains=f",{country.upper()},")
        if assigned:
            held_now = Q(claimed_until__gt=self.at, claimed_by__isnull=False)
            mine = Q(claimed_by=self.request.user)
            rows = (
                rows.exclude(held_now)
                if assigned == "nobody"
                else rows.filter(held_now & (mine if assigned == "me" else ~mine))
            )
        return rows

    def filter_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        """The list, oldest first; each row with what it shows."""
        rows = self.narrowed().filter(asked_for(self.form.cleaned_data))
        rows = rows.annotate(answered=frame.ANSWERED)
        return rows.select_related("base", "claimed_by", "initiative").order_by(
            "submitted_at", "pk"
        )


class Row:
    """A line of the queue. mark: answered, endorsed, asked, new, change, closure or verification,
    for its tag; assigned: "you", a name, or "" for nobody. ``submission`` has ``answered``."""

    def __init__(
        self,
        submission: Any,
        moderator: Moderator,
        vocabulary: Vocabulary,
        at: datetime,
        warning: checks.Check | None = None,
    ) -> None:
        self.submission, self.warning = submission, warning
        self.name = frame.names_of(submission.content)
        self.places = _places_of(submission.content, vocabulary)
        self.mark, self.mark_label = _mark(submission)
        self.days = max(0, (at - submission.submitted_at).days)
        self.assigned = ""
        if submission.claimed_by and submission.claimed_until and submission.claimed_until > at:
            user = submission.claimed_by
            self.assigned = _("you") if user == moderator.user else user.get_username()


@moderators_only
@require_safe
def queue(request: HttpRequest) -> HttpResponseBase:
    moderator, at = frame.moderator_of(request), now()
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
            request,
            _("The address named a filter the queue does not have: this is the whole queue."),
        )
        return redirect("desk:queue")
    part = Paginator(filters.qs, ON_A_PAGE).get_page(request.GET.get("page"))
    addresses = checks.Addresses(part, among=everything.filter(held=""))
    unlisted = checks.Unlisted(moderator)
    chosen = {name: value for name, value in request.GET.dict().items() if value and name != "page"}
    narrowed: dict[str, str] = {
        name: chosen.pop(name) for name in ("country", "assigned") if name in chosen
    }
    tabs, oldest = _tabs(filters, narrowed, chosen)
    context = {
        "filters": filters,
        "tabs": tabs,
        "here": next((tab["key"] for tab in tabs if tab["current"]), ""),
        "oldest_days": (at.date() - oldest.date()).days if oldest else None,
        "rows": [
            Row(
                submission,
                moderator,
                vocabulary,
                at,
                checks.most_urgent(submission, addresses, unlisted),
            )
            for submission in part
        ],
        "part": part,
        "narrowed": bool(narrowed),
    }
    return frame.page(request, "desk/queue.html", context, section="queue")


def _places_of(document: Document, vocabulary: Vocabulary) -> str:
    """Cities, countries of which no city is named, and online; as one line."""
    cities = [vocabulary.by_key("city", key) for key in document.get("cities", [])]
    names = [str(city.name) for city in cities if city]
    covered = {city.group for city in cities if city}
    for key in document.get("host_countries", []):
        word = vocabulary.by_key("country", key)
        if word and word.value not in covered:
            names.append(str(word.name))
    remote = upgraded(document).get("remote_for", [])
    if ANYBODY in remote:
        names.append(_("online"))
    elif remote:
        names.append(remote_label(remote, vocabulary))
    return ", ".join(names)


def _mark(submission: Any) -> tuple[str, str]:
    if submission.state == SubmissionState.ENDORSED:
        return "endorsed", _("Second moderator")
    if submission.state == SubmissionState.NEEDS_INFO:
        return "asked", _("Asked")
    if submission.answered:
        return "answered", _("Answered")
    labels = {
        Purpose.NEW: pgettext("one submission", "New"),
        Purpose.CHANGE: _("Change"),
        Purpose.VERIFICATION: _("Verification"),
    }
    state = submission.content.get("state")
    if submission.purpose == Purpose.CHANGE and state != submission.base.content.get("state"):
        if state == "closed":
            return "closure", _("Closure")
        if state == "hidden":
            return "closure", _("Hidden")
    return submission.purpose, labels[Purpose(submission.purpose)]


def _countries(vocabulary: Vocabulary, moderator: Moderator) -> list[tuple[str, str]]:
    """Those that the moderator decides for; of everywhere, those that are always listed."""
    own = None if moderator.decides_everywhere else moderator.country_codes()
    choices = [
        (word.value, str(word.name))
        for word in vocabulary.facets["country"].values()
        if (word.value in vocabulary.featured if own is None else word.key in own)
    ]
    choices.sort(key=lambda choice: choice[1])
    return [*choices, ("online", _("online"))]


def _tabs(
    filters: QueueFilter, narrowed: dict[str, str], chosen: dict[str, str]
) -> tuple[list[dict[str, Any]], datetime | None]:
    """The tabs with their numbers, and since when the oldest waits: one query. ``chosen``: the
    query of the present tab; ``narrowed``: country and assignment, which each tab keeps."""
    numbers = filters.narrowed().aggregate(
        oldest=Min("submitted_at", filter=asked_for({})),
        **{key: Count("pk", filter=asked_for(query)) for key, query, _label in TABS},
    )
    tabs = []
    for key, query, label in TABS:
        if key in ("verification", "held") and not numbers[key] and chosen != query:
            continue
        url = QueryDict(mutable=True)
        url.update({**query, **narrowed})
        tabs.append(
            {
                "key": key,
                "url": f"?{url.urlencode()}",
                "label": label,
                "count": numbers[key],
                "current": chosen == query,
            }
        )
    return tabs, numbers["oldest"]
