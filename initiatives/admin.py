"""The reference tables, and entries and submissions to look at; nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.content.proposed_field import CITY_LIMIT
from initiatives.content.reading import distinct, read_address, read_text
from initiatives.content.typed import lines_of
from initiatives.models import (
    Activity,
    Audience,
    CatalogueVersion,
    City,
    Country,
    FocusRegion,
    Initiative,
    Language,
    Moderator,
    Register,
    Submission,
    SupportNeed,
    Tag,
)
from initiatives.vetting import permissions

SEARCH_WORD_LIMIT = 60


def read_page(line: str) -> dict[str, str]:
    """``https://… | label in English | label in Russian``: a page of a country's authorities.

    Raises ValidationError.
    """
    url, *labels = (part.strip() for part in line.split("|"))
    if len(labels) != 2 or not all(labels):
        raise ValidationError(NO_PAGE, code="invalid")
    label_en, label_ru = (read_text(label, limit=CITY_LIMIT) for label in labels)
    return {"label_en": label_en, "label_ru": label_ru, "url": read_address(url, required=True)}


def write_page(page: dict[str, str]) -> str:
    return f"{page['url']} | {page['label_en']} | {page['label_ru']}"


# Column -> how each line of its box is read: a country's sources, other spellings of a city.
READ: dict[str, Callable[[str], Any]] = {
    "sources": partial(read_address, required=True),
    "synonyms": partial(read_text, limit=CITY_LIMIT),
    "synonyms_en": partial(read_text, limit=CITY_LIMIT),
    "synonyms_ru": partial(read_text, limit=CITY_LIMIT),
    "also_en": partial(read_text, limit=SEARCH_WORD_LIMIT),
    "also_ru": partial(read_text, limit=SEARCH_WORD_LIMIT),
    "official": read_page,
}
# What is written of a line again, and what its box says, where it is more than a text.
WRITTEN: dict[str, Callable[[Any], str]] = {"official": write_page}
NO_PAGE = gettext_lazy("Write each page as: address | label in English | label in Russian.")
ONE_A_LINE = gettext_lazy("One per line.")
HELP: dict[str, Any] = {"official": NO_PAGE}


class LinesField(forms.CharField):
    """A list, one item on each line. ``read`` makes of a line what is kept, or raises
    ValidationError; ``written`` makes the line again.

    Public pages read these columns and rely on it.
    """

    widget = forms.Textarea

    def __init__(
        self,
        *,
        read: Callable[[str], Any],
        written: Callable[[Any], str] = str,
        encoder: Any = None,  # these two are of the columns, which hold JSON
        decoder: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.read, self.written = read, written

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(self.written, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return distinct([self.read(line) for line in lines_of(value or "")])

    def run_validators(self, value: Any) -> None:
        """Each line was read already; CharField's validators look at one text."""


LONGEST_SEARCH = 100
LONGEST_QUERY = 1000  # of an address; the links of these pages are shorter


class DeskAdmin(admin.ModelAdmin):
    """The base of every table: only rows that the moderator may see, and only filters that the
    page offers. Django itself would take a condition on any column from the address.
    """

    show_full_result_count = False
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def rows_for(self, moderator: Moderator) -> QuerySet[Any]:
        """The rows that this moderator may see: in the list, the search and each page of one."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.rows_for(request.moderator)  # type: ignore[attr-defined]

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The row of this id. What may not be seen and what is not there answer alike: 404."""
        row = super().get_object(request, object_id)
        if row is None:
            raise Http404
        return row

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Whether it is one of the choices of one of the filters beside the list."""
        name, _separator, condition = lookup.rpartition("__")
        if condition != "exact" or name not in self.list_filter:
            return False
        field = self.opts.get_field(name)
        if isinstance(field, models.BooleanField):
            return value in ("0", "1")
        return value in [str(choice) for choice, _label in field.flatchoices]  # type: ignore[union-attr]

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return to_field == self.opts.pk.name

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        searched, query = request.GET.get(SEARCH_VAR, ""), request.META.get("QUERY_STRING", "")
        # Each word of a search is looked for in every row.
        if len(searched) > LONGEST_SEARCH or len(query) > LONGEST_QUERY:
            messages.warning(request, _("The search was too long, so everything is shown."))
            return redirect(request.path)
        return super().changelist_view(request, *args, **kwargs)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The public page. Django's own way there would tell the address of any row."""
        public = getattr(obj, "is_listed", True) and hasattr(obj, "get_absolute_url")
        return obj.get_absolute_url() if public else None


class ReferenceAdmin(DeskAdmin):
    """A table that editors change: its row, Django's log and the catalogue's version move in one
    transaction, which Django's own view opens. Rows are never deleted: documents name them.
    """

    list_per_page = 100
    # What can never change once a document or an address may hold it.
    fixed: tuple[str, ...] = ()
    is_complete = False  # whether all rows that there can be are there

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if read := READ.get(db_field.name):
            written = WRITTEN.get(db_field.name, str)
            kwargs |= {"form_class": LinesField, "read": read, "written": written}
            kwargs["help_text"] = HELP.get(db_field.name, ONE_A_LINE)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def rows_for(self, moderator: Moderator) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        moderator = getattr(request, "moderator", None)
        return moderator is not None and moderator.is_editor

    has_module_permission = has_view_permission
    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) and not self.is_complete

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fixed if obj else ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Everything public may look different now; each process sees it with its next request."""
        super().save_related(request, form, formsets, change)
        CatalogueVersion.objects.lock().advance()


@admin.register(Country)
class CountryAdmin(ReferenceAdmin):
    list_display = ("code", "name_en", "name_ru", "featured", "reviewed_on")
    list_filter = ("featured",)
    search_fields = ("code", "name_en", "name_ru")
    fixed = ("code", "slug")
    is_complete = True  # all of ISO 3166-1


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
    is_complete = True  # the 83


@admin.register(Language)
class LanguageAdmin(ReferenceAdmin):
    list_display = ("code", "name_en", "name_ru", "name_native", "order")
    fixed = ("code",)


@admin.register(Activity, Audience, SupportNeed)
class WordAdmin(ReferenceAdmin):
    list_display = ("slug", "name_en", "name_ru", "order", "merged_into", "retired")
    list_select_related = ("merged_into",)
    search_fields = ("slug", "name_en", "name_ru")
    fixed = ("slug",)


@admin.register(Tag)
class TagAdmin(ReferenceAdmin):
    """taggit's own ``name`` is always the slug, so nobody types it."""

    list_display = ("slug", "name_en", "name_ru", "merged_into", "retired")
    list_select_related = ("merged_into",)
    search_fields = ("slug", "name_en", "name_ru")
    fields = ("slug", "name_en", "name_ru", "also_en", "also_ru", "merged_into", "retired")
    fixed = ("slug",)

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        obj.name = obj.slug
        super().save_model(request, obj, form, change)


@admin.register(Register)
class RegisterAdmin(ReferenceAdmin):
    list_display = ("type", "compared_on")
    fixed = ("type",)


class LookOnlyAdmin(DeskAdmin):
    """Shown to every moderator, changed by nobody here."""

    list_per_page = 50

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return hasattr(request, "moderator")

    has_module_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _link(view: str, argument: str, label: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(view, args=[argument]), label)


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

    def rows_for(self, moderator: Moderator) -> QuerySet[Submission]:
        return permissions.in_scope(moderator)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without the entry where that is out of scope: it may have moved since."""
        entries = permissions.entries_seen_by(request.moderator)  # type: ignore[attr-defined]
        seen = obj is None or entries.filter(pk=obj.initiative_id).exists()
        return [name for name in self.fields if seen or name != "initiative"]

    @admin.display(description=gettext_lazy("review"))
    def review(self, submission: Submission) -> SafeString:
        return _link("desk:review", submission.reference, _("Open the submission"))


@admin.register(Initiative)
class InitiativeAdmin(LookOnlyAdmin):
    list_display = ("name", "slug", "kind", "state", "verified_at", "change")
    list_filter = ("state", "kind")
    search_fields = ("slug", "name_en", "name_ru", "website")
    fields = ("change", "slug", "name_en", "name_ru", "kind", "state", "website", "published_at",
              "verified_at", "verified_how", "last_review")  # fmt: skip
    readonly_fields = ("change", "last_review")
    ordering = ("slug",)

    def rows_for(self, moderator: Moderator) -> QuerySet[Initiative]:
        """Each with whether it, and its last review, can be opened by this moderator."""
        entries = permissions.entries_in_scope(moderator).filter(pk=OuterRef("pk"))
        reviews = permissions.in_scope(moderator).filter(pk=OuterRef("revision"))
        seen = permissions.entries_seen_by(moderator).select_related("revision")
        return seen.annotate(in_scope=Exists(entries), review_in_scope=Exists(reviews))

    @admin.display(description=gettext_lazy("name"))
    def name(self, entry: Initiative) -> str:
        return str(entry.name)

    @admin.display(description=gettext_lazy("change"))
    def change(self, entry: Any) -> SafeString | None:
        return _link("desk:change", entry.slug, _("Change or hide")) if entry.in_scope else None

    @admin.display(description=gettext_lazy("last review"))
    def last_review(self, entry: Any) -> SafeString | None:
        if not entry.review_in_scope:
            return None
        return _link("desk:review", entry.revision.reference, entry.revision.reference)
