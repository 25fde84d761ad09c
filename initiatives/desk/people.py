"""Who moderates: adding people, changing what they may, letting them out and in again.

Only administrators do this at the desk; ``add_moderator`` does it at the server, without an actor.
Each act of an administrator leaves a line in Django's log of the admin.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from initiatives.desk import frame
from initiatives.desk.access import SECOND_FACTORS, administrators_only, recently_proved
from initiatives.models import Country, Moderator, Role
from initiatives.text.site_address import site_address
from initiatives.vetting import decisions


class PeopleRefused(Exception):
    """Nothing was changed; ``str()`` says why, in the reader's language."""


@transaction.atomic
def add(
    username: str,
    *,
    role: str,
    countries: Iterable[Country],
    everywhere: bool,
    language: str,
    actor: Moderator | None = None,
) -> Moderator:
    """A new moderator, who cannot sign in before having used ``enrolment_link``.

    Raises PeopleRefused for a name that is taken or no name, and for no scope at all.
    """
    _check_actor(actor)
    countries = list(countries)
    _check_scope(role, countries, everywhere=everywhere)
    if taken := User.objects.filter(username__iexact=username).first():
        raise PeopleRefused(_("There is already a user %(name)s.") % {"name": taken.get_username()})
    user = User(username=username)
    user.set_unusable_password()
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise PeopleRefused(" ".join(error.messages)) from error
    user.save()
    moderator = Moderator.objects.create(
        user=user,
        role=role,
        everywhere=everywhere or role != Role.MODERATOR,
        language=language,
    )
    moderator.countries.set(countries)
    _log(actor, moderator, ADDITION, f"added: {_what_may(moderator)}")
    return moderator


@transaction.atomic
def change(
    moderator: Moderator,
    *,
    role: str,
    countries: Iterable[Country],
    everywhere: bool,
    language: str,
    actor: Moderator,
) -> Moderator:
    """Another role or scope. Raises PeopleRefused: nobody changes their own role, so somebody
    always remains who manages people."""
    _check_actor(actor)
    countries = list(countries)
    if moderator.pk == actor.pk and role != actor.role:
        raise PeopleRefused(_("You cannot change your own role: another administrator can."))
    _check_scope(role, countries, everywhere=everywhere)
    locked = Moderator.objects.select_for_update(no_key=True).get(pk=moderator.pk)
    before = _what_may(locked)
    locked.role, locked.everywhere, locked.language = role, everywhere, language
    locked.save()
    locked.countries.set(countries)
    if (after := _what_may(locked)) != before:
        _log(actor, locked, CHANGE, f"changed: {before} -> {after}")
    return locked


@transaction.atomic
def deactivate(moderator: Moderator, *, actor: Moderator) -> None:
    """Out at once: every session ends, password and second factor are taken away, and what they
    endorsed waits for two persons again.

    People are never deleted: decisions name them. Raises PeopleRefused.
    """
    _check_actor(actor, other_than=moderator)
    user = _lock(moderator)
    user.is_active = False
    _forget(user)
    decisions.undo_endorsements(moderator, moderator=actor, at=timezone.now())
    _log(actor, moderator, CHANGE, "deactivated")


@transaction.atomic
def begin_anew(moderator: Moderator, *, actor: Moderator | None = None) -> None:
    """Password and second factor are taken away, and with them every session; who was
    deactivated is let in again. ``enrolment_link`` is then the only way in.

    Raises PeopleRefused.
    """
    _check_actor(actor, other_than=moderator)
    user = _lock(moderator)
    was_active, user.is_active = user.is_active, True
    _forget(user)
    _log(actor, moderator, CHANGE, "begins anew" if was_active else "let in again, begins anew")


def enrolment_link(moderator: Moderator, *, host: str = "") -> str:
    """With it that person, once within three days, sets a password and a second factor.

    Whoever has it can become this moderator: show it once, keep it nowhere. host: of the request
    in which it is shown.
    """
    user = User.objects.get(pk=moderator.user_id)  # the token is about the row as it is now
    token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])
    return f"{site_address(host)}{path}"


def _check_actor(actor: Moderator | None, *, other_than: Moderator | None = None) -> None:
    """That it is an administrator still, under a lock: two who shut each other out at the same
    moment come one after the other, so one of them remains."""
    if actor is None:
        return
    rows = Moderator.objects.select_for_update(no_key=True).filter(role=Role.ADMINISTRATOR)
    administrators = [row.pk for row in rows.order_by("pk")]
    active = User.objects.filter(pk=actor.user_id, is_active=True).exists()
    if actor.pk not in administrators or not active:
        raise PeopleRefused(_("You are no longer an administrator."))
    if other_than is not None and other_than.pk == actor.pk:
        raise PeopleRefused(_("You cannot do this to your own account: another administrator can."))


def _check_scope(role: str, countries: list[Country], *, everywhere: bool) -> None:
    if role == Role.MODERATOR and not countries and not everywhere:
        raise PeopleRefused(
            _("Choose countries or “everywhere”, or this person can decide nothing.")
        )


def _lock(moderator: Moderator) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=moderator.user_id)


def _forget(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save()
    # Those that wait for the second factor too, which the password's end alone would not end.
    import_module(settings.SESSION_ENGINE).SessionStore.end_all(user.pk)


def _what_may(moderator: Moderator) -> str:
    where = "everywhere" if moderator.everywhere else ",".join(sorted(moderator.country_codes()))
    return f"{moderator.role} {where} {moderator.language}"


def _log(actor: Moderator | None, moderator: Moderator, flag: int, words: str) -> None:
    """Of an act at the server the shell's own history is the record."""
    if actor is not None:
        LogEntry.objects.create(
            user_id=actor.user_id,
            content_type=ContentType.objects.get_for_model(Moderator),
            object_id=str(moderator.pk),
            object_repr=str(moderator)[:200],
            action_flag=flag,
            change_message=words,
        )


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

    def ticks(self) -> list[dict[str, Any]]:
        """The countries by name, first those that are chosen or always listed."""
        chosen = self["countries"].value() or ()
        ticks = [
            {
                "country": country,
                "is_chosen": country.code in chosen,
                "is_shown": country.featured or country.code in chosen,
            }
            for country in sorted(Country.objects.all(), key=lambda country: str(country.name))
        ]
        return sorted(ticks, key=lambda tick: not tick["is_shown"])


class NewPersonForm(PersonForm):
    username = forms.CharField(label=gettext_lazy("User name"), max_length=150)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def everybody(request: HttpRequest) -> HttpResponseBase:
    """Who moderates; and the form for one more."""
    if request.method == "POST":
        return _add(request, NewPersonForm(request.POST))
    return _list(request, NewPersonForm(initial={"role": Role.MODERATOR}))


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What one moderator may; and the form to change it."""
    moderator = get_object_or_404(Moderator.objects.select_related("user"), pk=pk)
    if request.method == "POST":
        return _change(request, moderator, PersonForm(request.POST))
    initial = model_to_dict(moderator, fields=PersonForm.base_fields)
    return _person(request, moderator, PersonForm(initial=initial))


@administrators_only
@require_POST
@recently_proved
def deactivate_person(request: HttpRequest, pk: int) -> HttpResponseBase:
    moderator = get_object_or_404(Moderator.objects.select_related("user"), pk=pk)
    try:
        deactivate(moderator, actor=frame.moderator_of(request))
    except PeopleRefused as error:
        messages.error(request, str(error))
        return redirect("desk:person", pk=pk)
    messages.success(
        request,
        _("%(name)s has been signed out everywhere and can no longer sign in.")
        % {"name": moderator},
    )
    return redirect("desk:people")


@administrators_only
@require_POST
@recently_proved
def begin_person_anew(request: HttpRequest, pk: int) -> HttpResponseBase:
    moderator = get_object_or_404(Moderator.objects.select_related("user"), pk=pk)
    try:
        begin_anew(moderator, actor=frame.moderator_of(request))
    except PeopleRefused as error:
        messages.error(request, str(error))
        return redirect("desk:person", pk=pk)
    return _link(request, moderator)


@recently_proved
def _add(request: HttpRequest, form: NewPersonForm) -> HttpResponse:
    if form.is_valid():
        try:
            return _link(request, add(**form.cleaned_data, actor=frame.moderator_of(request)))
        except PeopleRefused as error:
            form.add_error(None, str(error))
    return _list(request, form)


@recently_proved
def _change(request: HttpRequest, moderator: Moderator, form: PersonForm) -> HttpResponseBase:
    if form.is_valid():
        try:
            change(moderator, **form.cleaned_data, actor=frame.moderator_of(request))
        except PeopleRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Changes to %(name)s saved.") % {"name": moderator})
            return redirect("desk:people")
    return _person(request, moderator, form)


@sensitive_variables("link")
def _link(request: HttpRequest, moderator: Moderator) -> HttpResponse:
    """The link, in this one answer only."""
    link = enrolment_link(moderator, host=request.META.get("HTTP_HOST", ""))
    context = {"person": moderator, "link": link}
    return frame.page(request, "desk/enrolment.html", context, section="people")


def _list(request: HttpRequest, form: NewPersonForm) -> HttpResponse:
    moderators = (
        Moderator.objects.select_related("user")
        .prefetch_related("countries")
        .annotate(enrolled=Exists(SECOND_FACTORS.filter(user=OuterRef("user"))))
        .order_by("-user__is_active", "user__username")
    )
    people = [(moderator, frame.scope_label(moderator)) for moderator in moderators]
    context = {"people": people, "form": form}
    status = 422 if form.errors else 200
    return frame.page(request, "desk/people.html", context, section="people", status=status)


def _person(request: HttpRequest, moderator: Moderator, form: PersonForm) -> HttpResponse:
    context = {"person": moderator, "form": form}
    status = 422 if form.errors else 200
    return frame.page(request, "desk/person.html", context, section="people", status=status)
