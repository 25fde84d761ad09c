"""Cities and tags that a submission proposes because no table has them yet."""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.content.document import MOST, NAME_LIMIT, PROPOSED_CITY, PROPOSED_TAG
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
from initiatives.models import Vocabulary

Proposals = dict[str, list[dict[str, Any]]]


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

    vocabulary: Vocabulary

    def read(self, value: Any) -> Proposals:
        if value is None:
            return {"cities": [], "tags": []}
        if not isinstance(value, dict):
            raise ValidationError(WRONG_TYPE["object"], code="type")
        refuse_unknown(value, ("cities", "tags"))
        return {
            "cities": distinct(
                [self.city(one) for one in read_list(value.get("cities"), MOST["cities"])]
            ),
            "tags": distinct([self.tag(one) for one in read_list(value.get("tags"), MOST["tags"])]),
        }

    def tag(self, value: Any) -> dict[str, Any]:
        if isinstance(value, str):
            value = {"name": value}
        if not isinstance(value, dict):
            raise ValidationError(WRONG_TYPE["object"], code="type")
        refuse_unknown(value, PROPOSED_TAG)
        return self.named(value, limit=80)

    def city(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValidationError(WRONG_TYPE["object"], code="type")
        refuse_unknown(value, PROPOSED_CITY)
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
        city = {"country": country, **self.named(value, limit=NAME_LIMIT)}
        if is_complete(city):
            if not country:
                raise ValidationError(_("Say in which country the city lies."), code="country")
            city["latitude"] = self.degrees(value.get("latitude"), 90)
            city["longitude"] = self.degrees(value.get("longitude"), 180)
        return city

    def named(self, value: dict[str, Any], *, limit: int) -> dict[str, Any]:
        """The name as proposed; and, of a completed one, its slug and both names."""
        name = read_text(value.get("name"), limit=limit)
        slug = read_text(value.get("slug"), limit=80)
        names = {key: read_text(value.get(key), limit=limit) for key in ("name_en", "name_ru")}
        if not slug and any([*names.values(), value.get("latitude"), value.get("longitude")]):
            raise ValidationError(_("Give the slug under which it shall be kept."), code="slug")
        if not slug:
            if not name:
                raise ValidationError(_("This is empty: fill it in or take it out."), code="empty")
            return {"name": name}
        if not valid_slug(slug):
            raise ValidationError(
                _("“%(value)s” is no slug: use small letters a–z, digits and single hyphens."),
                code="slug",
                params={"value": shown(slug)},
            )
        if not all(names.values()):
            raise ValidationError(_("Give its name in both languages."), code="names")
        return {"name": name or names["name_en"], "slug": slug, **names}

    def degrees(self, value: Any, most: int) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value) or abs(value) > most:
            raise ValidationError(
                _(
                    "Give the city's coordinates in degrees: "
                    "latitude −90 to 90, longitude −180 to 180."
                ),
                code="degrees",
            )
        return float(value) + 0.0  # the database has no −0.0, and the hash must stay
