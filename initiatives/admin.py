"""The reference tables, and a look at what travels the road; no decision is made here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.models import (
    Activity,
    Audience,
    CatalogueVersion,
    City,
    Country,
    FocusRegion,
    Initiative,
    Language,
    Register,
    Submission,
    SupportNeed,
    Tag,
)
from initiatives.vetting import scope


class ReferenceAdmin(admin.ModelAdmin):
    """A table that editors change: its row, Django's log and the catalogue's version move in one
    transaction, which Django's own view opens. Rows are never deleted: documents name them.
    """

    list_per_page = 100
    show_full_result_count = False
    actions = None
    # What can never change once a document or an address may hold it.
    fixed: tuple[str, ...] = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _edits_tables(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _edits_tables(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _edits_tables(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _edits_tables(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fixed if obj else ()

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        _advance()
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        _advance()
        return super().log_change(request, obj, message)


def _advance() -> None:
    """Everything public may look different now; every process sees it with its next request."""
    CatalogueVersion.objects.lock().advance()


def _edits_tables(request: HttpRequest) -> bool:
    moderator = getattr(request, "moderator", None)
    return moderator is not None and moderator.is_editor


@admin.register(Country)
class CountryAdmin(ReferenceAdmin):
    list_display = ("code", "name_en", "name_ru", "featured", "reviewed_on")
    list_filter = ("featured",)
    search_fields = ("code", "name_en", "name_ru")
    fixed = ("code", "slug")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # all of ISO 3166-1 are there


@admin.register(City)
class CityAdmin(ReferenceAdmin):
    list_display = ("slug", "name_en", "name_ru", "country")
    list_select_related = ("country",)
    search_fields = ("slug", "name_en", "name_ru")
    fixed = ("country", "slug")


@admin.register(FocusRegion)
class FocusRegionAdmin(ReferenceAdmin):
    list_display = ("code", "name_en", "name_ru", "federal_district")
    search_fields = ("code", "name_en", "name_ru")
    fixed = ("code", "slug", "tile_column", "tile_row")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # the 83 are there


@admin.register(Language)
class LanguageAdmin(ReferenceAdmin):
    list_display = ("code", "name_en", "name_ru", "name_native", "order")
    fixed = ("code",)


@admin.register(Activity, Audience, SupportNeed)
class WordAdmin(ReferenceAdmin):
    list_display = ("slug", "name_en", "name_ru", "order", "merged_into")
    list_select_related = ("merged_into",)
    search_fields = ("slug", "name_en", "name_ru")
    fixed = ("slug",)


@admin.register(Tag)
class TagAdmin(ReferenceAdmin):
    """taggit's own ``name`` is always the slug, so nobody types it."""

    list_display = ("slug", "name_en", "name_ru", "merged_into")
    list_select_related = ("merged_into",)
    search_fields = ("slug", "name_en", "name_ru")
    fields = ("slug", "name_en", "name_ru", "merged_into")
    fixed = ("slug",)

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        obj.name = obj.slug
        super().save_model(request, obj, form, change)


@admin.register(Register)
class RegisterAdmin(ReferenceAdmin):
    list_display = ("type", "compared_on")
    fixed = ("type",)


class LookOnlyAdmin(admin.ModelAdmin):
    """Shown to every moderator, changed by nobody here."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return hasattr(request, "moderator")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return hasattr(request, "moderator")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What is out of scope and what is not there answer alike: 404, no word of which."""
        found = super().get_object(request, *args, **kwargs)
        if found is None:
            raise Http404
        return found


@admin.register(Submission)
class SubmissionAdmin(LookOnlyAdmin):
    """Neither contact nor token: the one is opened on the review, the other is nobody's."""

    list_display = ("reference", "purpose", "state", "by", "submitted_at", "review")
    list_filter = ("state", "purpose", "by")
    search_fields = ("reference",)
    fields = ("review", "reference", "purpose", "state", "by", "held", "language", "relation",
              "submitted_at", "initiative", "slug", "batch")  # fmt: skip
    readonly_fields = ("review",)
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return scope.in_scope(request.moderator)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("review"))
    def review(self, one: Submission) -> SafeString:
        address = reverse("desk:review", args=[one.reference])
        return format_html('<a href="{}">{}</a>', address, _("Open the review"))


@admin.register(Initiative)
class InitiativeAdmin(LookOnlyAdmin):
    list_display = ("name", "slug", "kind", "state", "verified_at", "change")
    list_filter = ("state", "kind")
    search_fields = ("slug", "name_en", "name_ru", "website")
    fields = ("change", "slug", "name_en", "name_ru", "kind", "state", "website", "published_at",
              "verified_at", "verified_how", "last_review")  # fmt: skip
    readonly_fields = ("change", "last_review")
    ordering = ("slug",)

    @admin.display(description=gettext_lazy("name"))
    def name(self, one: Initiative) -> str:
        return str(one.name)

    @admin.display(description=gettext_lazy("change"))
    def change(self, one: Initiative) -> SafeString:
        address = reverse("desk:change", args=[one.slug])
        return format_html('<a href="{}">{}</a>', address, _("Change or hide"))

    @admin.display(description=gettext_lazy("last review"))
    def last_review(self, one: Initiative) -> SafeString:
        address = reverse("desk:review", args=[one.revision.reference])
        return format_html('<a href="{}">{}</a>', address, one.revision.reference)
