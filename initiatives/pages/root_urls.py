"""The addresses that stand at the root, without a language: for programs, not for readers."""

from django.urls import path

from initiatives.pages import for_programs, sitemap

urlpatterns = [
    path("robots.txt", for_programs.robots),
    path("favicon.ico", for_programs.favicon),
    path("sitemap.xml", sitemap.index),
    path("sitemap-pages.xml", sitemap.pages, name="sitemap-pages"),
    path("sitemap-entries-<int:part>.xml", sitemap.entries, name="sitemap-entries"),
]
