"""The URLs of the sign-in: those of allauth's that are needed here, and no others."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from directory.sealed_sessions import SessionStore
from directory.sign_in import SecondFactorAdapter, form_nonce, is_shared
from initiatives.desk.access import SECOND_FACTORS, recently_proved, second_factor_first


class SignIn(account.LoginView):
    """With the time at which the form was made, where that may be asked for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form its nonce: the one that was sent, while it may still be used."""
        context = super().get_context_data(**kwargs)
        if is_shared(self.request):
            context["nonce"] = form_nonce(self.request)
        return context


class _SetUp:
    """The first code of an app proves it, as making a passkey does: none need be asked for."""

    request: HttpRequest

    def form_valid(self, form: Form) -> HttpResponse:
        """Set it up."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        newest = SECOND_FACTORS.filter(user_id=self.request.user.pk).latest("pk")
        record_authentication(
            self.request,
            self.request.user,
            "mfa",
            id=newest.pk,
            type=newest.type,
            reauthenticated=True,
        )
        return response


class SetUpApp(_SetUp, app.ActivateTOTPView):
    """An authenticator app."""


class SetUpPasskey(_SetUp, passkey.AddWebAuthnView):
    """A passkey."""


class OwnSignIn(factors.IndexView):
    """One's factors, and where else one is signed in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add when one's other sessions began."""
        here = self.request.session.session_key
        sessions = SessionStore.of_user(self.request.user.pk)
        others = [begun for key, begun in sessions.items() if key != here]
        return super().get_context_data(other_sessions=others, **kwargs)


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else; in haste, so that nothing is asked before."""
    if request.user.pk is not None:  # second_factor_first lets nobody else in
        SessionStore.end_all(request.user.pk, but=request.session.session_key)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("mfa_index")


class RemovePasskey(passkey.RemoveWebAuthnView):
    """allauth asks the adapter for an app only; the last passkey has to stay as well."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Take the passkey away, unless nothing else is left."""
        adapter = SecondFactorAdapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        return super().form_valid(form)


def _own(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that changes how one signs in: who has a second factor proves it once more."""
    return second_factor_first(recently_proved(view))


urlpatterns = [
    path("", SignIn.as_view(), name="account_login"),
    path("out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("code/", factors.authenticate, name="mfa_authenticate"),
    # The link that `manage.py add_moderator` prints.
    re_path(
        r"^welcome/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # Proving again who one is.
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("again/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    # One's own sign-in.
    path("factors/", second_factor_first(OwnSignIn.as_view()), name="mfa_index"),
    path("sessions/end/", second_factor_first(end_other_sessions), name="end_other_sessions"),
    path(
        "password/",
        _own(account.PasswordChangeView.as_view(success_url="/desk/sign-in/factors/")),
        name="account_change_password",
    ),
    path("factors/app/", _own(SetUpApp.as_view()), name="mfa_activate_totp"),
    path("factors/app/off/", _own(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("factors/passkey/", _own(SetUpPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "factors/passkey/<int:pk>/off/",
        _own(RemovePasskey.as_view(success_url="/desk/sign-in/factors/")),
        name="mfa_remove_webauthn",
    ),
    path("factors/codes/", _own(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "factors/codes/new/",
        _own(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
