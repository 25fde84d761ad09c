"""What is like a hidden entry is published by two persons only, one of whom decides about it."""

from __future__ import annotations

from typing import Any

import pytest

from initiatives.models import By, Country, EntryState, Initiative, Moderator, Role
from initiatives.vetting import decisions, permissions
from initiatives.vetting.audit_log import verify
from initiatives.vetting.duplicates import HiddenEntries
from initiatives.vetting.errors import (
    EditorNeeded,
    EndorsedBeforeHiding,
    OwnText,
    SamePerson,
    SecondPersonNeeded,
)
from initiatives.vetting.importing import ImportRow, import_rows
from initiatives.vetting.submitting import edit, submit
from tests.factories.content import LEAST, least, most
from tests.factories.submission import AT, change, person, publish_new, send, send_change

pytestmark = pytest.mark.usefixtures("words")

# What has nothing in common with the hidden entry of `hidden_entry`.
ELSE = {"name_en": "Kitchen", "website": "https://kitchen.example/"}


def of(name: str, *codes: str) -> Moderator:
    row = person(name).moderator
    row.role = Role.MODERATOR
    row.save()
    row.countries.set(Country.objects.filter(code__in=codes))
    return row


@pytest.fixture
def gela(db: Any) -> Moderator:
    return of("gela", "GE")


@pytest.fixture
def vera(db: Any) -> Moderator:
    return of("vera", "GE")


@pytest.fixture
def editor(db: Any) -> Moderator:
    return person("edita").moderator


def hide(entry: Initiative) -> None:
    """Hidden at once, and the hiding confirmed."""
    again = decisions.hide(entry, moderator=person("hider").moderator, reason="Phishing", at=AT)
    decisions.reject(again, moderator=person("other").moderator, at=AT, reason="other")


def hidden_entry(**changes: Any) -> Initiative:
    links = [{"type": "telegram", "url": "https://t.me/Ark_Channel"}]
    given = {"name_en": "The Ark", "website": "https://ark.example/a", "links": links, **changes}
    entry = publish_new(**given)
    hide(entry)
    entry.refresh_from_db()
    assert entry.state == EntryState.HIDDEN
    return entry


@pytest.mark.parametrize(
    ("hidden", "sent"),
    [
        pytest.param({}, {"name_en": "The Ark", "website": "https://ark.example/a"}, id="both"),
        pytest.param({}, {**ELSE, "website": "http://www.ark.example/a/"}, id="spelling"),
        pytest.param({}, {**ELSE, "website": "https://ark.example/a?utm_source=x"}, id="tracking"),
        pytest.param(
            {},
            {**ELSE, "links": [{"type": "other", "url": "https://ark.example/a#x"}]},
            id="website among the links",
        ),
        pytest.param({}, {**ELSE, "website": "https://telegram.me/s/ark_channel"}, id="handle"),
        pytest.param({}, {**ELSE, "website": "https://t.me/ark_channel/12?x=1"}, id="its message"),
        pytest.param({}, {**ELSE, "website": "https://ark.example/b"}, id="another page"),
        pytest.param({}, {**ELSE, "website": "https://ark.example/?x=1"}, id="with a parameter"),
        pytest.param({}, {**ELSE, "website": "https://m.ark.example/%2e/"}, id="mobile host"),
        pytest.param({"links": [{"type": "email", "url": "mailto:ark@post.example"}]},
                     {**ELSE, "links": [{"type": "email", "url": "mailto:Ark@post.example"}]},
                     id="mailbox"),
        pytest.param({"links": [{"type": "other", "url": "https://linktr.ee/ark"}]},
                     {**ELSE, "website": "https://linktr.ee/ark/about?x=1"}, id="shared host"),
        pytest.param({}, {**ELSE, "links": [{"type": "email", "url": "mailto:info@ark.example"}]},
                     id="mailbox at its host"),
        pytest.param({"name_en": "Ark Fund"}, {**ELSE, "name_en": "Ark Foundation"}, id="its kind"),
        pytest.param({"name_en": "Floating Ark"}, {**ELSE, "name_en": "The Floating Ark (Tbilisi)"},
                     id="more words"),
        pytest.param({"name_en": "Floating Ark"}, {**ELSE, "name_en": "Ark, Floating"},
                     id="words in another order"),
        pytest.param({}, {**ELSE, "website": "https://ark.example/a", "host_countries": ["AM"]},
                     id="address in another country"),
        pytest.param({}, {**ELSE, "name_en": "The Arkk"}, id="similar name"),
        pytest.param({}, {**ELSE, "name_en": "THE ARK!", "host_countries": ["AM"]},
                     id="same name in another country"),
        pytest.param({}, {**ELSE, "other_names": ["The Ark"]}, id="among other names"),
        pytest.param({"other_names": ["Noah"]}, {**ELSE, "name_en": "Noah"}, id="its other name"),
        pytest.param({"name_ru": "Ковчег"}, {**ELSE, "name_en": "Kovcheg"}, id="other alphabet"),
        pytest.param({"website": "https://ковчег.рф/"},
                     {**ELSE, "website": "http://xn--b1acfsu9c.xn--p1ai"}, id="punycode"),
    ],
)  # fmt: skip
def test_twin_of_a_hidden_entry_needs_two(gela, vera, editor, hidden, sent):
    hidden_entry(**hidden)
    twin = send(**sent)
    if sent.get("host_countries"):
        gela.countries.set(Country.objects.all())
    with pytest.raises(SecondPersonNeeded, match="similar to a hidden entry"):
        decisions.approve(twin, moderator=gela, at=AT)
    # Nobody alone, whatever the role.
    with pytest.raises(SecondPersonNeeded):
        decisions.approve(twin, moderator=editor, at=AT)
    assert not Initiative.objects.listed().exists()
    decisions.endorse(twin, moderator=gela, at=AT)
    with pytest.raises(SamePerson):
        decisions.approve(twin, moderator=gela, at=AT)
    assert decisions.approve(twin, moderator=editor, at=AT)
    assert Initiative.objects.listed().exists()
    verify()


def test_its_earlier_address_here_counts_as_a_name(gela):
    entry = publish_new(slug="noahs-boat", name_en="Noah's Boat", website="https://ark.example/a")
    change(entry, slug="the-ark", name_en="The Ark")
    hide(Initiative.objects.get())
    with pytest.raises(SecondPersonNeeded):
        decisions.approve(
            send(**ELSE | {"name_en": "Noahs Boat", "host_countries": ["GE"]}),
            moderator=gela,
            at=AT,
        )


@pytest.mark.parametrize(
    "sent",
    [
        ELSE,
        ELSE | {"name_en": "The Arkk", "host_countries": ["AM"]},
        ELSE | {"website": "https://t.me/another_channel/12"},
        ELSE | {"website": "https://sites.google.com/view/other"},
        ELSE | {"website": "https://www.youtube.com/watch?v=1"},
        ELSE | {"website": "https://bsky.app/profile/other"},
        ELSE | {"links": [{"type": "email", "url": "mailto:other@gmail.com"}]},
        ELSE | {"name_en": "Ark Royal"},
        # A name of signs alone is folded to nothing, and nothing is like nothing.
        ELSE | {"name_en": "★★★"},
    ],
)
def test_what_is_not_like_it_needs_one(gela, sent):
    links = [
        {"type": "telegram", "url": "https://t.me/Ark_Channel"},
        {"type": "email", "url": "mailto:ark@gmail.com"},
        {"type": "youtube", "url": "https://youtube.com/watch?v=2"},
        {"type": "other", "url": "https://sites.google.com/view/ark"},
    ]
    hidden_entry(other_names=["☆☆☆", "Project"], links=links)
    gela.countries.set(Country.objects.all())
    assert decisions.approve(send(**sent), moderator=gela, at=AT)


def test_out_of_scope_one_of_the_two_decides_about_the_hidden_one(gela, vera, editor):
    hidden_entry(host_countries=["RS"])
    twin = send(**ELSE | {"website": "https://ark.example/a"})
    decisions.endorse(twin, moderator=gela, at=AT)
    with pytest.raises(EditorNeeded) as refused:
        decisions.approve(twin, moderator=vera, at=AT)
    assert "an editor or a moderator of its countries has to approve it" in str(refused.value)
    assert "Ark" not in str(refused.value)
    twin.refresh_from_db()
    assert "editor" in permissions.why_not_second(twin, vera)
    assert decisions.approve(twin, moderator=editor, at=AT)


@pytest.mark.parametrize("first", ["editor", "its own country's"])
def test_out_of_scope_the_first_of_the_two_may_be_the_one(vera, editor, first):
    hidden_entry(host_countries=["RS"])
    twin = send(**ELSE | {"website": "https://ark.example/a"})
    endorser = editor if first == "editor" else of("milan", "GE", "RS")
    decisions.endorse(twin, moderator=endorser, at=AT)
    assert decisions.approve(twin, moderator=vera, at=AT)


def test_endorsed_before_the_hiding_does_not_count(gela, vera):
    entry = publish_new(name_en="The Ark", website="https://ark.example/a")
    twin = send(**ELSE | {"website": "https://ark.example/a"})
    decisions.endorse(twin, moderator=gela, at=AT)
    hide(entry)
    twin.refresh_from_db()
    with pytest.raises(EndorsedBeforeHiding):
        decisions.approve(twin, moderator=vera, at=AT)
    assert "Send it back" in permissions.why_not_second(twin, vera)
    decisions.send_back(twin, moderator=vera, at=AT, reason="other")
    decisions.endorse(twin, moderator=gela, at=AT)
    assert decisions.approve(twin, moderator=vera, at=AT)


def test_own_new_entry_is_not_approved_by_its_author(gela, vera):
    hidden_entry(host_countries=["RS"])
    own = submit(least(website="https://ark.example/a"), at=AT, by=By.MODERATOR, moderator=gela)
    decisions.endorse(own, moderator=vera, at=AT)
    with pytest.raises(OwnText):
        decisions.approve(own, moderator=gela, at=AT)
    with pytest.raises(EditorNeeded):
        decisions.approve(own, moderator=of("lena", "GE"), at=AT)


def test_change_that_makes_an_entry_a_twin_needs_two(gela, vera):
    hidden_entry(host_countries=["RS"])
    other = publish_new(**ELSE)
    renamed = send_change(other, name_en="The Ark")
    with pytest.raises(SecondPersonNeeded, match="similar to a hidden entry"):
        decisions.approve(renamed, moderator=gela, at=AT)
    moved = send_change(other, website="https://ark.example/a")
    decisions.endorse(moved, moderator=gela, at=AT)
    with pytest.raises(EditorNeeded):
        decisions.approve(moved, moderator=vera, at=AT)


def test_text_that_becomes_a_twin_after_the_endorsement_waits_anew(gela, vera):
    hidden_entry()
    sent = send(**ELSE)
    decisions.endorse(sent, moderator=gela, at=AT)
    edit(sent, document=least(**ELSE | {"name_en": "The Ark"}), version=1, at=AT)
    with pytest.raises(SecondPersonNeeded):
        decisions.approve(sent, moderator=vera, at=AT)


def test_what_changes_nothing_of_the_likeness_needs_one(gela):
    """An entry that was listed before the other was hidden, or that two have approved."""
    first, second = publish_new(name_en="The Ark"), publish_new(**ELSE | {"name_en": "The Ark"})
    hide(first)
    second.refresh_from_db()
    assert decisions.approve(send_change(second, summary_en="Tea."), moderator=gela, at=AT)
    # A closer likeness is another one.
    second.refresh_from_db()
    closer = send_change(second, links=[{"type": "other", "url": LEAST["website"]}])
    assert [one.why for one in HiddenEntries().brought_back(closer)] == ["address"]


def test_correcting_what_stays_hidden_brings_nothing_back(gela):
    hidden_entry()
    other = hidden_entry(**ELSE)
    assert decisions.approve(send_change(other, name_en="The Ark"), moderator=gela, at=AT)
    other.refresh_from_db()
    again = send_change(other, state="published")
    assert len(HiddenEntries().brought_back(again)) == 1


def test_an_entry_and_those_merged_into_it_are_one(gela):
    into = publish_new(**ELSE)
    old = publish_new(name_en="The Ark", website="https://ark.example/a")
    older = publish_new(name_en="Noah", website="https://noah.example/")
    change(old, state="hidden", successor=into.slug)
    change(older, state="hidden", successor=old.slug)
    changed = send_change(into, other_names=["The Ark", "Noah"])
    assert decisions.approve(changed, moderator=gela, at=AT)
    with pytest.raises(SecondPersonNeeded):
        decisions.approve(send(name_en="The Ark"), moderator=gela, at=AT)


def test_hiding_and_showing_again_are_as_before(gela, vera):
    hidden_entry()
    other = publish_new(**ELSE | {"website": "https://ark.example/a"})
    again = decisions.hide(other, moderator=gela, reason="Danger", at=AT)
    assert permissions.needs_second_person(again)


def test_import_is_the_operators_and_asks_for_nobody():
    hidden_entry()
    row = ImportRow("some.json", 1, {**LEAST, "slug": "ark-2", "name_en": "The Ark"})
    assert import_rows([row], at=AT).added == ["ark-2"]
    assert Initiative.objects.get(slug="ark-2").state == "published"


def test_among_the_designations_those_are_missing_that_are_not_in_force():
    from initiatives.vetting.duplicates import missing_designations

    named = most()["designations"]
    entry = hidden_entry(designations=named)
    assert missing_designations(least(), entry) == named
    ended = [named[0] | {"ended": "2024"}]
    assert missing_designations(least(designations=ended), entry) == named
    assert missing_designations(least(designations=named), entry) == []
