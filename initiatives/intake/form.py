"""The public's form: which fields it asks for, in which words, and what it asks besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from initiatives.content import Document, Stage
from initiatives.content.browser_form import BrowserForm, Fieldset, localised
from initiatives.content.fields import BooleanField, ChoiceField, TextField
from initiatives.content.widgets import (
    PLAIN,
    Cards,
    Checks,
    Countries,
    Links,
    Select,
    Textarea,
    TextInput,
    Unknown,
)
from initiatives.models import Kind, Relation

UNREADABLE = _("One character could not be read and shows as “�”. Type this text again.")
SAID_TWICE = _("We received several different answers. Choose one.")
AT_MOST_EIGHT = _("At most eight.")
ABOUT_YOU = ("relation", "contact", "contact_yearly", "note")


class PublicForm(BrowserForm):
    """``about_you``: whether relation, contact and note are asked too."""

    relation = ChoiceField(
        label=_("Your connection to it"),
        choices=Relation,
        widget=Cards(
            {Relation.SPEAKS: _("I speak for it"), Relation.KNOWS: _("I know of it")},
            are_labels=True,
        ),
        required_to=Stage.SEND,
        message=_("Say whether you speak for it or know of it."),
    )
    contact = TextField(
        label=_("How to reach you"),
        limit=200,
        widget=TextInput({"autocomplete": "off", **PLAIN}),
        help_text=_(
            "Telegram, Signal or email. Stored encrypted, viewed by moderators "
            "only if they must, deleted 90 days after the decision."
        ),
    )
    contact_yearly = BooleanField(
        label=_("Keep my contact longer and ask me once a year whether the entry is still correct")
    )
    note = TextField(
        label=_("Anything else the moderators should know"), limit=2000, lines=True, widget=Textarea
    )

    fieldsets: Sequence[Fieldset] = (
        Fieldset(
            "what",
            _("What it is"),
            ("website", "name_own", "name_other", "kind", "summary_own"),
            ("summary_other", "description_own", "description_other", "links", "other_names",
             "founded", "terms_other", "tags", "sources"),
            _("More about it: description, links, sources"),
        ),
        Fieldset(
            "where",
            _("Where and for whom"),
            ("host_countries", "remote_for", "cities", "languages", "activities",
             "terms_own", "cost"),
            ("focus_regions", "audiences", "seeks"),
            _("More: regions of Russia, for whom, what it seeks"),
        ),
        Fieldset("you", _("About you"), ABOUT_YOU),
    )  # fmt: skip
    hidden = ("proposed",)
    labels = {
        "website": _("Website or main page"),
        "name_own": _("Name"),
        "summary_en": _("Summary in English"),
        "summary_ru": _("Summary in Russian"),
        "summary_own": _("Summary"),
        "description_own": _("Description"),
        "terms_own": _("Who can get help, and how"),
        "sources": _("Where to check this"),
        "activities": _("What it does"),
    }
    help_texts = {
        "website": _(
            "A Telegram channel is fine too. If there is neither, describe below how to reach it."
        ),
        "name_own": _("As it calls itself."),
        "summary_own": _("What do people get from it? One or two sentences, no praise."),
        "description_own": _(
            "What it does, for whom, how to reach it. Leave an empty line between paragraphs."
        ),
        "links": _("Only public addresses, not those of private individuals."),
        "terms_own": _(
            "Most useful for mutual aid. For example: by appointment, women only, in Russian."
        ),
        "tags": _(
            "In your own words, at most six, one per line. The moderators may "
            "merge them with similar ones."
        ),
        "host_countries": _("Where it works or meets. Leave this empty if it helps only remotely."),
        "cities": _("One per line. No exact address: the site shows only the city."),
        "languages": _("Languages in which it works with people."),
        "activities": AT_MOST_EIGHT,
        "audiences": AT_MOST_EIGHT,
        "seeks": AT_MOST_EIGHT,
    }
    widgets = {
        "kind": Cards({kind: kind.example for kind in Kind}),
        "cost": Select(none=_("not specified")),
        "links": Links(step="link"),
        "host_countries": Countries(),
        "proposed": Unknown(),
        **{name: Checks() for name in ("activities", "focus_regions", "audiences", "seeks")},
    }
    says_who_sees = True

    def __init__(
        self,
        typed: QueryDict | None,
        *,
        before: Document | None = None,
        about_you: bool = True,
        one_more: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(typed, before=before, auto_id="f-%s", **kwargs)
        for name in ("cities", "tags"):  # one box for the known ones and the proposed
            self.initial = {
                **self.initial,
                name: [*self.before[name], *self.before["proposed"][name]],
            }
        if not about_you:
            self.fieldsets = [part for part in self.fieldsets if part.fields != ABOUT_YOU]
            self.fields = {k: field for k, field in self.fields.items() if k not in ABOUT_YOU}
        if one_more:
            self.fields[one_more].widget.one_more = True
        # Either language will do: what is said of both is shown at the one in the page's language.
        for stem in ("name", "summary"):
            first, own = self.fields[f"{stem}_en"], self.fields[localised(f"{stem}_own")]
            if own is not first:
                own.required_to, own.instead = first.required_to, (f"{stem}_en",)
                own.error_messages, first.required_to = first.error_messages, None

    def clean(self) -> dict[str, Any]:
        """Also refuse a character that could not be decoded, or one field sent twice with two
        meanings."""
        for sent, (name, limit) in self.limits().items():
            values = self.typed.getlist(sent) if self.typed and name in self.fields else []
            if any("\ufffd" in value for value in values):
                self.add_error(name, ValidationError(UNREADABLE, code="unreadable"))
            if (limit.most == 1 or limit.lines) and len(set(values)) > 1:
                self.add_error(name, ValidationError(SAID_TWICE, code="twice"))
        return super().clean()

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with a proposal is shown where it was typed."""
        if field != "proposed":
            super().add_error(field, error)
            return
        for part in error.error_list:
            super().add_error(part.params["kind"], part)

    def about_you(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ABOUT_YOU}

    def problems(self) -> list[dict[str, Any]]:
        """The summary on top: what belongs to no field first, then a line for each field."""
        lines = [{"text": text, "id": ""} for text in self.non_field_errors()]
        for field in self.wrong_fields():
            text = _now("%(field)s: %(message)s") % {
                "field": field.label,
                "message": _as_part(field.errors[0]),
            }
            lines.append({"text": text, "id": field.auto_id})
        return lines


def _as_part(sentence: str) -> str:
    """A sentence behind a colon: without its capital, but for abbreviations and quotes."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


def kept_of(data: QueryDict) -> QueryDict:
    """Only what was typed, without the page's own fields."""
    kept = QueryDict(mutable=True)
    for name in PublicForm.limits():
        if name in data:
            kept.setlist(name, data.getlist(name))
    return kept
