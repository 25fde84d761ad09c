"""The addresses: everything a reader sees is under its language; the desk has its own, and
so have the few files that programs ask for."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from directory.locale import front_door
from initiatives.pages import for_programs, sitemap

urlpatterns = [
    # First, for they are asked in this order, and most requests are for these.
    *i18n_patterns(path("", include("initiatives.urls")), prefix_default_language=True),
    path("", front_door, name="front-door"),
    # For programs, not for readers: without a language.
    path("robots.txt", for_programs.robots),
    path("favicon.ico", for_programs.favicon),
    path("sitemap.xml", sitemap.index),
    path("sitemap-pages.xml", sitemap.pages, name="sitemap-pages"),
    path("sitemap-entries-<int:part>.xml", sitemap.entries, name="sitemap-entries"),
    path("desk/sign-in/", include("directory.sign_in_urls")),
    path("desk/", include("initiatives.desk.urls")),
    re_path(r"^admin/", RedirectView.as_view(url="/desk/", query_string=False), name="admin"),
]

handler400 = "initiatives.pages.errors.bad_request"
handler404 = "initiatives.pages.errors.not_found"
handler500 = "initiatives.pages.errors.server_error"
