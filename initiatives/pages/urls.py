"""The addresses of the public site, below the language."""

from django.urls import path

from initiatives.pages import about, entries, home, listings, places, regions

app_name = "pages"

urlpatterns = [
    path("", home.home, name="home"),
    path("initiatives/", listings.listing, name="listing"),
    path("initiatives/filters/", listings.filters, name="filters"),
    path("initiatives/<slug:slug>/", entries.entry, name="entry"),
    path("countries/", places.countries, name="countries"),
    path("countries/<slug:country>/", places.country, name="country"),
    path("countries/<slug:country>/<slug:city>/", places.city, name="city"),
    path("regions/", regions.regions, name="regions"),
    path("regions/<slug:region>/", regions.region, name="region"),
    path("about/safety/", about.safety, name="safety"),
    path("about/how-entries-get-in/", about.how_entries_get_in, name="how"),
]
