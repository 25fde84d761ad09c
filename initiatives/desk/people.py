"""Who moderates: adding people, changing what they may, letting them out and in again.

Only administrators do this at the desk; ``add_moderator`` does it at the server, without an actor.
Each act of an administrator leaves a line in Django's log of the admin.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

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
        raise PeopleRefused(_("There is a user %(name)s already.") % {"name": taken.get_username()})
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

    People are never deleted: decisions name them (SR-9). Raises PeopleRefused.
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


def with_second_factor(moderators: Iterable[Moderator]) -> set[int]:
    """Of these the users who have set one up; one query. Recovery codes alone do not count."""
    found = Authenticator.objects.filter(user__in=[one.user_id for one in moderators])
    return set(
        found.exclude(type=Authenticator.Type.RECOVERY_CODES).values_list("user_id", flat=True)
    )


def _check_actor(actor: Moderator | None, *, other_than: Moderator | None = None) -> None:
    """That it is an administrator still, under a lock: two who shut each other out at the same
    moment come one after the other, so one of them remains."""
    if actor is None:
        return
    rows = Moderator.objects.select_for_update(no_key=True).filter(role=Role.ADMINISTRATOR)
    administrators = [row.pk for row in rows.order_by("pk")]
    active = User.objects.filter(pk=actor.user_id, is_active=True).exists()
    if actor.pk not in administrators or not active:
        raise PeopleRefused(_("You are no administrator any more."))
    if other_than is not None and other_than.pk == actor.pk:
        raise PeopleRefused(_("You cannot do this to yourself: another administrator can."))


def _check_scope(role: str, countries: list[Country], *, everywhere: bool) -> None:
    if role == Role.MODERATOR and not countries and not everywhere:
        raise PeopleRefused(_("Choose countries or “everywhere”: else nothing is in scope."))


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
