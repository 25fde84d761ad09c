"""InitiativeForm: the one form that validates content, wherever it comes from (domain.md).

Public form, moderators' corrections, import, and once more at publication.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives import content
from initiatives.content.content_fields import field_of
from initiatives.content.fields import EntriesField, EntryField, WordsField
from initiatives.content.proposed_field import ProposedField, is_complete, open_proposals
from initiatives.content.reading import distinct, shown, too_many
from initiatives.models import EntryState, Vocabulary


class Stage(StrEnum):
    """How much has to be there: to be sent to the moderators, or to be published."""

    SEND = "send"
    PUBLISH = "publish"


class InitiativeForm(forms.Form):
    """Validates one content document.

    ``data``: the document, of any past schema, or anything at all: what it should not be is told
    in ``errors``, never raised. ``entries`` maps each slug that partners and successor may name,
    old ones too, to the present one (``slugs.entries_named``). ``slug`` is the entry's own.
    """

    def __init__(
        self,
        data: Any,
        *,
        vocabulary: Vocabulary,
        entries: Mapping[str, str],
        stage: Stage | str = Stage.SEND,
        slug: str = "",
    ) -> None:
        self.stage = Stage(stage)
        self.slug = slug
        self.is_document = isinstance(data, Mapping)
        if isinstance(data, dict) and not hasattr(data, "getlist"):
            data = content.upgraded(data)
        super().__init__(data if self.is_document else {})
        for field in self.fields.values():
            if isinstance(field, WordsField | ProposedField):
                field.vocabulary = vocabulary
            elif isinstance(field, EntriesField | EntryField):
                field.entries = entries

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        self._clean_shape()
        self._clean_places(given)
        self._clean_state(given)
        self._clean_others(given)
        self._require(given)
        if self.stage == Stage.PUBLISH:
            self._require_to_publish(given)
        return given

    def document(self) -> content.Document:
        """What was validated, as a canonical document. ValueError for one that is not valid."""
        if not self.is_valid():
            raise ValueError("not a valid document")
        return {
            "schema": content.SCHEMA,
            **{name: self.cleaned_data[name] for name in (*content.FIELDS, "proposed")},
        }

    def _clean_shape(self) -> None:
        """Of a document: the right schema, no field that we do not know, no null."""
        if hasattr(self.data, "getlist"):  # a face's own fields stand beside these
            return
        if not self.is_document:
            self.add_error(None, ValidationError(_("The content must be a JSON object.")))
            return
        schema = self.data.get("schema", content.SCHEMA)
        if isinstance(schema, bool) or schema != content.SCHEMA:
            self.add_error(
                None,
                ValidationError(
                    _("The document's schema is %(given)s; this program knows %(known)d."),
                    code="schema",
                    params={"given": shown(schema), "known": content.SCHEMA},
                ),
            )
        for name in self.data:
            if name not in self.fields and name != "schema":
                self.add_error(
                    None,
                    ValidationError(
                        _("The document has no field %(names)s."),
                        code="unknown_field",
                        params={"names": shown(name)},
                    ),
                )
            elif name in self.fields and self.data[name] is None:
                self.add_error(name, ValidationError(_("Leave this out instead of “null”.")))

    def _clean_places(self, given: dict[str, Any]) -> None:
        """A city implies its country."""
        if "cities" not in given or "host_countries" not in given:
            return
        keys = [city.partition("/")[0] for city in given["cities"]]
        proposed = given.get("proposed", {}).get("cities", [])
        keys += [city["country"] for city in proposed if city["country"] and is_complete(city)]
        countries = distinct([*given["host_countries"], *keys])
        if len(countries) > content.MOST["host_countries"]:
            self.add_error(
                "host_countries", too_many(content.MOST["host_countries"], len(countries))
            )
        else:
            given["host_countries"] = countries

    def _clean_state(self, given: dict[str, Any]) -> None:
        if given.get("state") == "" and "state" not in self.data:
            given["state"] = EntryState.PUBLISHED.value
        self._need(self._any(given, "state"), "state", _("Choose a state."))
        if given.get("state") == EntryState.PUBLISHED:
            for name in ("closed_on", "successor"):
                if given.get(name):
                    self.add_error(
                        name,
                        ValidationError(
                            _(
                                "Only a closed or hidden entry has this: "
                                "change the state, or empty it."
                            ),
                            code="state",
                        ),
                    )

    def _clean_others(self, given: dict[str, Any]) -> None:
        """An entry is neither its own partner nor its own successor."""
        if self.slug and (
            self.slug in given.get("partners", ()) or self.slug == given.get("successor")
        ):
            name = "successor" if self.slug == given.get("successor") else "partners"
            self.add_error(
                name, ValidationError(_("An entry cannot name itself here."), code="itself")
            )

    def _require(self, given: dict[str, Any]) -> None:
        """What has to be there to be sent (domain.md, "The form"). The public form asks more."""
        self._need(
            self._any(given, "name_en", "name_ru"), "name_en", _("Give a name, in either language.")
        )
        self._need(
            self._any(given, "summary_en", "summary_ru"),
            "summary_en",
            _("Say in one or two sentences what it offers, in either language."),
        )
        self._need(self._any(given, "kind"), "kind", _("Choose a kind."))
        self._need(
            self._any(given, "host_countries", "online"),
            "host_countries",
            _("Choose a country, or say that it works online."),
        )
        self._need(self._any(given, "languages"), "languages", _("Choose at least one language."))
        self._need(self._any(given, "activities"), "activities", _("Choose at least one activity."))
        self._need(
            self._any(given, "website", "links", "description_en", "description_ru"),
            "website",
            _("Give a website or a link, or say in the description how it is reached."),
        )

    def _require_to_publish(self, given: dict[str, Any]) -> None:
        self._need(self._any(given, "reach"), "reach", _("Choose how far it reaches."))
        self._need(
            self._any(given, "sources"), "sources", _("Give at least one address that shows this.")
        )
        proposed = given.get("proposed", {"cities": [], "tags": []})
        for name in ("cities", "tags"):
            length = len(given.get(name, [])) + len(proposed[name])
            if proposed[name] and length > content.MOST[name]:
                self.add_error(name, too_many(content.MOST[name], length))
        if waiting := open_proposals(proposed):
            self.add_error(
                "proposed",
                ValidationError(
                    _("Choose a known word for each proposal, or complete it: %(names)s."),
                    code="open",
                    params={"names": ", ".join(shown(name) for name in waiting)},
                ),
            )

    def _any(self, given: dict[str, Any], *names: str) -> bool:
        """Whether one of them is given. A faulty one counts: it has a message already."""
        return any(name not in given or given[name] for name in names)

    def _need(self, there: bool, name: str, message: Any) -> None:
        if not there:
            self.add_error(name, ValidationError(message, code="required"))


# Read from the model once, here, and not by a metaclass: a face's subclass adds its own fields.
InitiativeForm.base_fields = InitiativeForm.declared_fields = {
    name: field_of(name) for name in (*content.FIELDS, "proposed")
}
