"""The desk as Django's admin site: one way in, one test of who may enter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from initiatives.desk.access import has_access, way_in

# The sign-in has the first two, with the second factor (templates/account/). Of the others no
# page makes use: they would tell names and addresses of rows that the tables do not show.
_NOT_HERE = frozenset({"password_change", "password_change_done", "autocomplete", "view_on_site"})


class DeskSite(AdminSite):
    """Reference tables under ``/desk/tables/``; the queue is its front page."""

    site_header = site_title = _("Desk")
    index_title = _("Tables")
    site_url = None
    enable_nav_sidebar = False
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        return has_access(request)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only our own tables: people, sessions and second factors are not tables to look into."""
        models = (
            model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        )
        ours = [model for model in models if model._meta.app_label == "initiatives"]
        super().register(ours, admin_class, **options)

    def get_urls(self) -> list[Any]:
        return [url for url in super().get_urls() if getattr(url, "name", "") not in _NOT_HERE]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("desk:queue")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Where the admin sends those who may not enter: on to the way in, which leads back."""
        if not has_access(request):
            return way_in(request)
        following = request.GET.get("next", "")
        ours = url_has_allowed_host_and_scheme(following, allowed_hosts=None)
        return HttpResponseRedirect(following if ours else reverse("desk:queue"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_logout")
