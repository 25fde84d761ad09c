"""One include for each face, nothing else."""

from django.urls import include, path

urlpatterns = [
    path("", include("initiatives.pages.urls")),
    path("", include("initiatives.intake.urls")),
]
