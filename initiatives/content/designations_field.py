"""The field of what Russian authorities declared (docs/rules.md, "Designations")."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.content import widgets
from initiatives.content.fields import ListField
from initiatives.content.reading import (
    WRONG_TYPE,
    find_entry,
    is_list_of,
    label_of,
    meant_date,
    meant_url,
    read_address,
    read_choice,
    read_date,
    read_text,
    refuse_unknown,
    shown_date,
)
from initiatives.content.schema import (
    DATE,
    DATE_OR_EMPTY,
    SLUG_OR_EMPTY,
    Schema,
    address_schema,
    object_schema,
    text_schema,
)
from initiatives.fields.links import ADDRESS_LIMIT
from initiatives.fields.partial_date import PartialDate
from initiatives.models import DesignationType, Initiative, LegalDesignation, Vocabulary

REGISTER_NAME_LIMIT = LegalDesignation._meta.get_field("name_in_register").max_length or 0
DESIGNATION_FIELDS = ("type", "name_in_register", "since", "ended", "source", "of")


class DesignationsField(ListField):
    """What Russian authorities declared; only with a date and a source."""

    widget = widgets.Designations
    is_column = False

    def tidied(self, value: Any) -> Any:
        if not is_list_of(value, dict):
            return value
        read = {"since": meant_date, "ended": meant_date, "source": meant_url}
        return [
            {**one, **{key: read[key](one[key]) for key in read if key in one}} for one in value
        ]

    def item(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict):
            raise ValidationError(WRONG_TYPE["object"], code="type")
        refuse_unknown(value, DESIGNATION_FIELDS)
        kind = read_choice(read_text(value.get("type"), limit=ADDRESS_LIMIT), DesignationType)
        since, ended = (read_date(value.get(key), is_new=self.is_new) for key in ("since", "ended"))
        if not since:
            raise ValidationError(_("Say since when; a year is enough."), code="since")
        if ended and PartialDate.parse(ended) < PartialDate.parse(since):
            raise ValidationError(_("It cannot end before it began."), code="ended")
        if not value.get("source"):
            raise ValidationError(_("Enter the address of a source."), code="source")
        return {
            "type": kind,
            "name_in_register": read_text(value.get("name_in_register"), limit=REGISTER_NAME_LIMIT),
            "since": since,
            "ended": ended,
            "source": read_address(value["source"], required=True, is_new=self.is_new),
            "of": "" if value.get("of", "") == "" else find_entry(self.entries, value["of"]),
        }

    def arranged(self, value: Any) -> Any:
        if not is_list_of(value, dict):
            return value
        return [{**dict.fromkeys(DESIGNATION_FIELDS, ""), **item} for item in value]

    def from_row(self, initiative: Initiative, name: str) -> list[dict[str, str]]:
        return [
            {key: str(getattr(row, key) or "") for key in DESIGNATION_FIELDS}  # of: its slug
            for row in getattr(initiative, name).all()
        ]

    def display_item(self, item: Any, vocabulary: Vocabulary) -> str:
        ended = f" – {shown_date(item['ended'])}" if item["ended"] else ""
        parts = [
            label_of(DesignationType, item["type"]),
            item["name_in_register"],
            shown_date(item["since"]) + ended,
            _("status of %(entry)s") % {"entry": item["of"]} if item["of"] else "",
            item["source"],
        ]
        return ", ".join(part for part in parts if part)

    def item_schema(self) -> Schema:
        return object_schema(
            type={"enum": DesignationType.values},
            name_in_register=text_schema(REGISTER_NAME_LIMIT),
            since=text_schema(pattern=DATE),
            ended=text_schema(pattern=DATE_OR_EMPTY),
            source=address_schema(),
            of=text_schema(pattern=SLUG_OR_EMPTY)
            | {
                "type": ["string", "null"],
                "description": "null in a dump only: that of an entry without a public page",
            },
        )
