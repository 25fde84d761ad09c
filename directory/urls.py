"""The addresses: everything a person reads stands under its language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from directory.locale import front_door

urlpatterns = [
    path("", front_door, name="front-door"),
    *i18n_patterns(path("", include("initiatives.urls")), prefix_default_language=True),
]

handler400 = "initiatives.pages.errors.bad_request"
handler404 = "initiatives.pages.errors.not_found"
handler500 = "initiatives.pages.errors.server_error"
