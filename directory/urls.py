"""The addresses: everything a reader sees stands under its language; the desk has its own, and
so have the few files that programs ask for."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from directory.locale import front_door

urlpatterns = [
    # First, for they are asked in this order, and most requests are for these.
    *i18n_patterns(path("", include("initiatives.urls")), prefix_default_language=True),
    path("", front_door, name="front-door"),
    path("", include("initiatives.pages.root_urls")),
    path("desk/sign-in/", include("directory.sign_in_urls")),
    path("desk/", include("initiatives.desk.urls")),
    re_path(r"^admin/", RedirectView.as_view(url="/desk/", query_string=False), name="admin"),
]

handler400 = "initiatives.pages.errors.bad_request"
handler404 = "initiatives.pages.errors.not_found"
handler500 = "directory.failures.server_error"
