"""Slugs: the last part of an entry's address. ASCII, never empty, never given to another entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from initiatives.content import Document
from initiatives.content.reading import valid_slug
from initiatives.models import Initiative, OldSlug
from initiatives.text.names import make_slug
from initiatives.vetting.errors import InvalidSlug

LIMIT = 80

# Addresses below /initiatives/ that pages have or will want.
RESERVED = frozenset(
    "add all api calendar closed compare csv download edit embed export feed feeds filter filters "
    "find geojson index json map maps network new page print random recent report rss search "
    "sitemap status submit suggest tags verified".split()
)


def named_by(document: Mapping[str, object]) -> list[str]:
    """The slugs of other entries in a document that need not be valid."""
    partners, designations = (document.get(name) for name in ("partners", "designations"))
    named = [
        *(partners if isinstance(partners, list) else []),
        *(
            one.get("of")
            for one in (designations if isinstance(designations, list) else [])
            if isinstance(one, dict)
        ),
        document.get("successor"),
        document.get("parent"),
    ]
    return [slug for slug in named if isinstance(slug, str) and slug]


def entries_named(slugs: Iterable[str]) -> dict[str, str]:
    """Of these slugs those that an entry has or had, each with that entry's present one."""
    wanted = {slug for slug in slugs if valid_slug(slug)}
    old = OldSlug.objects.select_related("initiative").in_bulk(wanted, field_name="slug")
    present = Initiative.objects.only("slug").in_bulk(wanted, field_name="slug")
    return {slug: row.initiative.slug for slug, row in old.items()} | {
        slug: slug for slug in present
    }


class Slugs:
    """All slugs that were ever given, under the last lock, and those that a batch is giving.

    ``entries``: each slug, old or present, to the present one of its entry.
    """

    def __init__(self) -> None:
        self.ids: dict[str, int] = dict(Initiative.objects.values_list("slug", "pk"))
        self.entries: dict[str, str] = {slug: slug for slug in self.ids}
        self.entries.update(OldSlug.objects.values_list("slug", "initiative__slug"))

    def settle(self, wish: str, present: str, document: Document, reference: str) -> str:
        """The slug of an entry from now on; ``present`` is the one that it has ("": it is new).

        Raises InvalidSlug for a wish that is or was another entry's.
        """
        slug = wish or present or self._made(document, reference)
        if self.entries.get(slug, present) != present or (not present and slug in self.entries):
            raise InvalidSlug(
                why=_("The address “%(slug)s” belongs to another entry. Choose another one.")
                % {"slug": slug},
            )
        if slug != present:
            if present:
                self.ids[slug] = self.ids.pop(present)
                for old in [old for old, now in self.entries.items() if now == present]:
                    self.entries[old] = slug
            self.entries[slug] = slug
        return slug

    def _made(self, document: Document, reference: str) -> str:
        """A free one from the name; else from the reference, which nobody else has."""
        stem = make_slug(document["name_en"]) or make_slug(document["name_ru"])
        stem = stem[:LIMIT].strip("-") or f"initiative-{reference.lower()}"
        slug, number = stem, 2
        while slug in self.entries or slug in RESERVED:
            ending = f"-{number}"
            slug, number = stem[: LIMIT - len(ending)].rstrip("-") + ending, number + 1
        return slug


def check_wish(slug: str) -> None:
    """That a wish is a slug at all, and not an address of the site's own. Raises InvalidSlug."""
    if not valid_slug(slug):
        raise InvalidSlug(
            why=_(
                "“%(slug)s” is not a valid name in the address: use small letters "
                "a–z, digits and single hyphens."
            )
            % {"slug": slug[:LIMIT]},
        )
    if slug in RESERVED:
        raise InvalidSlug(
            why=_("The address “%(slug)s” is reserved for the site itself. Choose another one.")
            % {"slug": slug},
        )
