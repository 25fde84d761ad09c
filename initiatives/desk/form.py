"""The desk's editor: every field of an entry, for moderators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from initiatives.content.browser_form import BrowserForm, Fieldset
from initiatives.vetting.slugs import entries_named, named_by


class DeskForm(BrowserForm):
    """One query where the typed text names other entries."""

    def __init__(self, typed: QueryDict | None, **kwargs: Any) -> None:
        named: dict[str, Any] = {
            name: self.base_fields[name].widget.value_from_datadict(typed, {}, name)
            for name in ("partners", "parent", "successor", "designations")
            if typed is not None and name in self.asked()
        }
        super().__init__(
            typed, entries=entries_named(named_by(named)), auto_id="field-%s", **kwargs
        )
        for field in self.fields.values():
            if field.widget.use_fieldset:  # it is the fieldset that links lead to
                field.widget.attrs["id"] = ""


class EditorForm(DeskForm):
    """All of an entry's fields."""

    fieldsets = (
        Fieldset(
            "what",
            _("What it is"),
            ("website", "name_en", "name_ru", "other_names", "kind", "summary_en", "summary_ru",
             "description_en", "description_ru", "links", "founded", "terms_en", "terms_ru", "cost",
             "tags"),
        ),
        Fieldset(
            "where",
            _("Where and for whom"),
            ("host_countries", "remote_for", "cities", "languages", "activities", "focus_regions",
             "audiences", "seeks", "reach", "partners", "parent"),
        ),
        Fieldset("proposed", _("Proposed words, not in the tables yet"), ("proposed",)),
        Fieldset("sources", _("Where to check this"), ("sources", "checked")),
        Fieldset(
            "state",
            _("State and designations"),
            ("state", "closed_on", "successor", "designations"),
        ),
    )  # fmt: skip

    def sections(self) -> Iterator[dict[str, Any]]:
        for part in super().sections():
            proposed = self["proposed"]
            if part["key"] != "proposed" or proposed.errors or any(proposed.value().values()):
                yield part


class MissingForm(DeskForm):
    """The little that publication needs and the public is not asked for: given when deciding."""

    fieldsets = (Fieldset("missing", "", ("reach", "sources")),)
