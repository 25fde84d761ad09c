"""Editing what was sent: two tabs, a moderator in between, and what the public is not asked."""

import pytest
from django.utils.timezone import now

from initiatives.models import Submission
from initiatives.vetting import decisions
from tests.factories.submission import person, reject
from tests.intake.visitor import Visitor, filled, hidden, text_of
from tests.markup import sent_by

MINE = {"contact": None, "note": None, "relation": None}


def edit(visitor: Visitor, receipt: str, page, step: str = "send", **changes):
    data = filled(nonce=hidden(page, "nonce"), version=hidden(page, "version"), **MINE, **changes)
    return visitor.press(step, data, f"status/{receipt}/edit/")


def test_form_begins_with_what_was_sent(visitor: Visitor):
    receipt, _submission = visitor.sent(cities="Belgrade\r\nNiš", tags="chess")
    page = visitor.open(f"status/{receipt}/edit/")
    drawn = sent_by(page.content.decode())
    assert drawn["cities"] == ["Belgrade\r\nNiš, Serbia"]
    assert drawn["host_countries"] == ["RS"]
    assert drawn["name_en"] == ["Sakhalin Tea"]
    assert "contact" not in drawn
    assert page["Cache-Control"] == "no-store"


def test_unchanged_form_gives_the_same_document(visitor: Visitor):
    receipt, submission = visitor.sent(
        cities="Тбилиси\r\nNowhere, Serbia", tags="chess", link_type=["", ""],
        link_url=["hello@a.example", "t.me/tea"], founded="2022-03", remote_for="*",
        description_en="One.\r\n\r\nTwo.", other_names="A\r\nB", cost="free",
    )  # fmt: skip
    page = visitor.open(f"status/{receipt}/edit/")
    preview = visitor.press("preview", sent_by(page.content.decode()), f"status/{receipt}/edit/")
    data = dict(_fields(preview), nonce=hidden(preview, "nonce"),
                version=hidden(preview, "version"))  # fmt: skip
    assert visitor.press("send", data, f"status/{receipt}/edit/").status_code == 303
    first, *later = submission.versions.order_by("number")
    assert all(one.document == first.document for one in later)


def test_untouched_ticks_keep_the_order_that_a_moderator_gave_them(visitor: Visitor):
    receipt, submission = visitor.sent(activities=["legal-aid", "shelter"])
    document = {**submission.content, "activities": ["shelter", "legal-aid"]}
    decisions.correct(submission, moderator=person().moderator, document=document, at=now())
    sent = sent_by(visitor.open(f"status/{receipt}/edit/").content.decode())
    assert visitor.press("send", sent, f"status/{receipt}/edit/").status_code == 303
    submission.refresh_from_db()
    assert submission.content == document


def _fields(preview) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    for name, value in preview.context["fields"]:
        kept.setdefault(name, []).append(value)
    return kept


def test_saved_text_is_a_new_version_and_the_state_stays(visitor: Visitor):
    receipt, submission = visitor.sent()
    page = visitor.open(f"status/{receipt}/edit/")
    preview = edit(visitor, receipt, page, "preview", name_en="Better name")
    assert "Not saved yet." in text_of(preview)
    assert edit(visitor, receipt, preview, name_en="Better name").status_code == 303
    submission.refresh_from_db()
    assert submission.content["name_en"] == "Better name"
    assert submission.state == "pending"
    assert submission.versions.count() == 2


def test_second_tab_sees_the_difference_and_may_insist(visitor: Visitor):
    receipt, submission = visitor.sent()
    tabs = [visitor.open(f"status/{receipt}/edit/") for _ in range(2)]
    assert edit(visitor, receipt, tabs[0], name_en="First tab").status_code == 303
    page = edit(visitor, receipt, tabs[1], name_en="Second tab")
    assert "Not saved yet" in text_of(page)
    assert "Not sent" not in text_of(page)
    assert "changed in another window" in text_of(page)
    (one,) = page.context["differences"]
    assert (one.before, one.after) == ("First tab", "Second tab")
    assert "<del>" in page.content.decode()
    assert "Second tab" in page.content.decode()
    submission.refresh_from_db()
    assert submission.content["name_en"] == "First tab"
    assert edit(visitor, receipt, page, name_en="Second tab").status_code == 303
    submission.refresh_from_db()
    assert submission.content["name_en"] == "Second tab"


def test_what_a_moderator_added_is_kept_and_shown_to_a_stale_tab(visitor: Visitor):
    receipt, submission = visitor.sent()
    stale = visitor.open(f"status/{receipt}/edit/")
    document = {**submission.content, "reach": "grassroots", "summary_en": "Corrected."}
    decisions.correct(submission, moderator=person().moderator, document=document, at=now())
    page = edit(visitor, receipt, stale, name_en="Mine")
    assert {str(one.label) for one in page.context["differences"]} == {
        "Name in English", "Summary in English",
    }  # fmt: skip
    fresh = visitor.open(f"status/{receipt}/edit/")
    edit(visitor, receipt, fresh, name_en="Mine", summary_en="Corrected.")
    submission.refresh_from_db()
    assert submission.content["reach"] == "grassroots"


def test_completed_proposal_of_a_moderator_survives_an_edit(visitor: Visitor):
    receipt, submission = visitor.sent(tags="chess")
    tag = {"name": "chess", "slug": "chess", "name_en": "chess", "name_ru": "шахматы"}
    document = {**submission.content, "proposed": {"cities": [], "tags": [tag]}}
    decisions.correct(submission, moderator=person().moderator, document=document, at=now())
    page = visitor.open(f"status/{receipt}/edit/")
    edit(visitor, receipt, page, tags="chess\r\ntea")
    submission.refresh_from_db()
    assert submission.content["proposed"]["tags"] == [tag, {"name": "tea"}]


def test_faulty_correction_says_that_it_is_not_saved(visitor: Visitor):
    receipt, _submission = visitor.sent()
    page = visitor.open(f"status/{receipt}/edit/")
    wrong = edit(visitor, receipt, page, "preview", founded="May", kind="")
    assert "Not saved: 2 things to fix" in text_of(wrong)


def test_editing_again_with_a_used_nonce_saves_once(visitor: Visitor):
    receipt, submission = visitor.sent()
    page = visitor.open(f"status/{receipt}/edit/")
    for _ in range(2):
        assert edit(visitor, receipt, page, name_en="Once").status_code == 303
    assert submission.versions.count() == 2


@pytest.mark.parametrize("version", ["", "0", "999", "-1", "x", "١", "9" * 400])
def test_strange_version_never_overwrites_unseen(visitor: Visitor, version):
    receipt, _submission = visitor.sent()
    page = visitor.open(f"status/{receipt}/edit/")
    data = filled(nonce=hidden(page, "nonce"), version=version, **MINE, name_en="Other")
    assert visitor.press("send", data, f"status/{receipt}/edit/").status_code in (200, 303)
    assert Submission.objects.get().versions.count() <= 2


def test_decided_one_cannot_be_edited_any_more(visitor: Visitor):
    receipt, submission = visitor.sent()
    page = visitor.open(f"status/{receipt}/edit/")
    reject(submission, actor=person(), at=now(), reason="other", comment="No.")
    assert edit(visitor, receipt, page, name_en="Late")["Location"] == f"/en/status/{receipt}/"
    assert visitor.open(f"status/{receipt}/edit/").status_code == 303
    submission.refresh_from_db()
    assert submission.content["name_en"] == "Sakhalin Tea"
