"""Tags as taggit's users expect them, but written by publishing only."""

from __future__ import annotations

import pytest
from django.core import serializers

from initiatives.models import Initiative, Tag, TaggedInitiative
from initiatives.vetting import decisions
from tests.factories.submission import AT, person, publish_new
from tests.factories.words import make_words


@pytest.fixture(autouse=True)
def _words(db: None) -> None:
    make_words()


def tagged(name: str, *slugs: str) -> Initiative:
    """An entry with these tags, which are born with the first that has them."""
    there = set(Tag.objects.values_list("slug", flat=True))
    return publish_new(
        name_en=name,
        website=f"https://{name.lower()}.example/",
        tags=[slug for slug in slugs if slug in there],
        proposed={
            "cities": [],
            "tags": [
                {"name": slug, "slug": slug, "name_en": slug, "name_ru": "метка"}
                for slug in slugs
                if slug not in there
            ],
        },
    )


def test_natural_keys_lead_to_rows_and_survive_a_fixture():
    entry = tagged("Seedlings", "gardens")
    tag, link = Tag.objects.get(name="gardens"), TaggedInitiative.objects.get()
    assert Tag.objects.get_by_natural_key(*tag.natural_key()) == tag
    assert TaggedInitiative.objects.get_by_natural_key(*link.natural_key()) == link
    assert link.natural_key() == [entry.slug, "gardens"]
    fixture = serializers.serialize(
        "json", [tag, link], use_natural_primary_keys=True, use_natural_foreign_keys=True
    )
    assert '"pk"' not in fixture
    link.delete()
    tag.delete()
    for row in serializers.deserialize("json", fixture):
        row.save()
    assert [one.slug for one in entry.tags.all()] == ["gardens"]


def test_similar_objects_are_the_listed_entries_that_share_tags_the_most_alike_first():
    one = tagged("Alpha", "gardens", "tools")
    tagged("Beta", "gardens")
    tagged("Gamma", "gardens", "tools")
    hidden = tagged("Delta", "gardens", "tools")
    tagged("Epsilon", "songs")
    decisions.hide(hidden, moderator=person().moderator, reason="-", at=AT)
    similar = one.tags.similar_objects()
    assert [(other.name_en, other.similar_tags) for other in similar] == [("Gamma", 2), ("Beta", 1)]


@pytest.mark.parametrize(
    "write",
    [
        lambda tags: tags.add("weeds"),
        lambda tags: tags.set(["weeds"]),
        lambda tags: tags.remove("gardens"),
        lambda tags: tags.clear(),
    ],
)
def test_tags_cannot_be_written_beside_the_document(write):
    entry = tagged("Seedlings", "gardens")
    with pytest.raises(TypeError, match=r"only publish\(\) writes them.*Submit a change"):
        write(entry.tags)
    assert [one.slug for one in entry.tags.all()] == ["gardens"]
    assert not Tag.objects.filter(name="weeds").exists()
