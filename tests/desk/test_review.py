"""One submission on one screen, over HTTP."""

import re

import pytest
from django.utils.timezone import now

from initiatives.models import By, ContactOpening, Initiative, Message, Note, Submission
from initiatives.vetting import decisions
from initiatives.vetting.submitting import submit
from tests.account.signing import prove_again
from tests.factories.content import least, most
from tests.factories.submission import approve, change, person, publish_new, send, send_change

pytestmark = [pytest.mark.engine, pytest.mark.django_db]


def address(one, act: str = "") -> str:
    return f"/desk/submissions/{one.reference}/" + (f"{act}/" if act else "")


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def test_a_new_entry_stands_as_readers_will_see_it_and_field_by_field(desk):
    one = submit(most(state="published", closed_on=""), at=now())
    response = desk.get(address(one))
    page = words(response)
    assert "As readers would see it in English" in page
    assert "Field by field" in page
    assert page.count("Legal advice and a community space.") == 2
    assert "Эмиграция для действия" in page
    assert "If you are in Russia" in page  # the designation's warning, as on the entry
    assert "A designation is given: check it in the register" in page
    russian = words(desk.get(address(one) + "?preview=ru"))
    assert "As readers would see it in Russian" in russian
    assert "Юридическая помощь и место встреч." in russian


def test_a_change_shows_words_taken_out_and_put_in(desk):
    entry = publish_new(summary_en="Legal advice on Fridays.")
    one = send_change(entry, summary_en="Legal advice and tea on Fridays.", activities=["shelter"])
    page = desk.get(address(one)).content.decode()
    assert re.search(r"<ins>\s?and tea\s?</ins>", page)
    assert "<del>legal-aid</del>" in page
    assert "<ins>shelter</ins>" in page
    assert "Changed: 2 of 33 fields" in page
    assert "31 fields unchanged" in page
    assert "which is still the current one" in page


def test_a_change_of_links_is_marked_for_two_moderators(desk):
    entry = publish_new()
    one = send_change(entry, links=[{"type": "telegram", "url": "https://t.me/new"}])
    page = desk.get(address(one)).content.decode()
    assert page.count("two moderators") == 1
    assert "Two moderators have to agree; you are the first." in page


def test_on_an_outdated_base_three_texts_stand_side_by_side(desk):
    entry = publish_new(summary_en="First.")
    late = send_change(entry, summary_en="Late.", terms_en="Write first.")
    change(entry, summary_en="Second.")
    response = desk.get(address(late))
    (summary, terms) = response.context["three"]
    assert (summary.base, summary.current, summary.proposed) == ("First.", "Second.", "Late.")
    assert (summary.clash, terms.clash) == (True, False)
    assert "approve" not in [one.act for one in response.context["panels"]]
    # What it changes can be laid over the present text.
    again = desk.get(f"/desk/initiatives/{entry.slug}/change/?over={late.reference}")
    assert "Write first." in again.content.decode()


def test_an_entry_that_moved_away_and_was_hidden_is_not_shown_beside_an_older_change(desk):
    entry = publish_new()
    late = send_change(entry, summary_en="Late.")
    change(entry, slug="zanzibar", host_countries=["RS"], cities=[], summary_en="Zanzibar.")
    decisions.hide(entry, moderator=person("chief").moderator, reason="Unsafe.", at=now())
    for answer in (
        desk.get(address(late)),
        desk.post(f"{address(late)}decide/", {"act": "approve", "version": "1"}),
    ):
        assert "zanzibar" not in answer.content.decode().lower()
    assert "an editor has to compare them" in desk.get(address(late)).content.decode()


def test_duplicates_are_named_with_links_and_waiting_ones_too(desk):
    publish_new(name_en="Known", website="https://known.example.org/")
    twin = send(name_en="Twin", website="https://known.example.org")
    one = send(name_en="Again", website="http://www.known.example.org/")
    (same,) = [check for check in desk.get(address(one)).context["checks"] if check.links]
    assert [link.url for link in same.links] == ["/en/initiatives/known/", address(twin)]


def test_the_same_site_under_its_index_page_is_found_and_each_has_its_own_line(desk):
    publish_new(name_en="Known", website="https://known.example.org/")
    twin = send(name_en="Twin", website="http://www.known.example.org/index.html")
    abroad = send(name_en="Abroad", website="https://known.example.org", host_countries=["RS"])
    one = send(name_en="Again", website="https://known.example.org/")
    response = desk.get(address(one))
    links = [str(link.label) for check in response.context["checks"] for link in check.links]
    assert links == ["Known", f"Twin ({twin.reference}), also in the queue"]
    page = response.content.decode()
    assert re.search(r"<li><a [^>]*>Known</a></li><li><a [^>]*>Twin ", page)
    assert abroad.reference not in page


def test_a_new_entry_does_not_say_that_it_is_published(desk):
    fields = desk.get(address(send())).context["differences"]["changed"]
    assert "state" not in [row.field for row in fields]
    closed = send(state="closed", closed_on="2024")
    fields = desk.get(address(closed)).context["differences"]["changed"]
    assert "state" in [row.field for row in fields]


def test_texts_in_another_language_and_mixed_hosts_are_pointed_out(desk):
    one = send(
        summary_en="Бесплатная юридическая помощь приехавшим.",
        website="https://xn--exmple-4nf.org/",
    )
    kinds = {check.text: check.kind for check in desk.get(address(one)).context["checks"]}
    assert kinds["“Summary in English” seems to be in another language"] == "care"
    assert kinds["Letters from different alphabets in the host name xn--exmple-4nf.org"] == "grave"


def test_open_proposals_are_pointed_out(desk):
    one = send(proposed={"cities": [{"country": "GE", "name": "Kutaisi"}], "tags": []})
    page = words(desk.get(address(one)))
    assert "Proposed, to be decided: Kutaisi" in page


def test_a_text_of_before_a_field_came_is_shown_and_published(desk):
    one = send()
    older = {name: value for name, value in one.content.items() if name not in ("cost", "seeks")}
    Submission.objects.update(content=older)
    for path in (address(one), address(one, "correct")):
        assert desk.get(path).status_code == 200
    desk.post(address(one, "decide"), {"act": "approve", "version": "1"})
    assert (Initiative.objects.get().cost, Initiative.objects.get().facets["seeks"]) == ("", [])


def test_conversation_and_notes_stand_apart(desk, nino):
    one = submit(least(), at=now(), note="Hello")
    desk.post(address(one, "note"), {"note": "Only for us"})
    kinds = [(said.kind, said.text) for said in desk.get(address(one)).context["conversation"]]
    assert kinds == [("submitter", "Hello"), ("note", "Only for us")]
    assert Note.objects.get().author == nino.user
    assert Message.objects.filter(text="Only for us").count() == 0


def test_an_empty_note_is_not_kept(desk):
    one = send()
    page = desk.post(address(one, "note"), {"note": " "}, follow=True).content.decode()
    assert "The note is empty." in page
    assert Note.objects.count() == 0


def test_contact_is_opened_by_a_named_act_with_a_reason_and_shown_once(desk, nino):
    one = submit(least(), at=now(), contact="anna@example.org")
    assert "anna@example.org" not in desk.get(address(one)).content.decode()
    refused = desk.post(address(one, "contact"), {"reason": ""}, follow=True)
    assert "Say why you need the contact" in refused.content.decode()
    assert ContactOpening.objects.count() == 0
    asked = desk.post(address(one, "contact"), {"reason": "A call was asked for"})
    assert "anna@example.org" not in asked.content.decode()
    opened = prove_again(desk, asked["Location"])
    assert "anna@example.org" in opened.content.decode()
    assert opened["Cache-Control"].count("no-store") == 1
    kept = ContactOpening.objects.get()
    assert (kept.moderator, kept.reason) == (nino.user, "A call was asked for")
    later = desk.get(address(one)).content.decode()
    assert "anna@example.org" not in later
    assert "A call was asked for" in later


@pytest.mark.parametrize("act", ["", "decide", "correct", "claim", "release", "note", "contact"])
def test_out_of_scope_and_nowhere_answer_alike(desk, act):
    foreign = send(host_countries=["RS"])
    for reference in (foreign.reference, "ZZZZZZ"):
        path = f"/desk/submissions/{reference}/" + (f"{act}/" if act else "")
        method = desk.get if act in ("", "correct") else desk.post
        assert method(path, {"reason": "x", "note": "x"}).status_code == 404


def test_the_desk_speaks_the_moderators_language(desk, nino):
    one = send()
    nino.language = "ru"
    nino.save()
    response = desk.get(address(one), headers={"Accept-Language": "en"})
    assert '<html lang="ru">' in response.content.decode()
    assert response["Content-Language"] == "ru"


@pytest.mark.parametrize("others", [1, 30])
def test_review_costs_the_same_among_one_and_among_many(
    desk, nino, django_assert_num_queries, others
):
    entry = publish_new(website="https://old.example.org/", name_en="Entry")
    one = send_change(entry, website="https://new.example.org/")
    for place in range(others):
        send(name_en=f"Number {place}", website=f"https://n{place}.example.org/")
        Message.objects.create(submission=one, by=By.SUBMITTER, text="Hello", at=now())
        Note.objects.create(submission=one, author=nino.user, text="Note", at=now())
    desk.get(address(one))
    with django_assert_num_queries(22):
        desk.get(address(one))


STATUS = {"type": "undesirable", "name_in_register": "", "since": "2023-07", "ended": "",
          "source": "https://example.com/register", "of": ""}  # fmt: skip


def test_a_status_that_a_project_would_not_carry_is_warned_of(desk, nino):
    parent = publish_new(slug="parent", name_en="The Parent", designations=[STATUS])
    publish_new(slug="project", name_en="The Project", parent="parent")
    one = send(parent="parent", name_en="Another Project")
    said = "“The Parent”, which runs it, has a status that is missing here: “Undesirable"
    assert said in words(desk.get(address(one)))
    carried = send(parent="parent", designations=[{**STATUS, "of": "parent"}])
    page = words(desk.get(address(carried)))
    assert "which runs it, has a status" not in page
    assert "status of The Parent , which runs it" in page
    changed = send_change(parent, summary_en="Other words.")
    assert "Its project “The Project” does not carry its status" in words(
        desk.get(address(changed))
    )


def test_a_hidden_parent_out_of_scope_is_not_named_in_the_warning(desk):
    edita = person("edita")
    document = least(name_en="Unseen Parent", host_countries=["RS"], designations=[STATUS])
    (parent,) = approve(submit(document, at=now(), slug="parent"), at=now(), actor=edita)
    one = send(parent="parent", name_en="Another Project")
    decisions.hide(parent, moderator=edita.moderator, reason="A danger", at=now())
    page = words(desk.get(address(one)))
    assert "The entry that runs it has a status that is missing here" in page
    assert "Unseen Parent" not in page
