"""Which field of InitiativeForm stands for which field of the content, and what it is called."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives import content
from initiatives.content.fields import (
    AddressesField,
    DateField,
    DesignationsField,
    DocumentField,
    EntriesField,
    EntryField,
    FlagField,
    LinksField,
    NamesField,
    OneOfField,
    TextField,
    WebsiteField,
    WordsField,
)
from initiatives.content.proposed_field import ProposedField
from initiatives.fields.partial_date import PartialDateField
from initiatives.models import Initiative

LABELS = {
    "kind": _("Kind"),
    "name_en": _("Name in English"),
    "name_ru": _("Name in Russian"),
    "other_names": _("Other names"),
    "summary_en": _("Summary in English"),
    "summary_ru": _("Summary in Russian"),
    "description_en": _("Description in English"),
    "description_ru": _("Description in Russian"),
    "terms_en": _("Who may come and how, in English"),
    "terms_ru": _("Who may come and how, in Russian"),
    "cost": _("What it costs"),
    "website": _("Website"),
    "links": _("Links"),
    "host_countries": _("Countries"),
    "cities": _("Cities"),
    "online": _("Works online"),
    "focus_regions": _("Regions of Russia it works for"),
    "languages": _("Languages"),
    "activities": _("Activities"),
    "audiences": _("For whom"),
    "seeks": _("What it seeks"),
    "tags": _("Tags"),
    "reach": _("Reach"),
    "founded": _("Founded"),
    "partners": _("Partners"),
    "state": _("State"),
    "closed_on": _("Closed on"),
    "successor": _("Successor"),
    "designations": _("Designations by Russian authorities"),
    "sources": _("Sources"),
    "checked": _("Month of the newest source"),
    "proposed": _("Proposed cities and tags"),
}


def field_of(name: str) -> DocumentField:
    """The form's field for one of the content's, with the limits that the model declares."""
    label = LABELS[name]
    if name in content.FACET_OF:
        return WordsField(facet=content.FACET_OF[name], most=content.MOST[name], label=label)
    if name == "other_names":
        return NamesField(limit=content.NAME_LIMIT, most=content.MOST[name], label=label)
    if name == "links":
        return LinksField(most=content.MOST[name], label=label)
    if name == "sources":
        return AddressesField(most=content.MOST[name], label=label)
    if name == "proposed":
        return ProposedField(label=label)
    if name == "partners":
        return EntriesField(most=content.MOST[name], label=label)
    if name == "designations":  # a table of its own, so no column to read from
        return DesignationsField(most=content.MOST[name], label=label)
    column = Initiative._meta.get_field(name)
    if isinstance(column, models.ForeignKey):
        return EntryField(label=label)
    if isinstance(column, models.BooleanField):
        return FlagField(label=label)
    if isinstance(column, PartialDateField):
        return DateField(label=label)
    if not isinstance(column, models.Field):
        raise TypeError(name)
    if column.choices:
        return OneOfField(values=[value for value, _label in column.flatchoices], label=label)
    if name == "website":
        return WebsiteField(label=label)
    limit = column.max_length or 0
    return TextField(limit=limit, lines=isinstance(column, models.TextField), label=label)
