"""The pages on which administrators manage moderators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from initiatives.desk import frame, people
from initiatives.desk.access import administrators_only, recently_proved
from initiatives.desk.people import PeopleRefused
from initiatives.models import Country, Moderator, Role

GET_OR_POST = ["GET", "HEAD", "POST"]


class PersonForm(forms.Form):
    """What a moderator may. ``everywhere`` is asked of moderators; editors decide everywhere."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the desk"), choices=settings.LANGUAGES
    )
    everywhere = forms.BooleanField(label=gettext_lazy("every country"), required=False)
    countries = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Countries"),
        queryset=Country.objects.all(),
        required=False,
        to_field_name="code",
    )


class NewPersonForm(PersonForm):
    username = forms.CharField(label=gettext_lazy("Name for signing in"), max_length=150)


@administrators_only
@require_http_methods(GET_OR_POST)
def everybody(request: HttpRequest) -> HttpResponseBase:
    """Who moderates; and the form for one more."""
    if request.method == "POST":
        return _add(request)
    return _list(request, NewPersonForm(initial={"role": Role.MODERATOR}))


@administrators_only
@require_http_methods(GET_OR_POST)
def one(request: HttpRequest, pk: int) -> HttpResponseBase:
    moderator = _person(pk)
    if request.method == "POST":
        return _change(request, moderator)
    form = PersonForm(
        initial={
            "role": moderator.role,
            "language": moderator.language,
            "everywhere": moderator.everywhere,
            "countries": [country.code for country in moderator.countries.all()],
        }
    )
    return _one(request, moderator, form)


@administrators_only
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _deactivate(request, _person(pk))


@administrators_only
@require_POST
def begin_anew(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _begin_anew(request, _person(pk))


@recently_proved
def _add(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    try:
        moderator = people.add(**form.cleaned_data, actor=frame.moderator_of(request))
    except PeopleRefused as refusal:
        form.add_error(None, str(refusal))
        return _list(request, form, status=422)
    return _link(request, moderator)


@recently_proved
def _change(request: HttpRequest, moderator: Moderator) -> HttpResponseBase:
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _one(request, moderator, form, status=422)
    try:
        people.change(moderator, **form.cleaned_data, actor=frame.moderator_of(request))
    except PeopleRefused as refusal:
        form.add_error(None, str(refusal))
        return _one(request, moderator, form, status=422)
    messages.success(request, _("%(name)s is changed.") % {"name": moderator})
    return redirect("desk:people")


@recently_proved
def _deactivate(request: HttpRequest, moderator: Moderator) -> HttpResponseBase:
    actor = frame.moderator_of(request)
    return _act(
        request,
        moderator,
        lambda: people.deactivate(moderator, actor=actor),
        _("%(name)s is signed out everywhere and cannot sign in any more.") % {"name": moderator},
    )


@recently_proved
def _begin_anew(request: HttpRequest, moderator: Moderator) -> HttpResponseBase:
    actor = frame.moderator_of(request)
    refused = _act(request, moderator, lambda: people.begin_anew(moderator, actor=actor), "")
    return refused or _link(request, moderator)


def _act(request: HttpRequest, moderator: Moderator, act: Callable[[], None], done: str) -> Any:
    """Back to the person with a refusal, to the list with what was done; None where ``done`` has
    no words, for the caller to go on."""
    try:
        act()
    except PeopleRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:person", pk=moderator.pk)
    if not done:
        return None
    messages.success(request, done)
    return redirect("desk:people")


def _person(pk: int) -> Moderator:
    return get_object_or_404(Moderator.objects.select_related("user"), pk=pk)


@sensitive_variables("link")
def _link(request: HttpRequest, moderator: Moderator) -> HttpResponse:
    """The link, in this one answer only."""
    link = people.enrolment_link(moderator, host=request.META.get("HTTP_HOST", ""))
    return _page(request, "desk/enrolment.html", {"person": moderator, "link": link})


def _list(request: HttpRequest, form: NewPersonForm, *, status: int = 200) -> HttpResponse:
    found = list(
        Moderator.objects.select_related("user")
        .prefetch_related("countries")
        .order_by("-user__is_active", "user__username")
    )
    enrolled = people.with_second_factor(found)
    rows = [
        {
            "person": one,
            "scope": frame.scope_label(one),
            "enrolled": one.user_id in enrolled,
            "last": date_format(one.user.last_login, "j E Y, H:i") if one.user.last_login else "",
        }
        for one in found
    ]
    return _page(request, "desk/people.html", {"rows": rows, **_fields(form)}, status=status)


def _one(
    request: HttpRequest, moderator: Moderator, form: PersonForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "person": moderator,
        "is_self": moderator.pk == frame.moderator_of(request).pk,
        **_fields(form),
    }
    return _page(request, "desk/person.html", context, status=status)


def _fields(form: PersonForm) -> dict[str, Any]:
    """The form, with the countries as ticks: first those chosen or always listed."""
    chosen = set(form["countries"].value() or ())
    rows = sorted(Country.objects.all(), key=lambda one: str(one.name))
    ticks = [(one.code, str(one.name), one.code in chosen, one.featured) for one in rows]
    return {
        "form": form,
        "ticks": [one for one in ticks if one[2] or one[3]],
        "more": [one for one in ticks if not (one[2] or one[3])],
    }


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return frame.page(request, template, context, section="people", status=status)
