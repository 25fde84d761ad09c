"""Cities and tags that a submission proposes because no table has them yet."""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from initiatives.content import widgets
from initiatives.content.fields import DocumentField
from initiatives.content.reading import (
    WRONG_TYPE,
    distinct,
    read_list,
    read_text,
    refuse_unknown,
    shown,
    valid_slug,
)
from initiatives.content.schema import (
    SLUG,
    Schema,
    list_schema,
    object_schema,
    text_schema,
)
from initiatives.models import Initiative, Vocabulary

Proposals = dict[str, list[dict[str, Any]]]

# What a proposed city or tag holds; the first ones as sent, the rest once it is completed.
CITY_FIELDS = ("country", "name", "slug", "name_en", "name_ru", "latitude", "longitude")
TAG_FIELDS = ("name", "slug", "name_en", "name_ru")
CITY_LIMIT, TAG_LIMIT, SLUG_LIMIT = 120, 80, 80


def is_complete(proposal: dict[str, Any]) -> bool:
    """Whether a moderator has filled in all that a row of its table needs."""
    return bool(proposal.get("slug"))


def open_proposals(proposed: Proposals) -> list[str]:
    """The names of those that still wait for a moderator."""
    return [
        one["name"] for kind in ("cities", "tags") for one in proposed[kind] if not is_complete(one)
    ]


class ProposedField(DocumentField):
    """``{"cities": […], "tags": […]}``: each as sent, or completed by a moderator.

    A tag may be sent as a bare text. Completed, it has a slug and both names, and a city its
    country and coordinates: publishing makes its row.
    """

    widget = widgets.Proposals
    is_column = False
    has_items = True
    limit = CITY_LIMIT

    def __init__(self, *args: Any, most: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most_of = most

    def empty(self) -> Proposals:
        return {"cities": [], "tags": []}

    def read(self, value: Any) -> Proposals:
        """A message says in its parameter ``kind`` whether it is about cities or tags."""
        if not isinstance(value, dict):
            raise ValidationError(WRONG_TYPE["object"], code="type")
        refuse_unknown(value, self.most_of)
        kept, errors = self.empty(), []
        for kind, read in (("cities", self.city), ("tags", self.tag)):
            try:
                items = read_list(value.get(kind), self.most_of[kind])
                kept[kind] = distinct([read(item) for item in items])
            except ValidationError as error:
                for one in error.error_list:
                    one.params = {**(one.params or {}), "kind": kind}
                    errors.append(one)
        if errors:
            raise ValidationError(errors)
        return kept

    def from_row(self, initiative: Initiative, name: str) -> Proposals:
        return self.empty()

    def display(self, value: Any, vocabulary: Vocabulary) -> list[str]:
        """Each proposal, and whether it still waits for a moderator."""
        return [_in_words(one) for kind in self.empty() for one in (value or {}).get(kind, [])]

    def schema(self) -> Schema:
        """As sent it has only the first ones; a moderator completes the rest, all at once."""
        slug = text_schema(SLUG_LIMIT, pattern=SLUG)
        tag = {"name": text_schema(TAG_LIMIT), "slug": slug}
        tag |= dict.fromkeys(("name_en", "name_ru"), text_schema(TAG_LIMIT))
        city = {"country": text_schema(pattern=r"^([A-Z]{2})?$"), "name": text_schema(CITY_LIMIT)}
        city |= {"slug": slug} | dict.fromkeys(("name_en", "name_ru"), text_schema(CITY_LIMIT))
        for name, most in (("latitude", 90), ("longitude", 180)):
            city[name] = {"type": "number", "minimum": -most, "maximum": most}
        return object_schema(
            cities=list_schema(_proposal(city, ["country", "name"]), self.most_of["cities"]),
            tags=list_schema(_proposal(tag, ["name"]), self.most_of["tags"]),
        )

    def tag(self, value: Any) -> dict[str, Any]:
        if isinstance(value, str):
            value = {"name": value}
        if not isinstance(value, dict):
            raise ValidationError(WRONG_TYPE["object"], code="type")
        refuse_unknown(value, TAG_FIELDS)
        return self.named(value, limit=TAG_LIMIT)

    def city(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValidationError(WRONG_TYPE["object"], code="type")
        refuse_unknown(value, CITY_FIELDS)
        country = read_text(value.get("country"), limit=2)
        if country:
            word = self.vocabulary.by_key("country", country.upper())
            if word is None or word.pk is None:
                raise ValidationError(
                    _("“%(value)s” is not the code of a country."),
                    code="unknown",
                    params={"value": shown(country)},
                )
            country = word.key
        city = {"country": country, **self.named(value, limit=CITY_LIMIT)}
        if is_complete(city):
            if not country:
                raise ValidationError(_("Say which country the city is in."), code="country")
            city["latitude"] = self.degrees(value.get("latitude"), 90)
            city["longitude"] = self.degrees(value.get("longitude"), 180)
        return city

    def named(self, value: dict[str, Any], *, limit: int) -> dict[str, Any]:
        """The name as proposed; and, of a completed one, its slug and both names."""
        name = read_text(value.get("name"), limit=limit)
        slug = read_text(value.get("slug"), limit=SLUG_LIMIT)
        names = {key: read_text(value.get(key), limit=limit) for key in ("name_en", "name_ru")}
        if not slug and any([*names.values(), value.get("latitude"), value.get("longitude")]):
            raise ValidationError(_("Enter its name in the address (slug)."), code="slug")
        if not slug:
            if not name:
                raise ValidationError(_("This is empty: fill it in or remove it."), code="empty")
            return {"name": name}
        if not valid_slug(slug):
            raise ValidationError(
                _(
                    "“%(value)s” is not a valid name in the address: use small letters "
                    "a–z, digits and single hyphens."
                ),
                code="slug",
                params={"value": shown(slug)},
            )
        if not all(names.values()):
            raise ValidationError(_("Enter its name in both languages."), code="names")
        return {"name": name or names["name_en"], "slug": slug, **names}

    def degrees(self, value: Any, most: int) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value) or abs(value) > most:
            raise ValidationError(
                _(
                    "Enter the city’s coordinates in degrees: latitude −90 to 90, "
                    "longitude −180 to 180."
                ),
                code="degrees",
            )
        return float(value) + 0.0  # the database has no −0.0, and the hash must stay


def _in_words(proposal: dict[str, Any]) -> str:
    country = f" ({proposal['country']})" if proposal.get("country") else ""
    said = f"{proposal['name']}{country}"
    if not is_complete(proposal):
        return pgettext("proposal", "%(name)s: undecided") % {"name": said}
    return f"{said}: {proposal['slug']}, {proposal['name_en']}, {proposal['name_ru']}"


def _proposal(properties: dict[str, Schema], required: list[str]) -> Schema:
    completed = [name for name in properties if name not in (*required, "slug")]
    return {
        **object_schema(**properties),
        "required": required,
        "dependentRequired": {"slug": completed, **{name: ["slug"] for name in completed}},
    }
