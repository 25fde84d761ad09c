"""The private page: what is so, the conversation, and wrong receipts that learn nothing."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from initiatives.models import Submission
from initiatives.operations.retention import erase_expired
from initiatives.vetting import canned_replies, decisions
from initiatives.vetting.audit_log import verify
from initiatives.vetting.receipts import new_receipt
from tests.factories.submission import approve, person, publish_new, reject, send
from tests.intake.visitor import Visitor, filled, hidden, text_of
from tests.markup import sent_by


def ask(submission: Submission, text: str = "Does it still meet?") -> None:
    submission.refresh_from_db()
    decisions.ask(submission, moderator=person().moderator, text=text, at=now())


def state(submission: Submission) -> str:
    submission.refresh_from_db()
    return submission.state


def test_page_is_private_in_every_header(visitor: Visitor):
    receipt, _submission = visitor.sent()
    page = visitor.open(f"status/{receipt}/")
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow">' in page.content.decode()
    assert "canonical" not in page.content.decode()
    assert not page.cookies


def test_a_text_of_before_a_field_came_is_shown_and_edited(visitor: Visitor):
    receipt, submission = visitor.sent()
    older = {name: one for name, one in submission.content.items() if name not in ("cost", "seeks")}
    Submission.objects.update(content=older)
    assert visitor.open(f"status/{receipt}/").status_code == 200
    page = visitor.open(f"status/{receipt}/edit/").content.decode()
    assert visitor.press("send", sent_by(page), f"status/{receipt}/edit/").status_code == 303
    submission.refresh_from_db()
    assert submission.content["seeks"] == []


@pytest.mark.parametrize(
    "spell",
    [str.lower, lambda r: r.replace("-", ""), lambda r: r.replace("-", " "),
     lambda r: f"  {r} ", lambda r: r.replace("0", "o").replace("1", "l")],
)  # fmt: skip
def test_receipt_may_be_typed_as_people_write(visitor: Visitor, spell):
    receipt, _submission = visitor.sent()
    answer = visitor.press("", {"receipt": spell(receipt)}, "status/")
    assert answer.status_code == 303
    assert answer["Location"] == f"/en/status/{receipt}/"


@pytest.mark.parametrize("ending", ["/", "", "/edit/", "/#conversation"])
@pytest.mark.parametrize(
    "site", ["http://testserver/en", "emigrants.example/ru", " https://a.b/en"]
)
def test_address_may_be_pasted_in_place_of_the_receipt(visitor: Visitor, site, ending):
    receipt, _submission = visitor.sent()
    typed = f"{site}/status/{receipt}{ending}"
    answer = visitor.press("", {"receipt": typed}, "status/")
    assert answer["Location"] == f"/en/status/{receipt}/"


def test_title_of_a_wrong_receipt_says_so_first(visitor: Visitor):
    assert "<title>Error: Follow" in visitor.open("status/0/").content.decode()
    assert "<title>Follow" in visitor.open("status/").content.decode()


def shape(response) -> str:
    """The answer without what the reader typed."""
    body = re.sub(r'(name="receipt" value=")[^"]*', r"\1", response.content.decode())
    return re.sub(r"/(en|ru)/status/[^\"]*", r"/\1/status/", body)


def test_wrong_receipts_get_one_answer_in_one_shape_and_are_slowed(visitor: Visitor, waited):
    receipt, submission = visitor.sent()
    visitor.press("renew", {"nonce": hidden(visitor.open(f"status/{receipt}/"), "nonce")},
                  f"status/{receipt}/")  # fmt: skip
    mistyped = receipt[:-1] + ("0" if receipt[-1] != "0" else "1")
    wrong = [receipt, mistyped, new_receipt("never given"), "x", submission.reference, "A" * 500]
    answers = [visitor.open(f"status/{one}/") for one in wrong]
    assert {answer.status_code for answer in answers} == {404}
    assert len({shape(answer) for answer in answers}) == 1
    assert waited == [0.5] * len(wrong)
    typed = [visitor.press("", {"receipt": one}, "status/") for one in wrong]
    assert {answer.status_code for answer in typed} == {404}
    # Too short to be one is what anybody sees who typed it: all that are not have one shape.
    short = {shape(typed[wrong.index(one)]) for one in ("x", submission.reference)}
    assert len(short) == 1
    assert {shape(answer) for answer in typed} - short == {shape(typed[0])}
    assert "Enter the submission code: seven groups of four characters." in text_of(typed[3])


@pytest.mark.parametrize("typed", ["", "  ", "AB12-CD34", "http://localhost/en/status/AB12-CD34/"])
def test_too_short_a_code_is_asked_for_once_more(visitor: Visitor, typed):
    for language, said in (
        ("en", "Enter the submission code: seven groups of four characters."),
        ("ru", "Введите код заявки: семь групп по четыре знака."),
    ):
        visitor.language = language
        page = visitor.press("", {"receipt": typed}, "status/")
        assert said in text_of(page)
        assert f'value="{typed}"' in page.content.decode()


def test_receipt_is_large_until_i_have_it_is_pressed(visitor: Visitor):
    receipt, _submission = visitor.sent()
    page = visitor.open(f"status/{receipt}/")
    assert "receipt-groups" in page.content.decode()
    answer = visitor.press("kept", {"nonce": hidden(page, "nonce")}, f"status/{receipt}/")
    assert answer.status_code == 303
    assert "receipt-groups" not in visitor.open(f"status/{receipt}/").content.decode()


def test_renewal_makes_the_old_receipt_worthless_also_by_a_double_click(visitor: Visitor):
    receipt, _submission = visitor.sent()
    nonce = hidden(visitor.open(f"status/{receipt}/"), "nonce")
    first, second = (
        visitor.press("renew", {"nonce": nonce}, f"status/{receipt}/") for _ in range(2)
    )
    assert first["Location"] == second["Location"] != f"/en/status/{receipt}/"
    assert visitor.client.get(first["Location"]).status_code == 200
    assert visitor.open(f"status/{receipt}/").status_code == 404


def test_question_is_answered_on_the_page_once(visitor: Visitor):
    receipt, submission = visitor.sent()
    ask(submission)
    page = visitor.open(f"status/{receipt}/")
    assert "The moderators have a question." in text_of(page)
    assert "Does it still meet?" in text_of(page)
    data = {"nonce": hidden(page, "nonce"), "text": "Yes,\r\n<b>every</b> Sunday."}
    for _ in range(2):
        assert visitor.press("answer", data, f"status/{receipt}/").status_code == 303
    assert state(submission) == "pending"
    assert [one.text for one in submission.messages.all()][-1] == "Yes,\n<b>every</b> Sunday."
    assert submission.messages.count() == 3
    shown = visitor.open(f"status/{receipt}/").content.decode()
    assert "&lt;b&gt;every&lt;/b&gt; Sunday." in shown
    assert "nino" not in shown


@pytest.mark.parametrize("endorsed", [False, True])
def test_question_is_answered_late_while_nothing_is_decided(visitor: Visitor, endorsed):
    receipt, submission = visitor.sent()
    ask(submission)
    erase_expired(at=now() + timedelta(days=15))
    if endorsed:
        submission.refresh_from_db()
        submission.content |= {"reach": "grassroots", "sources": ["https://a.example/"]}
        ann = person("ann").moderator
        decisions.correct(submission, moderator=ann, document=submission.content, at=now())
        decisions.endorse(submission, moderator=ann, at=now())
    before = state(submission)
    page = visitor.open(f"status/{receipt}/")
    assert "You can still answer the question below" in text_of(page)
    data = {"nonce": hidden(page, "nonce"), "text": "We were away. Yes."}
    assert visitor.press("answer", data, f"status/{receipt}/").status_code == 303
    assert state(submission) == before == ("endorsed" if endorsed else "pending")
    answered = visitor.open(f"status/{receipt}/")
    assert "We were away. Yes." in text_of(answered)
    assert "Send the answer" not in text_of(answered)
    data = {"nonce": hidden(answered, "nonce"), "text": "Once more."}
    again = visitor.press("answer", data, f"status/{receipt}/")
    assert "This cannot be done now" in text_of(again)
    assert again.context["text"] == "Once more."
    verify()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write an answer, then send it."),
        ("x" * 2001, "Shorten this to 2000 characters; it has 2001."),
        ("a\u202eb", "Remove the character U+202E"),
    ],
)
def test_faulty_answer_is_shown_again_with_what_is_wrong(visitor: Visitor, text, message):
    receipt, submission = visitor.sent()
    ask(submission)
    nonce = hidden(visitor.open(f"status/{receipt}/"), "nonce")
    page = visitor.press("answer", {"nonce": nonce, "text": text}, f"status/{receipt}/")
    assert message in text_of(page)
    assert page.context["text"] == text
    assert state(submission) == "needs_info"


def test_withdrawal_erases_the_contact_and_cannot_be_made_twice(visitor: Visitor):
    receipt, submission = visitor.sent()
    pages = [visitor.open(f"status/{receipt}/") for _ in range(2)]
    for page in pages:
        answer = visitor.press("withdraw", {"nonce": hidden(page, "nonce")}, f"status/{receipt}/")
    assert state(submission) == "withdrawn"
    assert not submission.contact
    assert "This cannot be done now" in text_of(answer)
    assert "Withdrawn." in text_of(visitor.open(f"status/{receipt}/"))


def test_published_one_leads_to_its_entry(visitor: Visitor):
    receipt, submission = visitor.sent()
    submission.content |= {"reach": "grassroots", "sources": ["https://a.example/"]}
    decisions.correct(submission, moderator=person("ann").moderator, document=submission.content,
                      at=now())  # fmt: skip
    submission.refresh_from_db()
    (entry,) = approve(submission, actor=person("nino"), at=now())
    page = visitor.open(f"status/{receipt}/")
    assert "Published." in text_of(page)
    assert f'href="{entry.get_absolute_url()}"' in page.content.decode()
    assert "Withdraw" not in text_of(page)


def test_refused_one_shows_the_words_that_came_with_it(visitor: Visitor):
    receipt, submission = visitor.sent()
    reject(submission, actor=person(), at=now(), reason="other", comment="It is a shop.")
    page = text_of(visitor.open(f"status/{receipt}/"))
    assert "Not published." in page
    assert "It is a shop." in page


def test_refusal_by_a_ready_reason_alone_says_it_too(visitor: Visitor):
    receipt, submission = visitor.sent()
    ready = canned_replies.CANNED_REPLIES["reject"][0]
    reject(submission, actor=person(), at=now(), reason=ready.key, comment="")
    assert ready.text_en in text_of(visitor.open(f"status/{receipt}/"))


def test_waiting_time_is_the_median_of_the_last_twenty_decisions(visitor: Visitor):
    assert "We cannot say yet how long a decision takes" in text_of(visitor.open())
    start = now() - timedelta(days=60)
    for days in (2, 3, 4, 5, 30) * 4:
        one = publish_new(at=start, name_en=f"N{start.day}").revision
        Submission.objects.filter(pk=one.pk).update(
            submitted_at=start, decided_at=start + timedelta(days=days)
        )
    assert "half of all decisions are made within 4 days." in text_of(visitor.open())


def test_submission_without_a_receipt_cannot_be_opened(visitor: Visitor):
    send()
    assert visitor.open("status/None/").status_code == 404
    assert visitor.press("edit", filled(), "status/x/edit/").status_code == 404
