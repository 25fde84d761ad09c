"""The addresses where the public sends things, below the language."""

from django.urls import path

from initiatives.intake.status import StatusEntryView, StatusView
from initiatives.intake.submit import EditView, SubmitView

app_name = "intake"

urlpatterns = [
    path("submit/", SubmitView.as_view(), name="submit"),
    path("status/", StatusEntryView.as_view(), name="status_entry"),
    path("status/<str:receipt>/", StatusView.as_view(), name="status"),
    path("status/<str:receipt>/edit/", EditView.as_view(), name="edit"),
]
