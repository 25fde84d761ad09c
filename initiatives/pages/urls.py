"""The addresses of the public site, below the language."""

from django.urls import path

from initiatives.pages import (
    about,
    entries,
    for_programs,
    home,
    listings,
    needs,
    places,
    regions,
    suggestions,
)

app_name = "pages"

urlpatterns = [
    path("", home.home, name="home"),
    path("initiatives/", listings.listing, {"panel": False}, name="listing"),
    path("initiatives/filters/", listings.listing, {"panel": True}, name="filters"),
    path("initiatives/<slug:slug>/", entries.entry, name="entry"),
    path("countries/", places.countries, name="countries"),
    path("countries/<slug:country>/", places.country, name="country"),
    path("countries/<slug:country>/needs/<slug:need>/", needs.need, name="country-need"),
    path("countries/<slug:country>/<slug:city>/", places.city, name="city"),
    path("needs/", needs.index, name="needs"),
    path("needs/<slug:need>/", needs.need, name="need"),
    path("needs/<slug:need>/russia/", needs.need, {"russia": True}, name="need-russia"),
    path("words/<slug:version>.json", suggestions.words, name="words"),
    path("manifest.webmanifest", for_programs.manifest, name="manifest"),
    path("about/", about.about, {"text": "directory"}, name="about"),
    path("about/how-entries-get-in/", about.about, {"text": "how-entries-get-in"}, name="how"),
    path("about/safety/", about.about, {"text": "safety"}, name="safety"),
    path("about/privacy/", about.about, {"text": "privacy"}, name="privacy"),
    path("about/accessibility/", about.about, {"text": "accessibility"}, name="accessibility"),
    path("about/citing/", about.about, {"text": "citing"}, name="citing"),
    path("regions/", regions.regions, name="regions"),
    path("regions/<slug:region>/", regions.region, name="region"),
]
