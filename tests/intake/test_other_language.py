"""Changing the language in between: what was typed goes along."""

from django.utils.timezone import now

from initiatives.vetting import decisions
from tests.factories.submission import person
from tests.intake.visitor import Visitor, filled, hidden, text_of


def way_there(page, step: str, path: str) -> None:
    """The header leads to the button, and the button presses the page's own form."""
    body = page.content.decode()
    assert 'href="#other-language"' in body
    button = body[body.index('<button class="as-link" id="other-language"') :].partition(">")[0]
    assert f'name="step" value="{step}" formaction="/ru/{path}"' in button
    form = body[: body.index('id="other-language"')].rpartition("<form ")[2]
    assert "</form>" not in form


def test_form_takes_along_what_was_typed(visitor: Visitor):
    page = visitor.press("preview", filled(kind=None))
    way_there(page, "edit", "submit/")
    visitor.language = "ru"
    other = visitor.press("edit", filled(nonce=hidden(page, "nonce")))
    assert '<html lang="ru">' in other.content.decode()
    assert 'name="name_en" value="Sakhalin Tea"' in other.content.decode()
    assert not other.context["problems"]


def test_empty_form_has_a_plain_link_and_the_button_for_one_half_filled_in(visitor: Visitor):
    body = visitor.open().content.decode()
    assert 'href="/ru/submit/"' in body
    assert 'id="other-language"' in body


def test_preview_changes_its_language_and_sends_under_the_same_nonce(visitor: Visitor):
    page = visitor.preview()
    way_there(page, "preview", "submit/")
    visitor.language = "ru"
    other = visitor.press("preview", filled(nonce=hidden(page, "nonce")))
    assert hidden(other, "nonce") == hidden(page, "nonce")
    assert visitor.press("send", filled(nonce=hidden(other, "nonce"))).status_code == 303


def test_half_written_answer_goes_along(visitor: Visitor):
    receipt, submission = visitor.sent()
    decisions.ask(submission, moderator=person().moderator, text="Still there?", at=now())
    page = visitor.open(f"status/{receipt}/")
    way_there(page, "look", f"status/{receipt}/")
    visitor.language = "ru"
    data = {"nonce": hidden(page, "nonce"), "text": "Half an answ"}
    other = visitor.press("look", data, f"status/{receipt}/")
    assert "Half an answ</textarea>" in other.content.decode()
    assert "problem" not in other.context or not other.context["problem"]
    submission.refresh_from_db()
    assert submission.state == "needs_info"


def test_corrected_text_goes_along(visitor: Visitor):
    receipt, _submission = visitor.sent()
    way_there(visitor.open(f"status/{receipt}/edit/"), "edit", f"status/{receipt}/edit/")


def test_page_without_a_form_of_typed_text_has_a_plain_link(visitor: Visitor):
    receipt, _submission = visitor.sent()
    page = visitor.open(f"status/{receipt}/")
    assert f'href="/ru/status/{receipt}/"' in page.content.decode()
    assert "Received." in text_of(page)
