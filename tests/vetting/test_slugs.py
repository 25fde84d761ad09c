"""Slugs: made, wished, kept, left and never given again."""

import re

import pytest

from initiatives.models import Initiative, OldSlug
from initiatives.vetting.errors import InvalidSlug
from initiatives.vetting.slugs import RESERVED
from tests.factories.submission import AT, approve, change, person, publish_new, send, send_change

pytestmark = pytest.mark.usefixtures("words")


@pytest.mark.parametrize(
    ("names", "slug"),
    [
        ({"name_en": "Emigration for Action"}, "emigration-for-action"),
        ({"name_en": "", "name_ru": "Ковчег"}, "kovcheg"),
        ({"name_en": "", "name_ru": "Щит и ёж"}, "shchit-i-yozh"),
        ({"name_en": "თბილისი"}, "tbilisi"),
        ({"name_en": "Kovcheg", "name_ru": "Ковчег"}, "kovcheg"),
        ({"name_en": "New"}, "new-2"),
        ({"name_en": "x" * 120}, "x" * 80),
    ],
)
def test_slug_is_made_from_the_name(names: dict[str, str], slug: str):
    assert publish_new(**names).slug == slug


@pytest.mark.parametrize("name", ["…", "—", "「」"])
def test_slug_is_made_from_the_reference_where_the_name_gives_none(name: str):
    row = publish_new(name_en=name)
    assert row.slug == f"initiative-{row.revision.reference.lower()}"


@pytest.mark.parametrize("name", ["😀", "🏳️ 🇬🇪", "漢字", "العربية"])
def test_slug_of_any_script_is_plain(name: str):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", publish_new(name_en=name).slug)


def test_same_names_get_numbers():
    assert [publish_new().slug for _ in range(3)] == [
        "emigration-for-action",
        "emigration-for-action-2",
        "emigration-for-action-3",
    ]


def test_number_fits_into_the_limit():
    publish_new(name_en="x" * 80)
    assert publish_new(name_en="x" * 80).slug == "x" * 78 + "-2"


def test_wish_is_followed_and_noted():
    row = publish_new(slug="efa")
    assert (row.slug, row.revision.slug) == ("efa", "efa")


@pytest.mark.parametrize("wish", ["filters", "new", "submit", "EFA", "a--b", "-a", "я", "x" * 81])
def test_wish_that_is_reserved_or_no_slug_is_refused(wish: str):
    with pytest.raises(InvalidSlug):
        publish_new(slug=wish)
    assert not Initiative.objects.exists()


def test_rename_keeps_the_old_slug():
    row = publish_new()
    changed = change(row, slug="efa")
    assert changed.slug == "efa"
    assert list(OldSlug.objects.values_list("slug", "initiative")) == [
        ("emigration-for-action", row.pk)
    ]
    assert changed.revision.slug == "efa"


def test_change_without_a_wish_keeps_the_slug_though_the_name_changed():
    changed = change(publish_new(), name_en="Another name")
    assert changed.slug == changed.revision.slug == "emigration-for-action"
    assert not OldSlug.objects.exists()


def test_old_slug_is_never_given_to_another():
    change(publish_new(), slug="efa")
    assert publish_new().slug == "emigration-for-action-2"
    with pytest.raises(InvalidSlug, match="belongs to another entry"):
        publish_new(slug="emigration-for-action")


def test_slug_of_another_is_refused_and_nothing_changes():
    publish_new(slug="first")
    second = publish_new(slug="second")
    waiting = send_change(second, slug="first")
    with pytest.raises(InvalidSlug, match="“first” belongs"):
        approve(waiting, at=AT, actor=person())
    waiting.refresh_from_db()
    assert waiting.state == "pending"


def test_entry_may_return_to_a_slug_of_its_own():
    row = change(publish_new(slug="one"), slug="two")
    row = change(row, slug="one")
    assert row.slug == "one"
    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["two"]


def test_old_slugs_find_their_entry_in_documents():
    partner = change(publish_new(slug="one"), slug="two")
    row = publish_new(name_en="Other", partners=["one"])
    assert row.revision.content["partners"] == ["two"]
    assert list(row.partners.all()) == [partner]


def test_renamed_partner_is_still_found_at_approval():
    partner = publish_new(slug="one")
    sent = send(name_en="Other", partners=["one"])
    change(partner, slug="two")
    row = approve(sent, at=AT, actor=person())[0]
    assert [one.slug for one in row.partners.all()] == ["two"]


def test_addresses_of_the_site_are_reserved():
    assert {"filters", "new", "submit", "suggest", "report", "status"} <= RESERVED
